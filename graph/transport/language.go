package transport

import (
	"crypto/rand"
	"strings"

	"golang.org/x/text/language"
)

const headerRequestID = "X-Request-Id"

var languages = language.NewMatcher([]language.Tag{language.Dutch, language.English})

// Language chooses "nl" or "en" from Accept-Language; Dutch where neither is asked.
func Language(accept string) string {
	const longest = 256
	if len(accept) > longest {
		return "nl"
	}
	wanted, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(wanted) == 0 {
		return "nl"
	}
	if _, at, sure := languages.Match(wanted...); at == 1 && sure != language.No {
		return "en"
	}
	return "nl"
}

// requestID takes over the caller's own id of the request, or makes one. Only characters that are safe in any log are
// taken over.
func requestID(told string) string {
	const shortest, longest = 8, 64
	isSafe := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_' || r == '.'
	}
	if len(told) < shortest || len(told) > longest || strings.ContainsFunc(told, func(r rune) bool { return !isSafe(r) }) {
		return rand.Text()
	}
	return told
}
