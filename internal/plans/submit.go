package plans

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Submission is what came of handing in.
type Submission struct {
	Plan        *ent.Plan // handed in, or as it was
	IsSubmitted bool
	Evaluation  *ent.Evaluation // what the regulation said of it at this moment
}

// Submit hands the plan in. Where the regulation forbids it (a closed window among the reasons) the plan stays as it
// was, and the attempt is kept with its receipt: who was refused can show when and why. Facts that are still missing
// do not stop a plan.
func (d *Desk) Submit(ctx context.Context, in SubmitInput) (*Submission, error) {
	r, err := d.read(ctx, in.ID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.Submit, access.OfPlan(r.plan))
	if err != nil {
		return nil, err
	}
	if err := expect(r.plan, in.ExpectedVersion); err != nil {
		return nil, err
	}
	to, err := next(r.plan, workflow.Submit)
	if err != nil {
		return nil, err
	}

	p := copyOf(r)
	p.SubmittedAt = &r.now
	judged, err := d.judge(ctx, r, p)
	if err != nil {
		return nil, err
	}
	a := act{name: "submitPlan", ground: ground, events: []string{planStateChanged}}
	if err := d.rest(ctx, r, &a, judged); err != nil {
		return nil, err
	}
	if refused := judged.Refusals(); len(refused) > 0 {
		return d.refuse(ctx, r, a, refused)
	}

	a.set = func(up *ent.PlanUpdateOne) { up.SetState(to).SetSubmittedAt(r.now) }
	saved, err := d.write(ctx, r, a)
	if err != nil {
		return nil, err
	}
	return &Submission{Plan: saved, IsSubmitted: true, Evaluation: a.receipt}, nil
}

// refuse keeps the attempt, and leaves the plan as it was.
func (d *Desk) refuse(ctx context.Context, r *reading, a act, rules []string) (*Submission, error) {
	err := d.store.Tx(ctx, func(tx *ent.Tx) error {
		if _, err := dossier.Keep(ctx, tx, a.receipt); err != nil {
			return err
		}
		l := line(r, a)
		l.Result, l.Rules = audit.Refused, rules
		return audit.Append(ctx, tx, l)
	})
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", a.name, r.plan.Number, err)
	}
	return &Submission{Plan: r.plan, Evaluation: a.receipt}, nil
}

// Withdraw ends a plan at the employer's wish, before it was granted.
func (d *Desk) Withdraw(ctx context.Context, in WithdrawInput) (*ent.Plan, error) {
	r, err := d.read(ctx, in.ID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.Withdraw, access.OfPlan(r.plan))
	if err != nil {
		return nil, err
	}
	if err := expect(r.plan, in.ExpectedVersion); err != nil {
		return nil, err
	}
	to, err := next(r.plan, workflow.Withdraw)
	if err != nil {
		return nil, err
	}
	var bad fault.Collector
	reason := note(in.Reason, &bad, "input", "reason")
	if err := bad.Err(); err != nil {
		return nil, err
	}

	return d.write(ctx, r, act{
		name: "withdrawPlan", ground: ground, reason: words(reason), events: []string{planStateChanged},
		set: func(up *ent.PlanUpdateOne) {
			up.SetState(to).ClearActiveKey().ClearValidUntil().SetNillableWithdrawnReason(reason)
		},
	})
}
