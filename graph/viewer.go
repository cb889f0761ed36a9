package graph

import (
	"context"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/partnertoken"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/reference"
)

func (r queryResolver) Viewer(ctx context.Context) (*model.Viewer, error) {
	return viewerOf(actor.From(ctx)), nil
}

// viewerOf is nil for nobody.
func viewerOf(a actor.Actor) *model.Viewer {
	if a.IsAnonymous() {
		return nil
	}
	return &model.Viewer{Actor: a}
}

func (r viewerResolver) Person(ctx context.Context, v *model.Viewer) (*ent.Person, error) {
	return r.personByID(ctx, stated(v.Actor.PersonID))
}

func (r viewerResolver) Token(ctx context.Context, v *model.Viewer) (*ent.PartnerToken, error) {
	if v.Actor.TokenID == "" {
		return nil, nil
	}
	return maybe(r.db().PartnerToken.Query().Where(partnertoken.ID(v.Actor.TokenID)).Only(ctx))
}

func (r viewerResolver) Roles(ctx context.Context, v *model.Viewer) ([]*ent.RoleAssignment, error) {
	if v.Actor.PersonID == "" {
		return []*ent.RoleAssignment{}, nil
	}
	return r.use.Identity.Roles(ctx)
}

func (r viewerResolver) ActingRole(ctx context.Context, v *model.Viewer) (*ent.RoleAssignment, error) {
	if v.Actor.RoleID == "" {
		return nil, nil
	}
	roles, err := r.Roles(ctx, v)
	for _, role := range roles {
		if role.ID == v.Actor.RoleID {
			return role, nil
		}
	}
	return nil, err
}

func (r viewerResolver) Organisation(ctx context.Context, v *model.Viewer) (*ent.Organisation, error) {
	if v.Actor.OrganisationID == "" {
		return nil, nil
	}
	return r.organisation(ctx, v.Actor.OrganisationID)
}

func (r viewerResolver) Language(_ context.Context, v *model.Viewer) (string, error) {
	return strings.ToUpper(v.Actor.Language), nil
}

func (r viewerResolver) Sessions(ctx context.Context, v *model.Viewer) ([]*ent.Session, error) {
	if v.Actor.PersonID == "" {
		return []*ent.Session{}, nil
	}
	return r.use.Identity.Sessions(ctx)
}

func (r viewerResolver) Deadlines(ctx context.Context, _ *model.Viewer) ([]*regulation.Deadline, error) {
	return r.deadlinesFor(ctx)
}

func (r personResolver) Name(ctx context.Context, p *ent.Person) (*string, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Person) && actor.From(ctx).PersonID != p.ID {
		return nil, nil
	}
	return &p.Name, nil
}

func (r personResolver) Email(ctx context.Context, p *ent.Person) (*string, error) {
	if !r.use.Guard.Can(ctx, string(access.ReadPersonalData), access.Object{Noun: access.Account, PersonID: p.ID}).Allowed {
		return nil, nil
	}
	return &p.Email, nil
}

func (r personResolver) ViewerCan(ctx context.Context, p *ent.Person, action string) (*model.Permission, error) {
	return r.can(ctx, action, p), nil
}

func (r roleAssignmentResolver) Organisation(ctx context.Context, a *ent.RoleAssignment) (*ent.Organisation, error) {
	if a.Edges.Organisation != nil || a.OrganisationID == nil {
		return a.Edges.Organisation, nil
	}
	return r.organisation(ctx, *a.OrganisationID)
}

func (r roleAssignmentResolver) RegionalOrganisation(_ context.Context, a *ent.RoleAssignment) (*reference.RegionalOrganisation, error) {
	if a.RegionalOrganisationID == nil {
		return nil, nil
	}
	return regionalOrganisation(*a.RegionalOrganisationID), nil
}

func (r sessionResolver) IsCurrent(ctx context.Context, s *ent.Session) (bool, error) {
	return actor.From(ctx).SessionID == s.ID, nil
}
