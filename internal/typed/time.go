package typed

import (
	"io"
	"time"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// Date is a calendar date without time zone, "2026-02-01".
type Date string

// YearMonth is a calendar month as entered, such as "2026-02".
type YearMonth string

// DateTime is an instant with its offset, "2025-12-19T18:00:00+01:00".
type DateTime string

const (
	monthLayout = "2006-01"
	firstYear   = 1900 // before it lies no birth of a living employee
	lastYear    = 2199
)

// DateOf writes the calendar date of t in t's own zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// YearMonthOf writes the calendar month of t in t's own zone.
func YearMonthOf(t time.Time) YearMonth { return YearMonth(t.Format(monthLayout)) }

// DateTimeOf writes the instant in UTC, to the second.
func DateTimeOf(t time.Time) DateTime { return DateTime(t.UTC().Format(time.RFC3339)) }

// Parse returns midnight UTC of the date.
func (d Date) Parse(bad *fault.Collector, path ...string) time.Time {
	t, ok := read(time.DateOnly, string(d))
	if !ok {
		malformed(bad, path, fault.Text{NL: "Vul een bestaande datum in, als jaar-maand-dag: 2026-02-01.", EN: "Enter an existing date as year-month-day: 2026-02-01."}, "2026-02-01")
	}
	return t
}

// Parse returns midnight UTC of the first day of the month.
func (m YearMonth) Parse(bad *fault.Collector, path ...string) time.Time {
	t, ok := read(monthLayout, string(m))
	if !ok {
		malformed(bad, path, fault.Text{NL: "Vul een jaar en een maand in: 2026-02.", EN: "Enter a year and a month: 2026-02."}, "2026-02")
	}
	return t
}

// Parse returns the instant in UTC.
func (d DateTime) Parse(bad *fault.Collector, path ...string) time.Time {
	t, ok := read(time.RFC3339, string(d))
	if !ok {
		malformed(bad, path, fault.Text{
			NL: "Vul een tijdstip in met tijdzone, bijvoorbeeld 2026-02-01T09:00:00+01:00.",
			EN: "Enter a moment with its time zone, such as 2026-02-01T09:00:00+01:00.",
		}, "2025-12-19T18:00:00+01:00")
	}
	return t
}

// read is strict about the layout and about the years in which a dossier can play.
func read(layout, s string) (time.Time, bool) {
	if len(s) > longest {
		return time.Time{}, false
	}
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return time.Time{}, false
	}
	return t.UTC(), true
}

// UnmarshalGQL refuses anything but text.
func (d *Date) UnmarshalGQL(v any) error { return unmarshal(d, v, "Date") }

// MarshalGQL writes the text as it is.
func (d Date) MarshalGQL(w io.Writer) { marshal(w, d) }

// UnmarshalGQL refuses anything but text.
func (m *YearMonth) UnmarshalGQL(v any) error { return unmarshal(m, v, "YearMonth") }

// MarshalGQL writes the text as it is.
func (m YearMonth) MarshalGQL(w io.Writer) { marshal(w, m) }

// UnmarshalGQL refuses anything but text.
func (d *DateTime) UnmarshalGQL(v any) error { return unmarshal(d, v, "DateTime") }

// MarshalGQL writes the text as it is.
func (d DateTime) MarshalGQL(w io.Writer) { marshal(w, d) }
