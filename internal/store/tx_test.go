package store_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

func TestATransactionIsAllOrNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx := system(t)
		refusal := errors.New("no")
		err := s.Tx(ctx, func(tx *ent.Tx) error {
			newOrganisation(tx, "12345678").ExecX(ctx)
			return refusal
		})
		if !errors.Is(err, refusal) {
			t.Error(err)
		}
		func() {
			defer func() {
				if p := recover(); p != "bug" {
					t.Errorf("the panic became %v", p)
				}
			}()
			_ = s.Tx(ctx, func(tx *ent.Tx) error { // it panics
				newOrganisation(tx, "12345678").ExecX(ctx)
				panic("bug")
			})
		}()
		if n := s.Client().Organisation.Query().CountX(ctx); n != 0 {
			t.Errorf("%d rows were left", n)
		}
		oneOrganisation(t, s, "12345678") // the connection is free again
	})
}

// Two transactions that lock two rows in opposite order end each other's wait; the one that is sent back tries again.
func TestADeadlockIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := storetest.Postgres(t)
	ctx := system(t)
	a, b := oneOrganisation(t, s, "11111111"), oneOrganisation(t, s, "22222222")
	var both sync.WaitGroup
	both.Add(2)
	meet := sync.OnceFunc(func() { both.Done() })
	meetToo := sync.OnceFunc(func() { both.Done() })
	cross := func(first, second *ent.Organisation, arrived func()) error {
		return s.Tx(ctx, func(tx *ent.Tx) error {
			if err := tx.Organisation.UpdateOneID(first.ID).AddVersion(1).Exec(ctx); err != nil {
				return err
			}
			arrived()
			both.Wait()
			return tx.Organisation.UpdateOneID(second.ID).AddVersion(1).Exec(ctx)
		})
	}
	var group sync.WaitGroup
	group.Go(func() {
		if err := cross(a, b, meet); err != nil {
			t.Error(err)
		}
	})
	group.Go(func() {
		if err := cross(b, a, meetToo); err != nil {
			t.Error(err)
		}
	})
	group.Wait()
	if got := s.Client().Organisation.GetX(ctx, a.ID).Version + s.Client().Organisation.GetX(ctx, b.ID).Version; got != 6 {
		t.Errorf("versions add up to %d, want each raised twice", got)
	}
}

func TestWritersTakeTurns(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx := system(t)
		org := oneOrganisation(t, s, "12345678")
		var writers sync.WaitGroup
		for range 8 {
			writers.Go(func() {
				for range 5 {
					err := s.Tx(ctx, func(tx *ent.Tx) error { return tx.Organisation.UpdateOneID(org.ID).AddVersion(1).Exec(ctx) })
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		writers.Wait()
		if got := s.Client().Organisation.GetX(ctx, org.ID).Version; got != 41 {
			t.Errorf("version %d after 40 changes", got)
		}
	})
}

func TestNumbersAreNeverGivenTwice(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx := system(t)
		seen := map[int]bool{}
		var mu sync.Mutex
		var takers sync.WaitGroup
		for i := range 8 {
			takers.Go(func() {
				for range 5 {
					var n int
					err := s.Tx(ctx, func(tx *ent.Tx) error {
						taken, err := tx.Number.Create().Save(ctx)
						if err != nil {
							return err
						}
						if n = taken.ID; i == 0 {
							return errors.New("lost")
						}
						return nil
					})
					mu.Lock()
					if err == nil && seen[n] {
						t.Errorf("%d was given twice", n)
					}
					seen[n] = seen[n] || err == nil
					mu.Unlock()
				}
			})
		}
		takers.Wait()
	})
}

func TestReadersDoNotWaitForTheWriter(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx := system(t)
		err := s.Tx(ctx, func(tx *ent.Tx) error {
			newOrganisation(tx, "12345678").ExecX(ctx)
			if n := s.Client().Organisation.Query().CountX(ctx); n != 0 {
				t.Errorf("a reader sees %d uncommitted rows", n)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := s.Client().Organisation.Query().CountX(ctx); n != 1 {
			t.Errorf("a reader sees %d rows after the commit", n)
		}
	})
}
