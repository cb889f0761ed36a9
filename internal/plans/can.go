package plans

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
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
	if _, fits := a.Next(state); !fits {
		return notNow(a.Refusal(state), fault.Text{}), true
	}
	if !a.Fits(p.State) {
		return notNow(a.RefusalUnder(p.State), fault.Text{}), true
	}
	release, ok := d.catalog.Release(p.ReleaseID)
	if a.Name == workflow.AmendPlan.Name && p.State == workflow.Submitted && ok && !isOpen(release.Manifest, d.now()) {
		return notNow(windowClosed, fault.Text{
			NL: "Dit kon alleen zolang de aanvraagperiode open was.", EN: "This could be done only while the application window was open.",
		}), true
	}
	return access.Permission{}, false
}

func notNow(why, need fault.Text) access.Permission {
	return access.Permission{Reason: "NOT_IN_THIS_STATE", Message: why, Need: need}
}
