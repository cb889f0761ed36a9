package schemetest

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
)

// openDates leaves each date of the cases open, and then all of them: what is missing is that date. No finding speaks
// of a day that nobody stated.
func (k *kit) openDates(t rapid.TB) {
	for _, c := range k.cases {
		asked := []schemes.Question{}
		for i := range datesOf(treeOf(c.Question)) {
			asked = append(asked, k.undated(c, i))
		}
		for i, a := range k.judge(t, c.Overrides, append(asked, k.undated(c, -1))...) {
			for _, f := range findingsOf(a) {
				if slices.Contains(paramsOf(f), nobodysDay) {
					t.Errorf("%s: without date %d, %s speaks of a day that nobody stated: %s", c.At(), i+1, f.Rule, text(f))
				}
				if f.Rule == schemes.RuleMissing.ID() && f.Path == "" {
					t.Errorf("%s: without date %d, something is missing and nothing says what", c.At(), i+1)
				}
			}
		}
	}
}

// lastDates replaces each date of the cases by the first and the last that can be written down: the last is how people
// state that an end is open. Every answer verifies, so no day in it lies outside the calendar.
func (k *kit) lastDates(t rapid.TB) {
	for _, c := range k.cases {
		var asked []schemes.Question
		for i := range datesOf(treeOf(c.Question)) {
			for _, on := range []string{"0001-01-01", "9999-12-31"} {
				tree := treeOf(c.Question)
				datesOf(tree)[i].set(on)
				if q, ok := questionOf(tree); ok {
					asked = append(asked, q)
				}
			}
		}
		if len(asked) == 0 {
			continue
		}
		for i, a := range k.judge(t, c.Overrides, asked...) {
			if err := k.manifest.Verify(asked[i], a, c.Overrides); err != nil || a.Failure != "" {
				t.Errorf("%s: answer to %s: %v %s", c.At(), text(asked[i]), err, a.Failure)
			}
		}
	}
}

// nobodysDay is what a date reads as that was never stated.
var nobodysDay = schemes.Date{}.String()

func paramsOf(f schemes.Finding) []string {
	var out []string
	for _, v := range f.Params {
		out = append(out, v)
	}
	return out
}

// undated returns the question of c less its date i, or less every date for -1.
func (k *kit) undated(c cases.Case, i int) schemes.Question {
	tree := treeOf(c.Question)
	for n, s := range datesOf(tree) {
		if n == i || i < 0 {
			s.set(nil)
		}
	}
	q, _ := questionOf(tree)
	return q
}

// datesOf returns the spots of tree at which a date is stated.
func datesOf(tree any) []spot {
	return slices.DeleteFunc(spotsOf(tree), func(s spot) bool {
		stated, isText := s.now.(string)
		_, err := schemes.ParseDate(stated)
		return !isText || err != nil
	})
}

// outside moves the own dates of each participant a day outside the training, and a period a day outside the
// participation: who takes part then is refused, at that date.
func (k *kit) outside(t rapid.TB) {
	for _, c := range k.cases {
		r := c.Question.Registration
		if r == nil || !r.Start.IsKnown() || !r.End.IsKnown() || len(k.manifest.Impossible(c.Question)) > 0 {
			continue
		}
		before, after := schemes.Known(r.Start.Value().AddDays(-1)), schemes.Known(r.End.Value().AddDays(1))
		for i := range r.Participations {
			for at, move := range map[string]func(*schemes.Participation){
				"start": func(p *schemes.Participation) { p.Start = before },
				"end":   func(p *schemes.Participation) { p.End = after },
				"periods/0/from": func(p *schemes.Participation) {
					p.Start, p.Periods = r.Start, []schemes.PeriodFact{{From: before, To: r.Start}}
				},
				"periods/0/to": func(p *schemes.Participation) {
					p.End, p.Periods = r.End, []schemes.PeriodFact{{From: r.End, To: after}}
				},
			} {
				k.checkOutside(t, c, i, at, move)
			}
		}
	}
}

func (k *kit) checkOutside(t rapid.TB, c cases.Case, i int, at string, move func(*schemes.Participation)) {
	t.Helper()
	q := c.Question
	r := *q.Registration
	r.Participations = slices.Clone(r.Participations)
	move(&r.Participations[i])
	q.Registration = &r
	if len(k.manifest.Impossible(q)) > 0 {
		return // it cannot be true: the case gives this participant other dates
	}
	path := fmt.Sprintf("/participations/%d/%s", i, at)
	p := k.judge(t, c.Overrides, q)[0].Parts[i]
	told := slices.ContainsFunc(p.Findings, func(f schemes.Finding) bool { return f.Path == path && f.Severity == schemes.Blocking })
	if !told || p.Outcome != schemes.Ineligible {
		t.Errorf("%s: %s lies outside, and the participant is %s: %s", c.At(), path, p.Outcome, text(p.Findings))
	}
}
