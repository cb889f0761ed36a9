package plans

import (
	"context"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// ReturnInput names the plan that is handed back, and says why.
type ReturnInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

// Return hands a submitted plan back to its applicant, who can change it and submit it again: only while plans can be
// filed, and no assessment. Faults: REASON_REQUIRED, and WRONG_STATE also where the window has closed.
func (d *Desk) Return(ctx context.Context, in ReturnInput) (*ent.Plan, error) {
	o := d.order(workflow.ReturnPlan, in.ID, in.ExpectedVersion)
	o.Change = func(ctx context.Context, r *reading) error {
		if !isOpen(r.release.Manifest, r.now) {
			return r.Conflict("id", fault.ReasonWrongState, returnClosed)
		}
		var bad fault.Collector
		r.plan.ReturnReason = note(&in.Reason, &bad, pathReason...)
		if strings.TrimSpace(in.Reason) == "" {
			bad.Add(reasonRequired(fault.Text{
				NL: "Geef de reden waarom u het plan teruggeeft.", EN: "State why you return the plan.",
			}, pathReason...))
		}
		r.plan.SubmittedAt, r.plan.GroupKey = nil, nil
		r.plan.ReturnedAt, r.plan.ReturnedBy = &r.now, new(actor.From(ctx).PersonID)
		return bad.Err()
	}
	o.Settle = reason(&in.Reason)
	done, err := d.carry(ctx, o)
	if err != nil {
		return nil, err
	}
	return done.Plan, nil
}
