package catalog

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
)

// The types of the blocks of a key file.
const (
	privateBlock = "PRIVATE KEY"
	publicBlock  = "PUBLIC KEY"
)

// NewKey makes a pair of keys as the text of two files: one to sign with, which
// stays with the operator, and one to check with, which the server is given.
func NewKey() (private, public []byte, err error) {
	pub, priv, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, nil, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(priv)
	if err != nil {
		return nil, nil, err
	}
	open, err := WritePublicKey(pub)
	if err != nil {
		return nil, nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: privateBlock, Bytes: secret}), open, nil
}

// WritePublicKey returns a public key as PEM (SubjectPublicKeyInfo), which other tools
// read too.
func WritePublicKey(k ed25519.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(k)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: publicBlock, Bytes: der}), nil
}

var errKey = errors.New("not an Ed25519 key in PEM, as `penvoerder parameters keygen` writes it")

// ReadPrivateKey reads the text of a file to sign with.
func ReadPrivateKey(text []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != privateBlock {
		return nil, errKey
	}
	k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errKey // a text about a private key never repeats it
	}
	key, ok := k.(ed25519.PrivateKey)
	if !ok {
		return nil, errKey
	}
	return key, nil
}

// ReadPublicKey reads the text of a file to check with.
func ReadPublicKey(text []byte) (ed25519.PublicKey, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != publicBlock {
		return nil, errKey
	}
	k, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errKey, err)
	}
	key, ok := k.(ed25519.PublicKey)
	if !ok {
		return nil, errKey
	}
	return key, nil
}

// Fingerprint names a public key: the hexadecimal SHA-256 of its 32 bytes.
func Fingerprint(k ed25519.PublicKey) string {
	sum := sha256.Sum256(k)
	return hex.EncodeToString(sum[:])
}

// Sign returns the text of the file that goes beside a signed one.
func Sign(k ed25519.PrivateKey, content []byte) []byte {
	return []byte(base64.StdEncoding.EncodeToString(ed25519.Sign(k, content)) + "\n")
}

// signer returns the trusted key with which content was signed.
func signer(trusted []ed25519.PublicKey, content, signature []byte) (ed25519.PublicKey, error) {
	sum, err := signatureOf(signature)
	if err != nil {
		return nil, err
	}
	for _, k := range trusted {
		if ed25519.Verify(k, content, sum) {
			return k, nil
		}
	}
	return nil, fmt.Errorf("none of the %d trusted keys made this signature of this file", len(trusted))
}

// signatureOf reads the text of a file that goes beside a signed one.
func signatureOf(text []byte) ([]byte, error) {
	sum, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(sum) != ed25519.SignatureSize {
		return nil, errors.New("the signature is not one line of 64 bytes in base64, as `penvoerder parameters sign` writes it")
	}
	return sum, nil
}
