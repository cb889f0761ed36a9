package registrations_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/hypothesis"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// stated is what the scheme was told of a registration, last.
func (w *world) stated(id string) *schemes.Registration {
	w.t.Helper()
	e, err := w.store.Client().Evaluation.Get(w.system(), *w.reload(id).EvaluationID)
	w.must(err)
	var q schemes.Question
	w.must(json.Unmarshal(e.Facts, &q))
	return q.Registration
}

func (w *world) advance(d time.Duration) time.Time {
	w.t.Helper()
	to := w.clock.Regulation().Add(d)
	w.must(w.clock.Advance(to))
	return to
}

// sendBack reviews a registration under 2 and sends it back.
func (w *world) sendBack(id string) {
	w.t.Helper()
	w.review(id)
	reason, note := "DOCUMENT_NOT_SIGNED", "Laat de docent tekenen."
	cells := w.cellRows(id)
	last := cells[len(cells)-1]
	_, err := w.desk.JudgeCells(w.assessor(), matrix.JudgeCellsInput{
		ForID: id, ExpectedVersion: w.reload(id).Version,
		Cells: []matrix.CellVerdict{{CellID: last.ID, ExpectedVersion: last.Version, Verdict: "REJECTED", Reason: &reason}},
	})
	w.must(err)
	w.decide(id, "REPAIR", &note, date("2027-04-01"))
}

func (w *world) withdraw(id string) *ent.Registration {
	w.t.Helper()
	r, err := w.desk.Withdraw(w.employer(), registrations.WithdrawInput{ID: id, ExpectedVersion: w.reload(id).Version})
	w.must(err)
	return r
}

func TestARepairKeepsTheFirstSubmissionAndAWithdrawalEndsIt(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byHour(newcomer("Ada", "e1")))
		w.submit(r.ID) // refused: nothing is attached
		if row := w.reload(r.ID); row.FirstSubmittedAt != nil || w.stated(r.ID).SubmittedAt.IsKnown() || w.stated(r.ID).Number != "" {
			t.Errorf("a draft was submitted at %v", row.FirstSubmittedAt)
		}
		w.attach(r.ID, "LOONSTROOK_START", month("2026-02"))
		statement := w.attach(r.ID, "PRESTATIEVERKLARING", nil)
		w.complete(r.ID, "LOONSTROOK_START")
		w.complete(r.ID, "PRESTATIEVERKLARING")
		first := w.advance(time.Hour)
		w.submit(r.ID)
		says := func(what string, last time.Time) {
			t.Helper()
			row, facts := w.reload(r.ID), w.stated(r.ID)
			if !row.SubmittedAt.Equal(last) || !row.FirstSubmittedAt.Equal(first) || facts.SubmittedAt.Value() != schemes.At(first) || facts.Number != row.Number {
				t.Errorf("%s: %v, first %v, stated %+v %s", what, row.SubmittedAt, row.FirstSubmittedAt, facts.SubmittedAt.Value(), facts.Number)
			}
		}
		says("submitted", first)
		w.sendBack(r.ID)
		_, err := w.desk.ReplaceDocument(w.employer(), matrix.ReplaceDocumentInput{
			ID: statement.Document.ID, ExpectedVersion: statement.Document.Version, TicketID: w.upload(w.employer(), r.ID, "signed"),
		})
		w.must(err)
		second := w.advance(24 * time.Hour)
		w.submit(r.ID)
		says("submitted after repair", second)
		if got := w.withdraw(r.ID); got.FirstSubmittedAt != nil || got.SubmittedAt == nil {
			t.Errorf("withdrawn: first %v, last %v", got.FirstSubmittedAt, got.SubmittedAt)
		}
	})
}

func TestOthersAreStatedInTheOrderOfTheirSubmission(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		var all []*ent.Registration
		for i := range 4 {
			in := w.byHour(participant("e1"))
			if i == 0 {
				in = w.byHour(newcomer("Ada", "e1"))
			}
			in.Start = date(fmt.Sprintf("2026-02-0%d", i+1))
			all = append(all, w.create(in))
		}
		others := func() (told []string) {
			t.Helper()
			w.round()
			for _, o := range w.stated(all[0].ID).Participations[0].Others {
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
		w.advance(time.Hour)
		w.account(all[2].ID)
		submitted := []string{"R-2027-000004 SUBMITTED 2026-02-04 2027-01-04 10:00", "R-2027-000003 SUBMITTED 2026-02-03 2027-01-04 11:00"}
		is("the last came first", append(submitted, "R-2027-000002 DRAFT 2026-02-02 -")...)
		w.sendBack(all[3].ID)
		is("a repair keeps its place", append(submitted, "R-2027-000002 DRAFT 2026-02-02 -")...)
		w.review(all[2].ID)
		w.judge(all[2].ID, "APPROVED", nil, "IN_REVIEW")
		w.decide(all[2].ID, "APPROVED", nil, nil)
		submitted[1] = "R-2027-000003 APPROVED 2026-02-03 2027-01-04 11:00"
		is("approved", append(submitted, "R-2027-000002 DRAFT 2026-02-02 -")...)
		w.withdraw(all[3].ID)
		is("withdrawn", submitted[1], "R-2027-000002 DRAFT 2026-02-02 -")
		if got := w.reload(all[1].ID).State; got != workflow.Draft {
			t.Errorf("the draft became %s", got)
		}
	})
}

// account attaches all that 2 asks and submits.
func (w *world) account(id string) {
	w.t.Helper()
	w.attach(id, "LOONSTROOK_START", month("2026-02"))
	w.attach(id, "PRESTATIEVERKLARING", nil)
	w.complete(id, "LOONSTROOK_START")
	w.complete(id, "PRESTATIEVERKLARING")
	if !w.submit(id).IsSubmitted {
		w.t.Fatalf("%s was not submitted: %v", id, w.cells(id))
	}
}

func TestWhatIsNotStoredCanHaveBeenSubmitted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	for _, at := range []*entry.DateTime{nil, new(entry.DateTime("2026-01-05T09:00:00+01:00"))} {
		e, err := w.guess.Evaluate(w.employer(), hypothesis.EvaluateInput{Scheme: "sozw-2026", Subject: hypothesis.EvaluateSubjectInput{
			Registration: &hypothesis.EvaluateRegistrationInput{
				Activity: "2", SubmittedAt: at, Training: course(), Participations: []hypothesis.EvaluateParticipationInput{{Key: "a"}},
			},
		}})
		w.must(err)
		var q schemes.Question
		w.must(json.Unmarshal(e.Facts, &q))
		if got, stated := q.Registration.SubmittedAt.Get(); stated != (at != nil) || stated && got != schemes.Moment("2026-01-05T09:00:00+01:00") {
			t.Errorf("submitted %v, stated %v", at, got)
		}
	}
}
