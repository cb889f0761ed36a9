package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/graph/generated"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/hypothesis"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// Fields of inputs that go by two names until the old one is gone. Both lead to one field of the desk's input; a null
// says nothing, as clients with generated types write for the name that they do not use. That one of both is given, and
// not two values, is seen to before (see naming).
type (
	signOutInput               struct{}
	judgeContentInput          struct{}
	startReviewInput           struct{}
	judgeCellsInput            struct{}
	decideRegistrationInput    struct{}
	addParticipantsInput       struct{}
	createUploadTicketsInput   struct{}
	attachDocumentInput        struct{}
	completeCellsInput         struct{}
	amendProjectFileInput      struct{}
	assignRegionInput          struct{}
	putReleaseInForceInput     struct{}
	moveToReleaseInput         struct{}
	periodInput                struct{}
	evaluateParticipationInput struct{}
)

func (r *root) SignOutInput() generated.SignOutInputResolver           { return signOutInput{} }
func (r *root) JudgeContentInput() generated.JudgeContentInputResolver { return judgeContentInput{} }
func (r *root) StartReviewInput() generated.StartReviewInputResolver   { return startReviewInput{} }
func (r *root) JudgeCellsInput() generated.JudgeCellsInputResolver     { return judgeCellsInput{} }
func (r *root) DecideRegistrationInput() generated.DecideRegistrationInputResolver {
	return decideRegistrationInput{}
}

func (r *root) AddParticipantsInput() generated.AddParticipantsInputResolver {
	return addParticipantsInput{}
}

func (r *root) CreateUploadTicketsInput() generated.CreateUploadTicketsInputResolver {
	return createUploadTicketsInput{}
}

func (r *root) AttachDocumentInput() generated.AttachDocumentInputResolver {
	return attachDocumentInput{}
}

func (r *root) CompleteCellsInput() generated.CompleteCellsInputResolver { return completeCellsInput{} }

func (r *root) AmendProjectFileInput() generated.AmendProjectFileInputResolver {
	return amendProjectFileInput{}
}

func (r *root) AssignRegionInput() generated.AssignRegionInputResolver { return assignRegionInput{} }

func (r *root) PutReleaseInForceInput() generated.PutReleaseInForceInputResolver {
	return putReleaseInForceInput{}
}

func (r *root) MoveToReleaseInput() generated.MoveToReleaseInputResolver { return moveToReleaseInput{} }
func (r *root) PeriodInput() generated.PeriodInputResolver               { return periodInput{} }
func (r *root) EvaluateParticipationInput() generated.EvaluateParticipationInputResolver {
	return evaluateParticipationInput{}
}

// either sets a field from one of its two names.
func either[T any](to *T, named *T) error {
	if named != nil {
		*to = *named
	}
	return nil
}

// eitherChange is either for a field that null clears: a value under one name is not undone by a null under the other.
func eitherChange[T any](to *typed.Change[*T], named *T) error {
	if _, isStated := to.ValueOK(); named != nil || !isStated {
		*to = typed.ChangeTo(named)
	}
	return nil
}

// eitherOf is either for a field that may be left out.
func eitherOf[T any](to **T, named *T) error {
	if named != nil {
		*to = named
	}
	return nil
}

func (signOutInput) ID(_ context.Context, in *identity.SignOutInput, named *string) error {
	return eitherOf(&in.SessionID, named)
}

func (signOutInput) SessionID(_ context.Context, in *identity.SignOutInput, named *string) error {
	return eitherOf(&in.SessionID, named)
}

func (judgeContentInput) ID(_ context.Context, in *registrations.JudgeContentInput, named *string) error {
	return either(&in.RegistrationID, named)
}

func (judgeContentInput) RegistrationID(_ context.Context, in *registrations.JudgeContentInput, named *string) error {
	return either(&in.RegistrationID, named)
}

func (startReviewInput) ID(_ context.Context, in *registrations.StartReviewInput, named *string) error {
	return either(&in.RegistrationID, named)
}

func (startReviewInput) RegistrationID(_ context.Context, in *registrations.StartReviewInput, named *string) error {
	return either(&in.RegistrationID, named)
}

func (judgeCellsInput) ID(_ context.Context, in *matrix.JudgeCellsInput, named *string) error {
	return either(&in.ForID, named)
}

func (judgeCellsInput) RegistrationID(_ context.Context, in *matrix.JudgeCellsInput, named *string) error {
	return either(&in.ForID, named)
}

func (decideRegistrationInput) ID(_ context.Context, in *registrations.DecideInput, named *string) error {
	return either(&in.RegistrationID, named)
}

func (decideRegistrationInput) RegistrationID(_ context.Context, in *registrations.DecideInput, named *string) error {
	return either(&in.RegistrationID, named)
}

func (decideRegistrationInput) DueOn(_ context.Context, in *registrations.DecideInput, named *typed.Date) error {
	return eitherOf(&in.RepairBy, named)
}

func (decideRegistrationInput) RepairBy(_ context.Context, in *registrations.DecideInput, named *typed.Date) error {
	return eitherOf(&in.RepairBy, named)
}

func (addParticipantsInput) ID(_ context.Context, in *registrations.AddParticipantsInput, named *string) error {
	return either(&in.RegistrationID, named)
}

func (addParticipantsInput) RegistrationID(_ context.Context, in *registrations.AddParticipantsInput, named *string) error {
	return either(&in.RegistrationID, named)
}

func (createUploadTicketsInput) ID(_ context.Context, in *documents.CreateTicketsInput, named *string) error {
	return either(&in.ForID, named)
}

func (createUploadTicketsInput) ForID(_ context.Context, in *documents.CreateTicketsInput, named *string) error {
	return either(&in.ForID, named)
}

func (attachDocumentInput) ID(_ context.Context, in *matrix.AttachDocumentInput, named *string) error {
	return either(&in.ForID, named)
}

func (attachDocumentInput) ForID(_ context.Context, in *matrix.AttachDocumentInput, named *string) error {
	return either(&in.ForID, named)
}

func (completeCellsInput) ID(_ context.Context, in *matrix.CompleteCellsInput, named *string) error {
	return either(&in.ForID, named)
}

func (completeCellsInput) ForID(_ context.Context, in *matrix.CompleteCellsInput, named *string) error {
	return either(&in.ForID, named)
}

func (amendProjectFileInput) ID(_ context.Context, in *projectfiles.AmendInput, named *string) error {
	return either(&in.PlanID, named)
}

func (amendProjectFileInput) PlanID(_ context.Context, in *projectfiles.AmendInput, named *string) error {
	return either(&in.PlanID, named)
}

func (assignRegionInput) ID(_ context.Context, in *organisations.AssignRegionInput, named *string) error {
	return either(&in.OrganisationID, named)
}

func (assignRegionInput) OrganisationID(_ context.Context, in *organisations.AssignRegionInput, named *string) error {
	return either(&in.OrganisationID, named)
}

func (putReleaseInForceInput) ID(_ context.Context, in *catalog.PutInForceInput, named *string) error {
	return either(&in.ReleaseID, named)
}

func (putReleaseInForceInput) ReleaseID(_ context.Context, in *catalog.PutInForceInput, named *string) error {
	return either(&in.ReleaseID, named)
}

func (moveToReleaseInput) ID(_ context.Context, in *plans.MoveInput, named *string) error {
	return either(&in.PlanID, named)
}

func (moveToReleaseInput) PlanID(_ context.Context, in *plans.MoveInput, named *string) error {
	return either(&in.PlanID, named)
}

func (periodInput) Start(_ context.Context, in *question.PeriodInput, named *typed.Date) error {
	return either(&in.From, named)
}

func (periodInput) From(_ context.Context, in *question.PeriodInput, named *typed.Date) error {
	return either(&in.From, named)
}

func (periodInput) End(_ context.Context, in *question.PeriodInput, named *typed.Date) error {
	return either(&in.To, named)
}

func (periodInput) To(_ context.Context, in *question.PeriodInput, named *typed.Date) error {
	return either(&in.To, named)
}

func (evaluateParticipationInput) EmploymentStart(_ context.Context, in *hypothesis.EvaluateParticipationInput, named *typed.Date) error {
	return eitherOf(&in.EmployedSince, named)
}

func (evaluateParticipationInput) EmployedSince(_ context.Context, in *hypothesis.EvaluateParticipationInput, named *typed.Date) error {
	return eitherOf(&in.EmployedSince, named)
}

func (evaluateParticipationInput) EmploymentEnd(_ context.Context, in *hypothesis.EvaluateParticipationInput, named *typed.Date) error {
	return eitherOf(&in.EmployedUntil, named)
}

func (evaluateParticipationInput) EmployedUntil(_ context.Context, in *hypothesis.EvaluateParticipationInput, named *typed.Date) error {
	return eitherOf(&in.EmployedUntil, named)
}
