// Package storetest gives a test a migrated, empty database of its own: always SQLite, and PostgreSQL where the
// machine has it.
//
// PENVOERDER_TEST_POSTGRES names a running PostgreSQL to use (its user may create databases);
// PENVOERDER_REQUIRE_POSTGRES=1 makes a missing one a failure.
package storetest

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest/cluster"
)

// Run runs the body once on each database, as parallel subtests; a short run takes one, drawn. The store has no row rule yet: read as the
// platform itself (actor.AsSystem), or Restrict it.
func Run(t *testing.T, body func(t *testing.T, s *store.Store)) {
	t.Helper()
	drawn := rand.IntN(2)
	if !testing.Short() || drawn == 0 {
		t.Run("sqlite", func(t *testing.T) {
			t.Parallel()
			body(t, SQLite(t))
		})
	}
	if !testing.Short() || drawn == 1 {
		t.Run("postgres", func(t *testing.T) {
			t.Parallel()
			body(t, Postgres(t))
		})
	}
}

// SQLite opens a database in a temporary directory.
func SQLite(t testing.TB) *store.Store {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, store.FileName), template, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, store.Config{DataDir: dir})
}

// Postgres opens a database of its own on PostgreSQL, or skips the test where there is none.
func Postgres(t testing.TB) *store.Store {
	t.Helper()
	return open(t, store.Config{DSN: ServerDSN(t), Connections: 8})
}

// PostgresDSN is the address of a migrated database of the test's own on PostgreSQL.
func PostgresDSN(t testing.TB) string {
	t.Helper()
	return database(t, func(s *server) string { return s.template })
}

// ServerDSN is the address of such a database for the user that docs/operator.md advises: one that owns no table, and has
// the rights stated there and no others.
func ServerDSN(t testing.TB) string {
	t.Helper()
	return AsServer(PostgresDSN(t))
}

// AsServer is the address of a database for the server's user.
func AsServer(dsn string) string { return dsn + asServer }

// AsOwner is the address of the same database for its owner, who may do anything in it.
func AsOwner(dsn string) string { return strings.TrimSuffix(dsn, asServer) }

// EmptyPostgresDSN is the address of a database without any table on PostgreSQL.
func EmptyPostgresDSN(t testing.TB) string {
	t.Helper()
	return database(t, func(*server) string { return emptyTemplate })
}

// emptyTemplate is the database that every PostgreSQL has to begin from.
const emptyTemplate = "template0"

func database(t testing.TB, from func(*server) string) string {
	t.Helper()
	server, err := postgres()
	if errors.Is(err, cluster.ErrNoBinaries) && os.Getenv("PENVOERDER_REQUIRE_POSTGRES") == "" {
		t.Skip("there is no PostgreSQL on this machine: install postgresql (initdb) to test on it too")
	}
	if err != nil {
		t.Fatal(err)
	}
	name := "test_" + strings.ToLower(ids.New("db"))
	if err := server.create(t.Context(), name, from(server)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.drop(name); err != nil {
			t.Error(err)
		}
	})
	return server.dsn(name)
}

func open(t testing.TB, c store.Config) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// sqliteTemplate is the file of a migrated, empty database, made once per process.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "penvoerder")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // it lies among the temporary files
	if err := migrated(context.Background(), store.Config{DataDir: dir}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, store.FileName))
})

func migrated(ctx context.Context, c store.Config) error {
	s, err := store.Open(ctx, c)
	if err != nil {
		return err
	}
	return errors.Join(s.Migrate(ctx), s.Close())
}
