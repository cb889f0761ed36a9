package catalog_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// TestWhatWasReadBeforeAnActDoesNotUndoIt puts a release in force between the moment at which the catalogue reads the rows
// and the moment at which it takes them over.
func TestWhatWasReadBeforeAnActDoesNotUndoIt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		one, two := release(t, "one", "1.0.0"), release(t, "one", "2.0.0")
		k, other := start(t, s, one, two), start(t, s, one, two)
		first := inForce(t, k, "one").ID
		next := releaseOf(t, s, "1.0.0").ID
		if next == first {
			next = releaseOf(t, s, "2.0.0").ID
		}
		if err := other.PutInForce(system(t), next); err != nil {
			t.Fatal(err)
		}
		var asked atomic.Int32
		act := func() error { return k.PutInForce(system(t), first) } // by another session than the one that reads
		s.Client().SchemeRelease.Intercept(ent.InterceptFunc(func(do ent.Querier) ent.Querier {
			return ent.QuerierFunc(func(ctx context.Context, q ent.Query) (ent.Value, error) {
				rows, err := do.Query(ctx, q)
				if asked.Add(1) == 2 { // after the versions, the rows that changed
					if err := act(); err != nil {
						t.Error(err)
					}
				}
				return rows, err
			})
		}))
		refresh(t, k)
		if got := inForce(t, k, "one").ID; got != first || asked.Load() < 2 {
			t.Errorf("%s is in force after %d queries, %s was put in force last", got, asked.Load(), first)
		}
	})
}
