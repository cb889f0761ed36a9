package starter

import "github.com/penvoerder/penvoerder/schemes"

// manifest is the programme of requirements as data. Everything that people see of the
// regulation is drawn from it: its page, its forms, the columns of the matrix.
func manifest() schemes.Manifest {
	return schemes.Manifest{
		Slug: "starter", Family: "starter", Version: "0.1.0", PlanPer: schemes.PerOrganisation,
		Title:     text("Startregeling", "Startregeling"),
		Authority: "Ministerie van Volksgezondheid, Welzijn en Sport",
		Works:     []schemes.Work{{ID: "regeling", Title: "Tekst van de regeling"}},
		Activities: []schemes.Activity{{
			Code: activity, Title: text("Opleiding", "Training"), Budget: activity, TrainingForm: schemes.CourseForm,
			Windows: []string{windowStart.Code}, Maximum: []string{amount.Code}, // no participation is ever worth more
		}},
		Budgets:       []schemes.Budget{{Code: activity, Title: text("Opleidingen", "Trainings")}},
		Windows:       []schemes.Window{windowStart},
		DocumentKinds: []schemes.DocumentKind{proofKind},
		Requirements:  []schemes.Requirement{proof},
		Parameters:    []schemes.Parameter{amount},
		Rules:         []schemes.Rule{ruleStart, ruleEmployed},
		Lines:         []schemes.Line{lineAmount},
	}
}

// windowStart is when a training may start. The tests ask a day before and a day after it, and want the rule that guards
// it told there, and not within.
var windowStart = schemes.Window{
	Code: "START", Kind: schemes.WindowTrainingStart, Title: text("Beginnen", "Starting"),
	OpensOn: schemes.On(2027, 1, 1), ClosesOn: schemes.On(2027, 12, 31), GuardedBy: []string{ruleStart.ID()},
	Source: at("artikel 1", "De opleiding begint in 2027.", "The training starts in 2027."),
}

// A kind of document, and the requirement that asks for it: one column of the matrix.
var (
	proofKind = schemes.DocumentKind{
		Code: "BEWIJS", Scope: schemes.PerParticipation,
		Title:       text("Bewijs van deelname", "Proof of participation"),
		Explanation: text("Door de opleider getekend.", "Signed by the training provider."),
	}
	proof = schemes.Requirement{
		Code: "BEWIJS", Scope: schemes.PerParticipation, Necessity: schemes.Required, Judge: schemes.RoleSSC,
		Title:        text("Bewijs van deelname", "Proof of participation"),
		Alternatives: []schemes.DocumentSet{{Kinds: []string{proofKind.Code}}},
		Source:       at("artikel 3", "Deelname wordt bewezen.", "Participation is proved."),
	}
)
