package audit

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

// compareReceipts compares the receipts that a page of lines left with those that are stored: a receipt is never written
// again, so that each is compared once, where it was made.
func (v *verifier) compareReceipts(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error {
	made := map[string]statement{}
	for _, line := range lines {
		for id, digest := range line.Covers {
			if ids.Prefix(id) == ids.Evaluation {
				made[id] = statement{line.Sequence, line.At, digest}
				v.receipts[id] = true
			}
		}
	}
	return store.Statements(tx, func(raw *sql.Tx) error {
		return v.compareEach(ctx, raw, ids.Evaluation, slices.Sorted(maps.Keys(made)), made)
	})
}

// compare compares what the last lines left with everything that the dossier holds.
func (v *verifier) compare(ctx context.Context, tx *ent.Tx) error {
	return store.Statements(tx, func(raw *sql.Tx) error {
		for _, of := range below {
			kind := ids.Registration
			if of == below[len(below)-1] {
				kind = ids.Evaluation
			}
			err := of.each(ctx, raw, v.DossierID, func(page []string) error { return v.compareStored(ctx, raw, kind, page) })
			if err != nil {
				return err
			}
		}
		own, err := texts(ctx, raw, `SELECT id FROM plans WHERE id = $1`, v.DossierID)
		if err != nil {
			return err
		}
		if err := v.compareStored(ctx, raw, ids.Plan, own); err != nil {
			return err
		}
		for _, kind := range []string{ids.Plan, ids.Registration} { // what is left was not found
			var gone []string
			for id := range v.left {
				if ids.Prefix(id) == kind {
					gone = append(gone, id)
				}
			}
			slices.Sort(gone)
			if err := v.compareEach(ctx, raw, kind, gone, v.left); err != nil {
				return err
			}
		}
		return nil
	})
}

// compareStored compares things that are stored with what lines say of them, and finds those of which no line says
// anything.
func (v *verifier) compareStored(ctx context.Context, tx *sql.Tx, kind string, stored []string) error {
	var known []string
	for _, id := range stored {
		_, isLeft := v.left[id]
		switch {
		case v.receipts[id]:
		case isLeft:
			known = append(known, id)
		case v.isWhole, v.Lines == 0: // every release wrote a line when a plan was begun
			v.found(Break{Flaw: Unrecorded, Subject: id})
		default:
			v.Uncovered++
		}
	}
	err := v.compareEach(ctx, tx, kind, known, v.left)
	for _, id := range known {
		delete(v.left, id)
	}
	return err
}

// compareEach compares things of a kind with what lines say of them.
func (v *verifier) compareEach(ctx context.Context, tx *sql.Tx, kind string, which []string, left map[string]statement) error {
	now, err := digests(ctx, tx, kind, which)
	if err != nil {
		return fmt.Errorf("compare what %s holds: %w", v.DossierID, err)
	}
	for _, id := range which {
		was := left[id]
		digest, isThere := now[id]
		switch {
		case !isThere:
			v.found(Break{Sequence: was.sequence, Flaw: Lost, Subject: id, Since: was.at})
		case digest != was.digest:
			v.found(Break{Sequence: was.sequence, Flaw: Changed, Subject: id, Since: was.at})
		default:
			v.Covered++
		}
	}
	return nil
}
