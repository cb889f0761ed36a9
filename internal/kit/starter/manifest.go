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
			Maximum: []string{amount.Code}, // no participation is ever worth more
		}},
		Budgets:       []schemes.Budget{{Code: activity, Title: text("Opleidingen", "Trainings")}},
		DocumentKinds: []schemes.DocumentKind{proofKind},
		Requirements:  []schemes.Requirement{proof},
		Parameters:    []schemes.Parameter{amount},
		Rules:         []schemes.Rule{ruleEmployed},
		Lines:         []schemes.Line{lineAmount},
	}
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
