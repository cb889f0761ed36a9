package graph

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/schemerelease"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/store/page"
)

// Schemes are public: they come from the catalogue, not from the store.
func (r queryResolver) Schemes(ctx context.Context) ([]*model.Scheme, error) {
	out := []*model.Scheme{}
	for _, release := range r.use.Catalog.Schemes() {
		out = append(out, schemeOf(ctx, release))
	}
	return out, nil
}

func (r queryResolver) Scheme(ctx context.Context, slug string) (*model.Scheme, error) {
	return r.scheme(ctx, slug), nil
}

// scheme is the one of this slug; nil where it is not installed.
func (r *root) scheme(ctx context.Context, slug string) *model.Scheme {
	release, ok := r.use.Catalog.Known(slug)
	if !ok {
		return nil
	}
	return schemeOf(ctx, release)
}

func schemeOf(ctx context.Context, release *catalog.Release) *model.Scheme {
	m := release.Manifest
	return &model.Scheme{
		ID: schemePrefix + "_" + m.Slug, Slug: m.Slug, Family: m.Family, Variant: stated(m.Variant),
		Title: regulation.NewText(m.Title, actor.From(ctx).Language),
	}
}

func (r schemeResolver) InForce(ctx context.Context, s *model.Scheme) (*ent.SchemeRelease, error) {
	release, ok := r.use.Catalog.InForce(s.Slug)
	if !ok {
		return nil, nil
	}
	return r.release(ctx, release.ID)
}

// release reads the row of a release, which is public.
func (r *root) release(ctx context.Context, id string) (*ent.SchemeRelease, error) {
	n, err := r.node(ctx, id)
	release, _ := n.(*ent.SchemeRelease)
	return release, err
}

const mostReleases = 50

func (r schemeResolver) Releases(ctx context.Context, s *model.Scheme) ([]*ent.SchemeRelease, error) {
	return r.db().SchemeRelease.Query().Where(schemerelease.Slug(s.Slug)).
		Order(ent.Desc(schemerelease.FieldStateSince, schemerelease.FieldID)).Limit(mostReleases).All(actor.AsSystem(ctx))
}

func (r schemeResolver) IsAvailable(_ context.Context, s *model.Scheme) (bool, error) {
	return r.use.Catalog.Available(s.Slug), nil
}

func (r schemeResolver) ViewerCan(ctx context.Context, s *model.Scheme, action string) (*model.Permission, error) {
	return r.can(ctx, action, s), nil
}

func (r schemeReleaseResolver) Scheme(ctx context.Context, rel *ent.SchemeRelease) (*model.Scheme, error) {
	if known, ok := r.use.Catalog.Release(rel.ID); ok {
		return schemeOf(ctx, known), nil
	}
	return r.scheme(ctx, rel.Slug), nil
}

func (r schemeReleaseResolver) Manifest(ctx context.Context, rel *ent.SchemeRelease) (*regulation.Manifest, error) {
	return r.manifest(ctx, rel.ID)
}

func (r schemeReleaseResolver) ViewerCan(ctx context.Context, rel *ent.SchemeRelease, action string) (*model.Permission, error) {
	return r.can(ctx, action, rel), nil
}

// Trainings pages through the list of the manifest; a cursor is the id of an entry.
func (r manifestResolver) Trainings(_ context.Context, m *regulation.Manifest, filter *regulation.TrainingFilter, first *int, after *string, last *int, before *string) (*relay.TrainingConnection, error) {
	places := m.Places(filter)
	from, to, err := slice(len(places), page.Input{First: first, After: after, Last: last, Before: before}, func(cursor string) int {
		return slices.IndexFunc(places, func(at int) bool { return m.ListedTraining(at).ID() == cursor })
	})
	if err != nil {
		return nil, err
	}
	nodes := make([]*regulation.ListedTraining, 0, to-from)
	for _, at := range places[from:to] {
		nodes = append(nodes, m.ListedTraining(at))
	}
	c := relay.New(nodes, (*regulation.ListedTraining).ID)
	c.PageInfo.HasPreviousPage, c.PageInfo.HasNextPage, c.TotalCount = from > 0, to < len(places), len(places)
	return c, nil
}

func (r listedTrainingResolver) ViewerCan(ctx context.Context, t *regulation.ListedTraining, action string) (*model.Permission, error) {
	return r.can(ctx, action, t), nil
}

// activityOf shows an activity of a manifest that a row names.
func activityOf(m *regulation.Manifest, err error, code string) (*regulation.Activity, error) {
	if err != nil {
		return nil, err
	}
	return m.Activity(code), nil
}
