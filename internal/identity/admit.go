package identity

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/admission"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// AdmitContact makes who asked a contact of the organisation. A project leader may say how it is known that the person speaks
// for the organisation; whom a verified contact admits is verified by that. Faults: ADMISSION_NOT_FOUND, STALE_VERSION,
// WRONG_STATE, VERIFIED_BY_LEADERS, CONTACT_EXISTS, and FORBIDDEN with FOUR_EYES_REQUIRED for one's own request.
func (d *Desk) AdmitContact(ctx context.Context, in AdmitContactInput) (*ent.Admission, error) {
	row, ground, err := d.openAdmission(ctx, in.ID, in.ExpectedVersion, workflow.AdmitContact)
	if err != nil {
		return nil, err
	}
	a := actor.From(ctx)
	if in.How != nil && a.Role != actor.ProjectLeader {
		return nil, fault.Invalid(pathHow, "VERIFIED_BY_LEADERS", fault.Text{
			NL: "Alleen de projectleider stelt dit vast. Laat dit veld leeg.", EN: "Only the project leader establishes this. Leave this field empty.",
		}, "null")
	}
	by := verification{how: in.How, by: a.PersonID}
	if a.Verified {
		by.how = new(ByColleague)
	}
	var saved *ent.Admission
	err = d.Store.Tx(ctx, func(tx *ent.Tx) (err error) {
		saved, err = d.admit(ctx, tx, row, *row.PersonID, workflow.AdmitContact, by, audit.Line{Policy: string(ground), Reason: value(in.How)})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("admit to %s: %w", row.OrganisationID, err)
	}
	d.send(ctx, mail.JoinAdmitted(saved.Email, saved.Language, saved.OrganisationName, d.Origin))
	return saved.Unwrap(), nil
}

// admit makes a person a contact of the organisation of an invitation or request, once.
func (d *Desk) admit(ctx context.Context, tx *ent.Tx, row *ent.Admission, personID string, act workflow.Act, by verification, line audit.Line) (*ent.Admission, error) {
	system := actor.AsSystem(ctx)
	if err := lockContacts(system, tx, row.OrganisationID); err != nil {
		return nil, err
	}
	if err := d.refuseContact(system, tx, row); err != nil {
		return nil, err
	}
	role, err := d.beginContact(system, tx, row, personID, by)
	if err != nil {
		return nil, err
	}
	saved, err := d.settle(ctx, tx, row, act, func(up *ent.AdmissionUpdate) {
		up.SetPersonID(personID).SetRoleAssignmentID(role.ID)
		if act.Name == workflow.AdmitContact.Name {
			up.SetDecidedBy(by.by)
		}
	})
	if err != nil {
		return nil, err
	}
	o, err := d.ofContacts(ctx, tx, row.OrganisationID, by.how != nil)
	if err != nil {
		return nil, err
	}
	line.Act = act.Name
	return saved, d.recordContact(ctx, tx, o, saved.ID, saved.Version, line)
}

// RejectAdmission refuses a request to join; who asked is told why. Faults: ADMISSION_NOT_FOUND, STALE_VERSION, WRONG_STATE.
func (d *Desk) RejectAdmission(ctx context.Context, in RejectAdmissionInput) (*ent.Admission, error) {
	row, ground, err := d.openAdmission(ctx, in.ID, in.ExpectedVersion, workflow.RejectAdmission)
	if err != nil {
		return nil, err
	}
	var bad fault.Collector
	reason := readReason(in.Reason, &bad)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	saved, err := d.answer(ctx, row, workflow.RejectAdmission, audit.Line{Policy: string(ground), Reason: reason}, func(up *ent.AdmissionUpdate) {
		up.SetDecidedBy(actor.From(ctx).PersonID).SetReason(reason)
	})
	if err != nil {
		return nil, fmt.Errorf("refuse to admit to %s: %w", row.OrganisationID, err)
	}
	d.send(ctx, mail.JoinRefused(saved.Email, saved.Language, saved.OrganisationName, reason))
	return saved, nil
}

// WithdrawAdmission takes an invitation back, by the organisation or a project leader, or a request, by who asked. Faults:
// ADMISSION_NOT_FOUND, STALE_VERSION, WRONG_STATE.
func (d *Desk) WithdrawAdmission(ctx context.Context, in WithdrawAdmissionInput) (*ent.Admission, error) {
	row, ground, err := d.openAdmission(ctx, in.ID, in.ExpectedVersion, workflow.WithdrawAdmission)
	if err != nil {
		return nil, err
	}
	if hindered, is := othersRequest(ctx, row); is {
		return nil, fault.Forbidden(hindered.Reason, hindered.Message)
	}
	saved, err := d.answer(ctx, row, workflow.WithdrawAdmission, audit.Line{Policy: string(ground)}, func(*ent.AdmissionUpdate) {})
	if err != nil {
		return nil, fmt.Errorf("withdraw %s: %w", row.ID, err)
	}
	return saved, nil
}

// answer settles an invitation or request that makes nobody a contact.
func (d *Desk) answer(ctx context.Context, row *ent.Admission, act workflow.Act, line audit.Line, set func(*ent.AdmissionUpdate)) (*ent.Admission, error) {
	var saved *ent.Admission
	err := d.Store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if saved, err = d.settle(ctx, tx, row, act, set); err != nil {
			return err
		}
		o, err := tx.Organisation.Get(actor.AsSystem(ctx), row.OrganisationID)
		if err != nil {
			return err
		}
		line.Act = act.Name
		return d.recordContact(ctx, tx, o, saved.ID, saved.Version, line)
	})
	if err != nil {
		return nil, err
	}
	return saved.Unwrap(), nil
}

// AcceptAdmission makes the person at whose address an invitation came in a contact of the organisation, and switches the
// session to it. The Actor returned is the person from then on. Faults: CODE_EXPIRED, also for a code that was sent to
// another address; CONTACT_EXISTS, RATE_LIMITED.
func (d *Desk) AcceptAdmission(ctx context.Context, in AcceptAdmissionInput) (actor.Actor, error) {
	a := actor.From(ctx)
	ground, err := d.Guard.Permit(ctx, access.Accept, access.Object{Noun: access.Admission, PersonID: a.PersonID})
	if err != nil {
		return actor.Actor{}, err
	}
	if err := d.tryFrom(ctx); err != nil {
		return actor.Actor{}, err
	}
	var next actor.Actor
	err = d.Store.Tx(ctx, func(tx *ent.Tx) error {
		system := actor.AsSystem(ctx)
		row, err := d.invitedContact(ctx, tx, in.Code)
		if err != nil {
			return err
		}
		by, err := d.byInviter(system, tx, row)
		if err != nil {
			return err
		}
		saved, err := d.admit(ctx, tx, row, a.PersonID, workflow.AcceptAdmission, by, audit.Line{Policy: string(ground)})
		if fault.HasReason(err, fault.ReasonStaleVersion) {
			return invitationExpired() // another accepted it meanwhile
		}
		if err != nil {
			return err
		}
		role, err := tx.RoleAssignment.Get(system, *saved.RoleAssignmentID)
		if err != nil {
			return err
		}
		next = acting(ctx, a.PersonID, a.SessionID, role)
		return actIn(system, tx, a, role.ID)
	})
	if err != nil {
		return actor.Actor{}, fmt.Errorf("accept an invitation: %w", err)
	}
	return next, nil
}

// invitedContact finds the invitation of a code, where the person who asks is the one that it was sent to.
func (d *Desk) invitedContact(ctx context.Context, tx *ent.Tx, code string) (*ent.Admission, error) {
	system := actor.AsSystem(ctx)
	row, err := tx.Admission.Query().Where(admission.CodeHash(digest(written(code)))).Only(system)
	if ent.IsNotFound(err) {
		return nil, invitationExpired()
	}
	if err != nil {
		return nil, fmt.Errorf("look up an invitation: %w", err)
	}
	p, err := tx.Person.Get(system, actor.From(ctx).PersonID)
	if err != nil {
		return nil, fmt.Errorf("look up who asks: %w", err)
	}
	if p.Email != row.Email || !leads(workflow.AcceptAdmission, d.AdmissionState(row)) {
		return nil, invitationExpired()
	}
	return row, nil
}

// byInviter is what an invitation says of who accepts it: whom a contact invited that is verified still, is verified by it.
func (d *Desk) byInviter(system context.Context, tx *ent.Tx, row *ent.Admission) (verification, error) {
	is, err := tx.RoleAssignment.Query().Where(
		roleassignment.PersonID(value(row.InvitedBy)), roleassignment.OrganisationID(row.OrganisationID), roleassignment.VerifiedOnNotNil(), d.running(),
	).Exist(system)
	if err != nil || !is {
		return verification{}, err
	}
	return verification{how: new(ByColleague), by: value(row.InvitedBy)}, nil
}
