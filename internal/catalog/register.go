package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/schemerelease"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/plugins/host"
)

// running is a found release with its process.
type running struct {
	release host.Release
	process *host.Process
}

// register enters releases into the database and takes over the rows that it has. Two servers that start at once may
// both try; the second finds the row of the first.
func (k *Catalog) register(ctx context.Context, started []running) error {
	if len(started) == 0 {
		return nil
	}
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
				delete(k.missing, r.key())
			}
		}
	}
	return nil
}

// takeOver replaces the known rows by rows, except for those that were read before a known row.
func (k *Catalog) takeOver(rows []*ent.SchemeRelease) error {
	for _, row := range rows {
		if known, ok := k.releases[row.ID]; ok && known.row > row.Version {
			continue
		}
		r, err := newRelease(row, k.files[row.Slug])
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

// record enters the new releases and returns all of them.
func (k *Catalog) record(ctx context.Context, started []running) (rows []*ent.SchemeRelease, err error) {
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

func (k *Catalog) recordOne(ctx context.Context, tx *ent.Tx, f running) error {
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
	row, err := tx.SchemeRelease.Create().SetID(ids.New(ids.SchemeRelease)).SetSlug(m.Slug).SetSemver(m.Version).SetDigest(f.release.Digest).
		SetState(state).SetStateSince(k.config.Now()).SetManifest(manifest).Save(ctx)
	if err != nil {
		return err
	}
	return tell(ctx, tx, happened{
		act: actInstall, ground: access.OfPlatform, slug: m.Slug, subject: row.ID, version: row.Version, event: EventRelease, at: k.config.Now(),
	})
}
