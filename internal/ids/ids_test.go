package ids_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/penvoerder/penvoerder/internal/ids"
)

func TestIdentifiersSortInTheOrderOfMaking(t *testing.T) {
	t.Parallel()
	made := make([]string, 10_000)
	for i := range made {
		made[i] = ids.New(ids.Registration)
	}
	if !slices.IsSorted(made) || len(slices.Compact(made)) != len(made) {
		t.Error("made out of order, or twice")
	}
}

func TestIdentifiersAreUniqueAcrossGoroutines(t *testing.T) {
	t.Parallel()
	var seen sync.Map
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 1000 {
				if _, twice := seen.LoadOrStore(ids.New(ids.Event), true); twice {
					t.Error("made twice")
				}
			}
		})
	}
	wg.Wait()
}

func TestValidKnowsItsOwn(t *testing.T) {
	t.Parallel()
	id := ids.New(ids.Plan)
	if !ids.Valid(id, ids.Plan) || ids.Prefix(id) != ids.Plan {
		t.Errorf("%s is not recognised", id)
	}
	for _, odd := range []string{
		"", "pln", "pln_", "pln_01J", "reg" + id[3:], id + "0", id[:len(id)-1] + "u", id[:len(id)-1] + "I",
		"pln_8" + id[5:], "pln_' OR 1=1 --00000000000000", "pln_\x00" + id[5:],
	} {
		if ids.Valid(odd, ids.Plan) {
			t.Errorf("%q passes for a plan's id", odd)
		}
	}
	if got := ids.Prefix("nothing"); got != "" {
		t.Errorf("Prefix = %q", got)
	}
}
