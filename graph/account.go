package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/transport"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/identity"
)

func (r mutationResolver) SignUp(ctx context.Context, in identity.SignUpInput) (*model.SignUpPayload, error) {
	err := r.use.Identity.SignUp(ctx, in)
	out := &model.SignUpPayload{IsAccepted: done(err)}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) RequestPasswordReset(ctx context.Context, in identity.RequestPasswordResetInput) (*model.RequestPasswordResetPayload, error) {
	err := r.use.Identity.RequestPasswordReset(ctx, in)
	out := &model.RequestPasswordResetPayload{IsAccepted: done(err)}
	return out, mendable(ctx, &out.UserErrors, err)
}

// done is true, or nil where something went wrong.
func done(err error) *bool {
	if err != nil {
		return nil
	}
	return new(true)
}

func (r mutationResolver) ConfirmEmail(ctx context.Context, in identity.ConfirmEmailInput) (*model.ConfirmEmailPayload, error) {
	who, err := r.use.Identity.ConfirmEmail(ctx, in)
	out := &model.ConfirmEmailPayload{Viewer: become(ctx, who, err)}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) SignIn(ctx context.Context, in identity.SignInInput) (*model.SignInPayload, error) {
	who, err := r.use.Identity.SignIn(ctx, in)
	out := &model.SignInPayload{Viewer: become(ctx, who, err)}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) ResetPassword(ctx context.Context, in identity.ResetPasswordInput) (*model.ResetPasswordPayload, error) {
	who, err := r.use.Identity.ResetPassword(ctx, in)
	out := &model.ResetPasswordPayload{Viewer: become(ctx, who, err)}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) ActAs(ctx context.Context, in identity.ActAsInput) (*model.ActAsPayload, error) {
	who, err := r.use.Identity.ActAs(ctx, in)
	out := &model.ActAsPayload{Viewer: become(ctx, who, err)}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) StateAbsence(ctx context.Context, in identity.StateAbsenceInput) (*model.StateAbsencePayload, error) {
	role, err := r.use.Identity.StateAbsence(ctx, in)
	out := &model.StateAbsencePayload{Role: role}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) SignOut(ctx context.Context, in identity.SignOutInput) (*model.SignOutPayload, error) {
	who, err := r.use.Identity.SignOut(ctx, in)
	out := &model.SignOutPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	if become(ctx, who, nil) != nil {
		out.Sessions, err = r.use.Identity.Sessions(actor.With(ctx, who))
	}
	return out, err
}

// become makes who signed in the one by whom the payload is read.
func become(ctx context.Context, who actor.Actor, err error) *model.Viewer {
	if err != nil {
		return nil
	}
	transport.Become(ctx, who)
	return viewerOf(actor.From(ctx))
}
