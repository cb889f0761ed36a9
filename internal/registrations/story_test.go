package registrations_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

func TestARegistrationByTheDayFromDraftToApproval(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1"), testworld.Newcomer("Bram", "e2")))
		if r.State != workflow.Draft || r.ParticipantCount != 2 || *r.Outcome != "ELIGIBLE" || *r.AmountCents != 2*3019_36 {
			t.Fatalf("created: %s, %d participants, %v %v", r.State, r.ParticipantCount, *r.Outcome, r.AmountCents)
		}
		if got := w.Submit(r.ID); got.IsSubmitted || got.Registration.State != workflow.Draft {
			t.Fatalf("handed in without documents: %+v", got)
		}

		w.HandIn(r.ID)
		if r = w.Reload(r.ID); r.State != workflow.Ready || r.Version != 1 {
			t.Fatalf("after documents: %s, version %d", r.State, r.Version)
		}
		if got := w.Submit(r.ID); !got.IsSubmitted || got.Registration.State != workflow.Submitted || got.Registration.SubmittedAt == nil {
			t.Fatalf("submitted: %+v", got.Registration)
		}

		w.Review(r.ID)
		w.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
		done := w.Decide(r.ID, "APPROVED", nil, nil)
		if done.Registration.State != workflow.Approved || *done.Decision.AmountCents != 2*3019_36 || done.Budget != "1" {
			t.Fatalf("decided: %s %v budget %s", done.Registration.State, done.Decision.AmountCents, done.Budget)
		}
		if *done.Registration.EvaluationID != done.Decision.EvaluationID {
			t.Error("the decision rests on another receipt than the registration")
		}

		if diff := cmp.Diff([]string{
			"createRegistration DONE", "submitRegistration REFUSED",
			"createUploadTickets DONE", "attachDocument DONE", "createUploadTickets DONE", "attachDocument DONE",
			"createUploadTickets DONE", "attachDocument DONE", "createUploadTickets DONE", "attachDocument DONE",
			"completeCells DONE", "completeCells DONE", "completeCells DONE", "completeCells DONE",
			"submitRegistration DONE", "startReview DONE", "judgeCells DONE", "decideRegistration DONE",
		}, w.Acts(0)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestACourseGoesBackForRepairAndIsApproved(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByHour(testworld.Newcomer("Ada", "e1")))
		if *r.Outcome != "ELIGIBLE" || *r.AmountCents != 131_94 {
			t.Fatalf("created: %v %v", *r.Outcome, r.AmountCents)
		}
		statement := w.HandInCourse(r.ID)
		w.Submit(r.ID)
		w.Review(r.ID)
		if diff := cmp.Diff([]string{"THEMA_DOEL IN_REVIEW", "LOONSTROOK_START IN_REVIEW", "PRESTATIEVERKLARING IN_REVIEW"}, w.Cells(r.ID)); diff != "" {
			t.Fatal(diff)
		}

		reason := "DOCUMENT_NOT_SIGNED"
		cells := w.CellRows(r.ID)
		in := matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: w.Reload(r.ID).Version, Cells: []matrix.CellVerdict{
			{CellID: cells[2].ID, ExpectedVersion: cells[2].Version, Verdict: "REJECTED", Reason: &reason},
			{CellID: cells[0].ID, ExpectedVersion: cells[0].Version, Verdict: "APPROVED"},
		}}
		judged, err := w.Registrations.JudgeCells(w.AsAssessor(), in)
		w.Must(err)
		if judged.Cells[0].State != "REJECTED" || *judged.Cells[0].Reason != reason || judged.Cells[1].Column != "THEMA_DOEL" {
			t.Fatalf("judged: %+v", judged.Cells)
		}
		note := "Laat de docent tekenen."
		w.Decide(r.ID, "REPAIR", &note, testworld.Date("2027-02-01"))
		if diff := cmp.Diff([]string{"THEMA_DOEL APPROVED", "LOONSTROOK_START COMPLETE", "PRESTATIEVERKLARING REJECTED"}, w.Cells(r.ID)); diff != "" {
			t.Fatal(diff)
		}
		if got := w.Submit(r.ID); got.IsSubmitted || got.Registration.State != workflow.Repair {
			t.Fatalf("handed in before it was mended: %+v", got.Registration)
		}

		done, err := w.Registrations.ReplaceDocument(w.AsEmployer(), matrix.ReplaceDocumentInput{
			ID: statement.ID, ExpectedVersion: statement.Version, TicketID: w.Upload(w.AsEmployer(), r.ID, "signed"),
		})
		w.Must(err)
		if len(done.Cells) != 1 || done.Cells[0].State != "COMPLETE" || *done.Cells[0].Verdict != "REJECTED" {
			t.Fatalf("mended: %+v", done.Cells)
		}
		files, err := done.Document.QueryFiles().All(w.System())
		w.Must(err)
		if len(files) != 2 {
			t.Errorf("%d files, want the old one kept", len(files))
		}
		if !w.Submit(r.ID).IsSubmitted {
			t.Fatal("not handed in again")
		}
		w.Review(r.ID)
		if diff := cmp.Diff([]string{"THEMA_DOEL APPROVED", "LOONSTROOK_START IN_REVIEW", "PRESTATIEVERKLARING IN_REVIEW"}, w.Cells(r.ID)); diff != "" {
			t.Fatal(diff)
		}
		w.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
		if got := w.Decide(r.ID, "APPROVED", nil, nil); *got.Decision.AmountCents != 131_94 || got.Budget != "2" {
			t.Errorf("decided: %v %s", got.Decision.AmountCents, got.Budget)
		}
		open, err := w.Reload(r.ID).QueryRepairs().All(w.System())
		w.Must(err)
		if len(open) != 1 || open[0].ClosedAt == nil || open[0].DueOn.Format(time.DateOnly) != "2027-02-01" {
			t.Errorf("repairs: %+v", open)
		}
	})
}

func TestWhatEachActTellsTheFeed(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		seen := 0
		expect := func(what string, want ...string) {
			t.Helper()
			got := w.Events(seen)
			seen += len(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
		}
		r := w.Create(w.ByHour(testworld.Newcomer("Ada", "e1")))
		expect("create", "REGISTRATION_CHANGED", "JUDGEMENT_CHANGED")
		w.Attach(r.ID, "LOONSTROOK_START", testworld.Month("2026-02"))
		expect("attach", "DOCUMENT_CHANGED", "JUDGEMENT_CHANGED", "CELL_STATE_CHANGED")
		w.Complete(r.ID, "LOONSTROOK_START")
		expect("complete", "CELL_STATE_CHANGED")
		w.Attach(r.ID, "PRESTATIEVERKLARING", nil)
		expect("attach the last", "DOCUMENT_CHANGED", "JUDGEMENT_CHANGED", "CELL_STATE_CHANGED")
		w.Complete(r.ID, "PRESTATIEVERKLARING")
		expect("complete the last", "REGISTRATION_STATE_CHANGED", "CELL_STATE_CHANGED")
		w.Submit(r.ID)
		expect("submit", "REGISTRATION_STATE_CHANGED")
		w.Review(r.ID)
		expect("start review", "REGISTRATION_STATE_CHANGED")
		w.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
		expect("judge", "CELL_STATE_CHANGED", "CELL_STATE_CHANGED", "CELL_STATE_CHANGED")
		w.Decide(r.ID, "APPROVED", nil, nil)
		expect("decide", "REGISTRATION_STATE_CHANGED")
	})
}
