package plans

import (
	"context"
	"reflect"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// AmendInput holds the changes; a field that is absent stays as it is.
type AmendInput struct {
	ID              string
	ExpectedVersion int
	Lines           []LineInput // all lines anew; nil stays
	Facts           []dossier.FactInput
}

// Amend changes a draft, or a submitted plan while its window is open. Faults: ACTIVITY_UNKNOWN, FACT_UNKNOWN, and
// WRONG_STATE also where the window has closed.
func (d *Desk) Amend(ctx context.Context, in AmendInput) (*ent.Plan, error) {
	o := d.order(workflow.AmendPlan, in.ID, in.ExpectedVersion)
	o.Change = func(_ context.Context, r *reading) error {
		if err := r.amendable(); err != nil {
			return err
		}
		var bad fault.Collector
		enter(r.plan, in.Lines, in.Facts, r.release.Manifest, &bad)
		r.below = func(ctx context.Context, tx *ent.Tx) error { return saveAmended(ctx, tx, r, in.Lines != nil) }
		return bad.Err()
	}
	return d.carry(ctx, o)
}

// statesOther reports whether the act changed facts of the plan, which are those of its registrations too.
func (r *reading) statesOther() bool { return !reflect.DeepEqual(r.plan.Facts, r.was.Facts) }

func saveAmended(ctx context.Context, tx *ent.Tx, r *reading, lines bool) error {
	if r.statesOther() {
		if err := rejudge.MarkDue(ctx, tx, r.now, rejudge.PlanFacts, rejudge.OfDossier(r.plan)); err != nil {
			return err
		}
	}
	if !lines {
		return nil
	}
	return replaceLines(ctx, tx, r.plan)
}

// amendable refuses to change a submitted plan once its window has closed.
func (r *reading) amendable() error {
	if r.plan.State == workflow.Submitted && !isOpen(r.release.Manifest, r.now) {
		return r.Conflict("id", fault.ReasonWrongState, windowClosed)
	}
	return nil
}
