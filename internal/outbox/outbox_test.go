package outbox_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

var at = time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)

func event(subject string) outbox.Event {
	return outbox.Event{Type: "REGISTRATION_CHANGED", At: at, SubjectID: subject, SubjectVersion: 2, DossierID: "pln_1", OrganisationID: "org_1", RegionalOrganisationID: "rgo_1"}
}

func write(ctx context.Context, t *testing.T, s *store.Store, events ...outbox.Event) {
	t.Helper()
	if err := s.Tx(ctx, func(tx *ent.Tx) error { return outbox.Append(ctx, tx, events...) }); err != nil {
		t.Fatal(err)
	}
}

func subjects(events []*ent.Event) []string {
	var got []string
	for _, e := range events {
		got = append(got, e.SubjectID)
	}
	return got
}

func TestEventsAreReadInPagesUntilTheEnd(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx := actor.AsSystem(t.Context())
		var want []string
		for i := range 4 {
			a, b := fmt.Sprintf("reg_%da", i), fmt.Sprintf("reg_%db", i)
			write(ctx, t, s, event(a), event(b))
			want = append(want, a, b)
		}
		storetest.Settle(t, s)
		var got []string
		cursor, more := "", true
		for pages := 0; more; pages++ {
			var events []*ent.Event
			var err error
			if events, more, err = outbox.After(ctx, s, cursor, 3); err != nil || pages > 3 {
				t.Fatal(err, pages)
			}
			got = append(got, subjects(events)...)
			cursor = outbox.CursorOf(events[len(events)-1])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		events, more, err := outbox.After(ctx, s, cursor, 3)
		if len(events) != 0 || more || err != nil {
			t.Errorf("after the end: %v, %t, %v", events, more, err)
		}
	})
}

func TestAnEventSaysWhatItWasTold(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx := actor.With(t.Context(), actor.Actor{PersonID: "per_1", SessionID: "ses_1"})
		write(ctx, t, s, event("reg_1"), outbox.Event{Type: "RELEASE_IN_FORCE", At: at, SubjectID: "rel_1"})
		storetest.Settle(t, s)
		events, _, err := outbox.After(actor.AsSystem(ctx), s, "", 10)
		if err != nil || len(events) != 2 {
			t.Fatal(events, err)
		}
		e, nobodys := events[0], events[1]
		if *e.Cause != "ses_1" || *e.SubjectVersion != 2 || *e.DossierID != "pln_1" || e.OrganisationID != "org_1" || !e.OccurredAt.Equal(at) || len(e.Key) != 30 {
			t.Errorf("%v", e)
		}
		if nobodys.SubjectVersion != nil || nobodys.DossierID != nil || nobodys.OrganisationID != "" {
			t.Errorf("%v", nobodys)
		}
	})
}

func TestOnlyTheTypesAskedAreRead(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx := actor.AsSystem(t.Context())
		plan := event("pln_1")
		plan.Type = "PLAN_CHANGED"
		write(ctx, t, s, event("reg_1"), plan, event("reg_2"))
		storetest.Settle(t, s)
		events, _, err := outbox.After(ctx, s, "", 10, "PLAN_CHANGED", "GRANT_ENTERED")
		if diff := cmp.Diff([]string{"pln_1"}, subjects(events)); diff != "" || err != nil {
			t.Error(diff, err)
		}
	})
}

func TestACursorOfAnotherListIsRefused(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	for _, odd := range []string{"x", "!", "MQ", "MS4", "YS5i", "OTk5OTk5OTk5OTk5OTk5OTk5OTkuMQ"} {
		if _, _, err := outbox.After(actor.AsSystem(t.Context()), s, odd, 1); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("cursor %q: %v", odd, err)
		}
	}
}

// A transaction that wrote its event early and commits late must not be passed over: events that were committed in
// the meantime wait for it.
func TestASlowTransactionIsNeverPassedOver(t *testing.T) {
	t.Parallel()
	s := storetest.Postgres(t)
	ctx := actor.AsSystem(t.Context())
	write(ctx, t, s, event("before"))
	slow := begin(t, s, "slow")
	write(ctx, t, s, event("fast"))
	cursor := read(t, s, "", "before")
	cursor = read(t, s, cursor) // the fast one waits
	if err := slow.Commit(); err != nil {
		t.Fatal(err)
	}
	cursor = read(t, s, cursor, "slow", "fast")
	read(t, s, cursor)
}

// A transaction that began early and writes its event last has a lower transaction and a higher place; one that took
// the lower place commits last. Neither is lost to a reader in between.
func TestPlacesTakenOutOfOrderAreNotLost(t *testing.T) {
	t.Parallel()
	s := storetest.Postgres(t)
	ctx := actor.AsSystem(t.Context())
	early := begin(t, s, "early, first")
	late := begin(t, s, "late")
	if err := outbox.Append(ctx, early, event("early, second")); err != nil {
		t.Fatal(err)
	}
	if err := early.Commit(); err != nil {
		t.Fatal(err)
	}
	cursor := read(t, s, "", "early, first", "early, second")
	if err := late.Commit(); err != nil {
		t.Fatal(err)
	}
	read(t, s, cursor, "late")
}

func TestARolledBackTransactionHoldsNothingUp(t *testing.T) {
	t.Parallel()
	s := storetest.Postgres(t)
	ctx := actor.AsSystem(t.Context())
	gone := begin(t, s, "gone")
	write(ctx, t, s, event("kept"))
	if err := gone.Rollback(); err != nil {
		t.Fatal(err)
	}
	read(t, s, "", "kept")
}

// begin opens a transaction that has written one event.
func begin(t *testing.T, s *store.Store, subject string) *ent.Tx {
	t.Helper()
	ctx := actor.AsSystem(t.Context())
	tx, err := s.Client().Tx(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := outbox.Append(ctx, tx, event(subject)); err != nil {
		t.Fatal(err)
	}
	return tx
}

// read expects these subjects after the cursor and returns the cursor after them. It asks again while there are fewer:
// transactions of parallel tests count on the same server, and hold events up, never back.
func read(t *testing.T, s *store.Store, cursor string, want ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(actor.AsSystem(t.Context()), 5*time.Minute)
	defer cancel()
	var events []*ent.Event
	for again := true; again; again = len(events) < len(want) {
		var err error
		if events, _, err = outbox.After(ctx, s, cursor, 100); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, subjects(events)); diff != "" {
		t.Fatal(diff)
	}
	if len(events) == 0 {
		return cursor
	}
	return outbox.CursorOf(events[len(events)-1])
}
