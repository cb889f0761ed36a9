package exchange_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/setting"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/exchange"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

const body = `{"query": "mutation { a }", "variables": {"n": 1}}`

// world is a keeper and an act that counts how often it was carried out.
type world struct {
	keeper *exchange.Keeper
	store  *store.Store
	now    atomic.Int64
	acts   atomic.Int64
}

func newWorld(s *store.Store) *world {
	w := &world{store: s}
	w.now.Store(time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC).Unix())
	w.keeper = &exchange.Keeper{Store: s, Clock: clock.Still(time.Time{}, func() time.Time { return time.Unix(w.now.Load(), 0).UTC() })}
	return w
}

// act writes one row, and returns what it reads of it in the same request.
func (w *world) act(ctx context.Context) ([]byte, bool) {
	n := w.acts.Add(1)
	id := fmt.Sprintf("act %d", n)
	err := w.store.Tx(ctx, func(tx *ent.Tx) error { return tx.Setting.Create().SetID(id).SetValue("done").Exec(ctx) })
	if err != nil {
		return []byte(err.Error()), false
	}
	row, err := w.store.Client().Setting.Get(actor.AsSystem(ctx), id)
	if err != nil {
		return []byte(err.Error()), false
	}
	return []byte(id + " " + row.Value), false
}

func (w *world) rows(t *testing.T) int {
	t.Helper()
	n, err := w.store.Client().Setting.Query().Where(setting.Value("done")).Count(actor.AsSystem(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func as(t *testing.T, token string) context.Context {
	return actor.With(t.Context(), actor.Actor{TokenID: token, Role: actor.Employer})
}

func TestTheSameKeyGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(s)
		ctx := as(t, "tok_1")
		first, err := w.keeper.Once(ctx, "k1", body, w.act)
		if err != nil || string(first) != "act 1 done" {
			t.Fatalf("first: %s, %v", first, err)
		}
		reordered := `{"variables":{"n":1},"query":"mutation { a }"}`
		again, err := w.keeper.Once(ctx, "k1", reordered, w.act)
		if err != nil || !cmp.Equal(first, again) {
			t.Errorf("again: %s, %v", again, err)
		}
		if _, err := w.keeper.Once(ctx, "k1", strings.Replace(body, "1", "2", 1), w.act); !fault.HasReason(err, "IDEMPOTENCY_KEY_REUSED") {
			t.Errorf("another request under the key: %v", err)
		}
		if other, err := w.keeper.Once(as(t, "tok_2"), "k1", body, w.act); err != nil || string(other) != "act 2 done" {
			t.Errorf("another's key: %s, %v", other, err)
		}
		if got := w.rows(t); got != 2 {
			t.Errorf("%d acts were kept, want 2", got)
		}
	})
}

func TestEqualRequestsAtOnceActOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(s)
		const senders = 6
		answers := make([]string, senders)
		var wg sync.WaitGroup
		for i := range senders {
			wg.Go(func() {
				answer, err := w.keeper.Once(as(t, "tok_1"), "k1", body, w.act)
				if err != nil {
					t.Errorf("sender %d: %v", i, err)
				}
				answers[i] = string(answer)
			})
		}
		wg.Wait()
		for _, a := range answers {
			if a != answers[0] {
				t.Errorf("answers differ: %q", answers)
			}
		}
		if got := w.rows(t); got != 1 {
			t.Errorf("%d acts were kept, want 1", got)
		}
	})
}

func TestWhatWroteNothingIsNotKept(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(s)
		refused := func(context.Context) ([]byte, bool) { return []byte("userErrors"), false }
		if got, err := w.keeper.Once(as(t, "tok_1"), "k1", body, refused); err != nil || string(got) != "userErrors" {
			t.Fatalf("refused: %s, %v", got, err)
		}
		if got, err := w.keeper.Once(as(t, "tok_1"), "k1", body, w.act); err != nil || string(got) != "act 1 done" {
			t.Errorf("mended: %s, %v", got, err)
		}
		byParts := func(ctx context.Context) ([]byte, bool) {
			_, _ = w.act(store.Release(ctx))
			return []byte("by parts"), true
		}
		for range 2 {
			if got, err := w.keeper.Once(as(t, "tok_1"), "k2", body, byParts); err != nil || string(got) != "by parts" {
				t.Errorf("by parts: %s, %v", got, err)
			}
		}
		if got := w.rows(t); got != 2 {
			t.Errorf("%d acts were kept, want 2", got)
		}
	})
}

func TestKeysAreForgottenAfterADay(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(s)
		ctx := as(t, "tok_1")
		if _, err := w.keeper.Once(ctx, "k1", body, w.act); err != nil {
			t.Fatal(err)
		}
		w.now.Add(int64((25 * time.Hour).Seconds()))
		if err := w.keeper.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, err := w.keeper.Once(ctx, "k1", body, w.act); err != nil || string(got) != "act 2 done" {
			t.Errorf("a day later: %s, %v", got, err)
		}
	})
}

func TestKeysThatCannotBeOneAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(storetest.SQLite(t))
	for _, key := range []string{"", "a b", "é", strings.Repeat("k", 256), "a\n"} {
		if _, err := w.keeper.Once(as(t, "tok_1"), key, body, w.act); !fault.HasReason(err, "IDEMPOTENCY_KEY_MALFORMED") {
			t.Errorf("key %q: %v", key, err)
		}
	}
	if _, err := w.keeper.Once(t.Context(), "k1", body, w.act); !fault.Is(err, fault.CodeUnauthenticated) {
		t.Errorf("nobody: %v", err)
	}
}
