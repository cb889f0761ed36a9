package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Create begins a registration under a plan that was not withdrawn or rejected; it gets its R-number and its first
// judgement. Faults: ACTIVITY_UNKNOWN, TRAINING_UNKNOWN, EXTERNAL_REFERENCE_TAKEN, those of [Desk.AddParticipants], and
// what cannot be true.
func (d *Desk) Create(ctx context.Context, in entered.CreateInput) (*ent.Registration, error) {
	o := d.order(workflow.CreateRegistration, in.PlanID, 0)
	o.Field, o.Expect = "planID", nil
	o.Load = func(ctx context.Context) (*reading.Registration, error) {
		home, err := d.registry.Home(ctx, in.PlanID)
		if err != nil {
			return nil, err
		}
		return reading.Blank(home), nil
	}
	o.Change = func(ctx context.Context, r *reading.Registration) error {
		joining, err := d.clerk.Draft(ctx, r, in, "input")
		r.Below.Write = func(ctx context.Context, tx *ent.Tx) error { return d.clerk.Insert(ctx, tx, r, joining) }
		return err
	}
	o.Judge = d.judged(entered.InCreate([]string{"input"}, in, entered.InOrder))
	reg, err := d.carry(ctx, o)
	return reg, taken(err, "input", "externalReference")
}

// taken adds the place of the employer's own key to the refusal of one that is in use.
func taken(err error, path ...string) error {
	for _, one := range fault.All(err) {
		if one.Reason == reading.ReferenceTaken && len(one.Path) == 0 {
			one.Path = path
		}
	}
	return err
}
