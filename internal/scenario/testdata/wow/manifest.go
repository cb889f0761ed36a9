package wow2027

import "github.com/penvoerder/penvoerder/schemes"

func manifest() schemes.Manifest {
	return schemes.Manifest{
		Slug: "wow-2027", Family: "wow", Version: "1.0.0", PlanPer: schemes.PerOrganisation,
		Title:     text("WOW 2027 (verzonnen)", "WOW 2027 (made up)"),
		Authority: "Ministerie van Verzinsels",
		Works:     []schemes.Work{{ID: "regeling", Title: "Regeling WOW 2027, verzonnen", Dated: schemes.On(2026, 10, 1)}},
		Activities: []schemes.Activity{{
			Code: activity, Title: text("Leren op de werkplek", "Training at work"), Budget: activity, TrainingForm: schemes.CourseForm,
			Windows: []string{windowYear.Code}, Maximum: []string{amount.Code},
		}},
		Budgets:       []schemes.Budget{{Code: activity, Title: text("Leren op de werkplek", "Training at work")}},
		Windows:       []schemes.Window{windowApply, windowYear},
		DocumentKinds: []schemes.DocumentKind{proofKind},
		Requirements:  []schemes.Requirement{proof},
		Facts:         []schemes.FactDefinition{factPurpose, factBuddy},
		Parameters:    []schemes.Parameter{amount, amountPartTime, fullTime},
		Rules:         []schemes.Rule{ruleApply, ruleYear, ruleEmployed, ruleBuddy, ruleIssued},
		Lines:         []schemes.Line{lineAmount},
	}
}

var (
	windowApply = schemes.Window{
		Code: "APPLY", Kind: schemes.WindowApplication, Title: text("Aanvragen", "Applying"),
		OpensAt: schemes.Moment("2026-11-01T09:00:00+01:00"), ClosesAt: schemes.Moment("2027-01-31T18:00:00+01:00"),
		GuardedBy: []string{ruleApply.ID()},
		Source:    ruleApply.Source,
	}
	windowYear = schemes.Window{
		Code: "YEAR", Kind: schemes.WindowTrainingStart, Title: text("Beginnen", "Starting"),
		OpensOn: schemes.On(2027, 1, 1), ClosesOn: schemes.On(2027, 12, 31),
		GuardedBy: []string{ruleYear.ID()},
		Source:    ruleYear.Source,
	}
)

// The one document, and the requirement that asks for it.
var (
	proofKind = schemes.DocumentKind{
		Code: "LEERVERKLARING", Scope: schemes.PerParticipation, Statements: []string{"ISSUED_ON"},
		Title:       text("Leerverklaring", "Learning statement"),
		Explanation: text("Door de begeleider getekend.", "Signed by the mentor."),
	}
	proof = schemes.Requirement{
		Code: "LEERVERKLARING", Scope: schemes.PerParticipation, Necessity: schemes.Required, Judge: schemes.RoleSSC,
		Title:        text("Leerverklaring", "Learning statement"),
		Alternatives: []schemes.DocumentSet{{Kinds: []string{proofKind.Code}}}, Checks: []string{ruleIssued.ID()},
		Source: at("artikel 3", "Deelname wordt bewezen.", "Participation is proved."),
	}
)

// What only WOW asks: the form is drawn from it.
var (
	factPurpose = schemes.FactDefinition{
		Key: "purpose", Subject: schemes.AboutRegistration, Type: schemes.ChoiceFact, Necessity: schemes.Required,
		Label:   text("Waarvoor leren zij?", "What do they learn for?"),
		Help:    text("Kies wat het meest past.", "Choose what fits best."),
		Choices: []schemes.Choice{{Code: "NEW", Label: text("Een nieuwe taak", "A new task")}, {Code: "BETTER", Label: text("De taak van nu", "The present task")}},
		Source:  at("artikel 2", "Het doel wordt gemeld.", "The purpose is stated."),
	}
	factBuddy = schemes.FactDefinition{
		Key: "buddy", Subject: schemes.AboutRegistration, Type: schemes.BooleanFact, Necessity: schemes.Conditional,
		Condition: text("bij een nieuwe taak", "for a new task"),
		When:      []schemes.Condition{{Fact: "/facts/purpose", Is: schemes.Equals, Value: "NEW"}},
		Label:     text("Heeft ieder een maatje?", "Has everybody a buddy?"),
		Source:    at("artikel 2", "Wie een nieuwe taak leert, heeft een maatje.", "Who learns a new task has a buddy."),
	}
)
