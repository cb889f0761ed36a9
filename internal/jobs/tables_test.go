package jobs_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/penvoerder/penvoerder/ent/migrate"
	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// The migrations of ours make what the library wants, with nothing left for its own tool.
func TestTheTablesAreThoseOfTheLibrary(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		m := migrator(t, s)
		if known, ours := len(m.AllVersions()), len(migrate.PostgresJobs()); known != ours || ours != len(migrate.SQLiteJobs()) {
			t.Errorf("the library knows %d versions of its tables, ent/migrate has %d", known, ours)
		}
		result, err := m.Validate(t.Context(), nil)
		if err != nil || !result.OK {
			t.Errorf("%+v, %v", result, err)
		}
		if pending, err := s.Pending(t.Context()); pending != 0 || err != nil {
			t.Errorf("%d migrations are pending, %v", pending, err)
		}
	})
}

func TestTheTablesAreTakenBackAndMadeAgain(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		dialect, files, inGo := goose.DialectSQLite3, migrate.SQLite(), migrate.SQLiteJobs()
		if s.IsPostgres() {
			s = open(t, store.Config{DSN: storetest.PostgresDSN(t)}) // tables are of the owner
			dialect, files, inGo = goose.DialectPostgres, migrate.Postgres(), migrate.PostgresJobs()
		}
		p, err := goose.NewProvider(dialect, s.Writer(), files, goose.WithGoMigrations(inGo...))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.DownTo(t.Context(), inGo[0].Version-1); err != nil {
			t.Fatal(err)
		}
		if pending, err := s.Pending(t.Context()); pending < len(inGo) || err != nil {
			t.Errorf("%d migrations are pending, %v", pending, err)
		}
		var left int
		if err := s.Writer().QueryRowContext(t.Context(), `SELECT count(*) FROM river_job`).Scan(&left); err == nil {
			t.Error("the table of jobs is still there")
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if result, err := migrator(t, s).Validate(t.Context(), nil); err != nil || !result.OK {
			t.Errorf("%+v, %v", result, err)
		}
	})
}

func migrator(t *testing.T, s *store.Store) *rivermigrate.Migrator[*sql.Tx] {
	t.Helper()
	var driver riverdriver.Driver[*sql.Tx] = riversqlite.New(s.Writer())
	if s.IsPostgres() {
		driver = riverdatabasesql.New(s.Writer())
	}
	m, err := rivermigrate.New(driver, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The rights of docs/operator.md are enough for a server whose user owns no table.
func TestAUserWithoutTablesOfItsOwnCarriesJobsOut(t *testing.T) {
	t.Parallel()
	s := open(t, store.Config{DSN: storetest.ServerDSN(t)})
	logged := &log{}
	q, told := queue(t, s, logged), make(chan string, 10)
	handle(t, q, jobs.Kind{}, func(_ context.Context, a tell) error { told <- a.ID; return nil })
	repeat(t, q, jobs.Round{Name: "look", Every: time.Hour, Do: func(context.Context) error { return nil }})
	start(t, q)
	enqueue(t, s, q, "ltr_1")
	next(t, told)
	untilStates(t, q, "tell", "completed")
	untilStates(t, q, "look", "completed")
	if text := logged.String(); text != "" {
		t.Errorf("logged: %s", text)
	}
}
