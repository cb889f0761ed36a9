package plans

import (
	"context"
	"reflect"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// AmendInput holds the changes; a field that is absent stays as it is.
type AmendInput struct {
	ID              string
	ExpectedVersion int
	Lines           []LineInput // all lines anew; nil stays
	Facts           []question.FactInput
}

// Amend changes a draft, or a submitted plan: while its window is open, and after that in facts that touch no amount. A
// change by which a submitted plan no longer meets the demands is stopped, and the plan stays as it was. Faults:
// ACTIVITY_UNKNOWN, FACT_UNKNOWN, and WRONG_STATE also where the window has closed.
func (d *Desk) Amend(ctx context.Context, in AmendInput) (*Result, error) {
	o := d.order(workflow.AmendPlan, in.ID, in.ExpectedVersion)
	o.Change = func(_ context.Context, r *reading) error {
		if r.isFixed() && in.Lines != nil {
			return r.Conflict("id", fault.ReasonWrongState, linesClosed)
		}
		var bad fault.Collector
		enter(r.plan, in.Lines, in.Facts, r.release.Manifest, &bad)
		r.below = func(ctx context.Context, tx *ent.Tx) error { return saveAmended(ctx, tx, r, in.Lines != nil) }
		return bad.Err()
	}
	o.Stops = func(r *reading, j *question.Judged) ([]string, bool) {
		if r.was.State == workflow.Draft {
			return nil, false
		}
		return demands(r, j)
	}
	o.Settle = func(ctx context.Context, r *reading, w *procedure.Writing) error {
		if !r.isFixed() {
			return nil
		}
		return d.sameAmount(ctx, r, w.Judged)
	}
	return d.carry(ctx, o)
}

// isFixed reports whether the amounts of the plan no longer change at the wish of its applicant.
func (r *reading) isFixed() bool {
	return r.was.State != workflow.Draft && !isOpen(r.release.Manifest, r.now)
}

// sameAmount refuses a change that touches the amount of the plan.
func (d *Desk) sameAmount(ctx context.Context, r *reading, j *question.Judged) error {
	before, err := d.receiptOf(ctx, r.was)
	if err != nil || before == nil {
		return err
	}
	if was, is := before.AmountCents, j.Amount(); was == is || was != nil && is != nil && *was == *is {
		return nil
	}
	return r.Conflict("id", fault.ReasonWrongState, amountClosed)
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
