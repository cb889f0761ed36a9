package identity

import (
	_ "embed"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/penvoerder/penvoerder/internal/fault"
)

const (
	shortestPassword  = 12
	longestPassword   = 200 // a longer one is no password, and costs time to hash
	distinctCharacter = 5
	longestName       = 200
	longestEmail      = 254
)

// Long passwords that many people choose; see the head of the file.
//
//go:embed common.txt
var commonText string

var common = readCommon(commonText)

func readCommon(text string) map[string]bool {
	all := map[string]bool{}
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			all[l] = true
		}
	}
	return all
}

// plain is the password as it is hashed: the same on every keyboard.
func plain(password string) string { return norm.NFC.String(password) }

// checkPassword refuses the passwords that are guessed first: short, common, of a few characters, or the address
// itself.
func checkPassword(password, email string) *fault.Error {
	p := strings.ToLower(plain(password))
	local, _, _ := strings.Cut(email, "@")
	letters := map[rune]bool{}
	for _, r := range p {
		letters[r] = true
	}
	base := strings.TrimRightFunc(p, func(r rune) bool { return !unicode.IsLetter(r) }) // welkom…2026!
	switch {
	case utf8.RuneCountInString(p) < shortestPassword, len(p) > longestPassword:
		return weak(fault.Text{NL: "Kies een wachtwoord van 12 tot en met 200 tekens.", EN: "Choose a password of 12 to 200 characters."}, ">= 12")
	case common[p], base != "" && common[base], len(letters) < distinctCharacter, !utf8.ValidString(password):
		return weak(fault.Text{NL: "Dit wachtwoord is te gemakkelijk te raden. Kies een ander wachtwoord.", EN: "This password is too easy to guess. Choose another one."}, "")
	case email != "" && (p == email || p == local):
		return weak(fault.Text{NL: "Uw wachtwoord mag niet uw e-mailadres zijn.", EN: "Your password must not be your e-mail address."}, "")
	}
	return nil
}

func weak(text fault.Text, expected string) *fault.Error {
	return fault.Invalid(pathPassword, "PASSWORD_TOO_WEAK", text, expected)
}

// readEmail returns the address in lower case, as it is kept.
func readEmail(entered string) (string, *fault.Error) {
	email := strings.ToLower(strings.TrimSpace(entered))
	parsed, err := mail.ParseAddress(email)
	bare := err == nil && parsed.Name == "" && parsed.Address == email && !strings.ContainsAny(email, "\"<>()[]\\,;: \t\r\n")
	if !bare || len(email) > longestEmail || strings.ContainsFunc(email, func(r rune) bool { return !unicode.IsGraphic(r) }) {
		return "", fault.Invalid(pathEmail, "EMAIL_MALFORMED", fault.Text{NL: "Vul een e-mailadres in, bijvoorbeeld naam@organisatie.nl.", EN: "Enter an e-mail address, such as naam@organisatie.nl."}, "naam@organisatie.nl")
	}
	return email, nil
}

func readName(entered string) (string, *fault.Error) {
	name := strings.TrimSpace(entered)
	switch {
	case name == "":
		return "", fault.Required(pathName)
	case utf8.RuneCountInString(name) > longestName:
		return "", fault.TooLong(pathName, longestName)
	case !utf8.ValidString(name), strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "", fault.Invalid(pathName, fault.ReasonMalformed, fault.Text{NL: "Deze naam bevat onzichtbare tekens. Typ de naam opnieuw.", EN: "This name contains invisible characters. Type the name again."}, "")
	}
	return name, nil
}
