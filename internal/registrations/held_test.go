package registrations_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// newYear is the first moment after the subsidy period, in Amsterdam.
var newYear = time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC)

func TestATrainingIsSubmittedWhenItsLastDayIsOver(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-GRANT-007")
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorldOf(t, s, sozw.Scheme, newYear.Add(-time.Second))
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		w.handIn(r.ID)
		w.waitsUntil(r.ID, newYear, "2027-01-01", 3019_36)
	})
}

// A course of New Year's week is over before accounting opens, and waits for that day.
func TestNothingIsSubmittedBeforeAccountingOpens(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-DATE-006")
	opens := schemes.On(2026, 1, 5).Midnight().Time()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorldOf(t, s, sozw.Scheme, opens.Add(-time.Second))
		in := w.byHour(newcomer("Ada", "e1"))
		in.Start, in.End = date("2026-01-02"), date("2026-01-02")
		r := w.create(in)
		w.attach(r.ID, "LOONSTROOK_START", month("2026-01"))
		w.attach(r.ID, "PRESTATIEVERKLARING", nil)
		w.complete(r.ID, "LOONSTROOK_START")
		w.complete(r.ID, "PRESTATIEVERKLARING")
		w.waitsUntil(r.ID, opens, "2026-01-05", *w.reload(r.ID).AmountCents)
	})
}

// waitsUntil submits a registration that is complete: a second before a moment, which changes nothing, and at that moment.
func (w *world) waitsUntil(id string, moment time.Time, day entry.Date, cents int64) {
	w.t.Helper()
	r := w.reload(id)
	if r.State != workflow.Ready || *r.AmountCents != cents {
		w.t.Fatalf("a hold changed more than the day: %s, %d cents", r.State, *r.AmountCents)
	}
	acts, events := len(w.acts(0)), len(w.events(0))
	refused := w.submit(id)
	if now := w.reload(id); refused.IsSubmitted || now.State != workflow.Ready || now.SubmittedAt != nil || now.Version != r.Version {
		w.t.Errorf("submitted a second before %s: %+v", day, now)
	}
	if diff := cmp.Diff([]string{"submitRegistration REFUSED"}, w.acts(acts)); diff != "" {
		w.t.Error(diff)
	}
	if got := w.events(events); len(got) > 0 {
		w.t.Errorf("told of a refusal: %v", got)
	}
	if can := w.desk.Can(w.employer(), "SUBMIT", w.reload(id)); can.Allowed || can.Reason != "HELD" || can.PossibleFrom == nil || *can.PossibleFrom != day {
		w.t.Errorf("may submit: %+v", can)
	}

	w.must(w.clock.Advance(moment)) // and no round has judged it since
	if can := w.desk.Can(w.employer(), "SUBMIT", w.reload(id)); !can.Allowed {
		w.t.Errorf("may not submit from the day on: %+v", can)
	}
	if got := w.submit(id); !got.IsSubmitted || len(got.Registration.Holds) > 0 {
		w.t.Errorf("not submitted from the day on: %+v", got.Registration)
	}
}

// A registration that was submitted in time is approved by the facts of the moment: the assessor has the end corrected.
func TestApprovalWaitsByTheFactsOfThatMoment(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-GRANT-007")
	w := newWorldOf(t, storetest.SQLite(t), sozw.Scheme, whileTheyRun)
	r := w.create(w.byHour(newcomer("Ada", "e1")))
	w.attach(r.ID, "LOONSTROOK_START", month("2026-02"))
	w.attach(r.ID, "PRESTATIEVERKLARING", nil)
	w.complete(r.ID, "LOONSTROOK_START")
	w.complete(r.ID, "PRESTATIEVERKLARING")
	if got := w.submit(r.ID); !got.IsSubmitted {
		t.Fatalf("not submitted: %v", w.rules(got.Evaluation))
	}
	w.review(r.ID)
	w.judge(r.ID, "APPROVED", nil, "IN_REVIEW")
	w.must(w.store.Tx(w.t.Context(), func(tx *ent.Tx) error {
		return tx.Registration.UpdateOneID(r.ID).SetEnd(time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)).Exec(w.system())
	}))
	_, err := w.desk.Decide(w.assessor(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: w.reload(r.ID).Version, Verdict: "APPROVED"})
	if diff := cmp.Diff([]string{"CONFLICT HELD input.verdict"}, refused(err)); diff != "" {
		t.Error(diff)
	}
	if can := w.desk.Can(w.assessor(), "DECIDE", w.reload(r.ID)); !can.Allowed {
		t.Errorf("a decision that is no approval waits too: %+v", can)
	}
	if got := w.decide(r.ID, "REJECTED", new("Niet doorgegaan."), nil); got.Registration.State != workflow.Rejected {
		t.Errorf("not rejected: %s", got.Registration.State)
	}
}

func TestWithoutAnEndNoDayCanBeSaid(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, storetest.SQLite(t), sozw.Scheme, whileTheyRun)
	in := w.byHour(newcomer("Ada", "e1"))
	in.End = nil
	r := w.create(in)
	can := w.desk.Can(w.employer(), "SUBMIT", w.reload(r.ID))
	if can.Allowed || can.Reason != "HELD" || can.PossibleFrom != nil {
		t.Errorf("may submit: %+v", can)
	}
	r, err := w.desk.Amend(w.employer(), entered.AmendInput{ID: r.ID, ExpectedVersion: r.Version, End: entry.ChangeTo(date("2026-02-10"))})
	w.must(err)
	if len(r.Holds) > 0 {
		t.Errorf("still held: %+v", r.Holds)
	}
}
