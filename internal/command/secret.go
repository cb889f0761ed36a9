package command

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// signingKey returns the key that signs download addresses: from --secret, else one
// made once and kept in the data directory.
func (p *Program) signingKey() ([]byte, error) {
	if p.settings.Secret != "" {
		sum := sha256.Sum256([]byte(p.settings.Secret))
		return sum[:], nil
	}
	return p.kept("signing.key")
}

// derived returns a key for one purpose, 32 bytes, that tells nothing about key nor about
// what is derived for another.
func derived(key []byte, purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, key, nil, "penvoerder "+purpose, 32)
}

// kept returns 32 random bytes, made once and kept in the data directory, readable by
// its owner alone.
func (p *Program) kept(name string) ([]byte, error) {
	file := filepath.Join(p.settings.Data, name)
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
