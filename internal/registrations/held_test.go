package registrations_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
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
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.HandIn(r.ID)
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
		in := w.ByHour(testworld.Newcomer("Ada", "e1"))
		in.Start, in.End = testworld.Date("2026-01-02"), testworld.Date("2026-01-02")
		r := w.Create(in)
		w.Attach(r.ID, "LOONSTROOK_START", testworld.Month("2026-01"))
		w.Attach(r.ID, "PRESTATIEVERKLARING", nil)
		w.Complete(r.ID, "LOONSTROOK_START")
		w.Complete(r.ID, "PRESTATIEVERKLARING")
		w.waitsUntil(r.ID, opens, "2026-01-05", *w.Reload(r.ID).AmountCents)
	})
}

// waitsUntil submits a registration that is complete: a second before a moment, which changes nothing, and at that moment.
func (w *world) waitsUntil(id string, moment time.Time, day typed.Date, cents int64) {
	w.T.Helper()
	r := w.Reload(id)
	if r.State != workflow.Ready || *r.AmountCents != cents {
		w.T.Fatalf("a hold changed more than the day: %s, %d cents", r.State, *r.AmountCents)
	}
	acts, events := len(w.Acts(0)), len(w.Events(0))
	refused := w.Submit(id)
	if now := w.Reload(id); refused.IsSubmitted || now.State != workflow.Ready || now.SubmittedAt != nil || now.Version != r.Version {
		w.T.Errorf("submitted a second before %s: %+v", day, now)
	}
	if diff := cmp.Diff([]string{"submitRegistration REFUSED"}, w.Acts(acts)); diff != "" {
		w.T.Error(diff)
	}
	if got := w.Events(events); len(got) > 0 {
		w.T.Errorf("told of a refusal: %v", got)
	}
	if can := w.Registrations.Can(w.AsEmployer(), "SUBMIT", w.Reload(id)); can.Allowed || can.Reason != "HELD" || can.PossibleFrom == nil || *can.PossibleFrom != day {
		w.T.Errorf("may submit: %+v", can)
	}

	w.Must(w.Clock.Advance(moment)) // and no round has judged it since
	if can := w.Registrations.Can(w.AsEmployer(), "SUBMIT", w.Reload(id)); !can.Allowed {
		w.T.Errorf("may not submit from the day on: %+v", can)
	}
	if got := w.Submit(id); !got.IsSubmitted || len(got.Registration.Holds) > 0 {
		w.T.Errorf("not submitted from the day on: %+v", got.Registration)
	}
}

// A registration that was submitted in time is approved by the facts of the moment: the assessor has the end corrected.
func TestApprovalWaitsByTheFactsOfThatMoment(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-GRANT-007")
	w := newWorldOf(t, storetest.SQLite(t), sozw.Scheme, testworld.WhileTheyRun)
	r := w.Create(w.ByHour(testworld.Newcomer("Ada", "e1")))
	w.HandInCourse(r.ID)
	if got := w.Submit(r.ID); !got.IsSubmitted {
		t.Fatalf("not submitted: %v", w.Rules(got.Evaluation))
	}
	w.Review(r.ID)
	w.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
	w.Must(w.Store.Tx(w.T.Context(), func(tx *ent.Tx) error {
		return tx.Registration.UpdateOneID(r.ID).SetEnd(time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)).Exec(w.System())
	}))
	_, err := w.Registrations.Decide(w.AsAssessor(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: w.Reload(r.ID).Version, Verdict: "APPROVED"})
	if diff := cmp.Diff([]string{"CONFLICT HELD input.verdict"}, testworld.Refused(err)); diff != "" {
		t.Error(diff)
	}
	if can := w.Registrations.Can(w.AsAssessor(), "DECIDE", w.Reload(r.ID)); !can.Allowed {
		t.Errorf("a decision that is no approval waits too: %+v", can)
	}
	if got := w.Decide(r.ID, "REJECTED", new("Niet doorgegaan."), nil); got.Registration.State != workflow.Rejected {
		t.Errorf("not rejected: %s", got.Registration.State)
	}
}

func TestWithoutAnEndNoDayCanBeSaid(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, storetest.SQLite(t), sozw.Scheme, testworld.WhileTheyRun)
	in := w.ByHour(testworld.Newcomer("Ada", "e1"))
	in.End = nil
	r := w.Create(in)
	can := w.Registrations.Can(w.AsEmployer(), "SUBMIT", w.Reload(r.ID))
	if can.Allowed || can.Reason != "HELD" || can.PossibleFrom != nil {
		t.Errorf("may submit: %+v", can)
	}
	r, err := w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: r.ID, ExpectedVersion: r.Version, End: typed.ChangeTo(testworld.Date("2026-02-10"))})
	w.Must(err)
	if len(r.Holds) > 0 {
		t.Errorf("still held: %+v", r.Holds)
	}
}
