package organisations

import (
	"github.com/penvoerder/penvoerder/internal/typed"
)

// CreateInput is a new organisation.
type CreateInput struct {
	Name                string
	KvkNumber           string
	Postcode            string
	FundingLaws         []string
	IsMedicalSpecialist *bool
	IsSubcontractorOnly *bool
	Group               *GroupInput // nil when it stands alone
	RegionID            *string     // by hand; needed where the postcode table is silent
}

// GroupInput names the parent organisation of the group that an organisation belongs to.
type GroupInput struct {
	TopName      string
	TopKvkNumber string
}

// AmendInput holds the changes; an absent field stays as it is, null clears it.
type AmendInput struct {
	ID                  string
	ExpectedVersion     int
	Name                *string
	Postcode            *string
	FundingLaws         []string // nil stays
	IsMedicalSpecialist typed.Change[*bool]
	IsSubcontractorOnly typed.Change[*bool]
	Group               typed.Change[*GroupInput]
}

// AssignRegionInput sets the region by hand.
type AssignRegionInput struct {
	OrganisationID  string
	ExpectedVersion int
	RegionID        string
	Reason          string
}

// CreateEmployeeInput is a new employee of the actor's organisation.
type CreateEmployeeInput struct {
	Employee EmployeeInput
}

// AmendEmployeeInput holds the changes of an employee.
type AmendEmployeeInput struct {
	ID              string
	ExpectedVersion int
	Employee        EmployeeInput
}

// EmployeeInput holds the statements about an employee. When amending, an absent field stays as it is and null clears
// it; name, date of birth and employment are always given.
type EmployeeInput struct {
	Name              string
	DateOfBirth       typed.Date        // empty where Born is given
	Born              typed.PartialDate // what is known of the date of birth; empty where DateOfBirth is given
	Employment        string
	EmployedSince     typed.Change[*typed.Date]
	EmployedUntil     typed.Change[*typed.Date]
	ContractHours     typed.Change[*typed.Hours]
	ExternalReference typed.Change[*string]
	Distinction       typed.Change[*string] // from a namesake who can be born on the same day
}
