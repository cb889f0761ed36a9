package receipts

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"

	"github.com/penvoerder/penvoerder/internal/catalog"
)

const (
	algorithm  = "ed25519"
	keyIDBytes = 8
)

// KeyID names a public key shortly, for people who compare: sixteen hexadecimal digits of its SHA-256.
func KeyID(k ed25519.PublicKey) string {
	sum := sha256.Sum256(k)
	return hex.EncodeToString(sum[:keyIDBytes])
}

var errKey = errors.New("not an ed25519 public key: want PEM, or its 32 bytes in base64")

// ReadKey reads a public key as PEM, or as the base64 of its 32 bytes.
func ReadKey(text []byte) (ed25519.PublicKey, error) {
	if k, err := catalog.ReadPublicKey(text); err == nil {
		return k, nil
	}
	return bareKey(string(bytes.TrimSpace(text)))
}

func bareKey(text string) (ed25519.PublicKey, error) {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(b) != ed25519.PublicKeySize {
		return nil, errKey
	}
	return b, nil
}
