package notice

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/told"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/ids"
)

// digestHour is when the digest of a day leaves, in Amsterdam: before the working day. An assumption.
const digestHour = 7

// gatheredAtOnce is how many people get their digest in one round; the next takes more.
const gatheredAtOnce = 1000

// Gather makes digests: one letter for each person who has something waiting from before the last time at which digests
// left, of all that waits by then.
func (d *Desk) Gather(ctx context.Context) error {
	ctx = actor.AsSystem(ctx)
	before := lastDigest(d.Clock.Wall())
	waiting, err := d.Store.Client().Told.Query().Where(told.LetterIDIsNil(), told.CreatedAtLT(before)).
		Order(told.ByPersonID()).Unique(true).Limit(gatheredAtOnce).Select(told.FieldPersonID).Strings(ctx)
	if err != nil {
		return fmt.Errorf("look up who gets a digest: %w", err)
	}
	var failed []error
	for _, personID := range waiting {
		if err := d.gather(ctx, personID, before); err != nil {
			failed = append(failed, fmt.Errorf("gather the digest of %s: %w", personID, err))
		}
	}
	return errors.Join(failed...)
}

// gather puts what waits for a person into one letter, together with the job that sends it.
func (d *Desk) gather(ctx context.Context, personID string, before time.Time) error {
	return d.Store.Tx(ctx, func(tx *ent.Tx) error {
		letter := ids.New(ids.Told)
		n, err := tx.Told.Update().Where(told.PersonID(personID), told.LetterIDIsNil(), told.CreatedAtLT(before)).SetLetterID(letter).Save(ctx)
		if err != nil || n == 0 { // another server was first
			return err
		}
		return d.Queue.Insert(ctx, tx, Letters{IDs: []string{letter}})
	})
}

// lastDigest is the last moment at which digests left.
func lastDigest(now time.Time) time.Time {
	y, m, day := now.In(clock.Amsterdam).Date()
	at := time.Date(y, m, day, digestHour, 0, 0, 0, clock.Amsterdam)
	if at.After(now) {
		at = time.Date(y, m, day-1, digestHour, 0, 0, 0, clock.Amsterdam)
	}
	return at.UTC()
}
