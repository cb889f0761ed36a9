package schemes

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	slugForm    = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	versionForm = regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)
	codeForm    = regexp.MustCompile(`^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$`)
	nameForm    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$`)
)

// Validate reports everything that is wrong with m: form and uniqueness of names,
// missing texts, citations and references that lead nowhere, and parameters whose
// values overlap.
func (m *Manifest) Validate() error {
	c := &manifestCheck{m: m, works: map[string]bool{}, readings: map[string]bool{}}
	c.head()
	c.words()
	c.structure()
	c.caps()
	c.documents()
	c.roles()
	c.reasons()
	c.parameters()
	c.facts()
	c.retention()
	return errors.Join(c.errs...)
}

type manifestCheck struct {
	m               *Manifest
	works, readings map[string]bool
	errs            []error
}

func (c *manifestCheck) require(ok bool, format string, args ...any) {
	if !ok {
		c.errs = append(c.errs, fmt.Errorf(format, args...))
	}
}

// unique requires that names are well-formed and differ.
func (c *manifestCheck) unique(what string, names []string) map[string]bool {
	seen := map[string]bool{}
	for _, n := range names {
		c.require(nameForm.MatchString(n), "%s %q does not match %s", what, n, nameForm)
		c.require(!seen[n], "%s %s is declared twice", what, n)
		seen[n] = true
	}
	return seen
}

func (c *manifestCheck) cited(what string, src Citation) {
	c.require(c.works[src.Work] && src.Place != "", "%s does not cite a place in a declared work", what)
}

func (c *manifestCheck) head() {
	m := c.m
	c.require(slugForm.MatchString(m.Slug), "slug %q does not match %s", m.Slug, slugForm)
	c.require(slugForm.MatchString(m.Family), "family %q does not match %s", m.Family, slugForm)
	c.require(versionForm.MatchString(m.Version), "version %q is not a semantic version", m.Version)
	c.require(m.Title.complete(), "the scheme lacks a title")
	c.require(m.PlanPer == PerGroup || m.PlanPer == PerOrganisation || m.PlanPer == PerRegion, "planPer %q is unknown", m.PlanPer)
	c.works = c.unique("work", names(m.Works, func(w Work) string { return w.ID }))
	c.readings = c.unique("reading", names(m.Readings, func(r Reading) string { return r.ID }))
	for _, r := range m.Readings {
		c.require(r.Question.complete() && r.Answer.complete(), "reading %s lacks a text", r.ID)
	}
}

// words checks rules and lines. Core rules are the platform's and cite nothing.
func (c *manifestCheck) words() {
	entry := func(what, id string, code Code, t Text, src Citation, rests []string) {
		c.require(codeForm.MatchString(string(code)), "%s %q does not match %s", what, code, codeForm)
		c.require(t.complete(), "%s %s lacks a text", what, id)
		if !isCore(id) {
			c.cited(what+" "+id, src)
		}
		for _, r := range rests {
			c.require(c.readings[r], "%s %s rests on undeclared reading %s", what, id, r)
		}
	}
	rules, lines := map[string]bool{}, map[string]bool{}
	for _, r := range c.m.Rules {
		entry("rule", r.ID(), r.Code, r.Message, r.Source, r.Readings)
		c.require(!rules[r.ID()], "rule %s is declared twice", r.ID())
		c.require(severities[r.Severity] != "", "rule %s has no severity", r.ID())
		c.holds(r)
		rules[r.ID()] = true
	}
	for _, l := range c.m.Lines {
		entry("line", l.ID(), l.Code, l.Label, l.Source, l.Readings)
		c.require(!lines[l.ID()], "line %s is declared twice", l.ID())
		c.require(l.Unit != "", "line %s has no unit", l.ID())
		lines[l.ID()] = true
	}
}

func (c *manifestCheck) structure() {
	m := c.m
	budgets := c.unique("budget", names(m.Budgets, func(b Budget) string { return b.Code }))
	windows := c.unique("window", names(m.Windows, func(w Window) string { return w.Code }))
	activities := c.unique("activity", names(m.Activities, func(a Activity) string { return a.Code }))
	c.require(len(activities) > 0, "the scheme has no activities")
	for _, a := range m.Activities {
		c.require(a.Title.complete(), "activity %s lacks a title", a.Code)
		c.require(budgets[a.Budget], "activity %s draws on undeclared budget %q", a.Code, a.Budget)
		c.require(a.TrainingForm == ListedForm || a.TrainingForm == CourseForm, "activity %s has no training form", a.Code)
		c.require(len(a.Maximum) > 0, "activity %s has no maximum", a.Code)
		for _, w := range a.Windows {
			c.require(windows[w], "activity %s names undeclared window %s", a.Code, w)
		}
		for _, p := range a.Maximum {
			par, ok := m.Parameter(p)
			c.require(ok && par.Unit == EUR, "activity %s: maximum %s is not a declared parameter in euros", a.Code, p)
		}
	}
	c.contentTerms()
	for _, b := range m.Budgets {
		p, ok := m.Parameter(b.Shift)
		c.require(b.Shift == "" || ok && p.Unit == Ratio, "budget %s: shift %s is not a declared parameter that is a ratio", b.Code, b.Shift)
	}
	for code, unit := range map[string]Unit{SecondFrom: EUR, SecondShare: Percent} {
		p, ok := m.Parameter(code)
		c.require(!ok || p.Unit == unit, "parameter %s is not in %s", code, unit)
	}
	if m.Guarantee != "" {
		p, ok := m.Parameter(m.Guarantee)
		c.require(ok && p.Unit == EUR, "guarantee %s is not a declared parameter in euros", m.Guarantee)
	}
	c.windows()
	listed := map[string]bool{}
	for _, t := range m.Trainings {
		entry := t.List + "\x00" + t.Code + "\x00" + t.Title
		c.require(!listed[entry], "training %s %s %q is listed twice", t.List, t.Code, t.Title)
		listed[entry] = true
		c.require(activities[t.Activity], "training %s %s falls under undeclared activity %q", t.List, t.Code, t.Activity)
		c.require(t.List != "" && t.Title != "", "a training lacks list or title")
	}
	for _, o := range m.OtherSubsidies {
		c.cited("other subsidy "+o.Code, o.Source)
		for _, a := range o.AllowedWith {
			c.require(activities[a], "other subsidy %s is allowed with undeclared activity %q", o.Code, a)
		}
	}
	c.unique("theme", names(m.Themes, func(t Theme) string { return t.Code }))
	for _, t := range m.Themes {
		c.require(len(t.Goals) > 0, "theme %s has no goals", t.Code)
		c.unique("goal", names(t.Goals, func(g Choice) string { return g.Code }))
		c.cited("theme "+t.Code, t.Source)
	}
	c.unique("deadline", names(m.Deadlines, func(d Deadline) string { return d.Code }))
	for _, d := range m.Deadlines {
		c.require(d.Title.complete(), "deadline %s lacks a title", d.Code)
		c.cited("deadline "+d.Code, d.Source)
	}
	c.unique("reason code", names(m.ReasonCodes, func(r Choice) string { return r.Code }))
	c.unique("target group", names(m.TargetGroups, func(g Choice) string { return g.Code }))
}

// windows requires that a window lies in one order and that those who guard it exist and can.
func (c *manifestCheck) windows() {
	for _, w := range c.m.Windows {
		c.cited("window "+w.Code, w.Source)
		inMoments, inDays := !w.OpensAt.IsZero() || !w.ClosesAt.IsZero(), !w.OpensOn.IsZero() || !w.ClosesOn.IsZero()
		c.require(!inMoments || !inDays, "window %s is told both in moments and in days", w.Code)
		c.require(w.ClosesAt.IsZero() || !w.ClosesAt.Before(w.OpensAt), "window %s closes at %s, before it opens at %s", w.Code, w.ClosesAt, w.OpensAt)
		c.require(w.ClosesOn.IsZero() || !w.ClosesOn.Before(w.OpensOn), "window %s closes on %s, before it opens on %s", w.Code, w.ClosesOn, w.OpensOn)
		c.guards(w)
	}
}

// guards requires rules that the manifest has, each once, or one of [Platform] and [Nobody]. Assessing is an act of
// project leaders, of which no rule of a dossier can say that it is too early; all else is the scheme's to judge.
func (c *manifestCheck) guards(w Window) {
	for i, g := range w.GuardedBy {
		c.require(!slices.Contains(w.GuardedBy[:i], g), "window %s is guarded by %s twice", w.Code, g)
		if g == Platform || g == Nobody {
			c.require(len(w.GuardedBy) == 1, "window %s is guarded by %s and by others: %q", w.Code, g, w.GuardedBy)
			c.require(g != Platform || w.Kind == WindowAssessment, "window %s of kind %s is guarded by %s, which guards %s alone: name the rule of the scheme", w.Code, w.Kind, Platform, WindowAssessment)
		} else {
			_, ok := c.m.Rule(g)
			c.require(ok && !isCore(g), "window %s is guarded by rule %s, which the scheme does not declare", w.Code, g)
		}
		c.require(g == Platform || w.Kind != WindowAssessment, "window %s of kind %s is guarded by %s: %s guards it", w.Code, w.Kind, g, Platform)
	}
}

// contentTerms requires that a term belongs to a judge, in days.
func (c *manifestCheck) contentTerms() {
	for _, a := range c.m.Activities {
		if a.ContentTerm == "" {
			continue
		}
		p, ok := c.m.Parameter(a.ContentTerm)
		c.require(ok && p.Unit == Days, "activity %s: content term %s is not a declared parameter in days", a.Code, a.ContentTerm)
		c.require(a.ContentJudge != "", "activity %s has a content term and no content judge", a.Code)
	}
}

func (c *manifestCheck) documents() {
	m := c.m
	kinds := c.unique("document kind", names(m.DocumentKinds, func(k DocumentKind) string { return k.Code }))
	var columns []string
	for _, r := range m.Requirements {
		columns = append(columns, r.Code)
		c.cited("requirement "+r.Code, r.Source)
		c.require(len(r.Alternatives) > 0, "requirement %s cannot be met", r.Code)
		for _, set := range r.Alternatives {
			c.require(len(set.Kinds) > 0, "requirement %s has an empty alternative", r.Code)
			for _, k := range set.Kinds {
				c.require(kinds[k], "requirement %s names undeclared kind %s", r.Code, k)
			}
		}
		for _, id := range r.Checks {
			_, ok := m.Rule(id)
			c.require(ok, "requirement %s checks undeclared rule %s", r.Code, id)
		}
	}
	for _, j := range m.Judgements {
		columns = append(columns, j.Code)
		c.cited("judgement "+j.Code, j.Source)
	}
	c.unique("column", columns)
}

func (c *manifestCheck) parameters() {
	c.unique("parameter", names(c.m.Parameters, func(p Parameter) string { return p.Code }))
	for _, p := range c.m.Parameters {
		c.require(p.Title.complete(), "parameter %s lacks a title", p.Code)
		c.errs = append(c.errs, p.problems()...)
		for _, v := range p.Values {
			c.cited("parameter "+p.Code, v.Source)
		}
	}
}

// problems says what is wrong with the values of p.
func (p Parameter) problems() (errs []error) {
	for i, v := range p.Values {
		if err := v.problem(p.Unit); err != nil {
			errs = append(errs, fmt.Errorf("parameter %s: %w", p.Code, err))
		}
		if i > 0 && (p.Values[i-1].To.IsZero() || !v.From.After(p.Values[i-1].To)) {
			errs = append(errs, fmt.Errorf("parameter %s: the value from %s overlaps the one before it", p.Code, v.From))
		}
		if !v.To.IsZero() && v.To.Before(v.From) {
			errs = append(errs, fmt.Errorf("parameter %s: a value ends before it begins", p.Code))
		}
	}
	return errs
}

// problem says what is wrong with v as a value in u. A value that is not announced
// yet is empty.
func (v Value) problem(u Unit) (err error) {
	switch {
	case v.Text == "" || u == Words:
	case u == DateUnit:
		_, err = ParseDate(v.Text)
	default:
		_, err = ParseNumber(v.Text)
	}
	return err
}

func (c *manifestCheck) facts() {
	c.unique("fact", names(c.m.Facts, func(f FactDefinition) string { return string(f.Subject) + "." + f.Key }))
	for _, f := range c.m.Facts {
		c.require(nameForm.MatchString(f.Key), "fact %q does not match %s", f.Key, nameForm)
		c.require(f.Label.complete(), "fact %s lacks a label", f.Key)
		c.require(f.Necessity != Conditional || f.Condition.complete(), "fact %s is conditional, but not said when", f.Key)
		c.require(f.Necessity == Conditional || len(f.When) == 0, "fact %s has conditions and is not conditional", f.Key)
		for _, w := range f.When {
			c.require(w.isComplete(), "fact %s: a condition lacks a fact, a comparison or a value", f.Key)
		}
		for _, a := range f.Activities {
			_, ok := c.m.Activity(a)
			c.require(ok, "fact %s names undeclared activity %q", f.Key, a)
		}
		c.require((f.Type == ChoiceFact) == (len(f.Choices) > 0), "fact %s: choices belong to the type CHOICE", f.Key)
		c.cited("fact "+f.Key, f.Source)
		for _, bound := range []string{f.Minimum, f.Maximum} {
			if bound != "" {
				_, err := ParseNumber(bound)
				c.require(err == nil, "fact %s: bound %q is not a number", f.Key, bound)
			}
		}
	}
}

// isComplete reports whether w can be evaluated by a form.
func (w Condition) isComplete() bool {
	switch w.Is {
	case Equals, NotEquals, LessThan, AtLeast:
		return strings.HasPrefix(w.Fact, "/") && w.Value != ""
	}
	return false
}

// retention requires that the capability points at a fact of the plan.
func (c *manifestCheck) retention() {
	r := c.m.Retention
	if r == nil {
		return
	}
	d, ok := find(c.m.Facts, func(d *FactDefinition) bool { return d.Subject == AboutPlan && d.Key == r.Applied })
	c.require(ok && d.Type == BooleanFact, "retention: %q is not a yes-or-no fact of the plan", r.Applied)
	c.cited("retention", r.Source)
}

func names[T any](in []T, name func(T) string) []string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = name(v)
	}
	return out
}
