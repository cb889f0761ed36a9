package identity

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"strings"
)

// A token is pvt_, 52 random characters, and 8 of a checksum by which a scanner of leaked secrets, and the door, know
// it from other text without asking the database.
const (
	tokenMark     = "pvt_"
	tokenRandom   = 52
	tokenChecksum = 8
	tokenShown    = len(tokenMark) + 8 // kept in the open, to recognise it in logs
)

func newToken() string {
	body := tokenMark + rand.Text() + rand.Text()
	return body + checksum(body)
}

func checksum(body string) string { return fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(body))) }

// isToken reports whether the text can be a token at all.
func isToken(text string) bool {
	end := len(text) - tokenChecksum
	return len(text) == len(tokenMark)+tokenRandom+tokenChecksum && strings.HasPrefix(text, tokenMark) && checksum(text[:end]) == text[end:]
}

const secretBytes = 32 // of a session

// newSecret is as long as guessing is hopeless.
func newSecret() string {
	b := make([]byte, secretBytes)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}
