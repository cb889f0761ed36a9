package projectfiles

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
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
		return access.Permission{Reason: access.ReasonNotApplicable, Message: matrix.NotReported}
	}
	if not, is := acts[0].Hindered(workflow.OfProjectFile(plan.State, plan.ProjectState), plan.State); is {
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
