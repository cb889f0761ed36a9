package registrations_test

import (
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// inRepair is a registration of Ada and Bram that came back with one cell of Ada's rejected and every other approved.
func (w *world) inRepair() *ent.Registration {
	w.t.Helper()
	in := w.byDay(newcomer("Ada", "e1"), newcomer("Bram", "e2"))
	in.ExternalReference = new("m-1")
	r := w.create(in)
	w.handIn(r.ID)
	w.submit(r.ID)
	w.review(r.ID)
	ada := w.parts(r.ID)[0].ID
	judged := registrations.JudgeCellsInput{RegistrationID: r.ID, ExpectedVersion: w.reload(r.ID).Version}
	for _, c := range w.cellRows(r.ID) {
		word := registrations.CellJudgementInput{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "APPROVED"}
		if c.Column == "PRESTATIEBEWIJS" && *c.ParticipationID == ada {
			word.Verdict, word.Reason = "REJECTED", new("OTHER")
			word.Note = new("Onleesbaar.")
		}
		judged.Cells = append(judged.Cells, word)
	}
	_, err := w.desk.JudgeCells(w.assessor(), judged)
	w.must(err)
	w.decide(r.ID, "REPAIR", new("Maak het leesbaar."), date("2026-04-01"))
	return w.reload(r.ID)
}

// states counts the cells of a registration by participant and state.
func (w *world) states(id string) map[string]int {
	w.t.Helper()
	names := map[string]string{}
	for _, p := range w.parts(id) {
		names[p.ID] = p.EmployeeName
	}
	all := map[string]int{}
	for _, c := range w.cellRows(id) {
		all[names[*c.ParticipationID]+" "+c.State]++
	}
	return all
}

// Who was sent back for a signature could otherwise double the hours that a payslip proved.
func TestAnApprovalHoldsForWhatWasStatedThen(t *testing.T) {
	t.Parallel()
	more := &dossier.ParticipationInput{ContractHours: some(entry.Hours("36"))}
	for name, test := range map[string]struct {
		change func(w *world, r *ent.Registration) error
		want   map[string]int
	}{
		"nothing else is stated": {
			func(w *world, r *ent.Registration) error {
				_, err := w.desk.Amend(w.employer(), registrations.AmendInput{ID: r.ID, ExpectedVersion: r.Version, End: graphql.OmittableOf(date("2026-12-31"))})
				return err
			},
			map[string]int{"Ada APPROVED": 3, "Ada REJECTED": 1, "Bram APPROVED": 4},
		},
		"other hours of one": {
			func(w *world, r *ent.Registration) error {
				_, err := w.desk.AmendParticipation(w.employer(), registrations.AmendParticipationInput{ID: w.parts(r.ID)[0].ID, ExpectedVersion: 1, Statement: *more})
				return err
			},
			map[string]int{"Ada COMPLETE": 3, "Ada REJECTED": 1, "Bram APPROVED": 4},
		},
		"another day for all": {
			func(w *world, r *ent.Registration) error {
				_, err := w.desk.Amend(w.employer(), registrations.AmendInput{ID: r.ID, ExpectedVersion: r.Version, End: graphql.OmittableOf(date("2026-12-30"))})
				return err
			},
			map[string]int{"Ada COMPLETE": 3, "Ada REJECTED": 1, "Bram COMPLETE": 4},
		},
		"other hours by import": {
			func(w *world, r *ent.Registration) error {
				_, err := w.desk.Import(w.employer(), registrations.ImportInput{PlanID: w.plan, Rows: []registrations.ImportRow{{
					ExternalReference: "m-1", ExpectedVersion: &r.Version, Activity: "1A", Training: nurse(),
					Participants: []registrations.ParticipantInput{{Employee: registrations.EmployeeChoice{ExternalReference: new("e2")}, Statement: more}},
				}}})
				return err
			},
			map[string]int{"Ada APPROVED": 3, "Ada REJECTED": 1, "Bram COMPLETE": 4},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, storetest.SQLite(t))
			r := w.inRepair()
			w.must(test.change(w, r))
			if diff := cmp.Diff(test.want, w.states(r.ID)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
