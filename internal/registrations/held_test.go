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
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
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
		if r = w.Reload(r.ID); r.State != workflow.Ready || *r.AmountCents != 3019_36 {
			t.Fatalf("a hold changed more than the day: %s, %d cents", r.State, *r.AmountCents)
		}

		from := len(w.Acts(0))
		refused := w.Submit(r.ID)
		if refused.IsSubmitted || refused.Registration.State != workflow.Ready {
			t.Errorf("submitted a second before the year was over: %+v", refused.Registration)
		}
		if diff := cmp.Diff([]string{"submitRegistration REFUSED"}, w.Acts(from)); diff != "" {
			t.Error(diff)
		}
		if can := w.Registrations.Can(w.AsEmployer(), "SUBMIT", w.Reload(r.ID)); can.Allowed || can.Reason != "HELD" || can.PossibleFrom == nil || *can.PossibleFrom != "2027-01-01" {
			t.Errorf("may submit: %+v", can)
		}

		w.Must(w.Clock.Advance(newYear)) // and no round has judged it since
		if can := w.Registrations.Can(w.AsEmployer(), "SUBMIT", w.Reload(r.ID)); !can.Allowed {
			t.Errorf("may not submit from the day on: %+v", can)
		}
		if got := w.Submit(r.ID); !got.IsSubmitted || len(got.Registration.Holds) > 0 {
			t.Errorf("not submitted from the day on: %+v", got.Registration)
		}
	})
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
	r, err := w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: r.ID, ExpectedVersion: r.Version, End: entry.ChangeTo(testworld.Date("2026-02-10"))})
	w.Must(err)
	if len(r.Holds) > 0 {
		t.Errorf("still held: %+v", r.Holds)
	}
}
