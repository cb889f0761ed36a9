package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// kvkNumbers are those of all organisations that ctx sees.
func kvkNumbers(ctx context.Context, s *store.Store) []string {
	return s.Client().Organisation.Query().Order(organisation.ByKvkNumber()).Select(organisation.FieldKvkNumber).StringsX(ctx)
}

func add(ctx context.Context, s *store.Store, kvk string) error {
	return s.Tx(ctx, func(tx *ent.Tx) error { return newOrganisation(tx, kvk).Exec(ctx) })
}

func TestAHeldTransactionIsSeenByItsRequestOnlyUntilItIsFinished(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx, held := s.Hold(system(t))
		if held.IsOpen() || store.InTransaction(ctx) {
			t.Error("open before anything was written")
		}
		if err := add(ctx, s, "11111111"); err != nil {
			t.Fatal(err)
		}
		if !held.IsOpen() || !store.InTransaction(ctx) {
			t.Error("not held open")
		}
		if got := kvkNumbers(ctx, s); len(got) != 1 {
			t.Errorf("the request does not see what it wrote: %v", got)
		}
		if got := kvkNumbers(system(t), s); len(got) != 0 {
			t.Errorf("others see it already: %v", got)
		}
		if err := held.Finish(ctx, func(tx *ent.Tx) error { return newOrganisation(tx, "22222222").Exec(ctx) }); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"11111111", "22222222"}, kvkNumbers(system(t), s)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"11111111", "22222222"}, kvkNumbers(ctx, s)); diff != "" || store.InTransaction(ctx) {
			t.Errorf("after the end: %s", diff)
		}
	})
}

func TestManyReadInOneHeldTransactionAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx, held := s.Hold(system(t))
		if err := add(ctx, s, "11111111"); err != nil {
			t.Fatal(err)
		}
		var readers sync.WaitGroup
		for range 8 {
			readers.Go(func() {
				for range 10 {
					if all, err := s.Client().Organisation.Query().WithPlans().WithRoles().All(ctx); err != nil || len(all) != 1 {
						t.Errorf("%v, %v", all, err)
					}
				}
			})
		}
		readers.Wait()
		if err := held.Finish(ctx, func(*ent.Tx) error { return nil }); err != nil {
			t.Error(err)
		}
	})
}

func TestAnAbandonedTransactionLeavesNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx, held := s.Hold(system(t))
		if err := add(ctx, s, "11111111"); err != nil {
			t.Fatal(err)
		}
		ran := false
		store.AfterCommit(ctx, func(context.Context) { ran = true })
		if err := errors.Join(held.Abandon(), held.Abandon()); err != nil {
			t.Fatal(err)
		}
		if got := kvkNumbers(ctx, s); len(got) != 0 || ran {
			t.Errorf("left %v, ran %t", got, ran)
		}
		if err := add(system(t), s, "22222222"); err != nil {
			t.Errorf("the writer is not free again: %v", err)
		}
	})
}

func TestAPartThatIsRolledBackSpoilsTheWhole(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx, held := s.Hold(system(t))
		refusal := errors.New("no")
		if err := s.Tx(ctx, func(*ent.Tx) error { return refusal }); !errors.Is(err, refusal) || held.IsOpen() {
			t.Fatalf("a first part that fails holds nothing: %v", err)
		}
		if err := add(ctx, s, "11111111"); err != nil {
			t.Fatal(err)
		}
		if err := s.Tx(ctx, func(*ent.Tx) error { return refusal }); !errors.Is(err, refusal) {
			t.Fatal(err)
		}
		if err := held.Finish(ctx, func(*ent.Tx) error { return nil }); err == nil {
			t.Error("half an act was committed")
		}
		if got := kvkNumbers(system(t), s); len(got) != 0 {
			t.Errorf("left %v", got)
		}
	})
}

func TestWithoutAnActOnlyTheAnswerIsWritten(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx, held := s.Hold(system(t))
		if err := held.Finish(ctx, func(tx *ent.Tx) error { return newOrganisation(tx, "11111111").Exec(ctx) }); err != nil {
			t.Fatal(err)
		}
		if got := kvkNumbers(system(t), s); len(got) != 1 {
			t.Errorf("wrote %v", got)
		}
	})
}

func TestAFinishThatFailsTakesTheActBack(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx, held := s.Hold(system(t))
		if err := add(ctx, s, "11111111"); err != nil {
			t.Fatal(err)
		}
		if err := held.Finish(ctx, func(tx *ent.Tx) error { return newOrganisation(tx, "11111111").Exec(ctx) }); err == nil {
			t.Error("the same number was taken twice")
		}
		if got := kvkNumbers(system(t), s); len(got) != 0 || held.IsOpen() {
			t.Errorf("left %v", got)
		}
	})
}

func TestWhatFollowsACommitRunsOnceItIsThere(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		var seen [][]string
		follow := func(ctx context.Context) { seen = append(seen, kvkNumbers(ctx, s)) }
		store.AfterCommit(system(t), follow) // nothing is held: now
		ctx, held := s.Hold(system(t))
		if err := add(ctx, s, "11111111"); err != nil {
			t.Fatal(err)
		}
		store.AfterCommit(ctx, func(ctx context.Context) {
			follow(ctx)
			if err := add(ctx, s, "22222222"); err != nil { // a transaction of its own
				t.Error(err)
			}
		})
		if len(seen) != 1 {
			t.Errorf("it ran before the commit: %v", seen)
		}
		if err := held.Finish(ctx, func(*ent.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([][]string{nil, {"11111111"}}, seen); diff != "" {
			t.Error(diff)
		}
		if got := kvkNumbers(system(t), s); len(got) != 2 {
			t.Errorf("%v", got)
		}
	})
}

func TestReleasedActsCommitByThemselves(t *testing.T) {
	t.Parallel()
	s := storetest.Postgres(t) // on SQLite a second writer would wait for the first
	ctx, held := s.Hold(system(t))
	if err := add(ctx, s, "11111111"); err != nil {
		t.Fatal(err)
	}
	if err := add(store.Release(ctx), s, "22222222"); err != nil {
		t.Fatal(err)
	}
	if err := held.Abandon(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"22222222"}, kvkNumbers(system(t), s)); diff != "" {
		t.Error(diff)
	}
}
