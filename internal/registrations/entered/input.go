package entered

import (
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/organisations"
)

// CreateInput is a new registration.
type CreateInput struct {
	PlanID            string
	Activity          string
	Training          dossier.TrainingInput
	Start             *entry.Date
	End               *entry.Date
	ExternalReference *string
	Facts             []dossier.FactInput
	Participants      []ParticipantInput // at most 100
}

// ParticipantInput is a participant.
type ParticipantInput struct {
	Employee  EmployeeChoice
	Statement *dossier.ParticipationInput // contract hours and employment are the employee's when absent
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
	Training        *dossier.TrainingInput
	Start           entry.Change[*entry.Date]
	End             entry.Change[*entry.Date]
	Facts           []dossier.FactInput
}
