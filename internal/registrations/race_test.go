package registrations_test

import (
	"sync"
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// atOnce runs acts together and returns their errors.
func atOnce(acts ...func() error) []error {
	errs := make([]error, len(acts))
	var ready, done sync.WaitGroup
	ready.Add(len(acts))
	for i, act := range acts {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			errs[i] = act()
		})
	}
	done.Wait()
	return errs
}

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
func isStale(err error) bool   { return fault.HasReason(err, fault.ReasonStaleVersion) }

func TestOfTwoWhoAmendOneWins(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		amend := func() error {
			_, err := w.desk.Amend(w.employer(), entered.AmendInput{ID: r.ID, ExpectedVersion: 1})
			return err
		}
		errs := atOnce(amend, amend, amend, amend)
		if count(errs, succeeded) != 1 || count(errs, isStale) != 3 {
			t.Fatalf("%v", errs)
		}
		if got := w.reload(r.ID).Version; got != 2 {
			t.Errorf("version %d", got)
		}
	})
}

func TestDocumentsAttachedAtOnceAllCount(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		kinds := []string{"LEERWERKOVEREENKOMST", "LOONSTROOK_START", "LOONSTROOK_EIND", "DIPLOMA"}
		acts := make([]func() error, len(kinds))
		for i, kind := range kinds {
			ticket := w.upload(w.employer(), r.ID, kind)
			acts[i] = func() error {
				in := matrix.AttachDocumentInput{TicketID: ticket, ForID: r.ID, ExpectedVersion: 1, Kind: kind, ServesAll: true}
				switch kind {
				case "LOONSTROOK_START":
					in.Statement = month("2026-02")
				case "LOONSTROOK_EIND":
					in.Statement = month("2026-12")
				}
				_, err := w.desk.AttachDocument(w.employer(), in)
				return err
			}
		}
		if errs := atOnce(acts...); count(errs, succeeded) != len(kinds) {
			t.Fatalf("%v", errs)
		}
		for _, c := range w.cells(r.ID) {
			if c[len(c)-len("INCOMPLETE"):] != "INCOMPLETE" { // there, and not said to be complete
				t.Errorf("a document was overlooked: %s", c)
			}
		}
	})
}

func TestAWordAndADecisionAtOnceDoNotMiss(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		w.handIn(r.ID)
		w.submit(r.ID)
		w.review(r.ID)
		w.judge(r.ID, "APPROVED", nil, "IN_REVIEW")
		v := w.reload(r.ID).Version
		c := w.cellRows(r.ID)[0]
		atOnce(func() error {
			_, err := w.desk.Decide(w.assessor(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: v, Verdict: "APPROVED"})
			return err
		}, func() error {
			_, err := w.desk.JudgeCells(w.assessor(), matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: v, Cells: []matrix.CellVerdict{
				{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "REJECTED", Reason: new("OTHER")},
			}})
			return err
		})
		rejected := w.cellRows(r.ID)[0].State == "REJECTED"
		approved := w.reload(r.ID).State == workflow.Approved
		if rejected == approved {
			t.Errorf("approved %t with a rejected cell %t", approved, rejected)
		}
	})
}

func TestATicketServesOnce(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		ticket := w.upload(w.employer(), r.ID, "once")
		attach := func() error {
			_, err := w.desk.AttachDocument(w.employer(), matrix.AttachDocumentInput{TicketID: ticket, ForID: r.ID, ExpectedVersion: 1, Kind: "DIPLOMA", ServesAll: true})
			return err
		}
		errs := atOnce(attach, attach, attach)
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
			in := w.byDay()
			in.ExternalReference = new("HR-7")
			_, err := w.desk.Create(w.employer(), in)
			return err
		}
		errs := atOnce(create, create, create)
		taken := func(err error) bool { return fault.HasReason(err, "EXTERNAL_REFERENCE_TAKEN") }
		if count(errs, succeeded) != 1 || count(errs, taken) != 2 {
			t.Errorf("%v", errs)
		}
	})
}

func TestAnActIsKeptTogetherWithTheAnswerToIt(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		ticket := w.upload(w.employer(), r.ID, "held")
		ctx, held := w.employer(), (*store.Held)(nil)
		attach := func() {
			ctx, held = w.store.Hold(w.employer())
			done, err := w.desk.AttachDocument(ctx, matrix.AttachDocumentInput{TicketID: ticket, ForID: r.ID, ExpectedVersion: 1, Kind: "DIPLOMA", ServesAll: true})
			w.must(err)
			if done.Cells[0].State != "INCOMPLETE" {
				t.Errorf("the answer does not see the act: %+v", done.Cells)
			}
		}
		attach()
		w.must(held.Abandon())
		if got := w.cells(r.ID)[3]; got != "PRESTATIEBEWIJS MISSING" {
			t.Errorf("an abandoned act was kept: %s", got)
		}
		attach()
		w.must(held.Finish(ctx, func(*ent.Tx) error { return nil }))
		if got := w.cells(r.ID)[3]; got != "PRESTATIEBEWIJS INCOMPLETE" {
			t.Errorf("a finished act was lost: %s", got)
		}
	})
}
