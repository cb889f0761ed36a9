package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/penvoerder/penvoerder/ent/migrate"
)

// Migrate applies the migrations that the database lacks. Several replicas may start at once: on PostgreSQL one of
// them migrates while the others wait.
func (s *Store) Migrate(ctx context.Context) error {
	p, err := s.migrations()
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate database: %w", err)
	}
	return s.checkForeignKeys(ctx)
}

// Pending counts the migrations that the database lacks.
func (s *Store) Pending(ctx context.Context) (int, error) {
	p, err := s.migrations()
	if err != nil {
		return 0, fmt.Errorf("read migrations: %w", err)
	}
	states, err := p.Status(ctx)
	if err != nil {
		return 0, fmt.Errorf("compare the database with the migrations: %w", err)
	}
	pending := 0
	for _, m := range states {
		if m.State == goose.StatePending {
			pending++
		}
	}
	return pending, nil
}

func (s *Store) migrations() (*goose.Provider, error) {
	if !s.IsPostgres() {
		return goose.NewProvider(goose.DialectSQLite3, s.db, migrate.SQLite(), goose.WithGoMigrations(migrate.SQLiteJobs()...))
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, s.db, migrate.Postgres(),
		goose.WithGoMigrations(migrate.PostgresJobs()...), goose.WithSessionLocker(locker))
}

// checkForeignKeys looks for rows of which a rebuild of a SQLite table lost the referenced row: a rebuild runs with
// the check switched off.
func (s *Store) checkForeignKeys(ctx context.Context) error {
	if s.IsPostgres() {
		return nil
	}
	rows, err := s.db.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err reports the same error
	if rows.Next() {
		return errors.New("migrate database: rows refer to rows that are gone")
	}
	return rows.Err()
}
