package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// What people write about a registration can name its participants, or be their personnel number. So it is for those who
// see employees, whatever field it stands in.

// aboutEmployees is a text that can tell of employees; nil for who does not see them.
func (r *root) aboutEmployees(ctx context.Context, text *string) *string {
	if !r.use.Guard.Sees(ctx, access.Employee) {
		return nil
	}
	return text
}

// noteOn is the note with a verdict on a cell. The judges of a column read what was said in it: only the SSC judges
// documents of participants (decision 071), so that the others read of what has no participants.
func (r *root) noteOn(ctx context.Context, c *ent.Cell) *string {
	if c.RegistrationID == "" || c.Judge == string(actor.From(ctx).Role) {
		return c.Note
	}
	return r.aboutEmployees(ctx, c.Note)
}

// withoutEmployees are the things of which a stated reason can tell nothing about employees.
var withoutEmployees = []string{
	ids.Plan, ids.Organisation, ids.SchemeRelease, ids.ParameterFile, ids.Person, ids.RoleAssignment, ids.Session, ids.PartnerToken,
}

// reasonIn is the reason that somebody stated for an act. Why a registration passes from one assessor to another is told
// to colleagues, and can be an illness.
func (r *root) reasonIn(ctx context.Context, e *ent.AuditEntry) *string {
	if isAmongAssessors(e.Act) {
		if actor.From(ctx).Role != actor.SSC {
			return nil
		}
		return e.Reason
	}
	subject := ""
	if e.SubjectID != nil {
		subject, _, _ = strings.Cut(*e.SubjectID, "_")
	}
	if slices.Contains(withoutEmployees, subject) {
		return e.Reason
	}
	return r.aboutEmployees(ctx, e.Reason)
}

func isAmongAssessors(act string) bool {
	return slices.ContainsFunc(
		[]workflow.Act{workflow.ReleaseRegistration, workflow.AssignRegistration, workflow.TakeOverRegistration, workflow.ReturnApproval},
		func(a workflow.Act) bool { return a.Name == act },
	)
}
