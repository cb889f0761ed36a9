package regulation

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/schemes"
)

// Authority grants the subsidy.
func (m *Manifest) Authority() string { return m.manifest.Authority }

// PlanPer says whether there is one running plan per organisation, group or region.
func (m *Manifest) PlanPer() string { return m.manifest.PlanPer }

// Works are the documents that rules are taken from.
func (m *Manifest) Works() []*Work { return show(m.manifest.Works, m.work) }

// Activities in the manifest's order.
func (m *Manifest) Activities() []*Activity { return show(m.manifest.Activities, m.activity) }

// Budgets in the manifest's order.
func (m *Manifest) Budgets() []*Budget { return show(m.manifest.Budgets, m.budget) }

// Windows of these kinds; all where kinds is nil.
func (m *Manifest) Windows(kinds []string) []*Window {
	return filter(m.manifest.Windows, func(w *schemes.Window) bool {
		return kinds == nil || slices.Contains(kinds, string(w.Kind))
	}, m.window)
}

// Deadlines in order of time, those that are not announced last.
func (m *Manifest) Deadlines() []*Deadline {
	out := show(m.manifest.Deadlines, m.deadline)
	SortDeadlines(out)
	return out
}

// DocumentKinds in the manifest's order.
func (m *Manifest) DocumentKinds() []*DocumentKind { return show(m.manifest.DocumentKinds, m.kind) }

// Requirements in the order of the process.
func (m *Manifest) Requirements(activity, scope *string) []*Requirement {
	return filter(m.manifest.Requirements, func(r *schemes.Requirement) bool {
		return holds(r.Activities, activity) && (scope == nil || string(r.Scope) == *scope)
	}, m.requirement)
}

// Judgements are the columns that people judge without a document.
func (m *Manifest) Judgements(activity *string) []*ContentColumn {
	return filter(m.manifest.Judgements, func(j *schemes.ContentJudgement) bool { return holds(j.Activities, activity) }, m.content)
}

// Themes in the manifest's order.
func (m *Manifest) Themes() []*Theme { return show(m.manifest.Themes, m.theme) }

// TargetGroups in the manifest's order.
func (m *Manifest) TargetGroups() []*Choice { return show(m.manifest.TargetGroups, m.choice) }

// OtherSubsidies in the manifest's order.
func (m *Manifest) OtherSubsidies() []*OtherSubsidy {
	return show(m.manifest.OtherSubsidies, m.subsidy)
}

// ReasonCodes in the manifest's order.
func (m *Manifest) ReasonCodes() []*Choice { return show(m.manifest.ReasonCodes, m.choice) }

// Rules by code, of this severity or worse.
func (m *Manifest) Rules(codes []string, atLeast schemes.Severity) []*Rule {
	out := filter(m.manifest.Rules, func(r *schemes.Rule) bool {
		return r.Severity >= atLeast && (codes == nil || slices.Contains(codes, string(r.Code)))
	}, m.rule)
	slices.SortStableFunc(out, func(a, b *Rule) int { return compare(a.rule.ID(), b.rule.ID()) })
	return out
}

// Parameters in the manifest's order.
func (m *Manifest) Parameters(assumptionsOnly bool) []*Parameter {
	return filter(m.manifest.Parameters, func(p *schemes.Parameter) bool {
		return !assumptionsOnly || slices.ContainsFunc(p.Values, func(v schemes.Value) bool { return v.Assumption })
	}, m.parameter)
}

// Lines of calculations, sorted by id.
func (m *Manifest) Lines() []*Line {
	out := show(m.manifest.Lines, m.line)
	slices.SortStableFunc(out, func(a, b *Line) int { return compare(a.line.ID(), b.line.ID()) })
	return out
}

// Readings in the manifest's order.
func (m *Manifest) Readings() []*Reading { return show(m.manifest.Readings, m.reading) }

// Facts that only this scheme asks.
func (m *Manifest) Facts(subject, activity *string) []*FactDefinition {
	return filter(m.manifest.Facts, func(f *schemes.FactDefinition) bool {
		return (subject == nil || string(f.Subject) == *subject) && holds(f.Activities, activity)
	}, m.definition)
}

// FactSchema describes the facts of a subject as one JSON Schema, from which a form can be drawn.
func (m *Manifest) FactSchema(subject string, activity *string) json.RawMessage {
	code := ""
	if activity != nil {
		code = *activity
	}
	return m.manifest.Form(schemes.FactSubject(subject), code)
}

// Now is the regulation time at which the manifest is read.
func (m *Manifest) Now() time.Time { return m.now }

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Guarantee is the parameter of what each plan is granted in full; nil where nothing is.
func (m *Manifest) Guarantee() *Parameter {
	return one(m.manifest.Guarantee, m.parameters, m.manifest.Parameters, m.parameter)
}
