package hypothesis

import (
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// EvaluateInput is a question about facts that are not stored.
type EvaluateInput struct {
	Scheme       string  // by slug
	Release      *string // semantic version; the release in force when nil
	AsOf         *typed.DateTime
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
	Facts []question.FactInput
}

// EvaluateRegistrationInput is a registration that is not stored.
type EvaluateRegistrationInput struct {
	Activity       string
	SubmittedAt    *typed.DateTime // a draft when nil
	Training       question.TrainingInput
	Start          *typed.Date
	End            *typed.Date
	Facts          []question.FactInput
	PlanFacts      []question.FactInput         // of the plan that it would be under
	Participations []EvaluateParticipationInput // 1-100
	Documents      []EvaluateDocumentInput
}

// EvaluateParticipationInput is a participation that is not stored.
type EvaluateParticipationInput struct {
	Key           string // unique within the question
	EmployedSince *typed.Date
	EmployedUntil *typed.Date
	Statement     question.ParticipationInput
}

// EvaluateDocumentInput is a document that is not stored.
type EvaluateDocumentInput struct {
	Kind      string
	Keys      []string // of the participations it serves; empty for the registration
	Statement question.DocumentInput
}
