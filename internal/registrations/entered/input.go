package entered

import (
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// CreateInput is a new registration.
type CreateInput struct {
	PlanID            string
	Activity          string
	Training          question.TrainingInput
	Start             *typed.Date
	End               *typed.Date
	ExternalReference *string
	Facts             []question.FactInput
	Participants      []ParticipantInput // at most 100
}

// ParticipantInput is a participant.
type ParticipantInput struct {
	Employee  EmployeeChoice
	Statement *question.ParticipationInput // contract hours and employment are the employee's when absent
}

// EmployeeChoice is one way to name an employee. Exactly one is set.
type EmployeeChoice struct {
	ID                *string
	ExternalReference *string
	New               *organisations.EmployeeInput
}

// AmendInput is what changes; what is absent stays as it is, null clears.
type AmendInput struct {
	ID              string
	ExpectedVersion int
	Training        *question.TrainingInput
	Start           typed.Change[*typed.Date]
	End             typed.Change[*typed.Date]
	Facts           []question.FactInput
}
