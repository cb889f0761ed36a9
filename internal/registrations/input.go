package registrations

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

// AddParticipantsInput is who joins, 1-100 at once.
type AddParticipantsInput struct {
	RegistrationID  string
	ExpectedVersion int
	Participants    []ParticipantInput
}

// AmendParticipationInput is what changes in one participation.
type AmendParticipationInput struct {
	ID              string
	ExpectedVersion int
	Statement       dossier.ParticipationInput
}

// RemoveParticipationInput names the participation that goes.
type RemoveParticipationInput struct {
	ID              string
	ExpectedVersion int
}

// SubmitInput names the registration that is handed in.
type SubmitInput struct {
	ID              string
	ExpectedVersion int
}

// WithdrawInput names the registration that is withdrawn.
type WithdrawInput struct {
	ID              string
	ExpectedVersion int
	Reason          *string
}

// AskContentInput names the registration whose training is put to the judge of content.
type AskContentInput struct {
	ID              string
	ExpectedVersion int
}

// WithdrawContentInput names the registration whose training is taken back from the judge of content.
type WithdrawContentInput struct {
	ID              string
	ExpectedVersion int
}

// JudgeContentInput is what the judge of content says of a training.
type JudgeContentInput struct {
	RegistrationID  string
	ExpectedVersion int
	Verdict         string // APPROVED or REJECTED
	Note            *string
}

// StartReviewInput names the registration that is taken into review.
type StartReviewInput struct {
	RegistrationID  string
	ExpectedVersion int
}

// JudgeCellsInput is what an assessor says of cells of one registration, 1-250 at once.
type JudgeCellsInput struct {
	RegistrationID  string
	ExpectedVersion int
	Cells           []CellJudgementInput
}

// CellJudgementInput is what an assessor says of one cell.
type CellJudgementInput struct {
	CellID          string
	ExpectedVersion int
	Verdict         string // APPROVED, REJECTED or UNDECIDED
	Reason          *string
	Note            *string
}

// DecideInput is a decision on a registration.
type DecideInput struct {
	RegistrationID  string
	ExpectedVersion int
	Verdict         string // APPROVED, REPAIR or REJECTED
	Note            *string
	RepairBy        *entry.Date
}
