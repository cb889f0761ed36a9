package schemes_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

func day(s string) schemes.Date {
	d, err := schemes.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestAddMonthsClipsToTheMonth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2026-02-01", 1, "2026-03-01"},
		{"2026-12-15", 1, "2027-01-15"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-05-31", 25, "2028-06-30"},
		{"9999-12-31", 1, "9999-12-31"},
		{"0001-01-31", -1, "0001-01-01"},
	} {
		if got := day(c.from).AddMonths(c.months); got != day(c.want) {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

func TestTheLastDateHasNoDayAfterIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		days int
		want string
	}{
		{"9999-12-31", 1, "9999-12-31"},
		{"9999-12-31", -1, "9999-12-30"},
		{"0001-01-01", -1, "0001-01-01"},
		{"2026-12-31", 1, "2027-01-01"},
	} {
		if got := day(c.from).AddDays(c.days); got != day(c.want) {
			t.Errorf("%s + %d days = %s, want %s", c.from, c.days, got, c.want)
		}
	}
}

func TestParseDateKnowsTheCalendar(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "", "2026-02-28T00:00", "99999-01-01"} {
		if d, err := schemes.ParseDate(in); err == nil {
			t.Errorf("ParseDate(%q) = %s, want an error", in, d)
		}
	}
}

func TestDatesOrderAsTimeDoes(t *testing.T) {
	t.Parallel()
	days := rapid.IntRange(-800000, 3000000)
	rapid.Check(t, func(t *rapid.T) {
		a, b := schemes.On(1970, 1, 1).AddDays(days.Draw(t, "a")), schemes.On(1970, 1, 1).AddDays(days.Draw(t, "b"))
		if got, want := a.Compare(b), a.Time().Compare(b.Time()); got != want {
			t.Fatalf("%s against %s: %d, time says %d", a, b, got, want)
		}
	})
}

func TestInstantsAreToTheSecondInUTC(t *testing.T) {
	t.Parallel()
	i := schemes.Moment("2025-12-19T18:00:00+01:00")
	if i.String() != "2025-12-19T17:00:00Z" {
		t.Errorf("read as %s", i)
	}
	if schemes.At(i.Time().Add(999*time.Millisecond)) != i {
		t.Error("a fraction of a second makes another instant")
	}
}

func TestDutchTimeFollowsSummer(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2025-12-19T17:00:00Z": "2025-12-19 18:00", "2026-07-01T22:30:00Z": "2026-07-02 00:30",
		"2026-03-29T00:59:59Z": "2026-03-29 01:59", "2026-03-29T01:00:00Z": "2026-03-29 03:00",
		"2026-10-25T00:59:59Z": "2026-10-25 02:59", "2026-10-25T01:00:00Z": "2026-10-25 02:00",
	} {
		if got := schemes.Moment(in).Dutch(); got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"2026-01-05": "2026-01-04T23:00:00Z", "2026-07-01": "2026-06-30T22:00:00Z", "2026-03-29": "2026-03-28T23:00:00Z",
		"2026-03-30": "2026-03-29T22:00:00Z", "2026-10-25": "2026-10-24T22:00:00Z", "2026-10-26": "2026-10-25T23:00:00Z",
	} {
		if got := day(in).Midnight(); got.String() != want {
			t.Errorf("%s begins at %s, want %s", in, got, want)
		}
	}
	if got := schemes.Moment("2026-01-04T23:00:00Z").Day(); got != schemes.On(2026, 1, 5) {
		t.Errorf("the day is %s", got)
	}
}

func TestPeriodsIncludeBothEnds(t *testing.T) {
	t.Parallel()
	p := schemes.Period{From: day("2026-01-01"), To: day("2026-12-31")}
	for in, want := range map[string]bool{"2025-12-31": false, "2026-01-01": true, "2026-12-31": true, "2027-01-01": false} {
		if p.Contains(day(in)) != want {
			t.Errorf("Contains(%s) is not %t", in, want)
		}
	}
	if !(schemes.Period{From: day("2026-01-05")}).Contains(day("2099-01-01")) {
		t.Error("an open period ended")
	}
}

func TestTheLatestAndTheEarliestOfWhatIsStated(t *testing.T) {
	t.Parallel()
	open, march, may := schemes.Fact[schemes.Date]{}, schemes.Known(day("2026-03-01")), day("2026-05-01")
	for _, c := range []struct {
		days             []schemes.Day
		latest, earliest schemes.Date
	}{
		{[]schemes.Day{may, march, open}, may, march.Value()},
		{[]schemes.Day{march, may}, may, march.Value()},
		{[]schemes.Day{open, schemes.Date{}, march}, march.Value(), march.Value()},
		{[]schemes.Day{open, schemes.Date{}}, schemes.Date{}, schemes.Date{}},
		{nil, schemes.Date{}, schemes.Date{}},
	} {
		if l, e := schemes.Latest(c.days...), schemes.Earliest(c.days...); l != c.latest || e != c.earliest {
			t.Errorf("of %v the latest is %s and the earliest %s", c.days, l, e)
		}
	}
}

func TestTheLastDayOfPartsWithinAPeriod(t *testing.T) {
	t.Parallel()
	part := func(from, to string) (p schemes.PeriodFact) {
		if from != "" {
			p.From = schemes.Known(day(from))
		}
		if to != "" {
			p.To = schemes.Known(day(to))
		}
		return p
	}
	year := schemes.Period{From: day("2026-01-01"), To: day("2026-12-31")}
	for name, c := range map[string]struct {
		parts []schemes.PeriodFact
		want  string // empty where no day lies within
	}{
		"no parts":                    {nil, "2026-12-31"},
		"the last is not the latest":  {[]schemes.PeriodFact{part("2026-05-01", "2026-06-30"), part("2026-02-01", "2026-03-31")}, "2026-06-30"},
		"one begins after the period": {[]schemes.PeriodFact{part("2026-02-01", "2026-03-31"), part("2027-01-01", "2027-02-01")}, "2026-03-31"},
		"one ends before the period":  {[]schemes.PeriodFact{part("2025-02-01", "2025-12-31")}, ""},
		"one ends on its first day":   {[]schemes.PeriodFact{part("2025-02-01", "2026-01-01")}, "2026-01-01"},
		"one begins on its last day":  {[]schemes.PeriodFact{part("2026-12-31", "2027-03-01")}, "2026-12-31"},
		"an open end":                 {[]schemes.PeriodFact{part("2026-06-01", "")}, "2026-12-31"},
		"an open begin":               {[]schemes.PeriodFact{part("", "2026-02-01")}, "2026-02-01"},
	} {
		last, ok := schemes.LastDay(year, c.parts...)
		if ok != (c.want != "") || ok && last != day(c.want) {
			t.Errorf("%s: %s, %t, want %q", name, last, ok, c.want)
		}
	}
}
