package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Amend changes training, days or facts; every participation is judged again. Faults: TRAINING_UNKNOWN, and what cannot
// be true.
func (d *Desk) Amend(ctx context.Context, in entered.AmendInput) (*ent.Registration, error) {
	o := d.order(workflow.AmendRegistration, in.ID, in.ExpectedVersion)
	o.Change = func(_ context.Context, r *reading.Registration) error {
		r.Raise()
		return entered.Restate(r, in, "input")
	}
	o.Judge = d.judged(entered.InAmend(in))
	return d.carry(ctx, o)
}

// AmendParticipationInput is what changes in one participation.
type AmendParticipationInput struct {
	ID              string
	ExpectedVersion int
	Statement       question.ParticipationInput
}

// AmendParticipation changes what is stated about one participation. Faults: what cannot be true, such as
// END_BEFORE_START.
func (d *Desk) AmendParticipation(ctx context.Context, in AmendParticipationInput) (*ent.Participation, error) {
	o := d.onParticipation(workflow.AmendParticipation, in.ID, in.ExpectedVersion)
	o.Change = func(_ context.Context, r *reading.Registration) error {
		p, _ := r.Participation(in.ID)
		var bad fault.Collector
		p.Statement = question.AmendParticipation(p.Statement, in.Statement, &bad, "input", "statement")
		typed.Check(p.Statement, &bad, "input", "statement")
		r.Below.Write = func(ctx context.Context, tx *ent.Tx) error {
			return entered.SaveStatement(ctx, tx, r, p, in.ExpectedVersion)
		}
		return bad.Err()
	}
	o.Judge = func(ctx context.Context, r *reading.Registration) (*question.Judged, error) {
		_, at := r.Participation(in.ID)
		return d.registry.Judge(ctx, r, entered.InParticipation(at, in.Statement))
	}
	if _, err := procedure.Carry(ctx, d.guard, o); err != nil {
		return nil, err
	}
	saved, err := d.store.Client().Participation.Get(ctx, in.ID)
	return saved, store.Missing(err, "PARTICIPATION_NOT_FOUND")
}

// onParticipation begins an act on one participation of a registration.
func (d *Desk) onParticipation(a workflow.Act, id string, version int) order {
	o := d.order(a, id, version)
	o.Load = func(ctx context.Context) (*reading.Registration, error) {
		r, p, err := d.registry.OfParticipation(ctx, id)
		if err != nil {
			return nil, err
		}
		r.Below.ID = p.ID
		return r, nil
	}
	o.Expect = func(r *reading.Registration) error {
		if p, _ := r.Participation(id); p.Version != version {
			return fault.Stale(reading.PathVersion, p, p.Version)
		}
		return nil
	}
	return o
}
