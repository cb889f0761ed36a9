package graph

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

const mostDeadlines = 100

// deadlinesOf is what is due in dossiers: the calendar of their releases and the terms of open repairs, soonest first.
// What has passed is left out.
func (r *root) deadlinesOf(ctx context.Context, of []*ent.Plan) ([]*regulation.Deadline, error) {
	out := []*regulation.Deadline{}
	for _, p := range of {
		m, err := r.manifest(ctx, p.ReleaseID)
		if err != nil {
			return nil, err
		}
		for _, d := range m.Deadlines() {
			d.On = p
			out = append(out, d)
		}
	}
	assess, err := r.assessmentDue(ctx, of)
	if err != nil {
		return nil, err
	}
	repairs, err := r.repairsDue(ctx, of)
	if err != nil {
		return nil, err
	}
	content, err := r.contentDue(ctx, registration.PlanIDIn(all(of, planID)...))
	if err != nil {
		return nil, err
	}
	return r.upcoming(append(out, repairs...), append(content, assess...)), nil
}

// upcoming leaves out what has passed, unless it still waits, and puts the rest in order.
func (r *root) upcoming(in, waiting []*regulation.Deadline) []*regulation.Deadline {
	now := r.use.Clock.Regulation().Unix()
	out := append([]*regulation.Deadline{}, waiting...)
	for _, d := range in {
		if d.At == nil || d.At.Unix() >= now {
			out = append(out, d)
		}
	}
	regulation.SortDeadlines(out)
	return out[:min(len(out), mostDeadlines)]
}

func (r *root) repairsDue(ctx context.Context, of []*ent.Plan) ([]*regulation.Deadline, error) {
	open, err := r.db().Repair.Query().Where(repair.ClosedAtIsNil(), repair.DueOnNotNil(), repairOfPlans(all(of, planID))).
		WithRegistration().Limit(mostDeadlines).All(ctx)
	under := map[string]*ent.Plan{}
	for _, p := range of {
		under[p.ID] = p
	}
	var out []*regulation.Deadline
	for _, one := range open {
		switch {
		case one.Edges.Registration != nil:
			out = append(out, termOf(ctx, workflow.AskRepair, one.Edges.Registration, *one.DueOn))
		case under[one.PlanID] != nil:
			out = append(out, projectTerm(ctx, workflow.AskProjectRepair, under[one.PlanID], *one.DueOn))
		}
	}
	return out, err
}

// contentDue is by when the content of registrations is expected to be judged, also where that has passed: it waits on.
func (r *root) contentDue(ctx context.Context, which ...predicate.Registration) ([]*regulation.Deadline, error) {
	waiting, err := r.db().Registration.Query().Where(which...).
		Where(registration.State(workflow.AwaitingContent), registration.ContentExpectedOnNotNil()).
		Order(registration.ByContentExpectedOn(), registration.ByID()).Limit(mostDeadlines).All(ctx)
	return all(waiting, func(g *ent.Registration) *regulation.Deadline {
		return termOf(ctx, workflow.AskContent, g, *g.ContentExpectedOn)
	}), err
}

// assessmentDue is by when submitted plans are to be assessed, also where that has passed: they wait on. A scheme without
// a window for it sets no term.
func (r *root) assessmentDue(ctx context.Context, of []*ent.Plan) ([]*regulation.Deadline, error) {
	var out []*regulation.Deadline
	for _, p := range of {
		if p.State != workflow.Submitted {
			continue
		}
		until, err := r.assessedUntil(ctx, p.ReleaseID)
		if err != nil {
			return nil, err
		}
		if until != nil {
			role, _ := workflow.SubmitPlan.Term.Slot.Role()
			out = append(out, term(ctx, workflow.SubmitPlan, role, *until, p))
		}
	}
	return out, nil
}

// toAssess are the plans in the viewer's sight that wait for an assessment, those that wait longest first.
func (r *root) toAssess(ctx context.Context) ([]*ent.Plan, error) {
	return r.db().Plan.Query().Where(plan.State(workflow.Submitted)).Order(plan.BySubmittedAt(), plan.ByID()).Limit(mostDeadlines).All(ctx)
}

// termOf is the term that an act began on a registration.
func termOf(ctx context.Context, a workflow.Act, g *ent.Registration, day time.Time) *regulation.Deadline {
	return term(ctx, a, doer(a.Term.Slot, g), endOfDay(day), g)
}

// term is the term that an act began, in which a role has to do something.
func term(ctx context.Context, a workflow.Act, role actor.Role, until time.Time, on relay.Node) *regulation.Deadline {
	return &regulation.Deadline{
		Code: a.Term.Code, Title: regulation.NewText(schemes.Text(a.Term.Title), actor.From(ctx).Language), Role: string(role), At: &until, On: on,
	}
}

// projectTerm is the term that an act began on the project file of a plan.
func projectTerm(ctx context.Context, a workflow.Act, p *ent.Plan, day time.Time) *regulation.Deadline {
	role, _ := a.Term.Slot.Role()
	return &regulation.Deadline{
		Code: a.Term.Code, Title: regulation.NewText(schemes.Text(a.Term.Title), actor.From(ctx).Language),
		Role: string(role), At: new(endOfDay(day)), On: p,
	}
}

func (r deadlineResolver) On(_ context.Context, d *regulation.Deadline) (relay.Node, error) {
	return d.On, nil
}

// deadlinesFor is what the viewer has to do: an employer in its own dossiers, the others by the calendars of the schemes.
func (r *root) deadlinesFor(ctx context.Context, a actor.Actor) ([]*regulation.Deadline, error) {
	var found []*regulation.Deadline
	if a.Role == actor.Employer {
		plans, err := r.ownPlans(ctx, a.OrganisationID)
		if err != nil {
			return nil, err
		}
		if found, err = r.deadlinesOf(ctx, plans); err != nil {
			return nil, err
		}
	} else {
		for _, release := range r.use.Catalog.Schemes() {
			m, err := r.manifest(ctx, release.ID)
			if err != nil {
				return nil, err
			}
			found = append(found, m.Deadlines()...)
		}
		waiting, err := r.waitingFor(ctx, a.Role)
		if err != nil {
			return nil, err
		}
		found = r.upcoming(found, waiting)
	}
	out := []*regulation.Deadline{}
	for _, d := range found {
		if d.Role == string(a.Role) {
			out = append(out, d)
		}
	}
	return out, nil
}

// waitingFor is what a role has to judge by some day, also where that has passed.
func (r *root) waitingFor(ctx context.Context, role actor.Role) ([]*regulation.Deadline, error) {
	var out []*regulation.Deadline
	if mayBeNamed(role) {
		content, err := r.contentDue(ctx, registrations.ContentWaitsFor(role))
		if err != nil {
			return nil, err
		}
		out = content
	}
	if assesses, _ := workflow.SubmitPlan.Term.Slot.Role(); assesses != role {
		return out, nil
	}
	plans, err := r.toAssess(ctx)
	if err != nil {
		return nil, err
	}
	assess, err := r.assessmentDue(ctx, plans)
	return append(out, assess...), err
}
