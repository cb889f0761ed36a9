package store

import (
	"context"
	"errors"
	"fmt"
)

// ErrNewer is why a database is not opened that a later release has migrated: this one would write what that one cannot read.
var ErrNewer = errors.New("a later release has migrated it: start that release or a later one, or restore a copy from before")

const versionTable = "goose_db_version" // of goose

// refuseNewer returns ErrNewer where the database has a migration that comes after the last that this program has.
func (s *Store) refuseNewer(ctx context.Context) error {
	isThere := "SELECT count(*) > 0 FROM sqlite_master WHERE type = 'table' AND name = $1"
	if s.IsPostgres() {
		isThere = "SELECT to_regclass($1) IS NOT NULL"
	}
	var is bool
	if err := s.db.QueryRowContext(ctx, isThere, versionTable).Scan(&is); err != nil || !is {
		return err // a database that was never migrated is older than every release
	}
	var has int64
	if err := s.db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM "+versionTable+" WHERE is_applied").Scan(&has); err != nil {
		return err
	}
	p, err := s.migrations()
	if err != nil {
		return err
	}
	all := p.ListSources()
	if last := all[len(all)-1].Version; has > last {
		return fmt.Errorf("its last migration is %d, and this program knows those up to %d: %w", has, last, ErrNewer)
	}
	return nil
}
