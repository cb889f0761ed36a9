package graph

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/schemerelease"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/store/page"
)

// lastChanged is the order of releases, the one that changed last first.
var lastChanged = page.Order[*ent.SchemeRelease]{
	ID: func(r *ent.SchemeRelease) string { return r.ID }, Descending: true,
	Key: page.Time(schemerelease.FieldStateSince, func(r *ent.SchemeRelease) time.Time { return r.StateSince }),
}

// Releases are public.
func (r queryResolver) Releases(ctx context.Context, filter *model.ReleaseFilter, first *int, after *string, last *int, before *string) (*relay.ReleaseConnection, error) {
	var which []predicate.SchemeRelease
	if filter != nil && filter.Schemes != nil {
		which = append(which, schemerelease.SlugIn(filter.Schemes...))
	}
	if filter != nil && filter.States != nil {
		which = append(which, schemerelease.StateIn(filter.States...))
	}
	in := page.Input{First: first, After: after, Last: last, Before: before, Total: asked(ctx).any("totalCount")}
	p, err := page.Read(actor.AsSystem(ctx), r.db().SchemeRelease.Query().Where(which...), in, lastChanged)
	if err != nil {
		return nil, err
	}
	return relay.Of(p), nil
}

func (r schemeReleaseResolver) IsInstalled(_ context.Context, rel *ent.SchemeRelease) (bool, error) {
	return r.use.Catalog.IsInstalled(rel.ID), nil
}

func (r schemeReleaseResolver) IsAvailable(_ context.Context, rel *ent.SchemeRelease) (bool, error) {
	return r.use.Catalog.Answers(rel.ID), nil
}

// PinnedPlans is for who puts releases in force.
func (r schemeReleaseResolver) PinnedPlans(ctx context.Context, rel *ent.SchemeRelease) (*int, error) {
	if !r.ask(ctx, string(access.PutInForce), rel).Allowed {
		return nil, nil
	}
	n, err := r.db().Plan.Query().Where(plan.ReleaseID(rel.ID)).Count(ctx)
	return &n, err
}

// PinnedRegistrations counts the whole of every dossier, whatever of it is in sight.
func (r schemeReleaseResolver) PinnedRegistrations(ctx context.Context, rel *ent.SchemeRelease) (*int, error) {
	if !r.ask(ctx, string(access.PutInForce), rel).Allowed {
		return nil, nil
	}
	n, err := r.db().Registration.Query().Where(pinnedTo(rel.ID)).Count(actor.AsSystem(ctx))
	return &n, err
}

func pinnedTo(releaseID string) predicate.Registration {
	return func(s *sql.Selector) {
		p := sql.Table(plan.Table)
		s.Where(sql.In(s.C(registration.FieldPlanID), sql.Select(p.C(plan.FieldID)).From(p).Where(sql.EQ(p.C(plan.FieldReleaseID), releaseID))))
	}
}

// Changes is the log of one release.
func (r schemeReleaseResolver) Changes(ctx context.Context, rel *ent.SchemeRelease, first *int, after *string, last *int, before *string) (*relay.AuditConnection, error) {
	if !r.ask(ctx, string(access.ReadAudit), rel).Allowed {
		return nil, nil
	}
	return r.auditOf(ctx, catalog.Chain(rel.Slug), &rel.ID, page.Input{First: first, After: after, Last: last, Before: before})
}

// Log is the log of all releases of a scheme and of its parameters.
func (r schemeResolver) Log(ctx context.Context, s *model.Scheme, first *int, after *string, last *int, before *string) (*relay.AuditConnection, error) {
	if !r.ask(ctx, string(access.ReadAudit), access.Object{Noun: access.SchemeRelease}).Allowed {
		return nil, nil
	}
	return r.auditOf(ctx, catalog.Chain(s.Slug), nil, page.Input{First: first, After: after, Last: last, Before: before})
}
