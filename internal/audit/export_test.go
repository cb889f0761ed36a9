package audit

import (
	"context"
	"maps"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/audithead"
)

// Recompute is what somebody with all rights can do: these lines in place of those of a dossier, numbered anew, with digests
// that fit what is stored now, and every hash computed again.
func Recompute(ctx context.Context, tx *ent.Tx, dossierID string, lines []*ent.AuditEntry) error {
	stored, err := held(ctx, tx, dossierID)
	if err != nil {
		return err
	}
	now, err := cover(ctx, tx, stored)
	if err != nil {
		return err
	}
	if _, err := tx.AuditEntry.Delete().Where(auditentry.DossierID(dossierID)).Exec(ctx); err != nil {
		return err
	}
	said := map[string]bool{}
	previous := ""
	var all []*ent.AuditEntry
	for i, line := range lines {
		e := *line
		e.Sequence, e.PreviousHash, e.Covers = i+1, previous, maps.Clone(line.Covers)
		for id := range e.Covers {
			if digest, is := now[id]; is {
				e.Covers[id], said[id] = digest, true
			} else if id != whole {
				delete(e.Covers, id)
			}
		}
		if i == len(lines)-1 {
			for id, digest := range now {
				if !said[id] {
					if e.Covers == nil {
						e.Covers = map[string]string{}
					}
					e.Covers[id] = digest
				}
			}
		}
		e.Hash = hashOf(&e)
		previous = e.Hash
		all = append(all, &e)
	}
	for _, e := range all {
		if err := insert(tx, e).Exec(ctx); err != nil {
			return err
		}
	}
	return tx.AuditHead.Update().Where(audithead.ID(dossierID)).SetSequence(len(lines)).SetHash(previous).Exec(ctx)
}
