package command

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// signingKey returns the key that signs download addresses: from --secret, else one
// made once and kept in the data directory, readable by its owner alone.
func (p *Program) signingKey() ([]byte, error) {
	if p.settings.Secret != "" {
		sum := sha256.Sum256([]byte(p.settings.Secret))
		return sum[:], nil
	}
	file := filepath.Join(p.settings.Data, "signing.key")
	key, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		key = make([]byte, 32)
		if _, err := rand.Read(key); err != nil {
			return nil, err
		}
		return key, os.WriteFile(file, key, 0o600)
	}
	return key, err
}
