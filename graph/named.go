package graph

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// mayBeNamed reports whether a scheme can name the role as a judge of content or of columns without documents.
func mayBeNamed(role actor.Role) bool {
	return slices.Contains(schemes.ContentJudges(), schemes.Role(role))
}

// judgesAt reports whether something can wait for the role at a stage. The rows themselves say whether anything does.
func judgesAt(role actor.Role, stage string) bool {
	switch stage {
	case queue.StagePlan:
		return role == actor.ProjectLeader
	case queue.StageProjectFile:
		return slices.Contains(schemes.DocumentJudges(schemes.PerProject), schemes.Role(role))
	}
	return mayBeNamed(role)
}

// isFor reports whether a task waits for a role.
func isFor(t *queue.Task, role actor.Role) bool {
	switch t.Stage() {
	case queue.StagePlan:
		return role == actor.ProjectLeader
	case queue.StageProjectFile:
		return slices.Contains(t.Plan.ProjectJudges, string(role))
	case queue.StageContent:
		return t.Registration.ContentJudge != nil && *t.Registration.ContentJudge == string(role)
	}
	return role == actor.SSC || t.Registration.State == workflow.InReview && slices.Contains(t.Registration.CellJudges, string(role))
}

// waitsFor narrows to the registrations that wait for a role: by their state, or because the scheme names it.
func waitsFor(role actor.Role) predicate.Registration {
	which := []predicate.Registration{registration.StateIn(waitingFor(role, workflow.Registration)...)}
	if mayBeNamed(role) {
		which = append(which, registrations.ContentWaitsFor(role))
		if role != actor.SSC { // for which the state says it
			which = append(which, registrations.CellsWaitFor(role))
		}
	}
	return registration.Or(which...)
}
