package store_test

import (
	"errors"
	"testing"

	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// Whatever opens a database, to write or to read, refuses one that a later release has migrated.
func TestADatabaseOfALaterReleaseIsNotOpened(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]func(t *testing.T) store.Config{
		"sqlite":   func(t *testing.T) store.Config { return store.Config{DataDir: t.TempDir()} },
		"postgres": func(t *testing.T) store.Config { return store.Config{DSN: storetest.EmptyPostgresDSN(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := config(t)
			s, err := store.Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Writer().ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) SELECT max(version_id) + 1, true FROM goose_db_version"); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}

			for _, c.ReadOnly = range []bool{false, true} {
				if later, err := store.Open(t.Context(), c); !errors.Is(err, store.ErrNewer) {
					t.Errorf("read only %t: %v", c.ReadOnly, err)
					if err == nil {
						_ = later.Close()
					}
				}
			}
		})
	}
}
