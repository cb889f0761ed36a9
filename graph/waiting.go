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

// waits says in which states a registration, and a cell of it, waits for a role.
var waits = map[actor.Role]struct{ registrations, cells []string }{
	actor.Employer: {
		registrations: []string{workflow.Draft, workflow.Ready, workflow.Repair, workflow.ContentRejected},
		cells:         []string{string(schemes.CellMissing), string(schemes.CellIncomplete), cellRejected},
	},
	actor.SSC: {
		registrations: []string{workflow.Submitted, workflow.InReview},
		cells:         []string{string(schemes.CellComplete), cellInReview},
	},
}

// waitingFor are the states in which registrations wait for a role; none for most.
func waitingFor(role actor.Role) []string { return waits[role].registrations }

// cellWaits reports whether a cell in this state waits for a role: its registration does, and the cell is not done.
// A cell of a project file has no registration to wait for. Who judges is named by the scheme; only the SSC takes into
// review, so that others wait for that.
func cellWaits(role actor.Role, registration string, c *ent.Cell) bool {
	w := waits[role]
	if role != actor.Employer {
		if w = waits[actor.SSC]; c.Judge != string(role) || role != actor.SSC && registration == workflow.Submitted {
			return false
		}
	}
	return (registration == "" || slices.Contains(w.registrations, registration)) && slices.Contains(w.cells, c.State)
}
