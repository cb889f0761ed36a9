package identity

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// EndContact ends a contact today: with the sessions that act as it, and the partner tokens that the person made. Who
// leaves names a colleague who goes on, unless there is none. When the last one goes, the project leaders of the region are
// told. Faults: CONTACT_NOT_FOUND, STALE_VERSION, WRONG_STATE, NOT_VERIFIED, SUCCESSOR_REQUIRED, SUCCESSOR_UNKNOWN.
func (d *Desk) EndContact(ctx context.Context, in EndContactInput) (*ent.RoleAssignment, error) {
	row, ground, err := d.openContact(ctx, in.ID, in.ExpectedVersion, workflow.EndContact)
	if err != nil {
		return nil, err
	}
	var bad fault.Collector
	reason := readReason(in.Reason, &bad)
	if err := bad.Err(); err != nil {
		return nil, err
	}

	var saved, successor *ent.RoleAssignment
	var o *ent.Organisation
	err = d.Store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if err = lockContacts(actor.AsSystem(ctx), tx, *row.OrganisationID); err != nil {
			return err
		}
		if successor, err = d.successor(ctx, tx, row, in.SuccessorID); err != nil {
			return err
		}
		if saved, err = d.endRole(ctx, tx, row, d.Clock.Today(), reason, ground); err != nil {
			return err
		}
		if o, err = d.handContactOver(ctx, tx, saved, successor); err != nil {
			return err
		}
		line := audit.Line{Act: workflow.EndContact.Name, Policy: string(ground), Reason: reason}
		return d.recordContact(ctx, tx, o, saved.ID, saved.Version, line)
	})
	if err != nil {
		return nil, fmt.Errorf("end contact %s: %w", in.ID, err)
	}
	return d.Store.Client().RoleAssignment.Query().Where(roleassignment.ID(saved.ID)).WithPerson().Only(actor.AsSystem(ctx))
}

// successor returns the contact who goes on with what one had that goes; nil where nobody has to.
func (d *Desk) successor(ctx context.Context, tx *ent.Tx, row *ent.RoleAssignment, id *string) (*ent.RoleAssignment, error) {
	system, me := actor.AsSystem(ctx), actor.From(ctx)
	others, err := tx.RoleAssignment.Query().Where(
		roleassignment.OrganisationID(*row.OrganisationID), d.running(), roleassignment.IDNEQ(row.ID),
	).WithPerson().Order(roleassignment.ByID()).All(system)
	if err != nil {
		return nil, err
	}
	for _, o := range others {
		if id != nil && o.ID == *id || id == nil && o.ID == me.RoleID { // who ends a colleague goes on itself
			return o, nil
		}
	}
	switch {
	case id != nil:
		return nil, fault.Invalid(pathSuccessor, "SUCCESSOR_UNKNOWN", fault.Text{
			NL: "Kies een andere contactpersoon van deze organisatie.", EN: "Choose another contact of this organisation.",
		}, "")
	case len(others) > 0 && row.PersonID == me.PersonID:
		return nil, fault.Invalid(pathSuccessor, "SUCCESSOR_REQUIRED", fault.Text{
			NL: "Wijs de collega aan die uw werk overneemt.", EN: "Name the colleague who takes over from you.",
		}, "")
	}
	return nil, nil
}

// handContactOver leaves what a contact had to its successor, who is told. Letters to the organisation go to it where they
// went to the one that goes, else to the contact of longest standing. Where nobody is left the leaders are told.
func (d *Desk) handContactOver(ctx context.Context, tx *ent.Tx, gone, successor *ent.RoleAssignment) (*ent.Organisation, error) {
	system := actor.AsSystem(ctx)
	up := tx.RoleAssignment.UpdateOneID(gone.ID).SetIsPrimary(false)
	if successor != nil {
		up.SetSuccessorID(successor.ID)
	}
	if err := up.Exec(system); err != nil {
		return nil, err
	}
	if err := d.anotherPrimary(system, tx, gone, successor); err != nil {
		return nil, err
	}
	o, err := d.ofContacts(ctx, tx, *gone.OrganisationID, false)
	if err != nil {
		return nil, err
	}
	if successor != nil && successor.PersonID != actor.From(ctx).PersonID {
		p := successor.Edges.Person
		d.send(ctx, mail.TakenOver(p.Email, p.Language, o.Name, d.Origin))
	}
	if o.WithoutContactOn != nil {
		return o, d.tellLeaders(ctx, tx, o)
	}
	return o, nil
}

// anotherPrimary names the primary contact in the place of one that goes; nobody where none is left.
func (d *Desk) anotherPrimary(system context.Context, tx *ent.Tx, gone, successor *ent.RoleAssignment) error {
	if !gone.IsPrimary {
		return nil
	}
	if successor == nil {
		var err error
		successor, err = tx.RoleAssignment.Query().Where(roleassignment.OrganisationID(*gone.OrganisationID), d.running()).
			Order(roleassignment.ByID()).First(system)
		if err != nil {
			return ent.MaskNotFound(err)
		}
	}
	return tx.RoleAssignment.UpdateOneID(successor.ID).SetIsPrimary(true).AddVersion(1).Exec(system)
}

// tellContacts writes to the contacts of an organisation that somebody asks to join them.
func (d *Desk) tellContacts(ctx context.Context, tx *ent.Tx, o *ent.Organisation) error {
	return d.tell(ctx, tx, o, mail.JoinRequested, roleassignment.OrganisationID(o.ID), d.running())
}

// tellLeaders writes to the project leaders of the region of an organisation that nobody is left.
func (d *Desk) tellLeaders(ctx context.Context, tx *ent.Tx, o *ent.Organisation) error {
	return d.tell(ctx, tx, o, mail.WithoutContact,
		roleassignment.Role(string(actor.ProjectLeader)), roleassignment.RegionalOrganisationID(o.RegionalOrganisationID), d.running())
}

const mostTold = 20 // people who are written to because of one act

func (d *Desk) tell(ctx context.Context, tx *ent.Tx, o *ent.Organisation, letter func(address, language, organisation, origin string) mail.Message, who ...predicate.RoleAssignment) error {
	all, err := tx.Person.Query().Where(person.HasRolesWith(who...)).Order(person.ByID()).Limit(mostTold).All(actor.AsSystem(ctx))
	if err != nil {
		return fmt.Errorf("look up whom to tell: %w", err)
	}
	for _, p := range all {
		d.send(ctx, letter(p.Email, p.Language, o.Name, d.Origin))
	}
	return nil
}
