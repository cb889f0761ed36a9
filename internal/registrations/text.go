package registrations

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// mostStated is what one statement can hold as it is kept.
const mostStated = 20_000

// check refuses a statement that cannot be kept: longer than any form, or with a character that no text has.
func check(stated any, bad *fault.Collector, path ...string) {
	kept, err := json.Marshal(stated)
	switch {
	case err != nil || bytes.Contains(kept, []byte(`\u0000`)):
		bad.Add(unreadable(path))
	case len(kept) > mostStated:
		bad.Add(fault.TooLong(path, mostStated))
	}
}

func unreadable(path []string) *fault.Error {
	return fault.Invalid(path, fault.ReasonMalformed, fault.Text{
		NL: "Deze tekst bevat tekens die niet kunnen.", EN: "This text has characters that cannot be.",
	}, "")
}

// note reads words of a person; nil where there are none.
func note(text *string, bad *fault.Collector, path ...string) *string {
	if text == nil || strings.TrimSpace(*text) == "" {
		return nil
	}
	return line(text, longestNote, bad, path...)
}

// reference reads the employer's own key; nil where there is none.
func reference(text *string, bad *fault.Collector, path ...string) *string {
	if text == nil || strings.TrimSpace(*text) == "" {
		return nil
	}
	return line(text, longestReference, bad, path...)
}

// name reads a name as written; nil where there is none.
func name(text *string, bad *fault.Collector, path ...string) *string {
	if text == nil || strings.TrimSpace(*text) == "" {
		return nil
	}
	return line(text, longestName, bad, path...)
}

func line(text *string, most int, bad *fault.Collector, path ...string) *string {
	trimmed := strings.TrimSpace(*text)
	switch {
	case strings.ContainsRune(trimmed, 0):
		bad.Add(unreadable(path))
		return nil
	case utf8.RuneCountInString(trimmed) > most:
		bad.Add(fault.TooLong(path, most))
		return nil
	}
	return &trimmed
}
