package registrations_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

func TestTheQueueOfTheCommittee(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		b := newBoard(t, s)
		first := b.Create(b.toCommission(testworld.Newcomer("Ada", "e1")))
		b.ask(first.ID)
		b.Must(b.Clock.Advance(time.Date(2026, 3, 12, 23, 30, 0, 0, time.UTC))) // the 13th in Amsterdam
		second := b.Create(b.toCommission(testworld.Newcomer("Bram", "e2")))
		b.ask(second.ID)
		draft := b.Create(b.toCommission(testworld.Newcomer("Cas", "e3")))
		done := b.Create(b.toCommission(testworld.Newcomer("Dirk", "e4")))
		b.ask(done.ID)
		b.approve(done.ID)
		if got := b.Reload(second.ID).ContentExpectedOn.Format(time.DateOnly); got != "2026-04-03" {
			t.Errorf("counted from the day in Amsterdam: %s", got)
		}

		queue := func(also ...predicate.Registration) []string {
			t.Helper()
			ids, err := s.Client().Registration.Query().Where(registrations.WaitingForContent()).Where(also...).Order(registration.ByContentAskedAt()).IDs(b.member())
			b.Must(err)
			return ids
		}
		expect := func(when string, got []string, want ...string) {
			t.Helper()
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", when, diff)
			}
		}
		late := func(is bool) []string { return queue(registrations.ContentOverdue(b.Clock.Today(), is)) }
		expect("all", queue(), first.ID, second.ID)
		b.Must(b.Clock.Advance(time.Date(2026, 3, 23, 22, 59, 0, 0, time.UTC))) // the last minute of the last day
		expect("none late", append([]string(nil), late(true)...))
		b.Must(b.Clock.Advance(time.Date(2026, 3, 23, 23, 1, 0, 0, time.UTC)))
		expect("late", late(true), first.ID)
		expect("in time", late(false), second.ID)
		if r := b.Reload(first.ID); r.State != workflow.AwaitingContent || !registrations.IsContentOverdue(r, b.Clock.Today()) {
			t.Errorf("nothing happens by itself: %s", r.State)
		}

		why := "Nee."
		_, err := b.say(b.member, second.ID, "REJECTED", &why)
		b.Must(err)
		_, err = b.amend(done.ID, retrain(func(c *question.CourseInput) { c.Title = "Anders" }))
		b.Must(err)
		for _, state := range []string{"NOT_ASKED", "WAITING", "APPROVED", "REJECTED", "SPENT"} {
			ids, err := s.Client().Registration.Query().Where(registrations.InContentState(state)).IDs(b.System())
			b.Must(err)
			want := map[string][]string{"NOT_ASKED": {draft.ID}, "WAITING": {first.ID}, "REJECTED": {second.ID}, "SPENT": {done.ID}}[state]
			if diff := cmp.Diff(want, append([]string(nil), ids...)); diff != "" {
				t.Errorf("%s: %s", state, diff)
			}
		}
	})
}

func TestTheTermIsTheOneOfTheDay(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SPP-FLOW-011")
	b := newBoard(t, storetest.SQLite(t))
	b.Catalog.Current.Parameters = &catalog.Parameters{Overrides: schemes.Overrides{contentTerm.Code: {{Text: "5", From: schemes.On(2026, 1, 1), To: schemes.On(2026, 6, 30)}}}}
	r := b.Create(b.toCommission(testworld.Newcomer("Ada", "e1")))
	if got := b.ask(r.ID).Registration.ContentExpectedOn.Format(time.DateOnly); got != "2026-03-07" {
		t.Errorf("by the operator's parameter: %s", got)
	}
	b.Must(b.Clock.Advance(time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)))
	r = b.Create(b.toCommission(testworld.Newcomer("Bram", "e2")))
	if got := b.ask(r.ID).Registration; got.State != workflow.AwaitingContent || got.ContentExpectedOn != nil {
		t.Errorf("where no value holds: %+v", got)
	}
}
