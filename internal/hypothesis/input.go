package hypothesis

import (
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/plans"
)

// EvaluateInput is a question about facts that are not stored.
type EvaluateInput struct {
	Scheme       string  // by slug
	Release      *string // semantic version; the release in force when nil
	AsOf         *entry.DateTime
	Organisation *EvaluateOrganisationInput // the actor's own when nil
	Subject      EvaluateSubjectInput
}

// EvaluateOrganisationInput is what an organisation states about itself.
type EvaluateOrganisationInput struct {
	FundingLaws         []string
	IsMedicalSpecialist *bool
	IsSubcontractorOnly *bool
	SizeClass           *string
	SizeEvidence        *string // code of the document that shows it
}

// EvaluateSubjectInput is what to judge. Exactly one is set.
type EvaluateSubjectInput struct {
	Plan         *EvaluatePlanInput
	Registration *EvaluateRegistrationInput
}

// EvaluatePlanInput is a plan that is not stored.
type EvaluatePlanInput struct {
	Lines []plans.LineInput
	Facts []dossier.FactInput
}

// EvaluateRegistrationInput is a registration that is not stored.
type EvaluateRegistrationInput struct {
	Activity       string
	SubmittedAt    *entry.DateTime // a draft when nil
	Training       dossier.TrainingInput
	Start          *entry.Date
	End            *entry.Date
	Facts          []dossier.FactInput
	PlanFacts      []dossier.FactInput          // of the plan that it would be under
	Participations []EvaluateParticipationInput // 1-100
	Documents      []EvaluateDocumentInput
}

// EvaluateParticipationInput is a participation that is not stored.
type EvaluateParticipationInput struct {
	Key           string // unique within the question
	EmployedSince *entry.Date
	EmployedUntil *entry.Date
	Statement     dossier.ParticipationInput
}

// EvaluateDocumentInput is a document that is not stored.
type EvaluateDocumentInput struct {
	Kind      string
	Keys      []string // of the participations it serves; empty for the registration
	Statement dossier.DocumentInput
}
