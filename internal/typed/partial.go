package typed

import (
	"io"
	"time"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// PartialDate is a calendar date as far as it is known: "1980", "1980-05" or "1980-05-17".
type PartialDate string

const yearLayout = "2006"

// Span is the days that a partial date can be, the first and the last; they are one day where it is known whole.
type Span struct{ First, Last time.Time }

// SpanOf is a whole date where last is nil, as it is stored.
func SpanOf(first time.Time, last *time.Time) Span {
	if last == nil {
		return Span{first, first}
	}
	return Span{first, *last}
}

// Parse returns the days, at midnight UTC, that the date can be.
func (d PartialDate) Parse(bad *fault.Collector, path ...string) Span {
	if day, ok := read(time.DateOnly, string(d)); ok {
		return Span{day, day}
	}
	if month, ok := read(monthLayout, string(d)); ok {
		return Span{month, month.AddDate(0, 1, -1)}
	}
	if year, ok := read(yearLayout, string(d)); ok {
		return Span{year, year.AddDate(1, 0, -1)}
	}
	malformed(bad, path, fault.Text{
		NL: "Vul in wat bekend is: een jaar (1980), een jaar en een maand (1980-05) of een bestaande datum (1980-05-17).",
		EN: "Enter what is known: a year (1980), a year and a month (1980-05) or an existing date (1980-05-17).",
	}, "1980-05")
	return Span{}
}

// IsWhole reports whether the date is known to the day.
func (s Span) IsWhole() bool { return s.First.Equal(s.Last) }

// Meets reports whether the two can be one day.
func (s Span) Meets(o Span) bool { return !s.First.After(o.Last) && !o.First.After(s.Last) }

// Until is the last day as it is stored: nil for a whole date.
func (s Span) Until() *time.Time {
	if s.IsWhole() {
		return nil
	}
	return &s.Last
}

// PartialDateOf writes what is known of a date.
func PartialDateOf(s Span) PartialDate {
	switch {
	case s.IsWhole():
		return PartialDate(s.First.Format(time.DateOnly))
	case s.First.Month() == s.Last.Month():
		return PartialDate(s.First.Format(monthLayout))
	}
	return PartialDate(s.First.Format(yearLayout))
}

// UnmarshalGQL refuses anything but text.
func (d *PartialDate) UnmarshalGQL(v any) error { return unmarshal(d, v, "PartialDate") }

// MarshalGQL writes the text as it is.
func (d PartialDate) MarshalGQL(w io.Writer) { marshal(w, d) }
