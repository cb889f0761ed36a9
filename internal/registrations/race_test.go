package registrations_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

func count(errs []error, is func(error) bool) int {
	n := 0
	for _, err := range errs {
		if is(err) {
			n++
		}
	}
	return n
}

func succeeded(err error) bool { return err == nil }

func TestOfTwoWhoAmendOneWins(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		amend := func() error {
			_, err := w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: r.ID, ExpectedVersion: 1})
			return err
		}
		errs := testworld.AtOnce(amend, amend, amend, amend)
		if count(errs, succeeded) != 1 || count(errs, isStale) != 3 {
			t.Fatalf("%v", errs)
		}
		if got := w.Reload(r.ID).Version; got != 2 {
			t.Errorf("version %d", got)
		}
	})
}

func TestDocumentsAttachedAtOnceAllCount(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		kinds := []string{"LEERWERKOVEREENKOMST", "LOONSTROOK_START", "LOONSTROOK_EIND", "DIPLOMA"}
		acts := make([]func() error, len(kinds))
		for i, kind := range kinds {
			ticket := w.Upload(w.AsEmployer(), r.ID, kind)
			acts[i] = func() error {
				in := matrix.AttachDocumentInput{TicketID: ticket, ForID: r.ID, ExpectedVersion: 1, Kind: kind, ServesAll: true}
				switch kind {
				case "LOONSTROOK_START":
					in.Statement = testworld.Month("2026-02")
				case "LOONSTROOK_EIND":
					in.Statement = testworld.Month("2026-12")
				}
				_, err := w.Registrations.AttachDocument(w.AsEmployer(), in)
				return err
			}
		}
		if errs := testworld.AtOnce(acts...); count(errs, succeeded) != len(kinds) {
			t.Fatalf("%v", errs)
		}
		for _, c := range w.Cells(r.ID) {
			if c[len(c)-len("INCOMPLETE"):] != "INCOMPLETE" { // there, and not said to be complete
				t.Errorf("a document was overlooked: %s", c)
			}
		}
	})
}

func TestAWordAndADecisionAtOnceDoNotMiss(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.HandIn(r.ID)
		w.Submit(r.ID)
		w.Review(r.ID)
		w.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
		v := w.Reload(r.ID).Version
		c := w.CellRows(r.ID)[0]
		testworld.AtOnce(func() error {
			_, err := w.Registrations.Decide(w.AsAssessor(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: v, Verdict: "APPROVED"})
			return err
		}, func() error {
			_, err := w.Registrations.JudgeCells(w.AsAssessor(), matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: v, Cells: []matrix.CellVerdict{
				{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "REJECTED", Reason: new("OTHER")},
			}})
			return err
		})
		rejected := w.CellRows(r.ID)[0].State == "REJECTED"
		approved := w.Reload(r.ID).State == workflow.Approved
		if rejected == approved {
			t.Errorf("approved %t with a rejected cell %t", approved, rejected)
		}
	})
}

func TestATicketServesOnce(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		ticket := w.Upload(w.AsEmployer(), r.ID, "once")
		attach := func() error {
			_, err := w.Registrations.AttachDocument(w.AsEmployer(), matrix.AttachDocumentInput{TicketID: ticket, ForID: r.ID, ExpectedVersion: 1, Kind: "DIPLOMA", ServesAll: true})
			return err
		}
		errs := testworld.AtOnce(attach, attach, attach)
		used := func(err error) bool { return fault.HasReason(err, "UPLOAD_TICKET_USED") }
		if count(errs, succeeded) != 1 || count(errs, used) != 2 {
			t.Errorf("%v", errs)
		}
	})
}

func TestOfTwoThatTakeAKeyOneGetsIt(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		create := func() error {
			in := w.ByDay()
			in.ExternalReference = new("HR-7")
			_, err := w.Registrations.Create(w.AsEmployer(), in)
			return err
		}
		errs := testworld.AtOnce(create, create, create)
		taken := func(err error) bool { return fault.HasReason(err, "EXTERNAL_REFERENCE_TAKEN") }
		if count(errs, succeeded) != 1 || count(errs, taken) != 2 {
			t.Errorf("%v", errs)
		}
	})
}

func TestAnActIsKeptTogetherWithTheAnswerToIt(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		ticket := w.Upload(w.AsEmployer(), r.ID, "held")
		ctx, held := w.AsEmployer(), (*store.Held)(nil)
		attach := func() {
			ctx, held = w.Store.Hold(w.AsEmployer())
			done, err := w.Registrations.AttachDocument(ctx, matrix.AttachDocumentInput{TicketID: ticket, ForID: r.ID, ExpectedVersion: 1, Kind: "DIPLOMA", ServesAll: true})
			w.Must(err)
			if done.Cells[0].State != "INCOMPLETE" {
				t.Errorf("the answer does not see the act: %+v", done.Cells)
			}
		}
		attach()
		w.Must(held.Abandon())
		if got := w.Cells(r.ID)[3]; got != "PRESTATIEBEWIJS MISSING" {
			t.Errorf("an abandoned act was kept: %s", got)
		}
		attach()
		w.Must(held.Finish(ctx, func(*ent.Tx) error { return nil }))
		if got := w.Cells(r.ID)[3]; got != "PRESTATIEBEWIJS INCOMPLETE" {
			t.Errorf("a finished act was lost: %s", got)
		}
	})
}
