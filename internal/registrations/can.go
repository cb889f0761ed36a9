package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// steps are the verbs of the workflow behind the actions of the API, per kind of thing. An action that is not here
// depends on no state.
var steps = map[access.Noun]map[access.Action]workflow.Verb{
	access.Registration: {
		access.Amend: workflow.Amend, access.Add: workflow.Attach, access.Remove: workflow.Attach,
		access.AttachDocument: workflow.Attach, access.Submit: workflow.Submit, access.Withdraw: workflow.Withdraw,
		access.Review: workflow.StartReview, access.JudgeCells: workflow.JudgeCells, access.Decide: workflow.Approve,
		access.AskContent: workflow.AskContent, access.WithdrawContent: workflow.WithdrawContent, access.JudgeContent: workflow.ApproveContent,
	},
	access.Participation: {access.Amend: workflow.Attach, access.Remove: workflow.Attach},
	access.Document: {
		access.Amend: workflow.Attach, access.Remove: workflow.Attach, access.AttachDocument: workflow.Attach,
	},
	access.Cell: {access.AttachDocument: workflow.Attach, access.JudgeCells: workflow.JudgeCells},
}

// Can answers viewerCan for registrations and what lies below them: the policy's answer, and whether the action fits
// the state. Rows below a registration tell it from the registration when that was loaded with them.
func (d *Desk) Can(ctx context.Context, action string, node any) access.Permission {
	p := d.guard.Can(ctx, action, node)
	o, known := access.Of(node)
	verb, bound := steps[o.Noun][access.Action(action)]
	if !p.Allowed || !known || !bound {
		return p
	}
	r, err := d.registrationOf(ctx, node)
	if err != nil || r == nil {
		return p // of a project file, or it shows when it is tried
	}
	_, fits := workflow.Next(workflow.Registration, r.State, verb)
	var plan *ent.Plan
	if (verb == workflow.Submit || verb == workflow.AskContent) && (fits || isWithContent(r.State)) {
		if plan, err = d.planOf(ctx, r); err != nil {
			return p // it shows when it is tried
		}
		if held, ok := d.heldByContent(plan, r, verb); ok {
			return held
		}
	}
	if !fits {
		return access.Permission{Reason: "NOT_IN_THIS_STATE", Message: notInState}
	}
	if verb == workflow.Submit && plan.State != workflow.Granted {
		return access.Permission{Reason: "NOT_IN_THIS_STATE", Message: notGranted, Need: fault.Text{
			NL: "De toekenning door RegioPlus.", EN: "The grant by RegioPlus.",
		}}
	}
	return p
}

// registrationOf returns the registration of a row; nil for rows of a project file.
func (d *Desk) registrationOf(ctx context.Context, node any) (*ent.Registration, error) {
	var loaded *ent.Registration
	id := ""
	switch n := node.(type) {
	case *ent.Registration:
		return n, nil
	case *ent.Participation:
		loaded, id = n.Edges.Registration, n.RegistrationID
	case *ent.Cell:
		loaded, id = n.Edges.Registration, n.RegistrationID
	case *ent.Document:
		loaded = n.Edges.Registration
		if n.RegistrationID != nil {
			id = *n.RegistrationID
		}
	}
	if loaded != nil || id == "" {
		return loaded, nil
	}
	return d.store.Client().Registration.Get(actor.AsSystem(ctx), id)
}

func (d *Desk) planOf(ctx context.Context, r *ent.Registration) (*ent.Plan, error) {
	if r.Edges.Plan != nil {
		return r.Edges.Plan, nil
	}
	return d.store.Client().Plan.Get(actor.AsSystem(ctx), r.PlanID)
}
