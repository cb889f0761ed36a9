package registrations_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
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
	judged := matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: w.reload(r.ID).Version}
	for _, c := range w.cellRows(r.ID) {
		word := matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "APPROVED"}
		if c.Column == "PRESTATIEBEWIJS" && *c.ParticipationID == ada {
			word.Verdict, word.Reason = "REJECTED", new("OTHER")
			word.Note = new("Onleesbaar.")
		}
		judged.Cells = append(judged.Cells, word)
	}
	_, err := w.desk.JudgeCells(w.assessor(), judged)
	w.must(err)
	w.decide(r.ID, "REPAIR", new("Maak het leesbaar."), date("2027-02-01"))
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
	more := &dossier.ParticipationInput{Participation: fields.Participation{ContractHours: new(entry.Hours("36"))}}
	for name, test := range map[string]struct {
		change func(w *world, r *ent.Registration) error
		want   map[string]int
	}{
		"nothing else is stated": {
			func(w *world, r *ent.Registration) error {
				_, err := w.desk.Amend(w.employer(), entered.AmendInput{ID: r.ID, ExpectedVersion: r.Version, End: entry.ChangeTo(date("2026-12-31"))})
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
				_, err := w.desk.Amend(w.employer(), entered.AmendInput{ID: r.ID, ExpectedVersion: r.Version, End: entry.ChangeTo(date("2026-12-30"))})
				return err
			},
			map[string]int{"Ada COMPLETE": 3, "Ada REJECTED": 1, "Bram COMPLETE": 4},
		},
		"other hours by import": {
			func(w *world, r *ent.Registration) error {
				_, err := w.intake.Import(w.employer(), intake.ImportInput{PlanID: w.plan, Rows: []intake.ImportRow{{
					ExternalReference: "m-1", ExpectedVersion: &r.Version, Activity: "1A", Training: nurse(),
					Participants: []entered.ParticipantInput{{Employee: entered.EmployeeChoice{ExternalReference: new("e2")}, Statement: more}},
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

// The size of an organisation, an employee's days in service, an operator's file: what is said elsewhere moves the
// amount of a registration that lies with the SSC.
func TestNobodyDecidesOnAnAmountThatWasNotSeen(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		judgeFirst bool
		verdict    string
	}{
		"judged again before the decision": {judgeFirst: true, verdict: "APPROVED"},
		"found out by the decision":        {verdict: "APPROVED"},
		"rejected on it":                   {verdict: "REJECTED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(w *world) {
				r := w.create(w.byDay(newcomer("Ada", "e1")))
				w.handIn(r.ID)
				w.submit(r.ID)
				w.review(r.ID)
				w.judge(r.ID, "APPROVED", nil, "IN_REVIEW")
				seen := w.reload(r.ID)
				w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error { // as an act elsewhere leaves it
					err := tx.Employee.Update().SetEmployedSince(time.Date(2026, 2, 11, 0, 0, 0, 0, time.UTC)).AddVersion(1).Exec(w.system())
					if err != nil {
						return err
					}
					return tx.Registration.UpdateOneID(r.ID).SetValidUntil(w.clock.Regulation()).Exec(w.system())
				}))
				if test.judgeFirst {
					n, err := w.rejudge.Round(w.t.Context())
					if n != 1 || err != nil {
						w.t.Fatalf("judged %d: %v", n, err)
					}
				}

				decide := registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: seen.Version, Verdict: test.verdict, Note: new("x")}
				_, err := w.desk.Decide(w.assessor(), decide)
				if diff := cmp.Diff([]string{"CONFLICT STALE_VERSION input.expectedVersion"}, refused(err)); diff != "" {
					w.t.Fatal(diff)
				}
				now := w.reload(r.ID)
				if now.State != workflow.InReview || *now.AmountCents == *seen.AmountCents || now.Version != seen.Version+1 {
					w.t.Errorf("%s %d of version %d, was %d", now.State, *now.AmountCents, now.Version, *seen.AmountCents)
				}

				decide.ExpectedVersion = now.Version
				done, err := w.desk.Decide(w.assessor(), decide)
				w.must(err)
				if *done.Decision.AmountCents != *now.AmountCents {
					w.t.Errorf("decided on %d, seen %d", *done.Decision.AmountCents, *now.AmountCents)
				}
			})
		})
	}
}

func TestAMoveThatChangesAnAmountUnderReviewRaisesItsVersion(t *testing.T) {
	t.Parallel()
	eachMoving(t, func(w *moving) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		w.handIn(r.ID)
		w.submit(r.ID)
		w.review(r.ID)
		seen := w.reload(r.ID)
		_, err := w.moves.MoveToRelease(w.regioPlus(), w.input())
		w.must(err)
		now := w.reload(r.ID)
		if *now.AmountCents == *seen.AmountCents || now.Version != seen.Version+1 {
			w.t.Errorf("%d in version %d, was %d in version %d", *now.AmountCents, now.Version, *seen.AmountCents, seen.Version)
		}
	})
}
