package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
)

// Lock lets one transaction at a time pass that names the same key, until it ends: for a rule over rows that no index can
// hold. What the others committed is seen by the statements after it. SQLite has one writer at a time as it is.
func (s *Store) Lock(ctx context.Context, tx *ent.Tx, key string) error {
	if !s.IsPostgres() {
		return nil
	}
	return Statements(tx, func(raw *sql.Tx) error {
		if _, err := raw.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", key); err != nil {
			return fmt.Errorf("wait for the others: %w", err)
		}
		return nil
	})
}
