package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent/plan"
)

// Pin returns the release that a plan is pinned to, where that is remembered.
func (k *Catalog) Pin(planID string) (releaseID string, ok bool) {
	pin, _ := k.pins.Load(planID)
	releaseID, ok = pin.(string)
	return releaseID, ok
}

// Remember which release a plan is pinned to, as it was just read.
func (k *Catalog) Remember(planID, releaseID string) { k.pins.Store(planID, releaseID) }

// Unpin forgets which release a plan is pinned to: it moved.
func (k *Catalog) Unpin(planID string) { k.pins.Delete(planID) }

// movedLately is the time for which a move is remembered: far longer than a transaction takes, so that a value read
// just before the move is forgotten as well.
const movedLately = 5 * time.Minute

// readMoves forgets the pins of plans that moved, also those that another server
// moved.
func (k *Catalog) readMoves(ctx context.Context) error {
	moved, err := k.config.Store.Client().Plan.Query().
		Where(plan.MovedAtNotNil(), plan.UpdatedAtGT(k.config.Now().Add(-movedLately))).IDs(ctx) // moved by then, or since
	if err != nil {
		return fmt.Errorf("read moved plans: %w", err)
	}
	for _, id := range moved {
		k.Unpin(id)
	}
	return nil
}
