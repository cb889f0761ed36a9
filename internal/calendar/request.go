package calendar

import (
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/admission"
	"github.com/penvoerder/penvoerder/ent/appointment"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// request is the step that an act is in a state, to be done by the viewer's own role.
func (g *gathering) request(a workflow.Act, state string, until *time.Time, on Subject) {
	for _, s := range workflow.Steps(a.Subject, state) {
		if s.Act.Name == a.Name {
			g.add(&Entry{Kind: Request, Code: string(a.Subject), Title: s.Text, Act: a.Name, Role: g.actor.Role, At: until, On: on})
			return
		}
	}
}

// admissions are of people who ask to become contacts. Their term is of the wall, as that of every invitation.
func (g *gathering) admissions() {
	if g.skips(Request) {
		return
	}
	found, err := g.db().Admission.Query().
		Where(admission.State(workflow.Requested), admission.ExpiresAtGT(g.desk.Clock.Wall())).
		Order(admission.ByExpiresAt(), admission.ByID()).Limit(Most).All(g.ctx)
	if !g.read(len(found), err) {
		return
	}
	for _, a := range found {
		if a.PersonID != nil && *a.PersonID == g.actor.PersonID {
			continue // nobody admits itself
		}
		g.request(workflow.AdmitContact, a.State, &a.ExpiresAt, a)
	}
}

// appointments wait for a second administrator.
func (g *gathering) appointments() {
	if g.skips(Request) {
		return
	}
	found, err := g.db().Appointment.Query().
		Where(appointment.State(workflow.Proposed), appointment.ExpiresAtGT(g.desk.Clock.Wall())).
		Order(appointment.ByExpiresAt(), appointment.ByID()).Limit(Most).All(g.ctx)
	if !g.read(len(found), err) {
		return
	}
	for _, a := range found {
		if a.ProposedBy != nil && *a.ProposedBy == g.actor.PersonID {
			continue
		}
		g.request(workflow.ConfirmAppointment, a.State, &a.ExpiresAt, a)
	}
}

// ties wait for the side that did not state them, and for the project leader. No source sets a term.
func (g *gathering) ties() {
	if g.skips(Request) {
		return
	}
	found, err := g.db().Tie.Query().Where(tie.StateIn(workflow.Stated, workflow.Ending)).
		Order(tie.ByCreatedAt(), tie.ByID()).Limit(Most).All(g.ctx)
	if !g.read(len(found), err) {
		return
	}
	for _, t := range found {
		if by := statedFor(t); g.actor.Role == actor.Employer && by != nil && *by == g.actor.OrganisationID {
			continue
		}
		g.request(workflow.ConfirmTie, t.State, nil, t)
	}
}

// statedFor is the organisation that stated what waits; nil where a leader or RegioPlus did.
func statedFor(t *ent.Tie) *string {
	if t.State == workflow.Ending {
		return t.EndStatedFor
	}
	return t.StatedFor
}
