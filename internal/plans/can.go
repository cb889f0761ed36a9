package plans

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Can says whether the caller may do this to a plan, or to a line of one, and whether the plan's state allows it now.
// It loads nothing and asks no scheme: a scheme may still have findings.
func (d *Desk) Can(ctx context.Context, action string, node any) access.Permission {
	permission := d.guard.Can(ctx, action, node)
	p, isPlan := node.(*ent.Plan)
	if !permission.Allowed || !isPlan {
		return permission
	}
	for _, s := range []workflow.Subject{workflow.Plan, workflow.ProjectFile, workflow.Registration} {
		for _, a := range workflow.At(s, access.Action(action), access.Plan) {
			if not, is := d.refusal(p, a); is {
				return not
			}
		}
	}
	return permission
}

// refusal says why an act that viewerCan asks of a plan cannot be done now; false where it can.
func (d *Desk) refusal(p *ent.Plan, a workflow.Act) (access.Permission, bool) {
	state := p.State
	switch a.Subject {
	case workflow.ProjectFile:
		state = workflow.OfProjectFile(p.State, p.ProjectState)
	case workflow.Registration:
		state = workflow.New // one that is to come
	}
	if not, is := a.Hindered(state, p.State); is {
		return not, true
	}
	release, ok := d.catalog.Release(p.ReleaseID)
	if !ok || a.Subject != workflow.Plan {
		return access.Permission{}, false
	}
	return outside(release.Manifest, a, d.now())
}

// outside says why an act cannot be done outside its window; false where it can.
func outside(m *schemes.Manifest, a workflow.Act, now time.Time) (access.Permission, bool) {
	switch a.Verb {
	case workflow.AssessPlan.Verb, workflow.RejectPlan.Verb:
		if w, ok := assessment(m); ok && isBefore(now, w) {
			first := firstDay(w)
			return access.Permission{Reason: fault.ReasonHeld, Message: a.Held(first), PossibleFrom: first}, true
		}
	case workflow.ReturnPlan.Verb:
		if !isOpen(m, now) {
			return access.Permission{Reason: access.ReasonState, Message: returnClosed}, true
		}
	}
	return access.Permission{}, false
}
