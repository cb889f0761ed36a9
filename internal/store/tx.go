package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/penvoerder/penvoerder/ent"
)

const (
	attempts   = 6
	firstPause = 4 * time.Millisecond // doubles with each attempt
)

// Tx carries out fn in one write transaction. When the database asks to try again (serialisation failure, deadlock,
// locked file) fn is carried out anew, so it must do nothing outside tx and must not call Tx itself. Errors of fn
// come back with database errors turned into faults; a panic rolls back and goes on.
//
// In a context that holds a transaction (see Hold) fn joins that one, and is tried once.
func (s *Store) Tx(ctx context.Context, fn func(tx *ent.Tx) error) error {
	pause := firstPause
	for attempt := 1; ; attempt++ {
		joins := InTransaction(ctx)
		err := s.once(ctx, fn)
		if err == nil || attempt == attempts || joins || !isRetryable(err) {
			return Fault(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause/2 + rand.N(pause)): // apart, so that two do not meet again
		}
		pause *= 2
	}
}

func (s *Store) once(ctx context.Context, fn func(tx *ent.Tx) error) error {
	tx, err := s.client.Tx(ctx)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	done := false
	defer func() {
		if !done {
			_ = tx.Rollback() // the error or panic under way says more
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	done = true
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit transaction: %w", err)
	}
	return nil
}
