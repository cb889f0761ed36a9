package plans_test

import (
	"time"

	"github.com/penvoerder/penvoerder/schemes"
)

const slug = "proef-2026"

var (
	proof   = schemes.Citation{Work: "proef", Place: "1"}
	motive  = schemes.FactDefinition{Key: "motive", Subject: schemes.AboutPlan, Type: schemes.TextFact, Label: schemes.Same("motive"), Necessity: schemes.Optional, Maximum: "20", Source: proof}
	started = schemes.FactDefinition{Key: "started", Subject: schemes.AboutPlan, Type: schemes.DateFact, Label: schemes.Same("started"), Necessity: schemes.Optional, Source: proof}
	window  = schemes.Window{
		Code: "aanvraag", Kind: schemes.WindowApplication, Title: schemes.Same("aanvraag"), Source: proof,
		OpensAt: schemes.Moment("2025-11-24T09:00:00+01:00"), ClosesAt: schemes.Moment("2025-12-19T18:00:00+01:00"),
	}
	maximum = schemes.Parameter{
		Code: "maximum", Title: schemes.Same("maximum"), Unit: schemes.EUR, Values: []schemes.Value{{Text: "1000", From: schemes.On(2025, 1, 1), Source: proof}},
	}
	lineTotal   = schemes.Line{Code: "PROEF-TOTAL", Label: schemes.Same("totaal"), Unit: schemes.EUR, Source: proof}
	ruleWindow  = rule("PROEF-WINDOW", schemes.Blocking)
	ruleMedical = rule("PROEF-MEDICAL", schemes.Blocking)
	ruleMaximum = rule("PROEF-MAXIMUM", schemes.Blocking)
	ruleGroup   = rule("PROEF-GROUP", schemes.Warning)
)

func rule(code schemes.Code, s schemes.Severity) schemes.Rule {
	return schemes.Rule{Code: code, Severity: s, Message: schemes.Same(string(code)), Source: proof}
}

// proef is a scheme with one plan for each of what planPer says, a window in moments and three reasons to refuse.
func proef(planPer string, also ...func(*schemes.Manifest)) schemes.Scheme {
	m := manifest(planPer)
	for _, change := range also {
		change(&m)
	}
	return schemes.Define(m, schemes.Rules{Plan: judgePlan, PlanAmount: amountOfPlan})
}

func manifest(planPer string) schemes.Manifest {
	activity := func(code, budget string) schemes.Activity {
		return schemes.Activity{Code: code, Title: schemes.Same(code), Budget: budget, TrainingForm: schemes.ListedForm, Maximum: []string{"maximum"}}
	}
	return schemes.Manifest{
		Slug: slug, Family: "proef", Version: "1.0.0", Title: schemes.Same("Proef"), PlanPer: planPer,
		Works:      []schemes.Work{{ID: "proef", Title: "Proef"}},
		Budgets:    []schemes.Budget{{Code: "1", Title: schemes.Same("een")}, {Code: "2", Title: schemes.Same("twee")}},
		Activities: []schemes.Activity{activity("1A", "1"), activity("1B", "1"), activity("2", "2")},
		Windows:    []schemes.Window{window}, Parameters: []schemes.Parameter{maximum}, Facts: []schemes.FactDefinition{motive, started},
		Rules: []schemes.Rule{ruleWindow, ruleMedical, ruleMaximum, ruleGroup}, Lines: []schemes.Line{lineTotal},
	}
}

// amountOfPlan adds up the lines, of a modest plan up to a maximum.
func amountOfPlan(s *schemes.Sheet, p schemes.Plan) {
	terms := make([]schemes.Term, len(p.Lines))
	for i, l := range p.Lines {
		terms[i] = s.Fact(lineTotal, l.Requested)
	}
	total := s.Add(lineTotal, terms...)
	if p.Facts.Text(motive).Value() == "bescheiden" {
		s.Min(lineTotal, total, s.Parameter(lineTotal, maximum, s.AsOf().Day(), nil))
	}
}

func judgePlan(r *schemes.Review, p schemes.Plan) {
	at := p.SubmittedAt.Or(schemes.Known(r.AsOf())).Value()
	r.Require(window.ContainsMoment(at), ruleWindow, p.SubmittedAt)
	if !p.SubmittedAt.IsKnown() {
		r.ChangesAt(window.OpensAt)
		r.ChangesAt(schemes.At(window.ClosesAt.Time().Add(time.Second)))
	}
	if medical, ok := schemes.Need(r, p.Organisation.MedicalSpecialist); ok {
		r.Require(!medical, ruleMedical, p.Organisation.MedicalSpecialist)
	}
	sum := schemes.Amount(0)
	for _, l := range p.Lines {
		sum += l.Assessed.Or(l.Requested).Value()
	}
	if p.Facts.Text(motive).Value() == "panic" {
		panic("at the author's wish")
	}
	r.Require(sum <= schemes.Euros(3_000_000), ruleMaximum, schemes.Subject)
	r.Require(p.OtherPlans.Value() == 0, ruleGroup, p.OtherPlans)
}
