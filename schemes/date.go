package schemes

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"
)

// A Date is a calendar date without a time zone. The zero Date is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// On returns the date of the given year, month and day.
func On(year int, month time.Month, day int) Date { return Date{year, month, day} }

// ParseDate parses a date written as 2006-01-02; 29 February exists in leap years only.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date such as 2026-02-28", s)
	}
	return DateOf(t), nil
}

// DateOf returns the date that t shows in its own time zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Time returns midnight UTC of d, for calculations of the standard library.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Compare orders dates in time like [cmp.Compare].
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d comes before e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d comes after e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// The dates that can be written down. People state the last of them as an end that is open.
var firstDate, lastDate = On(1, time.January, 1), On(9999, time.December, 31)

// isOfCalendar reports whether d is a day of the calendar that can be written down.
func (d Date) isOfCalendar() bool {
	return !d.Before(firstDate) && !d.After(lastDate) && DateOf(d.Time()) == d
}

// within returns d, or the nearest date that can be written down.
func (d Date) within() Date {
	switch {
	case d.Before(firstDate):
		return firstDate
	case d.After(lastDate):
		return lastDate
	}
	return d
}

// AddDays returns the date n days later; nothing is later than 9999-12-31, or earlier than 0001-01-01.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)).within() }

// AddMonths returns the same day n months later, clipped to the length of that
// month: 31 January plus one month is the last day of February. It ends where [Date.AddDays] does.
func (d Date) AddMonths(n int) Date {
	last := time.Date(d.Year, d.Month+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC)
	return Date{last.Year(), last.Month(), min(d.Day, last.Day())}.within()
}

// Latest returns the last of the days that are stated, the zero Date where none is.
func Latest(days ...Day) (last Date) {
	for _, d := range days {
		if on, ok := d.day(); ok && on.After(last) {
			last = on
		}
	}
	return last
}

// Earliest returns the first of the days that are stated, the zero Date where none is.
func Earliest(days ...Day) (first Date) {
	for _, d := range days {
		if on, ok := d.day(); ok && (first.IsZero() || on.Before(first)) {
			first = on
		}
	}
	return first
}

// YearMonth returns the month in which d falls.
func (d Date) YearMonth() YearMonth { return YearMonth{d.Year, d.Month} }

// Number returns the days from 1 January 1970 to d.
func (d Date) Number() Number { return Whole(d.Time().Unix() / 86400) }

// dateOf is the inverse of [Date.Number].
func dateOf(days int64) Date { return DateOf(time.Unix(days*86400, 0).UTC()) }

// day makes a date usable as a [Day]; the zero Date is an open one, without a place.
func (d Date) day() (Date, bool) { return d, !d.IsZero() }

func (d Date) missing() string { return Subject.Path() }

// MarshalJSON writes d as "2006-01-02".
func (d Date) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// UnmarshalJSON reads "2006-01-02".
func (d *Date) UnmarshalJSON(b []byte) error { return unquote(b, d, ParseDate) }

// A Period runs from From up to and including To. A zero To is open-ended.
type Period struct {
	From Date `json:"from"`
	To   Date `json:"to,omitzero"`
}

// Contains reports whether d lies in p, both ends included.
func (p Period) Contains(d Date) bool {
	return !d.Before(p.From) && (p.To.IsZero() || !d.After(p.To))
}

// A YearMonth is a calendar month: the month of a payslip.
type YearMonth struct {
	Year  int
	Month time.Month
}

// ParseYearMonth parses a month written as 2006-01.
func ParseYearMonth(s string) (YearMonth, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return YearMonth{}, fmt.Errorf("%q is not a month such as 2026-02", s)
	}
	return YearMonth{t.Year(), t.Month()}, nil
}

func (m YearMonth) String() string { return fmt.Sprintf("%04d-%02d", m.Year, m.Month) }

// MarshalJSON writes m as "2006-01".
func (m YearMonth) MarshalJSON() ([]byte, error) { return json.Marshal(m.String()) }

// UnmarshalJSON reads "2006-01".
func (m *YearMonth) UnmarshalJSON(b []byte) error { return unquote(b, m, ParseYearMonth) }

// An Instant is a moment, to the second, in UTC.
type Instant struct{ t time.Time }

// At returns the instant of t, cut to whole seconds.
func At(t time.Time) Instant { return Instant{t.UTC().Truncate(time.Second)} }

// ParseInstant parses an RFC 3339 moment, such as 2025-12-19T18:00:00+01:00.
func ParseInstant(s string) (Instant, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return Instant{}, fmt.Errorf("%q is not a moment such as 2025-12-19T18:00:00+01:00", s)
	}
	return At(t), nil
}

// Moment is ParseInstant for constants of a manifest; it panics on malformed text.
func Moment(s string) Instant {
	i, err := ParseInstant(s)
	if err != nil {
		panic("schemes: " + err.Error())
	}
	return i
}

// Time returns i in UTC.
func (i Instant) Time() time.Time { return i.t }

// IsZero reports whether i is no moment.
func (i Instant) IsZero() bool { return i.t.IsZero() }

// Before reports whether i comes before j.
func (i Instant) Before(j Instant) bool { return i.t.Before(j.t) }

// After reports whether i comes after j.
func (i Instant) After(j Instant) bool { return i.t.After(j.t) }

// Compare is negative where i comes before j, zero where they are one moment, and positive after it.
func (i Instant) Compare(j Instant) int { return i.t.Compare(j.t) }

func (i Instant) String() string { return i.t.Format(time.RFC3339) }

// Dutch returns i as clocks in the Netherlands show it, such as 2025-12-19 18:00. It computes summer time by the rule
// of the European Union, so that the answer of a scheme does not depend on the time zone database of a machine.
func (i Instant) Dutch() string { return i.local().Format("2006-01-02 15:04") }

// Day returns the calendar day of i in the Netherlands.
func (i Instant) Day() Date { return DateOf(i.local()) }

func (i Instant) local() time.Time {
	if i.isSummer() {
		return i.t.Add(2 * time.Hour)
	}
	return i.t.Add(time.Hour)
}

func (i Instant) isSummer() bool {
	switch year, month, _ := i.t.Date(); month {
	case time.March:
		return !i.t.Before(lastSunday(year, month))
	case time.October:
		return i.t.Before(lastSunday(year, month))
	default:
		return time.April <= month && month <= time.September
	}
}

// Midnight returns the moment at which d begins in the Netherlands.
func (d Date) Midnight() Instant {
	i := At(d.Time().Add(-2 * time.Hour)) // in summer
	if i.Day() != d {
		i = At(d.Time().Add(-time.Hour))
	}
	return i
}

// lastSunday returns 01:00 UTC on the last Sunday of a month of 31 days: the moment
// at which summer time begins or ends.
func lastSunday(year int, month time.Month) time.Time {
	last := time.Date(year, month, 31, 1, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}

// MarshalJSON writes i as an RFC 3339 moment in UTC.
func (i Instant) MarshalJSON() ([]byte, error) { return json.Marshal(i.String()) }

// UnmarshalJSON reads an RFC 3339 moment.
func (i *Instant) UnmarshalJSON(b []byte) error { return unquote(b, i, ParseInstant) }

func unquote[T any](b []byte, to *T, parse func(string) (T, error)) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	v, err := parse(s)
	if err == nil {
		*to = v
	}
	return err
}
