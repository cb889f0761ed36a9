package projectfiles

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Can says whether the viewer may do something now to a document or a cell of a project file: what the policy says, and
// whether the act fits the state. A row that was loaded with its plan costs no statement.
func (d *Desk) Can(ctx context.Context, action string, node any) access.Permission {
	plan, err := d.planOf(ctx, node)
	if err != nil {
		return d.guard.Can(ctx, action, node) // it shows when it is tried
	}
	p := d.guard.Can(ctx, action, judged(action, node, plan))
	o, known := access.Of(node)
	if !p.Allowed || !known {
		return p
	}
	acts := workflow.At(workflow.ProjectFile, access.Action(action), o.Noun)
	if len(acts) == 0 {
		return p
	}
	if c, isCell := node.(*ent.Cell); isCell && acts[0].Name == workflow.JudgeProjectCells.Name && !matrix.IsReported(c) {
		return access.Permission{Reason: "NOT_APPLICABLE", Message: matrix.NotReported}
	}
	if not, is := refusal(plan, acts[0]); is {
		return not
	}
	return p
}

// judged is what the policy looks at: of a cell that is to be judged, who judges it and who took an earlier step.
func judged(action string, node any, plan *ent.Plan) any {
	if c, isCell := node.(*ent.Cell); isCell && access.Action(action) == access.JudgeCells {
		return access.OfProjectCell(c, plan)
	}
	return node
}

// refusal says why an act cannot be done now to the project file of a plan; false where it can.
func refusal(plan *ent.Plan, a workflow.Act) (access.Permission, bool) {
	state := workflow.OfProjectFile(plan.State, plan.ProjectState)
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

const notInState = "NOT_IN_THIS_STATE"

// planOf returns the plan over a row of its project file.
func (d *Desk) planOf(ctx context.Context, node any) (*ent.Plan, error) {
	id := ""
	switch n := node.(type) {
	case *ent.Cell:
		if n.Edges.Plan != nil {
			return n.Edges.Plan, nil
		}
		id = n.PlanID
	case *ent.Document:
		if n.Edges.Plan != nil {
			return n.Edges.Plan, nil
		}
		id = n.PlanID
	}
	return d.store.Client().Plan.Get(actor.AsSystem(ctx), id)
}
