package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

type order = procedure.Order[*reading.Registration]

// order begins an act on a registration; the use case adds what is its own.
func (d *Desk) order(a workflow.Act, id string, version int) order {
	return order{
		Act: a, Field: "id",
		Load:   func(ctx context.Context) (*reading.Registration, error) { return d.registry.Registration(ctx, id) },
		Expect: func(r *reading.Registration) error { return r.Expect(version) },
		Judge:  d.judged(entered.Input), Write: d.registry.Write, Keep: d.registry.KeepAttempt,
	}
}

// judged asks the scheme about a registration as the act makes it; at leads from a place in the facts to one in the input.
func (d *Desk) judged(at reading.Locate) func(context.Context, *reading.Registration) (*question.Judged, error) {
	return func(ctx context.Context, r *reading.Registration) (*question.Judged, error) {
		return d.registry.Judge(ctx, r, at)
	}
}

// carry carries an order out and returns the registration as it then is, in the caller's sight.
func (d *Desk) carry(ctx context.Context, o order) (*ent.Registration, error) {
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return d.registry.Fresh(ctx, done.Subject.Row.ID)
}
