package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/schemerelease"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
)

// succeed puts in force the successor of a release that is no longer found. Dossiers stay with the release they are
// pinned to.
func (k *Catalog) succeed(ctx context.Context) error {
	for _, old := range k.gone() {
		var next []*Release
		k.mu.RLock()
		for id := range k.running {
			if r := k.releases[id]; r.Slug == old.Slug {
				next = append(next, r)
			}
		}
		k.mu.RUnlock()
		if len(next) != 1 {
			continue
		}
		k.log.Warn("the release in force is no longer installed; another takes its place",
			"scheme", old.Slug, "version", old.Version, "digest", old.Digest, "next", next[0].Version, "next digest", next[0].Digest)
		_, err := k.putInForce(ctx, forcing{
			id: next[0].ID, act: actSucceed, ground: access.OfPlatform,
			note: fmt.Sprintf("release %s (%s) is no longer installed", old.Version, old.Digest),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// gone returns the releases in force that are not found here.
func (k *Catalog) gone() []*Release {
	k.mu.RLock()
	defer k.mu.RUnlock()
	var out []*Release
	for _, id := range k.inForce {
		r := k.releases[id]
		if _, ok := k.found[r.key()]; !ok {
			out = append(out, r)
		}
	}
	return out
}

// PutInForce makes new dossiers of its scheme start under the release of the given
// id, as the platform's own act. Dossiers that exist stay where they are.
func (k *Catalog) PutInForce(ctx context.Context, id string) error {
	_, err := k.putInForce(ctx, forcing{id: id, act: actPutInForce, ground: access.OfPlatform})
	return err
}

// forcing is one act that puts a release in force.
type forcing struct {
	id, act, note string
	ground        access.Ground
	expected      *int // version that the caller saw; nil for none
}

func (k *Catalog) putInForce(ctx context.Context, f forcing) (*ent.SchemeRelease, error) {
	var rows []*ent.SchemeRelease
	var forced *ent.SchemeRelease
	err := k.config.Store.Tx(ctx, func(tx *ent.Tx) error {
		r, err := tx.SchemeRelease.Get(ctx, f.id)
		if err != nil {
			return err
		}
		if f.expected != nil && r.Version != *f.expected {
			return fault.Stale(pathVersion, r.Unwrap(), r.Version)
		}
		if forced = r; r.State == StateInForce {
			return nil
		}
		if err := k.supersede(ctx, tx, r.Slug, f); err != nil {
			return err
		}
		if forced, err = tx.SchemeRelease.UpdateOneID(r.ID).Where(schemerelease.Version(r.Version)).
			SetState(StateInForce).SetStateSince(k.config.Now()).AddVersion(1).Save(ctx); err != nil {
			return store.Stale(err, pathVersion...)
		}
		if err := tell(ctx, tx, f.happened(forced, k.config.Now())); err != nil {
			return err
		}
		rows, err = tx.SchemeRelease.Query().Where(schemerelease.Slug(r.Slug)).All(ctx)
		return err
	})
	if ent.IsNotFound(err) || fault.Is(err, fault.CodeNotFound) {
		return nil, fault.NotFound("RELEASE_NOT_FOUND")
	}
	if err != nil {
		return nil, fmt.Errorf("put release %s in force: %w", f.id, err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return forced.Unwrap(), k.takeOver(rows)
}

// supersede ends the release of a scheme that is in force, if there is one.
func (k *Catalog) supersede(ctx context.Context, tx *ent.Tx, slug string, f forcing) error {
	old, err := tx.SchemeRelease.Query().Where(schemerelease.Slug(slug), schemerelease.State(StateInForce)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	old, err = tx.SchemeRelease.UpdateOneID(old.ID).Where(schemerelease.Version(old.Version)).
		SetState(StateSuperseded).SetStateSince(k.config.Now()).AddVersion(1).Save(ctx)
	if err != nil {
		return store.Stale(err)
	}
	h := f.happened(old, k.config.Now())
	h.act = actSupersede
	return tell(ctx, tx, h)
}

func (f forcing) happened(r *ent.SchemeRelease, at time.Time) happened {
	return happened{
		act: f.act, ground: f.ground, reason: f.note, slug: r.Slug, subject: r.ID, version: r.Version, event: EventRelease, at: at,
	}
}
