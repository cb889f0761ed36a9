package graph

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// mayBeNamed reports whether a scheme can name the role as a judge of content or of columns without documents.
func mayBeNamed(role actor.Role) bool {
	return slices.Contains(schemes.ContentJudges(), schemes.Role(role))
}

// judgesAt reports whether something can wait for the role at a stage. What does is told by the rows themselves.
func judgesAt(role actor.Role, stage string) bool {
	if stage == queue.StagePlan {
		return role == actor.ProjectLeader
	}
	return mayBeNamed(role)
}

// isFor reports whether a task waits for a role.
func isFor(t *queue.Task, role actor.Role) bool {
	switch t.Stage() {
	case queue.StagePlan:
		return role == actor.ProjectLeader
	case queue.StageContent:
		return t.Registration.ContentJudge != nil && *t.Registration.ContentJudge == string(role)
	}
	return role == actor.SSC || t.Registration.State == workflow.InReview && slices.Contains(t.Registration.CellJudges, string(role))
}

// waitsFor narrows to the registrations that wait for a role: by their state, or because the scheme names it.
func waitsFor(role actor.Role) predicate.Registration {
	which := []predicate.Registration{registration.StateIn(waitingFor(role)...)}
	if mayBeNamed(role) {
		which = append(which, registrations.ContentWaitsFor(role))
		if role != actor.SSC { // for which the state says it
			which = append(which, registrations.CellsWaitFor(role))
		}
	}
	return registration.Or(which...)
}

// judgeCells is the step of who judges columns without taking the registration into review.
var judgeCells = schemes.Text{NL: "Beoordeel uw onderdeel", EN: "Judge your part"}

// bound puts the roles that the scheme names in the place of those that judge as a rule: one step for each.
func bound(steps []doing, g *ent.Registration, content *queue.Content) []doing {
	var out []doing
	for _, s := range steps {
		switch {
		case s.action == access.JudgeContent && content != nil:
			s.role = actor.Role(content.Judge())
			out = append(out, s)
		case s.action == access.JudgeCells:
			for _, judge := range g.CellJudges {
				one := s
				if one.role = actor.Role(judge); one.role != actor.SSC {
					one.label = judgeCells
				}
				out = append(out, one)
			}
		default:
			out = append(out, s)
		}
	}
	return out
}

// to names the judge of the content in the label of a step.
func (d doing) to(content *queue.Content) doing {
	judge := content.JudgeName
	d.label = schemes.Text{NL: d.label.NL + " aan: " + judge.NL, EN: d.label.EN + " to: " + judge.EN}
	return d
}
