package wire

import (
	"time"

	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// The days of 1 January of the year 1 and 31 December 9999, and their seconds.
const (
	firstDay, lastDay       = -719162, 2932896
	firstSecond, lastSecond = firstDay * 86400, lastDay*86400 + 86399
)

func days(d schemes.Date) int32 { return int32(d.Time().Unix() / 86400) }

func fromDate(d schemes.Date) *int32 {
	if d.IsZero() {
		return nil
	}
	return new(days(d))
}

func (r *reader) day(field string, n int32) schemes.Date {
	if n < firstDay || n > lastDay {
		r.fail(field, "day %d is out of range", n)
		return schemes.Date{}
	}
	return schemes.DateOf(time.Unix(int64(n)*86400, 0).UTC())
}

// date reads a date that may be none.
func (r *reader) date(field string, n *int32) schemes.Date {
	if n == nil {
		return schemes.Date{}
	}
	return r.day(field, *n)
}

func fromInstant(i schemes.Instant) *int64 {
	if i.IsZero() {
		return nil
	}
	return new(i.Time().Unix())
}

// instant reads an instant that may be none.
func (r *reader) instant(field string, n *int64) schemes.Instant {
	if n == nil {
		return schemes.Instant{}
	}
	if *n <= firstSecond || *n > lastSecond {
		r.fail(field, "second %d is out of range", *n)
		return schemes.Instant{}
	}
	return schemes.At(time.Unix(*n, 0))
}

// months counts from January 1970.
func months(m schemes.YearMonth) int32 { return int32((m.Year-1970)*12 + int(m.Month) - 1) }

func (r *reader) yearMonth(field string, n int32) schemes.YearMonth {
	d := schemes.On(1970, time.January, 1).AddMonths(int(n))
	if n < -1970*12 || d.Year < 1 || d.Year > 9999 {
		r.fail(field, "month %d is out of range", n)
		return schemes.YearMonth{}
	}
	return d.YearMonth()
}

func (r *reader) number(field, s string) schemes.Number {
	n, err := schemes.ParseNumber(s)
	if err != nil {
		r.fail(field, "not a number of at most 40 characters")
	}
	return n
}

// maxCents bounds what is stated and answered, so that sums cannot overflow.
const maxCents = 1_000_000_000_00

func (r *reader) cents(field string, n *int64) *schemes.Amount {
	if n == nil {
		return nil
	}
	if *n > maxCents || *n < -maxCents {
		r.fail(field, "%d cents are out of range", *n)
		return nil
	}
	return new(schemes.Amount(*n))
}

func fromText(t schemes.Text) *schemev1.Text {
	if t.IsZero() {
		return nil
	}
	return &schemev1.Text{Nl: text(t.NL), En: text(t.EN)}
}

func toText(t *schemev1.Text) schemes.Text { return schemes.Text{NL: t.GetNl(), EN: t.GetEn()} }

// Facts: an absent field is an open fact.

func fromTextFact(f schemes.Fact[string]) *string {
	v, ok := f.Get()
	if !ok {
		return nil
	}
	return new(text(v))
}

func fromBoolFact(f schemes.Fact[bool]) *bool {
	v, ok := f.Get()
	if !ok {
		return nil
	}
	return &v
}

func fromIntFact(f schemes.Fact[int64]) *int64 {
	v, ok := f.Get()
	if !ok {
		return nil
	}
	return &v
}

func fromAmountFact(f schemes.Fact[schemes.Amount]) *int64 {
	v, ok := f.Get()
	if !ok {
		return nil
	}
	return new(int64(v))
}

func (r *reader) amountFact(field string, n *int64) schemes.Fact[schemes.Amount] {
	return schemes.Maybe(r.cents(field, n))
}

func fromDateFact(f schemes.Fact[schemes.Date]) *int32 {
	v, ok := f.Get()
	if !ok {
		return nil
	}
	return new(days(v))
}

func (r *reader) dateFact(field string, n *int32) schemes.Fact[schemes.Date] {
	if n == nil {
		return schemes.Fact[schemes.Date]{}
	}
	return schemes.Known(r.day(field, *n))
}

func fromMonthFact(f schemes.Fact[schemes.YearMonth]) *int32 {
	v, ok := f.Get()
	if !ok {
		return nil
	}
	return new(months(v))
}

func (r *reader) monthFact(field string, n *int32) schemes.Fact[schemes.YearMonth] {
	if n == nil {
		return schemes.Fact[schemes.YearMonth]{}
	}
	return schemes.Known(r.yearMonth(field, *n))
}

func fromInstantFact(f schemes.Fact[schemes.Instant]) *int64 {
	v, ok := f.Get()
	if !ok {
		return nil
	}
	return new(v.Time().Unix())
}

func (r *reader) instantFact(field string, n *int64) schemes.Fact[schemes.Instant] {
	if n == nil {
		return schemes.Fact[schemes.Instant]{}
	}
	return schemes.Known(r.instant(field, n))
}

func fromNumberFact(f schemes.Fact[schemes.Number]) *string {
	v, ok := f.Get()
	if !ok {
		return nil
	}
	return new(v.String())
}

func (r *reader) numberFact(field string, s *string) schemes.Fact[schemes.Number] {
	if s == nil {
		return schemes.Fact[schemes.Number]{}
	}
	return schemes.Known(r.number(field, *s))
}

func fromListFact(f schemes.Fact[[]string]) *schemev1.TextList {
	v, ok := f.Get()
	if !ok {
		return nil
	}
	return &schemev1.TextList{Values: list(v, text)}
}

func listFact(l *schemev1.TextList) schemes.Fact[[]string] {
	if l == nil {
		return schemes.Fact[[]string]{}
	}
	return schemes.Known(append([]string{}, l.GetValues()...))
}
