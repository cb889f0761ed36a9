package program

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
)

const (
	keyFile    = "signing.key"
	keySetting = "signing-key" // by which the database knows the key again
)

// signingKey returns the key that signs download addresses, and from which follow the one that signs receipts and the
// one by which people are recognised: from --secret, else one made once and kept in the data directory. The database
// remembers which it was, so that no other takes its place without a word.
func (p *Program) signingKey(ctx context.Context) ([]byte, error) {
	ctx = actor.AsSystem(ctx)
	before, err := p.rememberedKey(ctx)
	if err != nil {
		return nil, err
	}
	key, err := p.keyOf(before != "")
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte("penvoerder signing key\n"), key...))
	mark := hex.EncodeToString(sum[:16])
	if before == mark {
		return key, nil
	}
	if before != "" {
		p.log.Warn("another signing key than before: keep the old public key for the old receipts; people are recognised anew")
	}
	return key, p.rememberKey(ctx, before, mark)
}

// rememberedKey is empty where the database was never served.
func (p *Program) rememberedKey(ctx context.Context) (string, error) {
	row, err := p.store.Client().Setting.Get(ctx, keySetting)
	if ent.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return row.Value, nil
}

// rememberKey keeps the mark of a key. Of servers that begin on one database at once the first is remembered.
func (p *Program) rememberKey(ctx context.Context, before, mark string) error {
	settings := p.store.Client().Setting
	if before != "" {
		return settings.UpdateOneID(keySetting).SetValue(mark).Exec(ctx)
	}
	err := settings.Create().SetID(keySetting).SetValue(mark).Exec(ctx)
	if !ent.IsConstraintError(err) {
		return err
	}
	first, err := p.rememberedKey(ctx)
	if err == nil && first != mark {
		err = errors.New("another server began on this database at the same moment, with another key: give all of them one --secret")
	}
	return err
}

// keyOf reads the key, or makes one where none was used before.
func (p *Program) keyOf(wasUsed bool) ([]byte, error) {
	if p.settings.Secret != "" {
		sum := sha256.Sum256([]byte(p.settings.Secret))
		return sum[:], nil
	}
	path := filepath.Join(p.settings.Data, keyFile)
	key, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if wasUsed {
		return nil, fmt.Errorf("%s is missing, and this database was served with one: put it back from the backup, or give the --secret that the other servers have. A new --secret works too: then receipts are signed by another key, and people are recognised anew", path)
	}
	key = make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	return key, os.WriteFile(path, key, 0o600)
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
