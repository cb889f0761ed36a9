package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

var pathVersion = []string{"input", "expectedVersion"}

type order = procedure.Order[*file]

// order begins an act on a registration; the use case adds what is its own.
func (d *Desk) order(a workflow.Act, id string, version int) order {
	return order{
		Act: a, Field: "id",
		Load:   func(ctx context.Context) (*file, error) { return d.registration(ctx, id) },
		Expect: func(f *file) error { return f.expect(version) },
		Judge:  d.judged(input), Write: d.write, Keep: d.keepAttempt,
	}
}

// orderFor begins an act on a registration or on the project file of a plan, whichever an id names.
func (d *Desk) orderFor(registration, project workflow.Act, id string, version int) order {
	o := d.order(registration, id, version)
	o.Field = "forID"
	if ids.Prefix(id) == ids.Plan {
		o.Act = project
		o.Load = func(ctx context.Context) (*file, error) { return d.projectFile(ctx, id) }
	}
	return o
}

// judged asks the scheme about a file as the act makes it; at leads from a place in the facts to one in the input.
func (d *Desk) judged(at locate) func(context.Context, *file) (*dossier.Judged, error) {
	return func(ctx context.Context, f *file) (*dossier.Judged, error) { return d.judge(ctx, f, at) }
}

// carry carries an order out and returns the registration as it then is, in the caller's sight.
func (d *Desk) carry(ctx context.Context, o order) (*ent.Registration, error) {
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return d.fresh(ctx, done.Subject.reg.ID)
}

// expect refuses a version of the registration, or of the project file, that was overtaken.
func (f *file) expect(version int) error {
	switch {
	case f.reg == nil && f.plan.ProjectVersion != version:
		return fault.Stale(pathVersion, f.plan, f.plan.ProjectVersion)
	case f.reg != nil && f.reg.Version != version:
		return fault.Stale(pathVersion, f.reg, f.reg.Version)
	}
	return nil
}

// Object is what the policy looks at.
func (f *file) Object() access.Object {
	if f.reg != nil {
		return access.OfRegistration(f.reg)
	}
	return access.OfPlan(f.plan)
}

// Stands returns the state of the registration or of the project file, and that of the plan.
func (f *file) Stands() (state, plan string) {
	if f.reg == nil {
		return workflow.OfProjectFile(f.plan.State), f.plan.State
	}
	return f.reg.State, f.plan.State
}

// Enter takes the registration to a state; that of a project file follows its plan.
func (f *file) Enter(state string) {
	if f.reg == nil || f.reg.State == state {
		return
	}
	f.reg.State = state
	f.raise()
}

// Conflict refuses an act at a field because of how the registration, or the plan of a project file, stands.
func (f *file) Conflict(field, reason string, text fault.Text) *fault.Error {
	c := fault.Conflict([]string{"input", field}, reason, text)
	c.Current, c.CurrentVersion = f.plan, f.plan.Version
	if f.reg != nil && !f.isNew() {
		c.Current, c.CurrentVersion = f.reg, f.reg.Version
	}
	return c
}
