package ties

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/groups"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Withdraw takes a statement back, or refuses it: a tie lapses, and a stated last day is forgotten.
func (d *Desk) Withdraw(ctx context.Context, in WithdrawInput) (*ent.Tie, error) {
	o := d.order(workflow.WithdrawTie, in.ID, in.ExpectedVersion)
	o.Change = func(ctx context.Context, r *reading) error {
		var bad fault.Collector
		reason := typed.Text(in.Reason, longestReason, &bad, "input", "reason")
		if r.was.State == workflow.Ending {
			r.tie.EndsOn, r.tie.EndStatedFor, r.tie.EndStatedBy = nil, nil, nil
			return bad.Err()
		}
		r.close(ctx, reason)
		return bad.Err()
	}
	o.Settle = func(_ context.Context, _ *reading, w *procedure.Writing) error {
		if in.Reason != nil {
			w.Reason = *in.Reason
		}
		return nil
	}
	return d.carry(ctx, o)
}

// End states the last day of a tie, which holds as before until that is confirmed. Fault: END_BEFORE_START.
func (d *Desk) End(ctx context.Context, in EndInput) (*ent.Tie, error) {
	o := d.order(workflow.EndTie, in.ID, in.ExpectedVersion)
	o.Change = func(ctx context.Context, r *reading) error {
		var bad fault.Collector
		last := in.EndsOn.Parse(&bad, "input", "endsOn")
		if bad.Len() == 0 && last.Before(r.was.Since) {
			bad.Add(endsBefore(r.was.Since, "endsOn"))
		}
		who := actor.From(ctx)
		r.tie.EndsOn, r.tie.EndStatedBy, r.tie.EndStatedFor = &last, &who.PersonID, nil
		if who.Role == actor.Employer {
			r.tie.EndStatedFor = &who.OrganisationID
		}
		return bad.Err()
	}
	return d.carry(ctx, o)
}

// Rebut settles that no dominant influence follows from a tie, where two unrelated organisations are presumed to decide.
// Fault: NOTHING_CONTRADICTS where no other organisation is presumed beside it.
func (d *Desk) Rebut(ctx context.Context, in SettleInput) (*ent.Tie, error) {
	o := d.settling(workflow.RebutTie, in)
	change := o.Change
	o.Change = func(ctx context.Context, r *reading) error {
		around, err := Around(actor.AsSystem(ctx), d.store.Client(), r.was.HeldNumber)
		if err != nil {
			return err
		}
		standing, err := around.Standing(d.clock.Today())
		if err != nil {
			return err
		}
		if !standing.IsContradicted || !rests(standing, r.was.ID) {
			return r.Conflict("id", "NOTHING_CONTRADICTS", fault.Text{
				NL: "Geen andere organisatie wordt vandaag geacht over dezelfde organisatie te beslissen: er valt niets te weerleggen. Klopt de band niet, meld dan de laatste dag of verklaar hem nietig.",
				EN: "No other organisation is presumed to decide over the same organisation today: there is nothing to rebut. If the tie is not right, state its last day or annul it.",
			})
		}
		return change(ctx, r)
	}
	return d.carry(ctx, o)
}

// rests reports whether a standing rests on a tie.
func rests(s groups.Standing, id string) bool {
	return slices.ContainsFunc(s.Steps, func(step groups.Step) bool {
		return slices.ContainsFunc(step.Ties, func(t groups.Tie) bool { return t.ID == id })
	})
}

// Annul settles that a tie never was, which is not that it ended: it counts on no day.
func (d *Desk) Annul(ctx context.Context, in SettleInput) (*ent.Tie, error) {
	return d.carry(ctx, d.settling(workflow.AnnulTie, in))
}

// settling is an act by which a tie counts no more, with a reason.
func (d *Desk) settling(a workflow.Act, in SettleInput) procedure.Order[*reading] {
	o := d.order(a, in.ID, in.ExpectedVersion)
	o.Change = func(ctx context.Context, r *reading) error {
		var bad fault.Collector
		reason := required(in.Reason, longestReason, &bad, "input", "reason")
		r.close(ctx, &reason)
		r.tie.EndsOn, r.tie.EndStatedFor, r.tie.EndStatedBy = nil, nil, nil
		r.changes = true
		return bad.Err()
	}
	o.Settle = func(_ context.Context, r *reading, w *procedure.Writing) error {
		w.Reason = *r.tie.ClosedReason
		return nil
	}
	return o
}

func (r *reading) close(ctx context.Context, reason *string) {
	r.tie.ClosedAt, r.tie.ClosedBy, r.tie.ClosedReason = &r.now, new(actor.From(ctx).PersonID), reason
}
