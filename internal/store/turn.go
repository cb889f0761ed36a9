package store

import (
	"context"
	"database/sql"

	"github.com/penvoerder/penvoerder/ent"
)

// Turn makes who else takes the turn of the same owner wait until this transaction has ended: what it counts from here on is
// still so when it adds to it. On SQLite whoever writes has waited already.
func (s *Store) Turn(ctx context.Context, tx *ent.Tx, owner string) error {
	if !s.IsPostgres() {
		return nil
	}
	return Statements(tx, func(raw *sql.Tx) error {
		_, err := raw.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, owner)
		return err
	})
}
