package storetest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/pressly/goose/v3"

	"github.com/penvoerder/penvoerder/ent/migrate"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest/cluster"
)

// server is the PostgreSQL of this process, with one database that the others are copied from.
type server struct {
	dsn      func(database string) string
	admin    *sql.DB
	template string
}

// postgres starts or finds the server, once per process; a server that it started ends with the process.
var postgres = sync.OnceValues(func() (*server, error) {
	dsn, err := address()
	if err != nil {
		return nil, err
	}
	admin, err := sql.Open("postgres", dsn("postgres"))
	if err != nil {
		return nil, err
	}
	admin.SetMaxOpenConns(4)
	s := &server{dsn: dsn, admin: admin}
	return s, s.prepare(context.Background())
})

// prepare makes the database that others are copied from. It is named after the migrations, so that processes that
// share a server share it too, and marked as a template once it is complete.
func (s *server) prepare(ctx context.Context) error {
	rights, err := documentedRights()
	if err != nil {
		return err
	}
	hash, err := fingerprint(migrate.Postgres(), migrate.PostgresJobs(), rights)
	if err != nil {
		return err
	}
	s.template = "penvoerder_" + hash
	conn, err := s.admin.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // it goes back to the pool
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock(hashtext($1))`, s.template); err != nil {
		return err
	}
	defer func() { _, _ = conn.ExecContext(ctx, `SELECT pg_advisory_unlock(hashtext($1))`, s.template) }() // the session's end frees it too
	var isReady bool
	const query = `SELECT COALESCE((SELECT datistemplate FROM pg_database WHERE datname = $1), false)`
	if err := conn.QueryRowContext(ctx, query, s.template).Scan(&isReady); err != nil || isReady {
		return err
	}
	if _, err := conn.ExecContext(ctx, `DROP DATABASE IF EXISTS `+pq.QuoteIdentifier(s.template)); err != nil {
		return err
	}
	if err := s.create(ctx, s.template, emptyTemplate); err != nil {
		return err
	}
	if err := migrated(ctx, store.Config{DSN: s.dsn(s.template), Connections: 2}); err != nil {
		return err
	}
	if err := grant(ctx, s.dsn(s.template), rights); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `ALTER DATABASE `+pq.QuoteIdentifier(s.template)+` IS_TEMPLATE true`)
	return err
}

// fingerprint identifies a set of migrations, and the rights that are given after them.
func fingerprint(files fs.FS, inGo []*goose.Migration, rights string) (string, error) {
	h := sha256.New()
	_, _ = fmt.Fprintln(h, rights)
	for _, m := range inGo {
		_, _ = fmt.Fprintln(h, m.Version)
	}
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		_, _ = fmt.Fprintf(h, "%s %d\n%s", path, len(text), text) // a hash never fails to be written to
		return err
	})
	return hex.EncodeToString(h.Sum(nil)[:8]), err
}

func address() (func(database string) string, error) {
	given := os.Getenv("PENVOERDER_TEST_POSTGRES")
	if given == "" {
		c, err := cluster.Start(context.Background(), cluster.InMemory())
		if err != nil {
			return nil, err
		}
		return c.DSN, nil
	}
	u, err := url.Parse(given)
	if err != nil {
		return nil, errors.New("PENVOERDER_TEST_POSTGRES is no postgres:// address")
	}
	return func(database string) string {
		of := *u
		of.Path = "/" + database
		return of.String()
	}, nil
}

func (s *server) create(ctx context.Context, name, from string) error {
	_, err := s.admin.ExecContext(ctx, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", pq.QuoteIdentifier(name), pq.QuoteIdentifier(from)))
	return err
}

func (s *server) drop(name string) error {
	_, err := s.admin.ExecContext(context.Background(), fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", pq.QuoteIdentifier(name)))
	return err
}

// Settle waits until every transaction that runs now, of any parallel test, has ended. PostgreSQL counts transactions
// per server, so that a feed of events (package outbox) waits for those of other databases too.
func Settle(t testing.TB, s *store.Store) {
	t.Helper()
	if !s.IsPostgres() {
		return
	}
	server, err := postgres()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (s *server) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute) // other tests may take their time
	defer cancel()
	var next int64
	if err := s.admin.QueryRowContext(ctx, `SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint`).Scan(&next); err != nil {
		return err
	}
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		var isSettled bool
		const query = `SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= $1`
		if err := s.admin.QueryRowContext(ctx, query, next).Scan(&isSettled); err != nil || isSettled {
			return err
		}
		<-tick.C
	}
}
