package schemetest

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

// group asks the cases about plans again as those of a member of a group. Where a scheme takes one plan per group, it
// refuses the plan of whoever is not at the top, by a rule that it does not tell the top: the platform states who that is,
// and refuses nothing itself.
func (k *kit) group(t rapid.TB) {
	if k.manifest.PlanPer != schemes.PerGroup {
		return
	}
	asked := false
	for _, c := range k.cases {
		if c.Question.Plan == nil {
			continue
		}
		below, top := member(c.Question, false), member(c.Question, true)
		refused, taken := blocking(k.judge(t, c.Overrides, below)[0]), blocking(k.judge(t, c.Overrides, top)[0])
		if slices.Contains(refused, malformed[0]) {
			continue // no function of the scheme was asked
		}
		asked = true
		if !slices.ContainsFunc(refused, func(rule string) bool { return !slices.Contains(taken, rule) }) {
			t.Errorf("planPer is %s, and no blocking rule refuses the plan of who is not at the top of its group: %s", schemes.PerGroup, text(below))
			return
		}
	}
	if !asked {
		t.Errorf("planPer is %s, and no case asks about a plan", schemes.PerGroup)
	}
}

// member is a plan of a member of a group, at its top or below.
func member(q schemes.Question, isTop bool) schemes.Question {
	q.Organisation.GroupMember, q.Organisation.GroupTop = schemes.Known(true), schemes.Known(isTop)
	return q
}

// blocking are the rules that stand in the way in an answer.
func blocking(a schemes.Answer) (rules []string) {
	for _, f := range findingsOf(a) {
		if f.Severity == schemes.Blocking {
			rules = append(rules, f.Rule)
		}
	}
	return rules
}
