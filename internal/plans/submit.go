package plans

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
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

// Submission is the result of submitting a plan.
type Submission struct {
	Plan        *ent.Plan // submitted, or as it was
	IsSubmitted bool
	Evaluation  *ent.Evaluation // the judgement at this moment
}

// Submit submits the plan. Where the regulation forbids it (a closed window among the reasons) the plan stays as it
// was, and the attempt is kept with its receipt: the employer can show when it was refused, and why. Facts that are still missing
// do not stop a plan.
func (d *Desk) Submit(ctx context.Context, in SubmitInput) (*Submission, error) {
	o := d.order(workflow.SubmitPlan, in.ID, in.ExpectedVersion)
	o.Change = func(_ context.Context, r *reading) error {
		r.plan.SubmittedAt = &r.now
		return nil
	}
	o.Stops = func(_ *reading, j *dossier.Judged) ([]string, bool) {
		rules := j.Refusals()
		return rules, len(rules) > 0
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	r := done.Subject
	return &Submission{Plan: r.plan, IsSubmitted: done.IsDone, Evaluation: r.receipt}, nil
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
	return d.carry(ctx, o)
}
