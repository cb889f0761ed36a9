package registrations_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// sendBack reviews a registration under 2 and sends it back.
func (w *world) sendBack(id string) {
	w.T.Helper()
	w.Review(id)
	reason, note := "DOCUMENT_NOT_SIGNED", "Laat de docent tekenen."
	cells := w.CellRows(id)
	last := cells[len(cells)-1]
	_, err := w.Registrations.JudgeCells(w.AsAssessor(), matrix.JudgeCellsInput{
		ForID: id, ExpectedVersion: w.Reload(id).Version,
		Cells: []matrix.CellVerdict{{CellID: last.ID, ExpectedVersion: last.Version, Verdict: "REJECTED", Reason: &reason}},
	})
	w.Must(err)
	w.Decide(id, "REPAIR", &note, testworld.Date("2027-04-01"))
}

func TestARepairKeepsTheFirstSubmissionAndAWithdrawalEndsIt(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByHour(testworld.Newcomer("Ada", "e1")))
		w.Submit(r.ID) // refused: nothing is attached
		if row := w.Reload(r.ID); row.FirstSubmittedAt != nil || w.Question(r.ID).Registration.SubmittedAt.IsKnown() || w.Question(r.ID).Registration.Number != "" {
			t.Errorf("a draft was submitted at %v", row.FirstSubmittedAt)
		}
		statement := w.HandInCourse(r.ID)
		first := w.Advance(time.Hour)
		w.Submit(r.ID)
		says := func(what string, last time.Time) {
			t.Helper()
			row, facts := w.Reload(r.ID), w.Question(r.ID).Registration
			if !row.SubmittedAt.Equal(last) || !row.FirstSubmittedAt.Equal(first) || facts.SubmittedAt.Value() != schemes.At(first) || facts.Number != row.Number {
				t.Errorf("%s: %v, first %v, stated %+v %s", what, row.SubmittedAt, row.FirstSubmittedAt, facts.SubmittedAt.Value(), facts.Number)
			}
		}
		says("submitted", first)
		w.sendBack(r.ID)
		_, err := w.Registrations.ReplaceDocument(w.AsEmployer(), matrix.ReplaceDocumentInput{
			ID: statement.ID, ExpectedVersion: statement.Version, TicketID: w.Upload(w.AsEmployer(), r.ID, "signed"),
		})
		w.Must(err)
		second := w.Advance(24 * time.Hour)
		w.Submit(r.ID)
		says("submitted after repair", second)
		if got := w.Withdraw(r.ID); got.FirstSubmittedAt != nil || got.SubmittedAt == nil {
			t.Errorf("withdrawn: first %v, last %v", got.FirstSubmittedAt, got.SubmittedAt)
		}
	})
}

func TestOthersAreStatedInTheOrderOfTheirSubmission(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		var all []*ent.Registration
		for i := range 4 {
			in := w.ByHour(testworld.Participant("e1"))
			if i == 0 {
				in = w.ByHour(testworld.Newcomer("Ada", "e1"))
			}
			in.Start = testworld.Date(fmt.Sprintf("2026-02-0%d", i+1))
			all = append(all, w.Create(in))
		}
		others := func() (told []string) {
			t.Helper()
			w.Round()
			for _, o := range w.Question(all[0].ID).Registration.Participations[0].Others {
				at := "-"
				if moment, known := o.SubmittedAt.Get(); known {
					at = moment.Dutch()
				}
				told = append(told, fmt.Sprintf("%s %s %s %s", o.Number, o.State, o.Start.Value(), at))
			}
			return told
		}
		is := func(what string, want ...string) {
			t.Helper()
			if diff := cmp.Diff(want, others()); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
		}
		is("drafts", "R-2027-000002 DRAFT 2026-02-02 -", "R-2027-000003 DRAFT 2026-02-03 -", "R-2027-000004 DRAFT 2026-02-04 -")
		w.account(all[3].ID)
		w.Advance(time.Hour)
		w.account(all[2].ID)
		submitted := []string{"R-2027-000004 SUBMITTED 2026-02-04 2027-01-04 10:00", "R-2027-000003 SUBMITTED 2026-02-03 2027-01-04 11:00"}
		is("the last came first", append(submitted, "R-2027-000002 DRAFT 2026-02-02 -")...)
		w.sendBack(all[3].ID)
		is("a repair keeps its place", append(submitted, "R-2027-000002 DRAFT 2026-02-02 -")...)
		w.Review(all[2].ID)
		w.Judge(all[2].ID, "APPROVED", nil, "IN_REVIEW")
		w.Decide(all[2].ID, "APPROVED", nil, nil)
		submitted[1] = "R-2027-000003 APPROVED 2026-02-03 2027-01-04 11:00"
		is("approved", append(submitted, "R-2027-000002 DRAFT 2026-02-02 -")...)
		w.Withdraw(all[3].ID)
		is("withdrawn", submitted[1], "R-2027-000002 DRAFT 2026-02-02 -")
		if got := w.Reload(all[1].ID).State; got != workflow.Draft {
			t.Errorf("the draft became %s", got)
		}
	})
}

// account attaches all that 2 asks and submits.
func (w *world) account(id string) {
	w.T.Helper()
	w.HandInCourse(id)
	if !w.Submit(id).IsSubmitted {
		w.T.Fatalf("%s was not submitted: %v", id, w.Cells(id))
	}
}
