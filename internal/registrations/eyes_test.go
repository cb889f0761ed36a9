package registrations_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

const fourEyes = "FOUR_EYES_REQUIRED"

// submitted is a registration that waits for the SSC.
func (w *world) submitted() string {
	w.T.Helper()
	r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
	w.HandIn(r.ID)
	w.Submit(r.ID)
	return r.ID
}

// plan changes what the plan keeps of its judges.
func (w *world) plan(change func(*ent.PlanUpdateOne)) {
	w.T.Helper()
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		up := tx.Plan.UpdateOneID(w.Plan)
		change(up)
		return up.Exec(ctx)
	})
}

// Who assessed or granted a plan, or judged its project file, neither reviews nor decides on what is registered under it.
func TestFourEyesReachOverTheDossier(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.submitted()
		who := actor.From(w.AsColleague()).PersonID
		for part, change := range map[string]func(*ent.PlanUpdateOne){
			"assessed the plan":       func(up *ent.PlanUpdateOne) { up.SetAssessedBy(who) },
			"granted the plan":        func(up *ent.PlanUpdateOne) { up.SetGrantedBy(who) },
			"judged the project file": func(up *ent.PlanUpdateOne) { up.SetProjectJudgedBy([]string{who}) },
		} {
			w.plan(func(up *ent.PlanUpdateOne) { up.ClearAssessedBy().ClearGrantedBy().ClearProjectJudgedBy() })
			w.plan(change)
			_, err := w.Registrations.StartReview(w.AsColleague(), registrations.StartReviewInput{RegistrationID: id, ExpectedVersion: w.Reload(id).Version})
			if !fault.HasReason(err, fourEyes) {
				t.Errorf("who %s takes into review: %v", part, err)
			}
			alone := w.Reload(id)
			below := *alone
			below.Edges.Plan = w.PlanRow()
			for read, r := range map[string]*ent.Registration{"alone": alone, "with its plan": &below} {
				if can := w.Registrations.Can(w.AsColleague(), string(access.Review), r); can.Allowed || can.Reason != fourEyes {
					t.Errorf("who %s, of a registration read %s: %+v", part, read, can)
				}
			}
		}
	})
}

// An assessor who judges the project file in the middle of a review does not go on with it.
func TestAReviewEndsForWhoJudgedThePlan(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id, who := w.submitted(), actor.From(w.AsAssessor()).PersonID
		w.Review(id)
		if diff := cmp.Diff([]string{who}, w.PlanRow().ReviewedBy); diff != "" {
			w.T.Fatalf("who reviewed, -want +got\n%s", diff)
		}
		w.Judge(id, "APPROVED", nil, matrix.InReview)
		if diff := cmp.Diff([]string{who}, w.PlanRow().ReviewedBy); diff != "" {
			t.Errorf("who reviewed, -want +got\n%s", diff)
		}
		w.plan(func(up *ent.PlanUpdateOne) { up.SetProjectJudgedBy([]string{who}) })
		c, r := w.CellRows(id)[0], w.Reload(id)
		_, err := w.Registrations.JudgeCells(w.AsAssessor(), matrix.JudgeCellsInput{ForID: id, ExpectedVersion: r.Version, Cells: []matrix.CellVerdict{
			{CellID: c.ID, ExpectedVersion: c.Version, Verdict: matrix.VerdictUndecided},
		}})
		if can := w.Registrations.Can(w.AsAssessor(), string(access.JudgeCells), c); !fault.HasReason(err, fourEyes) || can.Reason != fourEyes {
			t.Errorf("to judge a cell: %v, %+v", err, can)
		}
		_, err = w.Registrations.Decide(w.AsAssessor(), registrations.DecideInput{RegistrationID: id, ExpectedVersion: r.Version, Verdict: "APPROVED"})
		if can := w.Registrations.Can(w.AsAssessor(), string(access.Decide), r); !fault.HasReason(err, fourEyes) || can.Reason != fourEyes {
			t.Errorf("to decide: %v, %+v", err, can)
		}
		if got := w.Reload(id).State; got != workflow.InReview {
			t.Errorf("it is %s", got)
		}
	})
}

// What four eyes looked at is compared when an act is written: who judged another part meanwhile is found out.
func TestFourEyesAreComparedWhenAnActIsWritten(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		read := matrix.Home{Plan: w.PlanRow()}
		write := func(keep func(context.Context, *ent.Tx) error) error {
			return w.Store.Tx(w.AsAssessor(), func(tx *ent.Tx) error { return keep(w.AsAssessor(), tx) })
		}
		w.Must(write(read.KeepReviewer))
		if err := write(read.KeepProjectJudge); !errors.Is(err, procedure.ErrOvertaken) {
			t.Errorf("on what was read before the review: %v", err)
		}
		if p := w.PlanRow(); len(p.ProjectJudgedBy) > 0 || p.Version != read.Plan.Version {
			t.Errorf("kept %v at version %d", p.ProjectJudgedBy, p.Version)
		}
		again := matrix.Home{Plan: w.PlanRow()}
		w.Must(write(again.KeepReviewer))
		if who := w.PlanRow().ReviewedBy; len(who) != 1 {
			t.Errorf("kept twice: %v", who)
		}
	})
}
