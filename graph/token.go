package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/identity"
)

func (r partnerTokenResolver) Organisation(ctx context.Context, t *ent.PartnerToken) (*ent.Organisation, error) {
	return r.organisation(ctx, t.OrganisationID)
}

func (r partnerTokenResolver) ViewerCan(ctx context.Context, t *ent.PartnerToken, action string) (*model.Permission, error) {
	return r.can(ctx, action, t), nil
}

func (r mutationResolver) CreatePartnerToken(ctx context.Context, in identity.CreatePartnerTokenInput) (*model.CreatePartnerTokenPayload, error) {
	token, secret, err := r.use.Identity.CreatePartnerToken(ctx, in)
	out := &model.CreatePartnerTokenPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Token, out.Secret = token, &secret
	return out, nil
}

func (r mutationResolver) RevokePartnerToken(ctx context.Context, in identity.RevokePartnerTokenInput) (*model.RevokePartnerTokenPayload, error) {
	token, err := r.use.Identity.RevokePartnerToken(ctx, in)
	out := &model.RevokePartnerTokenPayload{Token: token}
	return out, mendable(ctx, &out.UserErrors, err)
}
