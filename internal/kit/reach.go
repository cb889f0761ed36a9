package kit

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
)

// declared returns what m holds, by the names that a coverage.yaml uses.
func declared(m *schemes.Manifest) map[string]bool {
	out := map[string]bool{}
	add := func(what, code string) { out[what+" "+code] = true }
	for _, r := range m.Rules {
		add("rule", r.ID())
	}
	for _, l := range m.Lines {
		add("line", l.ID())
	}
	for _, p := range m.Parameters {
		add("parameter", p.Code)
	}
	for _, w := range m.Windows {
		add("window", w.Code)
	}
	for _, d := range m.Deadlines {
		add("deadline", d.Code)
	}
	for _, k := range m.DocumentKinds {
		add("kind", k.Code)
	}
	for _, r := range m.Requirements {
		add("requirement", r.Code)
	}
	for _, j := range m.Judgements {
		add("judgement", j.Code)
	}
	for _, a := range m.Activities {
		add("activity", a.Code)
	}
	for _, b := range m.Budgets {
		add("budget", b.Code)
	}
	for _, o := range m.OtherSubsidies {
		add("subsidy", o.Code)
	}
	for _, f := range m.Facts {
		add("fact", f.Key)
	}
	for _, g := range m.TargetGroups {
		add("targetGroup", g.Code)
	}
	for _, t := range m.Trainings {
		add("list", t.List)
	}
	for _, t := range m.Themes {
		add("theme", t.Code)
		for _, g := range t.Goals {
			add("goal", g.Code)
		}
	}
	for _, r := range m.Readings {
		add("reading", r.ID)
	}
	if m.Retention != nil {
		add("retention", m.Retention.Applied)
	}
	return out
}

// announced are the parts of a manifest that people read: no case shows them, and nothing
// obeys them by itself. What else is named, a case shows.
var announced = []string{"window", "deadline", "judgement", "budget", "reading", "retention"}

func isShown(name string) bool {
	what, _, _ := strings.Cut(name, " ")
	return !slices.Contains(announced, what)
}

// isDeadline reports whether name is a day that binds others than those who are judged:
// saying it is all there is to do.
func isDeadline(name string) bool { return strings.HasPrefix(name, "deadline ") }

// reached returns what of the manifest a case and its answer show, by the same names.
func reached(c cases.Case, a schemes.Answer) map[string]bool {
	out := map[string]bool{}
	for _, p := range append([]schemes.Part{a.Whole}, a.Parts...) {
		for _, f := range p.Findings {
			out["rule "+f.Rule] = true
		}
		for _, st := range p.Steps {
			out["line "+st.Line] = true
			out["parameter "+st.Parameter] = true
		}
		for _, cell := range p.Cells {
			if cell.State != schemes.CellNotRequired {
				out["requirement "+cell.Column] = true
			}
			for _, f := range cell.Findings {
				out["rule "+f.Rule] = true
			}
		}
	}
	for _, d := range c.Documents() {
		out["kind "+d.Kind] = true
	}
	stated(c.Question, out)
	return out
}

// stated adds what of the manifest the facts of q name.
func stated(q schemes.Question, out map[string]bool) {
	facts := func(e schemes.Extras) {
		for _, key := range e.Keys() {
			out["fact "+key] = true
		}
	}
	switch {
	case q.Plan != nil:
		for _, l := range q.Plan.Lines {
			out["activity "+l.Activity] = true
		}
		facts(q.Plan.Facts)
	case q.ProjectFile != nil:
		facts(q.ProjectFile.Facts)
	case q.RetentionReport != nil:
		facts(q.RetentionReport.Plan)
		facts(q.RetentionReport.Facts)
	case q.Registration != nil:
		r := q.Registration
		facts(r.Plan)
		out["activity "+r.Activity] = true
		out["list "+r.Training.List.Value()] = true
		out["theme "+r.Training.Theme.Value()] = true
		out["goal "+r.Training.Goal.Value()] = true
		facts(r.Facts)
		for _, p := range r.Participations {
			out["targetGroup "+p.TargetGroup.Value()] = true
			for _, s := range p.OtherSubsidies.Value() {
				out["subsidy "+s] = true
			}
			facts(p.Facts)
		}
	}
}

// addParameters finds the cases that a parameter decides without being computed with:
// those whose answer changes when it has no value.
func (l *ledger) addParameters(ctx context.Context, s schemes.Scheme, golden []cases.Case, answers []schemes.Answer) error {
	for _, p := range s.Manifest().Parameters {
		name := "parameter " + p.Code
		if len(l.reached[name]) > 0 {
			continue
		}
		for i, c := range golden {
			if c.Overrides != nil {
				continue
			}
			as, err := s.Judge(ctx, schemes.Batch{Overrides: schemes.Overrides{p.Code: {}}, Questions: []schemes.Question{c.Question}})
			if err != nil {
				return err
			}
			if !equal(as[0], answers[i]) {
				l.reached[name] = append(l.reached[name], c.ID)
			}
		}
	}
	return nil
}

// equal reports whether two answers say the same.
func equal(a, b any) bool {
	x, err := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err == nil && err2 == nil && string(x) == string(y)
}
