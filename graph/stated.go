package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/graph/generated"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// Fields of inputs that may be left out, cleared or set. A field is resolved only where the caller wrote it: what is
// left out stays the zero typed.Change, and null states nil.
type (
	organisationChanges struct{}
	employeeStatement   struct{}
	registrationChanges struct{}
	contactChanges      struct{}
)

func (r *root) AmendOrganisationInput() generated.AmendOrganisationInputResolver {
	return organisationChanges{}
}
func (r *root) EmployeeInput() generated.EmployeeInputResolver { return employeeStatement{} }
func (r *root) AmendRegistrationInput() generated.AmendRegistrationInputResolver {
	return registrationChanges{}
}

func (r *root) AmendContactInput() generated.AmendContactInputResolver { return contactChanges{} }

func (contactChanges) Phone(_ context.Context, in *identity.AmendContactInput, stated *string) error {
	in.Phone = typed.ChangeTo(stated)
	return nil
}

func (organisationChanges) IsMedicalSpecialist(_ context.Context, in *organisations.AmendInput, stated *bool) error {
	in.IsMedicalSpecialist = typed.ChangeTo(stated)
	return nil
}

func (organisationChanges) IsSubcontractorOnly(_ context.Context, in *organisations.AmendInput, stated *bool) error {
	in.IsSubcontractorOnly = typed.ChangeTo(stated)
	return nil
}

func (organisationChanges) Group(_ context.Context, in *organisations.AmendInput, stated *organisations.GroupInput) error {
	in.Group = typed.ChangeTo(stated)
	return nil
}

func (employeeStatement) DateOfBirth(_ context.Context, in *organisations.EmployeeInput, stated *typed.Date) error {
	if stated != nil { // a null leaves what `born` says
		in.DateOfBirth = *stated
	}
	return nil
}

func (employeeStatement) Born(_ context.Context, in *organisations.EmployeeInput, stated *typed.PartialDate) error {
	if stated != nil {
		in.Born = *stated
	}
	return nil
}

func (employeeStatement) EmployedSince(_ context.Context, in *organisations.EmployeeInput, stated *typed.Date) error {
	return eitherChange(&in.EmployedSince, stated)
}

func (employeeStatement) EmployedUntil(_ context.Context, in *organisations.EmployeeInput, stated *typed.Date) error {
	return eitherChange(&in.EmployedUntil, stated)
}

func (employeeStatement) EmploymentStart(_ context.Context, in *organisations.EmployeeInput, stated *typed.Date) error {
	return eitherChange(&in.EmployedSince, stated)
}

func (employeeStatement) EmploymentEnd(_ context.Context, in *organisations.EmployeeInput, stated *typed.Date) error {
	return eitherChange(&in.EmployedUntil, stated)
}

func (employeeStatement) ContractHours(_ context.Context, in *organisations.EmployeeInput, stated *typed.Hours) error {
	in.ContractHours = typed.ChangeTo(stated)
	return nil
}

func (employeeStatement) ExternalReference(_ context.Context, in *organisations.EmployeeInput, stated *string) error {
	in.ExternalReference = typed.ChangeTo(stated)
	return nil
}

func (employeeStatement) Distinction(_ context.Context, in *organisations.EmployeeInput, stated *string) error {
	in.Distinction = typed.ChangeTo(stated)
	return nil
}

func (registrationChanges) Start(_ context.Context, in *entered.AmendInput, stated *typed.Date) error {
	in.Start = typed.ChangeTo(stated)
	return nil
}

func (registrationChanges) End(_ context.Context, in *entered.AmendInput, stated *typed.Date) error {
	in.End = typed.ChangeTo(stated)
	return nil
}
