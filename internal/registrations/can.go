package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Can answers viewerCan for registrations and what lies below them, and for what lies below a project file: the policy's
// answer, and whether the act fits the state. A row below a registration that was loaded without it is asked as though it
// had been loaded with it: who judges and who is on record stand there.
func (d *Desk) Can(ctx context.Context, action string, node any) access.Permission {
	r, planID, err := d.registrationOf(ctx, node)
	if err != nil {
		return d.guard.Can(ctx, action, node) // it shows when it is tried
	}
	p := d.guard.Can(ctx, action, under(r, node))
	o, known := access.Of(node)
	if !p.Allowed || !known {
		return p
	}
	subject := workflow.ProjectFile
	if r != nil {
		subject, planID = workflow.Registration, r.PlanID
	}
	acts := workflow.At(subject, access.Action(action), o.Noun)
	if len(acts) == 0 {
		return p
	}
	a := acts[0] // the verdicts of one act are asked in the same states
	if not, is := unfit(a, node); is {
		return not
	}
	if r != nil && a.Under == nil && a.Name != workflow.AskContent.Name { // nothing of the plan is needed
		if _, fits := a.Next(r.State); !fits {
			return access.Permission{Reason: notInState, Message: a.Refusal(r.State)}
		}
		return p
	}
	plan, err := d.planOf(ctx, r, planID)
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
	case isCell && a.Name == workflow.CompleteCells.Name && c.Kind == kindJudgement:
		return access.Permission{Reason: notApplicable, Message: fault.Text{
			NL: "Bij deze kolom horen geen documenten.", EN: "No documents belong to this column.",
		}}, true
	case isCell && a.Name == workflow.JudgeCells.Name && c.State == cellNotRequired:
		return access.Permission{Reason: notApplicable, Message: fault.Text{NL: "Deze cel vraagt niets.", EN: "This cell asks nothing."}}, true
	}
	return access.Permission{}, false
}

// refusal says why an act cannot be done now; false where it can.
func (d *Desk) refusal(plan *ent.Plan, r *ent.Registration, a workflow.Act) (access.Permission, bool) {
	state := workflow.OfProjectFile(plan.State)
	if r != nil {
		state = r.State
		if held, is := d.heldByContent(plan, r, a); is {
			return held, true
		}
	}
	if _, fits := a.Next(state); !fits {
		return access.Permission{Reason: notInState, Message: a.Refusal(state)}, true
	}
	if !a.Fits(plan.State) {
		return access.Permission{Reason: notInState, Message: a.RefusalUnder(plan.State), Need: fault.Text{
			NL: "De toekenning door RegioPlus.", EN: "The grant by RegioPlus.",
		}}, true
	}
	return access.Permission{}, false
}

const (
	notInState    = "NOT_IN_THIS_STATE"
	notApplicable = "NOT_APPLICABLE"
)

// registrationOf returns the registration of a row; nil for rows of a project file, with the id of its plan.
func (d *Desk) registrationOf(ctx context.Context, node any) (r *ent.Registration, planID string, err error) {
	id := ""
	switch n := node.(type) {
	case *ent.Registration:
		return n, n.PlanID, nil
	case *ent.Participation:
		r, id = n.Edges.Registration, n.RegistrationID
	case *ent.Cell:
		r, id, planID = n.Edges.Registration, n.RegistrationID, n.PlanID
	case *ent.Document:
		r, planID = n.Edges.Registration, n.PlanID
		if n.RegistrationID != nil {
			id = *n.RegistrationID
		}
	}
	if r != nil || id == "" {
		return r, planID, nil
	}
	r, err = d.store.Client().Registration.Get(actor.AsSystem(ctx), id)
	return r, planID, err
}

// planOf returns the plan over a registration or a project file.
func (d *Desk) planOf(ctx context.Context, r *ent.Registration, planID string) (*ent.Plan, error) {
	if r != nil && r.Edges.Plan != nil {
		return r.Edges.Plan, nil
	}
	return d.store.Client().Plan.Get(actor.AsSystem(ctx), planID)
}
