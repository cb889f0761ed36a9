package registrations_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// inRepair is a registration of Ada and Bram that came back with one cell of Ada's rejected and every other approved.
func (w *world) inRepair() *ent.Registration {
	w.T.Helper()
	in := w.ByDay(testworld.Newcomer("Ada", "e1"), testworld.Newcomer("Bram", "e2"))
	in.ExternalReference = new("m-1")
	r := w.Create(in)
	w.HandIn(r.ID)
	w.Submit(r.ID)
	w.Review(r.ID)
	ada := w.Parts(r.ID)[0].ID
	judged := matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: w.Reload(r.ID).Version}
	for _, c := range w.CellRows(r.ID) {
		word := matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "APPROVED"}
		if c.Column == "PRESTATIEBEWIJS" && *c.ParticipationID == ada {
			word.Verdict, word.Reason = "REJECTED", new("OTHER")
			word.Note = new("Onleesbaar.")
		}
		judged.Cells = append(judged.Cells, word)
	}
	_, err := w.Registrations.JudgeCells(w.AsAssessor(), judged)
	w.Must(err)
	w.Decide(r.ID, "REPAIR", new("Maak het leesbaar."), testworld.Date("2027-02-01"))
	return w.Reload(r.ID)
}

// states counts the cells of a registration by participant and state.
func (w *world) states(id string) map[string]int {
	w.T.Helper()
	names := map[string]string{}
	for _, p := range w.Parts(id) {
		names[p.ID] = p.EmployeeName
	}
	all := map[string]int{}
	for _, c := range w.CellRows(id) {
		all[names[*c.ParticipationID]+" "+c.State]++
	}
	return all
}

// Who was sent back for a signature could otherwise double the hours that a payslip proved.
func TestAnApprovalHoldsForWhatWasStatedThen(t *testing.T) {
	t.Parallel()
	more := &question.ParticipationInput{Participation: fields.Participation{ContractHours: new(typed.Hours("36"))}}
	for name, test := range map[string]struct {
		change func(w *world, r *ent.Registration) error
		want   map[string]int
	}{
		"nothing else is stated": {
			func(w *world, r *ent.Registration) error {
				_, err := w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: r.ID, ExpectedVersion: r.Version, End: typed.ChangeTo(testworld.Date("2026-12-31"))})
				return err
			},
			map[string]int{"Ada APPROVED": 3, "Ada REJECTED": 1, "Bram APPROVED": 4},
		},
		"other hours of one": {
			func(w *world, r *ent.Registration) error {
				_, err := w.Registrations.AmendParticipation(w.AsEmployer(), registrations.AmendParticipationInput{ID: w.Parts(r.ID)[0].ID, ExpectedVersion: 1, Statement: *more})
				return err
			},
			map[string]int{"Ada COMPLETE": 3, "Ada REJECTED": 1, "Bram APPROVED": 4},
		},
		"another day for all": {
			func(w *world, r *ent.Registration) error {
				_, err := w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: r.ID, ExpectedVersion: r.Version, End: typed.ChangeTo(testworld.Date("2026-12-30"))})
				return err
			},
			map[string]int{"Ada COMPLETE": 3, "Ada REJECTED": 1, "Bram COMPLETE": 4},
		},
		"other hours by import": {
			func(w *world, r *ent.Registration) error {
				_, err := w.Intake.Import(w.AsEmployer(), intake.ImportInput{PlanID: w.Plan, Rows: []intake.ImportRow{{
					ExternalReference: "m-1", ExpectedVersion: &r.Version, Activity: "1A", Training: testworld.Nurse(),
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
			w.Must(test.change(w, r))
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
				r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
				w.HandIn(r.ID)
				w.Submit(r.ID)
				w.Review(r.ID)
				w.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
				seen := w.Reload(r.ID)
				w.Must(w.Store.Tx(w.System(), func(tx *ent.Tx) error { // as an act elsewhere leaves it
					err := tx.Employee.Update().SetEmployedSince(time.Date(2026, 2, 11, 0, 0, 0, 0, time.UTC)).AddVersion(1).Exec(w.System())
					if err != nil {
						return err
					}
					return tx.Registration.UpdateOneID(r.ID).SetValidUntil(w.Clock.Regulation()).Exec(w.System())
				}))
				if test.judgeFirst {
					n, err := w.Rejudge.Round(w.T.Context())
					if n != 1 || err != nil {
						w.T.Fatalf("judged %d: %v", n, err)
					}
				}

				decide := registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: seen.Version, Verdict: test.verdict, Note: new("x")}
				_, err := w.Registrations.Decide(w.AsAssessor(), decide)
				if diff := cmp.Diff([]string{"CONFLICT STALE_VERSION input.expectedVersion"}, testworld.Refused(err)); diff != "" {
					w.T.Fatal(diff)
				}
				now := w.Reload(r.ID)
				if now.State != workflow.InReview || *now.AmountCents == *seen.AmountCents || now.Version != seen.Version+1 {
					w.T.Errorf("%s %d of version %d, was %d", now.State, *now.AmountCents, now.Version, *seen.AmountCents)
				}

				decide.ExpectedVersion = now.Version
				done, err := w.Registrations.Decide(w.AsAssessor(), decide)
				w.Must(err)
				if *done.Decision.AmountCents != *now.AmountCents {
					w.T.Errorf("decided on %d, seen %d", *done.Decision.AmountCents, *now.AmountCents)
				}
			})
		})
	}
}
