package identity

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/appointment"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// AcceptAppointment begins the role of an invitation, for the person at whose address its letter came in, and switches the
// session to it. The Actor returned is the person from then on. Faults: CODE_EXPIRED, also for a code that was sent to
// another address; ROLE_HELD, RATE_LIMITED, and FORBIDDEN with FOUR_EYES_REQUIRED for who proposed or confirmed it.
func (d *Desk) AcceptAppointment(ctx context.Context, in AcceptAppointmentInput) (actor.Actor, error) {
	a := actor.From(ctx)
	if _, err := d.Guard.Permit(ctx, access.Accept, access.Object{Noun: access.Appointment, PersonID: a.PersonID}); err != nil {
		return actor.Actor{}, err
	}
	if err := d.tryFrom(ctx); err != nil {
		return actor.Actor{}, err
	}
	var next actor.Actor
	err := d.Store.Tx(ctx, func(tx *ent.Tx) error {
		row, ground, err := d.invited(ctx, tx, in.Code)
		if err != nil {
			return err
		}
		role, err := d.beginRole(ctx, tx, row, a)
		if err != nil {
			return err
		}
		next = acting(ctx, a.PersonID, a.SessionID, role)
		return d.record(ctx, tx, a.PersonID, audit.Line{Act: workflow.AcceptAppointment.Name, SubjectID: row.ID, Policy: string(ground)})
	})
	if err != nil {
		return actor.Actor{}, fmt.Errorf("accept an appointment: %w", err)
	}
	return next, nil
}

// invited finds the invitation of a code, where the person who asks is the one that it was sent to.
func (d *Desk) invited(ctx context.Context, tx *ent.Tx, code string) (*ent.Appointment, access.Ground, error) {
	a, system := actor.From(ctx), actor.AsSystem(ctx)
	row, err := tx.Appointment.Query().Where(appointment.CodeHash(digest(written(code)))).Only(system)
	if ent.IsNotFound(err) {
		return nil, "", invitationExpired()
	}
	if err != nil {
		return nil, "", fmt.Errorf("look up an invitation: %w", err)
	}
	p, err := tx.Person.Get(system, a.PersonID)
	if err != nil {
		return nil, "", fmt.Errorf("look up who asks: %w", err)
	}
	if p.Email != row.Email || !leads(workflow.AcceptAppointment, d.StateOf(row)) {
		return nil, "", invitationExpired()
	}
	o, _ := access.Of(row)
	o.PersonID = a.PersonID
	ground, err := d.Guard.Permit(ctx, access.Accept, o)
	return row, ground, err
}

// beginRole begins the role of an invitation, once.
func (d *Desk) beginRole(ctx context.Context, tx *ent.Tx, row *ent.Appointment, a actor.Actor) (*ent.RoleAssignment, error) {
	system := actor.AsSystem(ctx)
	if err := d.refuseHeld(system, tx, row); err != nil {
		return nil, err
	}
	in := Role{Role: actor.Role(row.Role)}
	if row.RegionalOrganisationID != nil {
		in.RegionalOrganisationID = *row.RegionalOrganisationID
	}
	role, err := d.appoint(system, tx, a.PersonID, in)
	if err != nil {
		return nil, err
	}
	// Two that use the code at once meet here: the second finds nothing left to accept.
	n, err := tx.Appointment.Update().Where(appointment.ID(row.ID), appointment.Version(row.Version)).SetState(workflow.Accepted).
		SetAcceptedBy(a.PersonID).SetRoleAssignmentID(role.ID).ClearCodeHash().AddVersion(1).SetUpdatedAt(d.Clock.Wall()).Save(system)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, invitationExpired()
	}
	return role, actIn(system, tx, a, role.ID)
}

func invitationExpired() error {
	return fault.Invalid(pathCode, "CODE_EXPIRED", fault.Text{
		NL: "Deze code is onjuist, al gebruikt, verlopen of ingetrokken, of naar een ander e-mailadres gestuurd. Log in met het adres waarop u de uitnodiging kreeg, of vraag een beheerder om een nieuwe.",
		EN: "This code is wrong, used, expired or withdrawn, or was sent to another e-mail address. Sign in with the address at which you got the invitation, or ask an administrator for a new one.",
	}, "")
}
