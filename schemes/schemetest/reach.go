package schemetest

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

// reaches finds rules, lines and parameters that no case shows, and rules reported against a document that the
// requirement does not list among its checks.
func (k *kit) reaches(t rapid.TB) {
	told, computed := map[string]bool{}, map[string]bool{}
	for _, a := range k.answers {
		for _, p := range parts(a) {
			for _, f := range p.Findings {
				told[f.Rule] = true
			}
			for _, st := range p.Steps {
				computed[st.Line] = true
				computed["parameter "+st.Parameter] = true
			}
			k.reachedCells(t, p.Cells, told)
		}
	}
	for _, r := range k.manifest.OwnRules() {
		if !told[r.ID()] {
			t.Errorf("no case shows rule %s", r.ID())
		}
	}
	for _, l := range k.manifest.Lines {
		if !computed[l.ID()] {
			t.Errorf("no case shows line %s", l.ID())
		}
	}
	for _, p := range k.manifest.Parameters {
		if !computed["parameter "+p.Code] && !k.isShown(p) && !k.matters(t, p) {
			t.Errorf("no case shows parameter %s: whatever its value, the answers are the same", p.Code)
		}
	}
}

func (k *kit) reachedCells(t rapid.TB, cells []schemes.Cell, told map[string]bool) {
	for _, c := range cells {
		req, isRequirement := k.manifest.Requirement(c.Column)
		for _, f := range c.Findings {
			told[f.Rule] = true
			if isRequirement && !isCore(f.Rule) && !slices.Contains(req.Checks, f.Rule) {
				t.Errorf("requirement %s does not name its check %s", c.Column, f.Rule)
			}
		}
	}
}

// isCore reports whether id names a rule that every scheme has.
func isCore(id string) bool {
	return slices.ContainsFunc(schemes.CoreRules(), func(r schemes.Rule) bool { return r.ID() == id })
}

// isShown reports whether p is read by people and the platform, not by rules: the term of the content judges, whether
// budgets pay for each other, what of each plan is granted in full, and when a second assessor is needed.
func (k *kit) isShown(p schemes.Parameter) bool {
	if p.Code == k.manifest.Guarantee || p.Code == schemes.SecondFrom || p.Code == schemes.SecondShare {
		return true
	}
	if slices.ContainsFunc(k.manifest.Budgets, func(b schemes.Budget) bool { return b.Shift == p.Code }) {
		return true
	}
	return slices.ContainsFunc(k.manifest.Activities, func(a schemes.Activity) bool { return a.ContentTerm == p.Code })
}

// matters reports whether some case has another answer when p has no value or another one, that is, whether a rule
// uses it.
func (k *kit) matters(t rapid.TB, p schemes.Parameter) bool {
	another := map[schemes.Unit]string{schemes.DateUnit: "1999-12-31", schemes.Words: "x"}[p.Unit]
	if another == "" {
		another = "1"
	}
	for _, in := range [][]schemes.Value{{}, {{Text: another, From: schemes.On(1, 1, 1)}}} {
		o := schemes.Overrides{p.Code: in}
		var of []int
		var qs []schemes.Question
		for i, c := range k.cases {
			if c.Overrides == nil {
				of, qs = append(of, i), append(qs, c.Question)
			}
		}
		for i, a := range k.judge(t, o, qs...) {
			if text(a) != text(k.answers[of[i]]) {
				return true
			}
		}
	}
	return false
}
