package graph

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// manifests keeps the index of each release's manifest, which never changes.
type manifests struct{ byRelease sync.Map }

// manifest reads what a release declares, in the caller's language and at regulation time.
func (r *root) manifest(ctx context.Context, releaseID string) (*regulation.Manifest, error) {
	known, _ := r.manifests.byRelease.Load(releaseID)
	index, ok := known.(*regulation.Index)
	if !ok {
		release, found := r.use.Catalog.Release(releaseID)
		if !found {
			return nil, fault.Unavailable("RELEASE_NOT_INSTALLED", fmt.Errorf("release %s is not installed", releaseID))
		}
		index = regulation.NewIndex(releaseID, release.Manifest)
		r.manifests.byRelease.Store(releaseID, index)
	}
	return index.Read(actor.From(ctx).Language, r.use.Clock.Regulation()), nil
}

// manifestOf reads what the release of a dossier declares. The pin itself is no secret to who may see a part of it.
func (r *root) manifestOf(ctx context.Context, planID string) (*regulation.Manifest, error) {
	pin, _ := r.pins.Load(planID)
	release, ok := pin.(string)
	if !ok {
		var err error
		release, err = r.db().Plan.Query().Where(plan.ID(planID)).Select(plan.FieldReleaseID).String(actor.AsSystem(ctx))
		if err != nil {
			return nil, fmt.Errorf("find the release of %s: %w", planID, err)
		}
		r.pins.Store(planID, release)
	}
	return r.manifest(ctx, release)
}

// pinned remembers the releases of plans that were loaded.
func (r *root) pinned(plans ...*ent.Plan) {
	for _, p := range plans {
		r.pins.Store(p.ID, p.ReleaseID)
	}
}

// primeReleases reads which releases plans are pinned to, where that is not known yet.
func (r *root) primeReleases(ctx context.Context, plans []string) error {
	var lacking []string
	for _, id := range plans {
		if _, ok := r.pins.Load(id); !ok && !slices.Contains(lacking, id) {
			lacking = append(lacking, id)
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	all, err := r.db().Plan.Query().Where(plan.IDIn(lacking...)).Select(plan.FieldID, plan.FieldReleaseID).All(actor.AsSystem(ctx))
	r.pinned(all...)
	return err
}
