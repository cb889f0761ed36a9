package receipts

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
)

const (
	algorithm  = "ed25519"
	pemType    = "PUBLIC KEY"
	keyIDBytes = 8
)

// KeyID names a public key shortly, for people who compare: sixteen hexadecimal digits
// of its SHA-256.
func KeyID(k ed25519.PublicKey) string {
	sum := sha256.Sum256(k)
	return hex.EncodeToString(sum[:keyIDBytes])
}

// WriteKey returns a public key as PEM (SubjectPublicKeyInfo), which other tools read
// too.
func WriteKey(k ed25519.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(k)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: pemType, Bytes: der}), nil
}

var errKey = errors.New("not an ed25519 public key: want PEM, or its 32 bytes in base64")

// ReadKey reads a public key as WriteKey writes it, or as the base64 of its 32 bytes.
func ReadKey(text []byte) (ed25519.PublicKey, error) {
	if block, _ := pem.Decode(text); block != nil {
		k, err := x509.ParsePKIXPublicKey(block.Bytes)
		if public, ok := k.(ed25519.PublicKey); ok && err == nil && block.Type == pemType {
			return public, nil
		}
		return nil, errKey
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
