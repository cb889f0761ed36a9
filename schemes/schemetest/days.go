package schemetest

import (
	"math/big"
	"slices"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

// byDay returns the cases that are eligible for days followed by one participant.
func (k *kit) byDay() []int {
	var out []int
	for i, c := range k.cases {
		if len(k.answers[i].Parts) != 1 || k.answers[i].Whole.Outcome != schemes.Eligible || len(c.Question.Registration.Participations[0].Periods) > 0 {
			continue
		}
		if slices.ContainsFunc(k.answers[i].Parts[0].Steps, func(st schemes.Step) bool { return st.Op == schemes.OpDays }) {
			out = append(out, i)
		}
	}
	return out
}

func (k *kit) laterEnds(t rapid.TB) {
	of := k.byDay()
	if len(of) == 0 {
		t.Skip("nothing is paid by day")
	}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.SampledFrom(of).Draw(t, "case")
		c := k.cases[i]
		_, end := span(c.Question)
		later := end.AddDays(rapid.IntRange(1, 800).Draw(t, "days"))
		q := alter(c.Question, func(p *schemes.Participation) { p.End = schemes.Known(later) })
		q.Registration.End = schemes.Known(later) // nobody takes part longer than the training runs
		a := k.judge(t, c.Overrides, q)[0]
		before := *k.answers[i].Parts[0].Amount
		if got := a.Parts[0].Amount; got == nil || *got < before {
			t.Fatalf("%s: an end of %s instead of %s pays %v instead of %s", c.At(), later, end, got, before)
		}
	})
}

func (k *kit) splitPeriods(t rapid.TB) {
	of := k.byDay()
	if len(of) == 0 {
		t.Skip("nothing is paid by day")
	}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.SampledFrom(of).Draw(t, "case")
		c := k.cases[i]
		start, end := span(c.Question)
		cut := start.AddDays(rapid.IntRange(0, 400).Draw(t, "cut"))
		if !cut.Before(end) {
			t.Skip("nothing left to split off")
		}
		parts := []schemes.PeriodFact{
			{From: schemes.Known(start), To: schemes.Known(cut)},
			{From: schemes.Known(cut.AddDays(1)), To: schemes.Known(end)},
		}
		a := k.judge(t, c.Overrides, alter(c.Question, func(p *schemes.Participation) { p.Periods = parts }))[0]
		if want, got := days(k.answers[i].Parts[0].Steps), days(a.Parts[0].Steps); want.Cmp(got) != 0 {
			t.Fatalf("%s: %s days, split after %s %s days", c.At(), want.RatString(), cut, got.RatString())
		}
	})
}

// overlaps follows the days of a case in periods that overlap, touch and lie apart: they pay what the days pay that they
// have together.
func (k *kit) overlaps(t rapid.TB) {
	of := k.byDay()
	if len(of) == 0 {
		t.Skip("nothing is paid by day")
	}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.SampledFrom(of).Draw(t, "case")
		c := k.cases[i]
		start, end := span(c.Question)
		length := min(schemes.Period{From: start, To: end}.Days(), 400)
		var parts []schemes.Period
		for range rapid.IntRange(2, 5).Draw(t, "periods") {
			from := rapid.IntRange(0, length-1).Draw(t, "from")
			to := rapid.IntRange(from, length-1).Draw(t, "to")
			parts = append(parts, schemes.Period{From: start.AddDays(from), To: start.AddDays(to)})
		}
		q, together := inPeriods(c.Question, parts), inPeriods(c.Question, schemes.Union(parts...))
		if ps := k.manifest.Impossible(q); len(ps) > 0 {
			t.Fatalf("%s: periods %v are refused: %v", c.At(), parts, ps)
		}
		as := k.judge(t, c.Overrides, q, together)
		if got, want := text(as[0].Parts[0].Amount), text(as[1].Parts[0].Amount); got != want {
			t.Fatalf("%s: periods %v pay %s, and the days that they have together %s", c.At(), parts, got, want)
		}
	})
}

// inPeriods returns q with its one participant following the training in parts.
func inPeriods(q schemes.Question, parts []schemes.Period) schemes.Question {
	facts := make([]schemes.PeriodFact, len(parts))
	for i, p := range parts {
		facts[i] = schemes.PeriodFact{From: schemes.Known(p.From), To: schemes.Known(p.To)}
	}
	return alter(q, func(p *schemes.Participation) { p.Periods = facts })
}

// span returns the period of the one participation of q.
func span(q schemes.Question) (start, end schemes.Date) {
	p := q.Registration.Participations[0]
	return p.Start.Or(q.Registration.Start).Value(), p.End.Or(q.Registration.End).Value()
}

func alter(q schemes.Question, f func(*schemes.Participation)) schemes.Question {
	r := *q.Registration
	r.Participations = slices.Clone(r.Participations)
	f(&r.Participations[0])
	q.Registration = &r
	return q
}

// days adds up the steps that count days.
func days(steps []schemes.Step) *big.Rat {
	sum := new(big.Rat)
	for _, st := range steps {
		if n, ok := new(big.Rat).SetString(st.Value); ok && st.Op == schemes.OpDays {
			sum.Add(sum, n)
		}
	}
	return sum
}
