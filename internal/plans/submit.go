package plans

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// SubmitInput names the plan to submit.
type SubmitInput struct {
	ID              string
	ExpectedVersion int
}

// WithdrawInput names the plan to withdraw.
type WithdrawInput struct {
	ID              string
	ExpectedVersion int
	Reason          *string
}

// Submit submits the plan. Where it does not meet the demands (a closed window among the reasons, or a fact that is still
// missing) it stays as it was, and the attempt is kept with its receipt: the employer can show when it was refused, and why.
func (d *Desk) Submit(ctx context.Context, in SubmitInput) (*Result, error) {
	o := d.order(workflow.SubmitPlan, in.ID, in.ExpectedVersion)
	o.Change = func(_ context.Context, r *reading) error {
		r.plan.SubmittedAt, r.plan.GroupKey = &r.now, r.group.key(r.release.Manifest.Slug)
		return nil
	}
	o.Stops = demands
	return d.carry(ctx, o)
}

// Withdraw ends a plan at the employer's wish, before it was granted.
func (d *Desk) Withdraw(ctx context.Context, in WithdrawInput) (*ent.Plan, error) {
	o := d.order(workflow.WithdrawPlan, in.ID, in.ExpectedVersion)
	o.Judge = nil
	o.Change = func(_ context.Context, r *reading) error {
		var bad fault.Collector
		r.plan.WithdrawnReason = note(in.Reason, &bad, "input", "reason")
		return bad.Err()
	}
	o.Settle = reason(in.Reason)
	done, err := d.carry(ctx, o)
	if err != nil {
		return nil, err
	}
	return done.Plan, nil
}
