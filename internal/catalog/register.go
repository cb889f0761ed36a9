package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/schemerelease"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/plugins/host"
)

// A found release runs.
type found struct {
	release host.Release
	process *host.Process
}

// register makes releases known to the database and takes over what it knows. Two
// servers that start at once may both try; the second finds the row of the first.
func (k *Catalog) register(ctx context.Context, started []found) error {
	rows, err := k.record(ctx, started)
	if fault.Is(err, fault.CodeConflict) {
		rows, err = k.record(ctx, started)
	}
	if err != nil {
		return fmt.Errorf("register schemes: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.takeOver(rows); err != nil {
		return err
	}
	for _, f := range started {
		for id, r := range k.releases {
			if r.Slug == f.release.Slug && r.Version == f.process.Manifest().Version && r.Digest == f.release.Digest {
				k.running[id] = f.process
				delete(k.missing, r.Digest)
			}
		}
	}
	return nil
}

// takeOver makes rows what is known.
func (k *Catalog) takeOver(rows []*ent.SchemeRelease) error {
	for _, row := range rows {
		r, err := newRelease(row)
		if err != nil {
			return err
		}
		k.releases[r.ID] = r
		if r.State == StateInForce {
			k.inForce[r.Slug] = r.ID
		}
	}
	return nil
}

// record writes what is new and returns all releases.
func (k *Catalog) record(ctx context.Context, started []found) (rows []*ent.SchemeRelease, err error) {
	err = k.config.Store.Tx(ctx, func(tx *ent.Tx) error {
		for _, f := range started {
			if err := k.recordOne(ctx, tx, f); err != nil {
				return err
			}
		}
		rows, err = tx.SchemeRelease.Query().Order(schemerelease.ByID()).All(ctx)
		return err
	})
	return rows, err
}

func (k *Catalog) recordOne(ctx context.Context, tx *ent.Tx, f found) error {
	m := f.process.Manifest()
	known, err := tx.SchemeRelease.Query().Where(
		schemerelease.Slug(m.Slug), schemerelease.Semver(m.Version), schemerelease.Digest(f.release.Digest),
	).Exist(ctx)
	if err != nil || known {
		return err
	}
	state := StateInForce
	if taken, err := tx.SchemeRelease.Query().Where(schemerelease.Slug(m.Slug), schemerelease.State(StateInForce)).Exist(ctx); err != nil {
		return err
	} else if taken {
		state = StateInstalled
	}
	manifest, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return tx.SchemeRelease.Create().SetID(ids.New(ids.SchemeRelease)).SetSlug(m.Slug).SetSemver(m.Version).SetDigest(f.release.Digest).
		SetState(state).SetStateSince(k.config.Now()).SetManifest(manifest).Exec(ctx)
}

// succeed puts in force what took the place of a release that is no longer found.
// Dossiers stay with the release they are pinned to.
func (k *Catalog) succeed(ctx context.Context) error {
	for _, old := range k.Schemes() {
		var next []*Release
		gone := true
		for _, f := range k.config.Releases {
			gone = gone && f.Digest != old.Digest
		}
		for id := range k.running {
			if r := k.releases[id]; r.Slug == old.Slug {
				next = append(next, r)
			}
		}
		if !gone || len(next) != 1 {
			continue
		}
		k.log.Warn("the release in force is no longer installed; another takes its place",
			"scheme", old.Slug, "version", old.Version, "digest", old.Digest, "next", next[0].Version, "next digest", next[0].Digest)
		if err := k.PutInForce(ctx, next[0].ID); err != nil {
			return err
		}
	}
	return nil
}

// PutInForce makes new dossiers of its scheme start under the release of the given
// id. Dossiers that exist stay where they are.
func (k *Catalog) PutInForce(ctx context.Context, id string) error {
	var rows []*ent.SchemeRelease
	err := k.config.Store.Tx(ctx, func(tx *ent.Tx) error {
		r, err := tx.SchemeRelease.Get(ctx, id)
		if err != nil || r.State == StateInForce {
			return err
		}
		err = tx.SchemeRelease.Update().Where(schemerelease.Slug(r.Slug), schemerelease.State(StateInForce)).
			SetState(StateSuperseded).SetStateSince(k.config.Now()).AddVersion(1).Exec(ctx)
		if err != nil {
			return err
		}
		if err := tx.SchemeRelease.UpdateOne(r).SetState(StateInForce).SetStateSince(k.config.Now()).AddVersion(1).Exec(ctx); err != nil {
			return err
		}
		rows, err = tx.SchemeRelease.Query().Where(schemerelease.Slug(r.Slug)).All(ctx)
		return err
	})
	if ent.IsNotFound(err) {
		return fault.NotFound("RELEASE_NOT_FOUND")
	}
	if err != nil {
		return fmt.Errorf("put release %s in force: %w", id, err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.takeOver(rows)
}
