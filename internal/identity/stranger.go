package identity

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/stranger"
	"github.com/penvoerder/penvoerder/internal/actor"
)

// strangersFor is how long wrong passwords for an address without an account are remembered after the last.
const strangersFor = 90 * 24 * time.Hour

// strangerID names an address that has no account, without holding it.
func (d *Desk) strangerID(email string) string {
	h := hmac.New(sha256.New, d.AddressKey)
	_, _ = h.Write([]byte(email)) // never fails
	return hex.EncodeToString(h.Sum(nil))
}

// isStrangerLocked reports whether an address that has no account is locked, as an account would be: locking does not
// reveal which addresses have one.
func (d *Desk) isStrangerLocked(ctx context.Context, email string) (bool, error) {
	is, err := d.Store.Client().Stranger.Query().
		Where(stranger.ID(d.strangerID(email)), stranger.LockedUntilGT(d.Clock.Wall())).Exist(actor.AsSystem(ctx))
	if err != nil {
		return false, fmt.Errorf("look for a lock: %w", err)
	}
	return is, nil
}

// wrongStranger counts a wrong password for an address that has no account, and locks it when there were too many.
func (d *Desk) wrongStranger(ctx context.Context, email string) error {
	system, now, id := actor.AsSystem(ctx), d.Clock.Wall(), d.strangerID(email)
	err := d.Store.Tx(ctx, func(tx *ent.Tx) error {
		if err := d.Store.Lock(ctx, tx, id); err != nil {
			return err
		}
		known, err := tx.Stranger.UpdateOneID(id).AddFailedAttempts(1).SetLastAt(now).Save(system)
		if ent.IsNotFound(err) {
			known, err = tx.Stranger.Create().SetID(id).SetFailedAttempts(1).SetLastAt(now).Save(system)
		}
		if err != nil || known.FailedAttempts < d.Attempts {
			return err
		}
		return tx.Stranger.UpdateOneID(id).SetFailedAttempts(0).SetLockedUntil(now.Add(d.LockFor)).Exec(system)
	})
	if err != nil {
		return fmt.Errorf("count a wrong password: %w", err)
	}
	return refused()
}
