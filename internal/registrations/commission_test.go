package registrations_test

import (
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/schemes"
)

// commission is a made-up scheme in which a committee judges the content of one activity, within three weeks, and of
// the other nobody.
var commission = schemes.Define(schemes.Manifest{
	Slug: "proef", Family: "proef", Version: "1.0.0", PlanPer: schemes.PerOrganisation,
	Title: schemes.Same("Proefregeling (verzonnen)"), Authority: "Ministerie van Proeven",
	Works: []schemes.Work{{ID: "boek", Title: "Het boek, verzonnen voor deze test", Dated: schemes.On(2025, 4, 1)}},
	Activities: []schemes.Activity{
		{
			Code: "C", Title: schemes.Same("Met commissie"), Budget: "C", TrainingForm: schemes.CourseForm,
			ContentJudge: "AMR", ContentTerm: contentTerm.Code, Maximum: []string{most.Code},
		},
		{Code: "B", Title: schemes.Same("Zonder commissie"), Budget: "C", TrainingForm: schemes.CourseForm, Maximum: []string{most.Code}},
	},
	Budgets: []schemes.Budget{{Code: "C", Title: schemes.Same("Alles")}},
	DocumentKinds: []schemes.DocumentKind{{
		Code: "PROGRAMMA", Title: schemes.Same("Programma"), Explanation: schemes.Same("Wat er gebeurt."), Scope: schemes.PerRegistration,
	}},
	Requirements: []schemes.Requirement{programme},
	Judgements:   []schemes.ContentJudgement{longSince},
	ReasonCodes:  []schemes.Choice{{Code: "UNREADABLE", Label: schemes.Same("Onleesbaar")}},
	Parameters:   []schemes.Parameter{contentTerm, most},
	Facts:        []schemes.FactDefinition{factWhy, factPrivate},
	Rules:        []schemes.Rule{ruleShort, ruleYoung, ruleLong},
}, schemes.Rules{
	Registration: func(r *schemes.Review, reg schemes.Registration) {
		if hours, ok := schemes.Need(r, reg.Training.Hours); ok {
			r.Require(hours.Cmp(schemes.Whole(3)) >= 0, ruleShort, reg.Training.Hours)
		}
		schemes.Need(r, reg.Training.GroupSize)
	},
	Participation: func(r *schemes.Review, _ schemes.Registration, p schemes.Participation) {
		schemes.Need(r, p.EmployeeContribution)
	},
	Documents: func(c *schemes.Checklist, reg schemes.Registration) {
		if before, ok := reg.Approved.Hours.Get(); ok && before.Cmp(schemes.Whole(100)) < 0 && reg.Training.Hours.Value().Cmp(schemes.Whole(100)) >= 0 {
			c.AskJudgement(longSince)
			c.Tell(ruleLong, reg.Training.Hours)
		}
		c.Ask(programme, nil)
	},
})

func inBook(text string) schemes.Citation {
	return schemes.Citation{Work: "boek", Place: "blz. 1", Demand: schemes.Same(text)}
}

var (
	contentTerm = schemes.Parameter{Code: "content-term", Title: schemes.Same("Termijn van de commissie"), Unit: schemes.Days, Values: []schemes.Value{
		{Text: "21", From: schemes.On(2025, 1, 1), To: schemes.On(2026, 12, 31), Source: inBook("Drie weken."), Assumption: true},
	}}
	most = schemes.Parameter{Code: "most", Title: schemes.Same("Maximum"), Unit: schemes.EUR, Values: []schemes.Value{
		{Text: "100", From: schemes.On(2025, 1, 1), Source: inBook("Niet te veel.")},
	}}
	programme = schemes.Requirement{
		Code: "PROGRAMMA", Title: schemes.Same("Programma"), Scope: schemes.PerRegistration, Necessity: schemes.Required, Judge: "SSC",
		Alternatives: []schemes.DocumentSet{{Kinds: []string{"PROGRAMMA"}}}, Source: inBook("Een programma."),
	}
	factWhy = schemes.FactDefinition{
		Key: "why", Subject: schemes.AboutRegistration, Type: schemes.TextFact, Necessity: schemes.Optional, Label: schemes.Same("Waarom zo klein?"), Source: inBook("Een toelichting."), Maximum: "200",
	}
	factPrivate = schemes.FactDefinition{
		Key: "private", Subject: schemes.AboutRegistration, Type: schemes.TextFact, Necessity: schemes.Optional, Label: schemes.Same("Wie?"), Source: inBook("Een naam."), Personal: true, Maximum: "200",
	}
	ruleShort = schemes.Rule{Code: "PROEF-ELIG-001", Severity: schemes.Blocking, Message: schemes.Same("Te kort."), Source: inBook("Drie uur.")}
	longSince = schemes.ContentJudgement{
		Code: "LANG", Title: schemes.Same("Lang geworden"), Activities: []string{"C"}, Judge: "SSC", Condition: schemes.Same("als zij lang werd na het oordeel"), Source: inBook("Langer dan gedacht."),
	}
	ruleLong  = schemes.Rule{Code: "PROEF-ELIG-003", Severity: schemes.Warning, Message: schemes.Same("Lang geworden."), Source: inBook("Langer dan gedacht.")}
	ruleYoung = schemes.Rule{Code: "PROEF-ELIG-002", Severity: schemes.Notice, Message: schemes.Same("Jong."), Source: inBook("Jong.")}
)

// toCommission is a registration whose content the committee judges.
func (w *world) toCommission(participants ...entered.ParticipantInput) entered.CreateInput {
	in := w.ByHour(participants...)
	in.Activity = "C"
	in.Training.Course.Theme, in.Training.Course.Goal = nil, nil
	why, who := "Klein team.", "Namen"
	in.Facts = []question.FactInput{
		{Key: "why", Value: &question.FactValueInput{Text: &why}}, {Key: "private", Value: &question.FactValueInput{Text: &who}},
	}
	return in
}
