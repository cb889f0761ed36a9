package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/graph/generated"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
)

// Fields of inputs that may be left out, cleared or set. A field is resolved only where the caller wrote it: what is
// left out stays the zero entry.Change, and null states nil.
type (
	participationStatement struct{}
	documentStatement      struct{}
	organisationChanges    struct{}
	employeeStatement      struct{}
	registrationChanges    struct{}
)

func (r *root) ParticipationStatementInput() generated.ParticipationStatementInputResolver {
	return participationStatement{}
}

func (r *root) DocumentStatementInput() generated.DocumentStatementInputResolver {
	return documentStatement{}
}

func (r *root) AmendOrganisationInput() generated.AmendOrganisationInputResolver {
	return organisationChanges{}
}
func (r *root) EmployeeInput() generated.EmployeeInputResolver { return employeeStatement{} }
func (r *root) AmendRegistrationInput() generated.AmendRegistrationInputResolver {
	return registrationChanges{}
}

func (participationStatement) Start(_ context.Context, in *dossier.ParticipationInput, stated *entry.Date) error {
	in.Start = entry.ChangeTo(stated)
	return nil
}

func (participationStatement) End(_ context.Context, in *dossier.ParticipationInput, stated *entry.Date) error {
	in.End = entry.ChangeTo(stated)
	return nil
}

func (participationStatement) Periods(_ context.Context, in *dossier.ParticipationInput, stated []*dossier.PeriodInput) error {
	in.Periods = entry.ChangeTo(values(stated))
	return nil
}

func (participationStatement) StoppedEarly(_ context.Context, in *dossier.ParticipationInput, stated *bool) error {
	in.StoppedEarly = entry.ChangeTo(stated)
	return nil
}

func (participationStatement) ContractHours(_ context.Context, in *dossier.ParticipationInput, stated *entry.Hours) error {
	in.ContractHours = entry.ChangeTo(stated)
	return nil
}

func (participationStatement) Employment(_ context.Context, in *dossier.ParticipationInput, stated *string) error {
	in.Employment = entry.ChangeTo(stated)
	return nil
}

func (participationStatement) TargetGroup(_ context.Context, in *dossier.ParticipationInput, stated *string) error {
	in.TargetGroup = entry.ChangeTo(stated)
	return nil
}

func (participationStatement) EmployeeContribution(_ context.Context, in *dossier.ParticipationInput, stated *entry.Money) error {
	in.EmployeeContribution = entry.ChangeTo(stated)
	return nil
}

func (participationStatement) HasRepaymentArrangement(_ context.Context, in *dossier.ParticipationInput, stated *bool) error {
	in.HasRepaymentArrangement = entry.ChangeTo(stated)
	return nil
}

func (participationStatement) OtherSubsidies(_ context.Context, in *dossier.ParticipationInput, stated []string) error {
	in.OtherSubsidies = entry.ChangeTo(stated)
	return nil
}

func (documentStatement) Month(_ context.Context, in *dossier.DocumentInput, stated *entry.YearMonth) error {
	in.Month = entry.ChangeTo(stated)
	return nil
}

func (documentStatement) IssuedOn(_ context.Context, in *dossier.DocumentInput, stated *entry.Date) error {
	in.IssuedOn = entry.ChangeTo(stated)
	return nil
}

func (documentStatement) Year(_ context.Context, in *dossier.DocumentInput, stated *int) error {
	in.Year = entry.ChangeTo(stated)
	return nil
}

func (documentStatement) Period(_ context.Context, in *dossier.DocumentInput, stated *dossier.PeriodInput) error {
	in.Period = entry.ChangeTo(stated)
	return nil
}

func (documentStatement) TrainingCode(_ context.Context, in *dossier.DocumentInput, stated *string) error {
	in.TrainingCode = entry.ChangeTo(stated)
	return nil
}

func (documentStatement) Route(_ context.Context, in *dossier.DocumentInput, stated *string) error {
	in.Route = entry.ChangeTo(stated)
	return nil
}

func (documentStatement) Issuer(_ context.Context, in *dossier.DocumentInput, stated *string) error {
	in.Issuer = entry.ChangeTo(stated)
	return nil
}

func (documentStatement) HasLetterhead(_ context.Context, in *dossier.DocumentInput, stated *bool) error {
	in.HasLetterhead = entry.ChangeTo(stated)
	return nil
}

func (documentStatement) IsLegible(_ context.Context, in *dossier.DocumentInput, stated *bool) error {
	in.IsLegible = entry.ChangeTo(stated)
	return nil
}

func (documentStatement) Contents(_ context.Context, in *dossier.DocumentInput, stated []string) error {
	in.Contents = entry.ChangeTo(stated)
	return nil
}

func (documentStatement) Signatures(_ context.Context, in *dossier.DocumentInput, stated []*dossier.SignatureInput) error {
	in.Signatures = entry.ChangeTo(values(stated))
	return nil
}

func (documentStatement) SizeClass(_ context.Context, in *dossier.DocumentInput, stated *string) error {
	in.SizeClass = entry.ChangeTo(stated)
	return nil
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

// values are what the entries of a list point to; nil stays nil.
func values[T any](list []*T) []T {
	if list == nil {
		return nil
	}
	out := make([]T, len(list))
	for i, one := range list {
		out[i] = *one
	}
	return out
}
