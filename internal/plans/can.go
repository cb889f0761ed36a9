package plans

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// verbs are the actions of the API that depend on where a plan stands.
var verbs = map[access.Action]workflow.Verb{
	access.Amend:    workflow.Amend,
	access.Submit:   workflow.Submit,
	access.Withdraw: workflow.Withdraw,
	access.Assess:   workflow.Assess,
	access.Grant:    workflow.Grant,

	access.MoveRelease: workflow.Move,
}

// Can says whether the caller may do this to a plan, or to a line of one, and whether the plan's state allows it now.
// It loads nothing and asks no scheme: a scheme may still have findings.
func (d *Desk) Can(ctx context.Context, action string, node any) access.Permission {
	permission := d.guard.Can(ctx, action, node)
	p, isPlan := node.(*ent.Plan)
	verb, depends := verbs[access.Action(action)]
	if !permission.Allowed || !isPlan || !depends {
		return permission
	}
	if _, ok := workflow.Next(workflow.Plan, p.State, verb); !ok {
		return notNow(fault.Text{})
	}
	release, ok := d.catalog.Release(p.ReleaseID)
	if verb == workflow.Amend && p.State == workflow.Submitted && ok && !isOpen(release.Manifest, d.now()) {
		return notNow(fault.Text{
			NL: "Dit kon alleen zolang de aanvraagperiode open was.", EN: "This could be done only while the application window was open.",
		})
	}
	return permission
}

func notNow(need fault.Text) access.Permission {
	return access.Permission{
		Reason: "NOT_IN_THIS_STATE", Need: need,
		Message: fault.Text{NL: "Dit kan niet in deze staat.", EN: "This cannot be done in this state."},
	}
}
