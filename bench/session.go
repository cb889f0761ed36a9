package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// cookieName is the cookie of a session without TLS, as package identity sets it.
const cookieName = "penvoerder"

// sessionToken is the i-th visitor's secret: made up, as everything here.
func sessionToken(i int) string { return fmt.Sprintf("bench-session-of-visitor-%08d-0123456789", i) }

// sessionHash is what the database keeps of a token, as package identity keeps it.
func sessionHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
