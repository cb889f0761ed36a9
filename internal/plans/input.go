package plans

import (
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
)

// CreateInput is a new plan of the actor's organisation.
type CreateInput struct {
	Scheme   string // by slug
	Lines    []LineInput
	Facts    []dossier.FactInput
	RegionID *string // of a scheme with a plan per region; the organisation's own when nil
}

// LineInput is what is planned under one activity.
type LineInput struct {
	Activity     string
	Participants int
	Requested    entry.Money
}

// AmendInput is what changes; what is absent stays as it is.
type AmendInput struct {
	ID              string
	ExpectedVersion int
	Lines           []LineInput // all lines anew; nil stays
	Facts           []dossier.FactInput
}

// SubmitInput names the plan that is handed in.
type SubmitInput struct {
	ID              string
	ExpectedVersion int
}

// MoveInput names the plan that moves with all its registrations, and the release of its scheme that it moves to.
type MoveInput struct {
	PlanID          string
	ReleaseID       string
	ExpectedVersion int
	Reason          string
}

// WithdrawInput names the plan that is withdrawn.
type WithdrawInput struct {
	ID              string
	ExpectedVersion int
	Reason          *string
}

// AssessInput is the project leader's assessment.
type AssessInput struct {
	ID              string
	ExpectedVersion int
	Verdict         string // APPROVED or REJECTED
	Lines           []AssessLineInput
	Note            *string
}

// AssessLineInput is a line as assessed.
type AssessLineInput struct {
	LineID       string
	Participants int
	Amount       entry.Money
	Reason       *string
}

// EnterGrantInput is what was granted, for every budget.
type EnterGrantInput struct {
	ID              string
	ExpectedVersion int
	Amounts         []GrantAmountInput
	Note            *string
}

// GrantAmountInput is an amount for one budget.
type GrantAmountInput struct {
	Budget string
	Amount entry.Money
}
