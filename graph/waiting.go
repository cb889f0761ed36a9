package graph

import (
	"slices"

	"github.com/penvoerder/penvoerder/graph/queue"
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

// slotsOf are the slots of a role.
func slotsOf(role actor.Role) []workflow.Slot {
	var slots []workflow.Slot
	for _, s := range workflow.Slots() {
		if roleOf(s) == role && role != "" {
			slots = append(slots, s)
		}
	}
	return slots
}

// roleOf is the role in a slot; empty where there is none.
func roleOf(s workflow.Slot) actor.Role {
	if s == workflow.ContentJudge {
		return actor.AMR
	}
	role, _ := s.Role()
	return role
}

// waitingFor are the states in which registrations wait for a role; none for most.
func waitingFor(role actor.Role) []string {
	var states []string
	for _, s := range slotsOf(role) {
		states = append(states, workflow.Turns(workflow.Registration, s)...)
	}
	return states
}

// cellWaits reports whether a cell in this state waits for a role: its registration does, and the cell is not done.
// A cell of a project file has no registration to wait for.
func cellWaits(role actor.Role, registration, cell string) bool {
	for _, s := range slotsOf(role) {
		if slices.Contains(cellsOf[s], cell) && (registration == "" || slices.Contains(waitingFor(role), registration)) {
			return true
		}
	}
	return false
}

// stages says which role judges at each stage.
var stages = map[string]actor.Role{
	queue.StagePlan: actor.ProjectLeader, queue.StageContent: actor.AMR, queue.StageRegistration: actor.SSC,
}
