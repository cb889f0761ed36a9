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
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// manifests keeps the index of the manifest of each release under each parameter file, which never changes.
type manifests struct {
	mu    sync.RWMutex
	byKey map[manifestKey]*regulation.Index
}

type manifestKey struct{ releaseID, fileID string }

func (m *manifests) get(key manifestKey) (*regulation.Index, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	index, ok := m.byKey[key]
	return index, ok
}

func (m *manifests) put(key manifestKey, index *regulation.Index) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.byKey == nil {
		m.byKey = map[manifestKey]*regulation.Index{}
	}
	m.byKey[key] = index
}

// manifest reads what a release declares, with what the operator's file in force replaces of it, in the caller's
// language and at regulation time.
func (r *root) manifest(ctx context.Context, releaseID string) (*regulation.Manifest, error) {
	release, found := r.use.Catalog.Release(releaseID)
	if !found {
		return nil, fault.Unavailable("RELEASE_NOT_INSTALLED", fmt.Errorf("release %s is not installed", releaseID))
	}
	return r.under(ctx, release, release.Parameters), nil
}

// manifestAt is the manifest as it held under a parameter file; nil for none.
func (r *root) manifestAt(ctx context.Context, releaseID string, fileID *string) (*regulation.Manifest, error) {
	release, found := r.use.Catalog.Release(releaseID)
	switch {
	case !found:
		return nil, fault.Unavailable("RELEASE_NOT_INSTALLED", fmt.Errorf("release %s is not installed", releaseID))
	case fileID == nil:
		return r.under(ctx, release, nil), nil
	case release.Parameters != nil && release.Parameters.FileID == *fileID:
		return r.under(ctx, release, release.Parameters), nil
	}
	if known, ok := r.manifests.get(manifestKey{releaseID, *fileID}); ok {
		return r.at(ctx, known), nil
	}
	row, err := r.parameterFile(ctx, fileID)
	if err != nil {
		return nil, fmt.Errorf("read parameter file %s: %w", *fileID, err)
	}
	p, err := catalog.ParametersOf(release.Manifest, row)
	if err != nil {
		return nil, err
	}
	return r.under(ctx, release, p), nil
}

// under indexes the manifest of a release under a parameter file, once.
func (r *root) under(ctx context.Context, release *catalog.Release, p *catalog.Parameters) *regulation.Manifest {
	key := manifestKey{releaseID: release.ID}
	if p != nil {
		key.fileID = p.FileID
	}
	if known, ok := r.manifests.get(key); ok {
		return r.at(ctx, known)
	}
	index := regulation.NewIndex(release.ID, p.Under(release.Manifest))
	if p != nil {
		index.Under(regulation.Replaced{FileID: p.FileID, Work: catalog.FileWork, Declared: p.Declared(release.Manifest)})
	}
	r.manifests.put(key, index)
	return r.at(ctx, index)
}

// at reads an index in the caller's language and at regulation time.
func (r *root) at(ctx context.Context, index *regulation.Index) *regulation.Manifest {
	return index.Read(actor.From(ctx).Language, r.use.Clock.Regulation())
}

// manifestOf reads what the release of a dossier declares. The pin itself is no secret to who may see a part of it.
func (r *root) manifestOf(ctx context.Context, planID string) (*regulation.Manifest, error) {
	release, ok := r.use.Catalog.Pin(planID)
	if !ok {
		var err error
		release, err = r.db().Plan.Query().Where(plan.ID(planID)).Select(plan.FieldReleaseID).String(actor.AsSystem(ctx))
		if err != nil {
			return nil, fmt.Errorf("find the release of %s: %w", planID, err)
		}
		r.use.Catalog.Remember(planID, release)
	}
	return r.manifest(ctx, release)
}

// pinned remembers the releases of plans that were loaded.
func (r *root) pinned(plans ...*ent.Plan) {
	for _, p := range plans {
		r.use.Catalog.Remember(p.ID, p.ReleaseID)
	}
}

// primeReleases reads which releases plans are pinned to, where that is not known yet.
func (r *root) primeReleases(ctx context.Context, plans []string) error {
	var lacking []string
	for _, id := range plans {
		if _, ok := r.use.Catalog.Pin(id); !ok && !slices.Contains(lacking, id) {
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
