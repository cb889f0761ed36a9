package registrations

import (
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
)

// AddParticipantsInput is who joins, 1-100 at once.
type AddParticipantsInput struct {
	RegistrationID  string
	ExpectedVersion int
	Participants    []entered.ParticipantInput
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

// SubmitInput names the registration that is submitted.
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
	Cells           []matrix.CellVerdict
}

// DecideInput is a decision on a registration.
type DecideInput struct {
	RegistrationID  string
	ExpectedVersion int
	Verdict         string // APPROVED, REPAIR or REJECTED
	Note            *string
	RepairBy        *entry.Date
}
