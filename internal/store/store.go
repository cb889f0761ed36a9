package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"entgo.io/ent/dialect"

	"github.com/penvoerder/penvoerder/ent"
	_ "github.com/penvoerder/penvoerder/ent/runtime" // defaults of the schema
)

// Config says which database to open.
type Config struct {
	DSN         string // postgres://…; empty for SQLite in DataDir
	DataDir     string // must exist; for SQLite only
	RequireTLS  bool   // refuse PostgreSQL over a network without sslmode=verify-full
	Connections int    // at most, to PostgreSQL or for reading from SQLite; 0 for a good number
	ReadOnly    bool   // the database refuses every write, and must be there
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	client  *ent.Client
	dialect string
	db      *sql.DB // the writer, for migrations and health
	close   func() error
	rule    atomic.Pointer[Rule]
}

// Open opens the database and checks that it behaves as the platform needs. It applies no migration; see Migrate.
// A database of a later release is refused with [ErrNewer]. Until Restrict is called, only the platform itself sees rows.
func Open(ctx context.Context, c Config) (*Store, error) {
	open := openSQLite
	if isPostgres(c.DSN) {
		open = openPostgres
	} else if c.DSN != "" {
		return nil, fmt.Errorf("open database: the address is neither empty nor postgres://")
	}
	s, driver, err := open(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := s.refuseNewer(ctx); err != nil {
		return nil, fmt.Errorf("open database: %w", errors.Join(err, s.close()))
	}
	s.client = ent.NewClient(ent.Driver(&router{Driver: driver}))
	s.client.Intercept(s.rows())
	return s, nil
}

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// Client reads under the row predicate of the context's actor. Writes belong in Tx.
func (s *Store) Client() *ent.Client { return s.client }

// IsPostgres distinguishes the two databases, for the few statements that differ.
func (s *Store) IsPostgres() bool { return s.dialect == dialect.Postgres }

// Ping reports whether the database responds.
func (s *Store) Ping(ctx context.Context) error { return s.db.PingContext(ctx) }

// Close waits for running statements and closes the database.
func (s *Store) Close() error { return s.close() }
