package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/graph/generated"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
)

// Fields of inputs that may be left out, cleared or set. A field is resolved only where the caller wrote it: what is
// left out stays the zero entry.Change, and null states nil.
type (
	organisationChanges struct{}
	employeeStatement   struct{}
	registrationChanges struct{}
)

func (r *root) AmendOrganisationInput() generated.AmendOrganisationInputResolver {
	return organisationChanges{}
}
func (r *root) EmployeeInput() generated.EmployeeInputResolver { return employeeStatement{} }
func (r *root) AmendRegistrationInput() generated.AmendRegistrationInputResolver {
	return registrationChanges{}
}

func (organisationChanges) IsMedicalSpecialist(_ context.Context, in *organisations.AmendInput, stated *bool) error {
	in.IsMedicalSpecialist = entry.ChangeTo(stated)
	return nil
}

func (organisationChanges) IsSubcontractorOnly(_ context.Context, in *organisations.AmendInput, stated *bool) error {
	in.IsSubcontractorOnly = entry.ChangeTo(stated)
	return nil
}

func (organisationChanges) Group(_ context.Context, in *organisations.AmendInput, stated *organisations.GroupInput) error {
	in.Group = entry.ChangeTo(stated)
	return nil
}

func (employeeStatement) EmployedSince(_ context.Context, in *organisations.EmployeeInput, stated *entry.Date) error {
	return eitherChange(&in.EmployedSince, stated)
}

func (employeeStatement) EmployedUntil(_ context.Context, in *organisations.EmployeeInput, stated *entry.Date) error {
	return eitherChange(&in.EmployedUntil, stated)
}

func (employeeStatement) EmploymentStart(_ context.Context, in *organisations.EmployeeInput, stated *entry.Date) error {
	return eitherChange(&in.EmployedSince, stated)
}

func (employeeStatement) EmploymentEnd(_ context.Context, in *organisations.EmployeeInput, stated *entry.Date) error {
	return eitherChange(&in.EmployedUntil, stated)
}

func (employeeStatement) ContractHours(_ context.Context, in *organisations.EmployeeInput, stated *entry.Hours) error {
	in.ContractHours = entry.ChangeTo(stated)
	return nil
}

func (employeeStatement) ExternalReference(_ context.Context, in *organisations.EmployeeInput, stated *string) error {
	in.ExternalReference = entry.ChangeTo(stated)
	return nil
}

func (registrationChanges) Start(_ context.Context, in *entered.AmendInput, stated *entry.Date) error {
	in.Start = entry.ChangeTo(stated)
	return nil
}

func (registrationChanges) End(_ context.Context, in *entered.AmendInput, stated *entry.Date) error {
	in.End = entry.ChangeTo(stated)
	return nil
}
