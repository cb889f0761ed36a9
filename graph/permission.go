package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/schemes"
)

// can asks the desk of a thing whether the viewer may do this to it now.
func (r *root) can(ctx context.Context, action string, thing any) *model.Permission {
	p := r.ask(ctx, action, thing)
	out := &model.Permission{Action: action, IsAllowed: p.Allowed}
	if !p.Allowed {
		language := actor.From(ctx).Language
		out.Why, out.Reason, out.Message, out.Need = stated(p.Reason), stated(p.Reason), words(language, p.Message), words(language, p.Need)
		out.PossibleFrom = p.PossibleFrom
	}
	return out
}

func (r *root) ask(ctx context.Context, action string, thing any) access.Permission {
	switch t := thing.(type) {
	case *ent.Plan, *ent.PlanLine:
		return r.use.Plans.Can(ctx, action, t)
	case *ent.Cell:
		if t.RegistrationID == "" {
			return r.use.ProjectFiles.Can(ctx, action, r.placed(ctx, t))
		}
		return r.use.Registrations.Can(ctx, action, r.placed(ctx, t))
	case *ent.Document:
		if t.RegistrationID == nil {
			return r.use.ProjectFiles.Can(ctx, action, r.placed(ctx, t))
		}
		return r.use.Registrations.Can(ctx, action, r.placed(ctx, t))
	case *ent.Registration, *ent.Participation, *ent.Decision, *ent.Repair:
		return r.use.Registrations.Can(ctx, action, r.placed(ctx, t))
	case *queue.Task:
		return r.ask(ctx, action, t.Subject())
	case *ent.Organisation, *ent.Employee:
		return r.use.Organisations.Can(ctx, action, t)
	case *ent.Tie:
		return r.use.Ties.Can(ctx, action, t)
	case *ent.Person, *ent.RoleAssignment, *ent.PartnerToken, *ent.Appointment, *ent.Admission, identity.Held:
		return r.use.Identity.Can(ctx, action, t)
	case *judgement.Receipt:
		return r.use.Receipts.Can(ctx, action, t.Row())
	}
	return r.use.Guard.Can(ctx, action, thing)
}

// placed is a row with its registration and plan, where the request has read them: a list asks about many rows.
func (r *root) placed(ctx context.Context, thing any) any {
	switch t := thing.(type) {
	case *ent.Registration:
		return r.underPlan(ctx, t)
	case *ent.Cell:
		row := *t
		if t.RegistrationID == "" {
			row.Edges.Plan = r.recalledPlan(ctx, t.PlanID)
			return &row
		}
		row.Edges.Registration = r.recalledRegistration(ctx, t.RegistrationID, t.Edges.Registration)
		return &row
	case *ent.Participation:
		row := *t
		row.Edges.Registration = r.recalledRegistration(ctx, t.RegistrationID, t.Edges.Registration)
		return &row
	case *ent.Document:
		row := *t
		if t.RegistrationID == nil {
			row.Edges.Plan = r.recalledPlan(ctx, t.PlanID)
			return &row
		}
		row.Edges.Registration = r.recalledRegistration(ctx, *t.RegistrationID, t.Edges.Registration)
		return &row
	}
	return thing
}

func (r *root) underPlan(ctx context.Context, g *ent.Registration) *ent.Registration {
	row := *g
	if row.Edges.Plan == nil {
		row.Edges.Plan = r.recalledPlan(ctx, g.PlanID)
	}
	return &row
}

// recalledPlan is a plan that the request has read; nil where it has not.
func (r *root) recalledPlan(ctx context.Context, id string) *ent.Plan {
	p, _ := r.recalledNode(ctx, id).(*ent.Plan)
	return p
}

// recalledRegistration is the registration that a row was loaded with, or else the one that the request has read.
func (r *root) recalledRegistration(ctx context.Context, id string, loaded *ent.Registration) *ent.Registration {
	if loaded != nil {
		return loaded
	}
	if g, ok := r.recalledNode(ctx, id).(*ent.Registration); ok {
		return r.underPlan(ctx, g)
	}
	return nil
}

// recalledNode is a thing that the request has read; nil where it has not.
func (r *root) recalledNode(ctx context.Context, id string) relay.Node {
	if len(recalled(ctx).nodes.lacks([]string{id})) > 0 {
		return nil
	}
	n, err := r.node(ctx, id)
	if err != nil {
		return nil
	}
	return n
}

// words is nil for a text that says nothing.
func words(language string, t fault.Text) *regulation.Text {
	if t == (fault.Text{}) {
		return nil
	}
	return regulation.NewText(schemes.Text(t), language)
}
