package projectfiles

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Can says whether the viewer may do something now to a document or a cell of a project file: what the policy says, and
// whether the act fits the state.
func (d *Desk) Can(ctx context.Context, action string, node any) access.Permission {
	p := d.guard.Can(ctx, action, node)
	o, known := access.Of(node)
	if !p.Allowed || !known {
		return p
	}
	if access.Action(action) == access.JudgeCells {
		return access.Permission{Reason: "NOT_APPLICABLE", Message: notJudged}
	}
	acts := workflow.At(workflow.ProjectFile, access.Action(action), o.Noun)
	if len(acts) == 0 {
		return p
	}
	plan, err := d.store.Client().Plan.Get(actor.AsSystem(ctx), planOf(node))
	if err != nil {
		return p // it shows when it is tried
	}
	a, state := acts[0], workflow.OfProjectFile(plan.State)
	if _, fits := a.Next(state); !fits {
		return access.Permission{Reason: "NOT_IN_THIS_STATE", Message: a.Refusal(state)}
	}
	return p
}

// notJudged holds until the documents of a project file have a judge of their own.
var notJudged = fault.Text{NL: "De documenten van een projectdossier worden nog niet beoordeeld.", EN: "The documents of a project file are not judged yet."}

func planOf(node any) string {
	switch n := node.(type) {
	case *ent.Cell:
		return n.PlanID
	case *ent.Document:
		return n.PlanID
	}
	return ""
}
