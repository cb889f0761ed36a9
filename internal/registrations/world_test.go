package registrations_test

import (
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// world is a dossier with the verbs that only the tests of this desk use.
type world struct{ *testworld.Dossier }

func each(t *testing.T, body func(w *world)) {
	t.Helper()
	testworld.EachDossier(t, func(d *testworld.Dossier) { body(&world{d}) })
}

func newWorld(t *testing.T, s *store.Store) *world {
	t.Helper()
	return newWorldOf(t, s, sozw.Scheme, testworld.WhenAllOver)
}

// newWorldOf is a world in which the plan is one of this scheme, from a moment on.
func newWorldOf(t *testing.T, s *store.Store, scheme schemes.Scheme, start time.Time) *world {
	t.Helper()
	return &world{testworld.OpenDossier(t, s, scheme, start)}
}

func isStale(err error) bool { return fault.HasReason(err, fault.ReasonStaleVersion) }
