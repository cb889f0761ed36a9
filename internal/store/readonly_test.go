package store_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

func TestAReadOnlyStoreReadsAndRefusesToWrite(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]func(t *testing.T) store.Config{
		"sqlite":   func(t *testing.T) store.Config { return store.Config{DataDir: t.TempDir()} },
		"postgres": func(t *testing.T) store.Config { return store.Config{DSN: storetest.PostgresDSN(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := c(t)
			keep(t, config, false, nil)
			config.ReadOnly = true
			keep(t, config, true, func(s *store.Store) {
				if n, err := s.Client().Setting.Query().Count(actor.AsSystem(t.Context())); err != nil || n != 1 {
					t.Errorf("%d settings were read, %v", n, err)
				}
			})
		})
	}
}

// keep opens a store, migrates it where it may, and tries to write.
func keep(t *testing.T, c store.Config, isRefused bool, look func(*store.Store)) {
	t.Helper()
	ctx := actor.AsSystem(t.Context())
	s, err := store.Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if !c.ReadOnly {
		if err := s.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
	}
	err = s.Tx(ctx, func(tx *ent.Tx) error { return tx.Setting.Create().SetID("a setting").SetValue("x").Exec(ctx) })
	if (err != nil) != isRefused {
		t.Errorf("writing gives %v, refused should be %t", err, isRefused)
	}
	if look != nil {
		look(s)
	}
}

func TestAReadOnlyStoreMakesNoDatabase(t *testing.T) {
	t.Parallel()
	_, err := store.Open(t.Context(), store.Config{DataDir: t.TempDir(), ReadOnly: true})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("opening what is not there gives %v", err)
	}
}
