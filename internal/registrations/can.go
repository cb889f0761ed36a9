package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Can says whether the viewer may do something now to a registration or to what lies below it: what the policy says, and
// whether the act fits the state. A row below a registration that was loaded without it is asked as though it had been
// loaded with it: who judges and who is on record stand there.
func (d *Desk) Can(ctx context.Context, action string, node any) access.Permission {
	r, err := d.registrationOf(ctx, node)
	if err != nil {
		return d.guard.Can(ctx, action, node) // it shows when it is tried
	}
	p := d.guard.Can(ctx, action, under(r, node))
	o, known := access.Of(node)
	if !p.Allowed || !known {
		return p
	}
	acts := workflow.At(workflow.Registration, access.Action(action), o.Noun)
	if r == nil || len(acts) == 0 {
		return p
	}
	a := acts[0] // the verdicts of one act are asked in the same states
	if not, is := unfit(a, node); is {
		return not
	}
	if a.Under == nil && a.Name != workflow.AskContent.Name { // nothing of the plan is needed
		if not, is := a.Hindered(r.State, ""); is {
			return not
		}
		if not, is := d.unfreeFor(ctx, a, r); is {
			return not
		}
		return p
	}
	plan, err := d.planOf(ctx, r)
	if err != nil {
		return p
	}
	if not, is := d.refusal(plan, r, a); is {
		return not
	}
	return p
}

// under is what the policy looks at of a row below a registration; the row itself where there is none.
func under(r *ent.Registration, node any) any {
	switch n := node.(type) {
	case *ent.Cell:
		return access.OfCell(n, r)
	case *ent.Participation, *ent.Document:
		if o, known := access.Of(n); known && r != nil {
			return access.OfRegistration(r).As(o.Noun)
		}
	}
	return node
}

// unfit says of a cell that the act is not done to cells of its kind; false where it is.
func unfit(a workflow.Act, node any) (access.Permission, bool) {
	c, isCell := node.(*ent.Cell)
	switch {
	case isCell && a.Name == workflow.CompleteCells.Name && c.Kind == matrix.KindJudgement:
		return access.Permission{Reason: access.ReasonNotApplicable, Message: fault.Text{
			NL: "Bij deze kolom horen geen documenten.", EN: "No documents belong to this column.",
		}}, true
	case isCell && a.Name == workflow.JudgeCells.Name && c.State == matrix.NotRequired:
		return access.Permission{Reason: access.ReasonNotApplicable, Message: fault.Text{NL: "Deze cel vraagt niets.", EN: "This cell asks nothing."}}, true
	}
	return access.Permission{}, false
}

// refusal says why an act cannot be done now; false where it can.
func (d *Desk) refusal(plan *ent.Plan, r *ent.Registration, a workflow.Act) (access.Permission, bool) {
	if held, is := d.heldByContent(plan, r, a); is {
		return held, true
	}
	if not, is := a.Hindered(r.State, plan.State); is {
		return not, true
	}
	if a.Name == workflow.SubmitRegistration.Name { // a decision that waits can still be another verdict
		return d.held(r, a)
	}
	return access.Permission{}, false
}

// registrationOf returns the registration of a row; nil for rows that are below none.
func (d *Desk) registrationOf(ctx context.Context, node any) (*ent.Registration, error) {
	var r *ent.Registration
	id := ""
	switch n := node.(type) {
	case *ent.Registration:
		return n, nil
	case *ent.Participation:
		r, id = n.Edges.Registration, n.RegistrationID
	case *ent.Cell:
		r, id = n.Edges.Registration, n.RegistrationID
	case *ent.Document:
		r = n.Edges.Registration
		if n.RegistrationID != nil {
			id = *n.RegistrationID
		}
	}
	if r != nil || id == "" {
		return r, nil
	}
	return d.store.Client().Registration.Get(actor.AsSystem(ctx), id)
}

// planOf returns the plan over a registration.
func (d *Desk) planOf(ctx context.Context, r *ent.Registration) (*ent.Plan, error) {
	if r.Edges.Plan != nil {
		return r.Edges.Plan, nil
	}
	return d.store.Client().Plan.Get(actor.AsSystem(ctx), r.PlanID)
}
