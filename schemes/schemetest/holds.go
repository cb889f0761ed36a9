package schemetest

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

// holds asks the cases that wait for a day again: a second before that day begins in Amsterdam they still wait for it,
// and from then on the rule holds nothing.
func (k *kit) holds(t rapid.TB) {
	for i, c := range k.cases {
		for _, f := range findingsOf(k.answers[i]) {
			if f.First.IsZero() {
				continue
			}
			before, from := c.Question, c.Question
			from.AsOf = f.First.Midnight()
			before.AsOf = schemes.At(from.AsOf.Time().Add(-time.Second))
			answers := k.judge(t, c.Overrides, before, from)
			if !slices.ContainsFunc(findingsOf(answers[0]), func(g schemes.Finding) bool {
				return g.Rule == f.Rule && g.Path == f.Path && g.First == f.First
			}) {
				t.Errorf("%s: %s holds until %s, and no longer a second before", c.At(), f.Rule, f.First)
			}
			if slices.ContainsFunc(findingsOf(answers[1]), func(g schemes.Finding) bool { return g.Rule == f.Rule && g.Path == f.Path }) {
				t.Errorf("%s: %s holds until %s, and still when that day begins", c.At(), f.Rule, f.First)
			}
		}
	}
}
