package projectfiles

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Queue returns the plans whose project file waits for the caller's role, because the scheme names it as the judge of a
// column, under the caller's row predicate; the resolver narrows, orders and pages it. Waiting counts from
// project_waiting_since.
func (d *Desk) Queue(ctx context.Context) *ent.PlanQuery {
	return d.store.Client().Plan.Query().Where(
		plan.StateIn(workflow.JudgeProjectCells.Under...), plan.ProjectState(workflow.InReview), cellsWaitFor(actor.From(ctx).Role),
	)
}

// IsWaiting reports whether the project file of a plan waits for its judges.
func IsWaiting(p *ent.Plan) bool {
	return workflow.JudgeProjectCells.Fits(p.State) && workflow.OfProjectFile(p.State, p.ProjectState) == workflow.InReview
}

// cellsWaitFor narrows to plans with a cell that a role judges: one that waits, or that it rejected and did not ask to
// repair yet.
func cellsWaitFor(role actor.Role) func(*sql.Selector) {
	return func(s *sql.Selector) {
		c := sql.Table(cell.Table)
		s.Where(sql.In(s.C(plan.FieldID), sql.Select(c.C(cell.FieldPlanID)).From(c).Where(sql.And(
			sql.IsNull(c.C(cell.FieldRegistrationID)), sql.EQ(c.C(cell.FieldJudge), string(role)), sql.In(c.C(cell.FieldState), matrix.InReview, matrix.Rejected),
		))))
	}
}
