package program

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/penvoerder/penvoerder/internal/catalog"
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

// TrustedKeys reads the public keys of --parameter-key.
func TrustedKeys(paths []string) ([]ed25519.PublicKey, error) {
	keys := make([]ed25519.PublicKey, 0, len(paths))
	for _, path := range paths {
		text, err := os.ReadFile(path) //nolint:gosec // the operator names it
		if err != nil {
			return nil, fmt.Errorf("--parameter-key: %w", err)
		}
		key, err := catalog.ReadPublicKey(text)
		if err != nil {
			return nil, fmt.Errorf("--parameter-key %s: %w", path, err)
		}
		keys = append(keys, key)
	}
	return keys, nil
}
