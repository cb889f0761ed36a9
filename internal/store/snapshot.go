package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/penvoerder/penvoerder/ent"
)

// Snapshot carries out fn on the database as it is at one moment, whatever others write meanwhile. What fn writes is
// thrown away.
func (s *Store) Snapshot(ctx context.Context, fn func(tx *ent.Tx) error) (err error) {
	tx, err := s.client.Tx(Release(ctx))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	if s.IsPostgres() {
		err := Statements(tx, func(raw *sql.Tx) error {
			_, err := raw.ExecContext(ctx, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
			return err
		})
		if err != nil {
			return err
		}
	}
	return fn(tx)
}
