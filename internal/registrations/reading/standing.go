package reading

import (
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// standing is how far a registration that counts has come, as the schemes see it.
func standing(state string) schemes.Standing {
	switch state {
	case workflow.Submitted, workflow.InReview, workflow.AwaitingSecond, workflow.Repair:
		return schemes.StandsSubmitted
	case workflow.Approved, workflow.Settled:
		return schemes.StandsApproved
	}
	return schemes.StandsDraft
}
