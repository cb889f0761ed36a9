package exchange

import (
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// ImportEmployeesInput is employees to take in, 1-250 rows.
type ImportEmployeesInput struct {
	IsDryRun bool
	Rows     []EmployeeRow
}

// EmployeeRow is an employee to import; its external reference finds the one to amend.
type EmployeeRow struct {
	ExternalReference string
	ExpectedVersion   *int // nil for a new one
	Employee          organisations.EmployeeInput
}

// ImportRegistrationsInput is registrations to take in, 1-250 rows.
type ImportRegistrationsInput struct {
	PlanID   string
	IsDryRun bool
	Rows     []RegistrationRow
}

// RegistrationRow is a registration to import; its external reference finds the one to amend.
type RegistrationRow struct {
	ExternalReference string
	ExpectedVersion   *int // nil for a new one
	Activity          string
	Training          question.TrainingInput
	Start             *typed.Date
	End               *typed.Date
	Facts             []question.FactInput
	Participants      []entered.ParticipantInput // those already there and not named stay
}
