package plans

import (
	"strconv"
	"strings"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

const (
	mostCents   = 1_000_000_000_00 // of one line: far above any budget, and small enough to add up
	longestNote = 4000             // characters
)

// cents reads an amount that can be added up.
func cents(m typed.Money, bad *fault.Collector, path []string) int64 {
	stated := m.Parse(bad, path...)
	if stated > mostCents {
		bad.Add(tooMuch(path, string(typed.MoneyOf(mostCents)), inEuros(mostCents)))
		return 0
	}
	return stated
}

func tooMuch(path []string, most string, spoken fault.Text) *fault.Error {
	return fault.Invalid(path, "TOO_LARGE", fault.Text{
		NL: "Vul hoogstens " + spoken.NL + " in.", EN: "Enter at most " + spoken.EN + ".",
	}, "<= "+most)
}

// inEuros writes an amount as people do: "€ 8.500,00" in Dutch and "€8,500.00" in English.
func inEuros(cents int64) fault.Text {
	return fault.Text(schemes.Spoken(schemes.EUR, string(typed.MoneyOf(cents))))
}

// note reads a text that someone entered; nil where there is none.
func note(text *string, bad *fault.Collector, path ...string) *string {
	return typed.Text(text, longestNote, bad, path...)
}

// textOf returns a note, or nothing.
func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// joined returns the notes that there are, each on a line of its own.
func joined(notes ...*string) string {
	var given []string
	for _, n := range notes {
		if text := textOf(n); text != "" {
			given = append(given, text)
		}
	}
	return strings.Join(given, "\n")
}

func index(i int) string { return strconv.Itoa(i) }

// repeated refuses the second mention of one thing; the text names the thing.
func repeated(text fault.Text, path []string) *fault.Error {
	return fault.Invalid(path, fault.ReasonDuplicate, text, "")
}

// reasonRequired refuses an act without a reason; the text names what the reason is for.
func reasonRequired(text fault.Text, path ...string) *fault.Error {
	return fault.Invalid(path, "REASON_REQUIRED", text, "")
}
