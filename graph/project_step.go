package graph

import (
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// projectSteps are what comes next for a project file, by the table of acts.
func projectSteps(language string, p *ent.Plan, cells []*ent.Cell, open *ent.Repair) []*model.NextStep {
	next := []*model.NextStep{}
	state := workflow.OfProjectFile(p.State, p.ProjectState)
	for _, s := range workflow.Steps(workflow.ProjectFile, state, projectHolds(cells, open)...) {
		if !s.Act.Fits(p.State) {
			continue // judged once the grant is there
		}
		for _, role := range projectDoers(s.Act.Slot, p) {
			step := &model.NextStep{Action: string(s.Act.Asks), Role: string(role), Label: regulation.NewText(schemes.Text(s.Text), language), On: p}
			if s.Act.Slot == workflow.AskProjectRepair.Term.Slot && open != nil {
				step.DueOn, step.DueAt = dayOf(open.DueOn), untilEndOf(open.DueOn)
			}
			next = append(next, step)
		}
	}
	return next
}

// projectHolds are the conditions under which a project file needs some of its next steps.
func projectHolds(cells []*ent.Cell, open *ent.Repair) []workflow.Condition {
	var since time.Time
	if open != nil {
		since = open.OpenedAt
	}
	in := func(states ...string) func(*ent.Cell) bool {
		return func(c *ent.Cell) bool { return slices.Contains(states, c.State) }
	}
	var all []workflow.Condition
	for _, c := range []struct {
		condition workflow.Condition
		holds     func(*ent.Cell) bool
	}{
		{workflow.DocumentsAreMissing, in(string(schemes.CellMissing))},
		{workflow.CellsAreUnreported, in(string(schemes.CellIncomplete))},
		{workflow.CellsAreOpen, in(cellInReview)},
		{workflow.CellsAreRejected, func(c *ent.Cell) bool {
			return c.State == cellRejected && (c.JudgedAt == nil || c.JudgedAt.After(since))
		}},
		{workflow.RepairIsOpen, func(c *ent.Cell) bool { return open != nil && projectfiles.IsToRepair(c) }},
	} {
		if slices.ContainsFunc(cells, c.holds) {
			all = append(all, c.condition)
		}
	}
	return all
}

// projectDoers are the roles that are to take a step of a project file: one, or each that the scheme names for its cells.
func projectDoers(s workflow.Slot, p *ent.Plan) []actor.Role {
	if s == workflow.CellJudge {
		return all(p.ProjectJudges, func(judge string) actor.Role { return actor.Role(judge) })
	}
	role, _ := s.Role()
	return []actor.Role{role}
}
