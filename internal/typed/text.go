package typed

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/schemes"
)

// mostKept is the most that one statement can hold as it is stored, in bytes.
const mostKept = 20_000

// Text reads optional text of a person of at most so many characters, without the space around it; nil where there is
// none.
func Text(text *string, most int, bad *fault.Collector, path ...string) *string {
	if text == nil {
		return nil
	}
	trimmed := strings.TrimSpace(*text)
	switch {
	case trimmed == "":
		return nil
	case strings.ContainsRune(trimmed, 0):
		bad.Add(notAllowed(path))
		return nil
	case utf8.RuneCountInString(trimmed) > most:
		bad.Add(fault.TooLong(path, most))
		return nil
	}
	return &trimmed
}

// Check refuses a statement that cannot be stored: longer than any form, or with a character that no database keeps.
func Check(statement any, bad *fault.Collector, path ...string) {
	kept, err := json.Marshal(statement)
	switch {
	case err != nil || bytes.Contains(kept, []byte(`\u0000`)):
		bad.Add(notAllowed(path))
	case len(kept) > mostKept:
		bad.Add(fault.TooLong(path, mostKept))
	}
}

func notAllowed(path []string) *fault.Error {
	return fault.Invalid(path, fault.ReasonMalformed, fault.Text{
		NL: "Deze tekst bevat een teken dat niet is toegestaan.", EN: "This text contains a character that is not allowed.",
	}, "")
}

// Codes names the codes of a list as a refusal shows them.
func Codes(choices []schemes.Choice) string {
	codes := make([]string, len(choices))
	for i, c := range choices {
		codes[i] = c.Code
	}
	return strings.Join(codes, ", ")
}

// UnknownCode refuses a code that the scheme does not have; expected names those that it has.
func UnknownCode(path []string, expected string) *fault.Error {
	return fault.Invalid(path, "VALUE_UNKNOWN", fault.Text{
		NL: "Deze code kent de regeling niet.", EN: "The scheme does not have this code.",
	}, expected)
}
