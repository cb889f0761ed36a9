package schemetest

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

// background returns the context of t, or one without end where t has none.
func background(t tester) context.Context {
	if c, ok := t.(interface{ Context() context.Context }); ok {
		return c.Context()
	}
	return context.Background()
}

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

func (k *kit) laterEnds(t *testing.T) {
	of := k.byDay()
	if len(of) == 0 {
		t.Skip("nothing is paid by day")
	}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.SampledFrom(of).Draw(t, "case")
		c := k.cases[i]
		_, end := span(c.Question)
		later := end.AddDays(rapid.IntRange(1, 800).Draw(t, "days"))
		a := k.judge(t, c.Overrides, alter(c.Question, func(p *schemes.Participation) { p.End = schemes.Known(later) }))[0]
		before := *k.answers[i].Parts[0].Amount
		if got := a.Parts[0].Amount; got == nil || *got < before {
			t.Fatalf("%s: an end of %s instead of %s pays %v instead of %s", c.at(nil), later, end, got, before)
		}
	})
}

func (k *kit) splitPeriods(t *testing.T) {
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
			t.Fatalf("%s: %s days, split after %s %s days", c.at(nil), want.RatString(), cut, got.RatString())
		}
	})
}

// span returns the period of the one participation of q.
func span(q schemes.Question) (start, end schemes.Date) {
	p := q.Registration.Participations[0]
	return p.Start.Or(q.Registration.Start).Value(), p.End.Or(q.Registration.End).Value()
}

// alter returns q with its one participation altered.
func alter(q schemes.Question, f func(*schemes.Participation)) schemes.Question {
	r := *q.Registration
	r.Participations = slices.Clone(r.Participations)
	f(&r.Participations[0])
	q.Registration = &r
	return q
}

// days adds up what the steps count in days.
func days(steps []schemes.Step) *big.Rat {
	sum := new(big.Rat)
	for _, st := range steps {
		if n, ok := new(big.Rat).SetString(st.Value); ok && st.Op == schemes.OpDays {
			sum.Add(sum, n)
		}
	}
	return sum
}

// hostile replaces facts of the cases by what nobody would state: every answer
// must still be an answer that verifies, so also stay under every cap.
func (k *kit) hostile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(k.cases).Draw(t, "case")
		tree := treeOf(c.Question)
		for range rapid.IntRange(1, 5).Draw(t, "mutations") {
			spots := spotsOf(tree)
			if len(spots) == 0 {
				break
			}
			rapid.SampledFrom(spots).Draw(t, "spot").set(fresh(rapid.SampledFrom(nasty).Draw(t, "value")))
		}
		var q schemes.Question
		if err := json.Unmarshal([]byte(text(tree)), &q); err != nil {
			return // refused at the door
		}
		a := k.judge(t, nil, q)[0]
		if a.Failure != "" && strings.Count(text(q), `"plan"`)+strings.Count(text(q), `"registration"`)+strings.Count(text(q), `"projectFile"`) > 0 {
			t.Fatalf("%s: failed on %s: %s", c.at(nil), text(q), a.Failure)
		}
		if err := k.manifest.Verify(q, a, nil); err != nil {
			t.Fatalf("%s: answer to %s: %v", c.at(nil), text(q), err)
		}
	})
}

// nasty are values to put in the place of a fact.
var nasty = []any{
	nil, true, false, "", "-1", "0", "0.00", "1/3", "-0.01", "99999999999999999999999999999999999999", "0.0000000000000000000000000000000000001",
	"9999-12-31", "0001-01-01", "2024-02-29", "2026-12-31", "2027-01-01", "2026-02", "X", "EMPLOYED", "p1", strings.Repeat("é", 5000), "{hole}", "\x00",
	json.Number("0"), json.Number("1"), json.Number("-1"), json.Number("9223372036854775807"), json.Number("-9223372036854775808"),
	"1000000000.00", "-1000000000.00",
	[]any{},
	[]any{"X", "X"},
	[]any{nil},
	map[string]any{},
	"2025-12-19T18:00:00+01:00",
}

// fresh returns v, containers copied: one that stood in two places could come to
// hold itself.
func fresh(v any) any {
	switch v := v.(type) {
	case []any:
		return slices.Clone(v)
	case map[string]any:
		return maps.Clone(v)
	}
	return v
}

func treeOf(q schemes.Question) any {
	d := json.NewDecoder(bytes.NewReader([]byte(text(q))))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		panic(err)
	}
	return tree
}

// A spot is a place in a tree of facts where another value can stand.
type spot struct {
	path string
	set  func(any)
}

func (s spot) String() string { return s.path }

func spotsOf(tree any) []spot {
	var out []spot
	var walk func(v any, path string)
	walk = func(v any, path string) {
		switch v := v.(type) {
		case map[string]any:
			for _, key := range sortedKeys(v) {
				out = append(out, spot{path + "/" + key, func(to any) { v[key] = to }})
				walk(v[key], path+"/"+key)
			}
		case []any:
			for i := range v {
				out = append(out, spot{path + "/", func(to any) { v[i] = to }})
				walk(v[i], path+"/")
			}
		}
	}
	walk(tree, "")
	return out
}
