package plans

import (
	"strconv"

	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// The most that one line may state: far above any budget, and small enough to add up.
const (
	mostParticipants = 1_000_000
	mostCents        = 1_000_000_000_00
	longestNote      = 4000 // characters
)

// cents reads an amount that can be added up.
func cents(m entry.Money, bad *fault.Collector, path []string) int64 {
	stated := m.Parse(bad, path...)
	if stated > mostCents {
		bad.Add(tooMuch(path, string(entry.MoneyOf(mostCents))))
		return 0
	}
	return stated
}

func atMost(n, most int, bad *fault.Collector, path []string) int {
	if n > most {
		bad.Add(tooMuch(path, index(most)))
		return 0
	}
	return n
}

func tooMuch(path []string, most string) *fault.Error {
	return fault.Invalid(path, "TOO_LARGE", fault.Text{NL: "Dit is meer dan mogelijk is.", EN: "This is more than is possible."}, "<= "+most)
}

// note checks words that someone entered; nil stays nil.
func note(text *string, bad *fault.Collector, path ...string) *string {
	if text != nil && len([]rune(*text)) > longestNote {
		bad.Add(fault.TooLong(path, longestNote))
	}
	return text
}

// words returns a note, or nothing.
func words(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func index(i int) string { return strconv.Itoa(i) }

func repeated(path []string) *fault.Error {
	return fault.Invalid(path, fault.ReasonDuplicate, fault.Text{NL: "Dit staat er twee keer in.", EN: "This is given twice."}, "")
}

func reasonRequired(path ...string) *fault.Error {
	return fault.Invalid(path, "REASON_REQUIRED", fault.Text{NL: "Geef een reden.", EN: "Give a reason."}, "")
}
