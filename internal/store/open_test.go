package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lib/pq"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

func TestOpenRefusesWhatItCannotUse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]store.Config{
		"no directory":        {},
		"a missing directory": {DataDir: filepath.Join(t.TempDir(), "missing")},
		"another database":    {DSN: "mysql://localhost/x"},
		"an odd address":      {DSN: "postgres://user:secret@host:port/x"},
	} {
		s, err := store.Open(t.Context(), c)
		if err == nil {
			t.Errorf("%s: opened, %v", name, s.Close())
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error tells the password: %v", name, err)
		}
	}
}

func TestAPathWithOddCharactersIsOpened(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a b?c#d%e&f")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Config{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if found, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "*", store.FileName)); err != nil || len(found) != 1 {
		t.Errorf("the database lies elsewhere: %v, %v", found, err)
	}
}

func TestAnUnmigratedDatabaseSaysWhatItLacks(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), store.Config{DataDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if n, err := s.Pending(t.Context()); err != nil || n == 0 {
		t.Errorf("%d pending, %v", n, err)
	}
}

func TestProductionReachesPostgresByVerifiedTLSOrSocket(t *testing.T) {
	t.Parallel()
	for dsn, isSafe := range map[string]bool{
		"postgres://db.example.org/penvoerder?sslmode=verify-full": true,
		"postgres://db.example.org/penvoerder?sslmode=require":     false,
		"postgres://db.example.org/penvoerder?sslmode=disable":     false,
		"postgres://db.example.org/penvoerder":                     false,
		"postgres:///penvoerder?host=/run/postgresql":              true,
	} {
		config, err := pq.NewConfig(dsn)
		if err != nil {
			t.Fatal(err)
		}
		if err := store.CheckTLS(config, true); (err == nil) != isSafe {
			t.Errorf("%s: %v", dsn, err)
		}
		if err := store.CheckTLS(config, false); err != nil {
			t.Errorf("in development %s: %v", dsn, err)
		}
	}
}

// A dump loaded into a younger cluster carries transaction ids of its future: new events would sort before old ones.
func TestEventsOfAnotherClusterAreNotOpened(t *testing.T) {
	t.Parallel()
	dsn := storetest.PostgresDSN(t)
	s, err := store.Open(t.Context(), store.Config{DSN: dsn})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	_, err = s.Writer().ExecContext(t.Context(), `INSERT INTO events (key, xid, type, occurred_at, subject_id) VALUES ('evt_1', 1000000000000, 'X', now(), 'x')`)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := store.Open(t.Context(), store.Config{DSN: dsn}); err == nil {
		t.Errorf("opened, %v", again.Close())
	}
}

func TestAWriteBesideTransactionsThatAnswersRowsIsRefusedOnSQLite(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	if n, err := s.Client().Number.Create().Save(system(t)); err == nil {
		t.Errorf("wrote %v through a reader", n)
	}
	err := s.Tx(system(t), func(tx *ent.Tx) error { return tx.Number.Create().Exec(system(t)) })
	if err != nil {
		t.Error(err)
	}
}
