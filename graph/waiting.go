package graph

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// The states of a cell that people give; the scheme gives the others.
const (
	cellInReview = "IN_REVIEW"
	cellRejected = "REJECTED"
	cellApproved = "APPROVED"
)

// cellsOf are the states of a cell in which it waits for a slot, while its registration waits for that slot.
var cellsOf = map[workflow.Slot][]string{
	workflow.Applicant: {string(schemes.CellMissing), string(schemes.CellIncomplete), cellRejected},
	workflow.Assessor:  {string(schemes.CellComplete), cellInReview},
}

// slotsOf are the slots that the platform binds to a role.
func slotsOf(role actor.Role) []workflow.Slot {
	var slots []workflow.Slot
	for _, s := range workflow.Slots() {
		if bound, ok := s.Role(); ok && bound == role {
			slots = append(slots, s)
		}
	}
	return slots
}

// waitingFor are the states in which plans or registrations wait for a role; none for most.
func waitingFor(role actor.Role, of workflow.Subject) []string {
	var states []string
	for _, s := range slotsOf(role) {
		states = append(states, workflow.Turns(of, s)...)
	}
	return states
}

// cellWaits reports whether a cell in this state waits for a role: its registration does, and the cell is not done. Who
// judges is named by the scheme; only the assessor takes a registration into review, so that others wait for that.
func cellWaits(role actor.Role, registration string, c *ent.Cell) bool {
	slot := workflow.Applicant
	if role != actor.Employer {
		if slot = workflow.Assessor; c.Judge != string(role) || role != actor.SSC && registration == workflow.Submitted {
			return false
		}
	}
	return slices.Contains(cellsOf[slot], c.State) && slices.Contains(workflow.Turns(workflow.Registration, slot), registration)
}

// projectCellWaits reports whether a cell of the project file of a plan waits for a role: each cell by itself.
func projectCellWaits(role actor.Role, p *ent.Plan, c *ent.Cell) bool {
	if role == actor.Employer {
		return workflow.OfProjectFile(p.State, p.ProjectState) != workflow.Closed && slices.Contains(cellsOf[workflow.Applicant], c.State)
	}
	return c.Judge == string(role) && c.State == cellInReview && workflow.JudgeProjectCells.Fits(p.State)
}
