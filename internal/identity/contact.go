package identity

import (
	"context"
	"fmt"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// How it is known that a contact speaks for its organisation. A project leader establishes the first three.
const (
	ByExtract      = "EXTRACT"       // from the extract of the register
	ByCall         = "CALL"          // by calling the number in the register
	ByERecognition = "E_RECOGNITION" // eHerkenning
	ByColleague    = "COLLEAGUE"     // a verified contact admitted or invited the person
)

// verification says how it is known that a contact speaks for its organisation, and who said so; how is nil where it is not.
type verification struct {
	how *string
	by  string
}

// beginContact makes a person a contact; the first is the one to whom the organisation wants to be written.
func (d *Desk) beginContact(system context.Context, tx *ent.Tx, of *ent.Admission, personID string, by verification) (*ent.RoleAssignment, error) {
	hasPrimary, err := tx.RoleAssignment.Query().Where(roleassignment.OrganisationID(of.OrganisationID), roleassignment.IsPrimary(true)).Exist(system)
	if err != nil {
		return nil, err
	}
	create := tx.RoleAssignment.Create().SetID(ids.New(ids.RoleAssignment)).SetPersonID(personID).SetRole(string(actor.Employer)).
		SetOrganisationID(of.OrganisationID).SetIsSignatory(of.IsSignatory).SetIsPrimary(!hasPrimary).SetSince(d.Clock.Today())
	if by.how != nil {
		create.SetVerifiedHow(*by.how).SetVerifiedBy(by.by).SetVerifiedOn(d.Clock.Today())
	}
	return create.Save(system)
}

// lockContacts makes who else changes the contacts of an organisation wait: each act sees what the one before left.
func lockContacts(system context.Context, tx *ent.Tx, organisationID string) error {
	return tx.Organisation.Update().Where(organisation.ID(organisationID)).AddVersion(0).Exec(system)
}

// ofContacts brings an organisation in line with its contacts: since when somebody is known to speak for it, and since when
// nobody is left.
func (d *Desk) ofContacts(ctx context.Context, tx *ent.Tx, organisationID string, isVerified bool) (*ent.Organisation, error) {
	system, today := actor.AsSystem(ctx), d.Clock.Today()
	o, err := tx.Organisation.Get(system, organisationID)
	if err != nil {
		return nil, err
	}
	some, err := tx.RoleAssignment.Query().Where(roleassignment.OrganisationID(organisationID), d.running()).Exist(system)
	if err != nil {
		return nil, err
	}
	isFirst := isVerified && o.VerifiedOn == nil
	if !isFirst && some == (o.WithoutContactOn == nil) {
		return o, nil
	}
	up := tx.Organisation.UpdateOneID(o.ID).AddVersion(1).SetUpdatedAt(d.Clock.Wall())
	if isFirst {
		up.SetVerifiedOn(today)
	}
	if some {
		up.ClearWithoutContactOn()
	} else if o.WithoutContactOn == nil {
		up.SetWithoutContactOn(today)
	}
	return up.Save(system)
}

// openContact reads a contact within sight, as it was seen and while it runs, and the ground on which the actor may do this
// to it. Faults: CONTACT_NOT_FOUND, STALE_VERSION, WRONG_STATE, NOT_VERIFIED.
func (d *Desk) openContact(ctx context.Context, id string, version int, act workflow.Act) (*ent.RoleAssignment, access.Ground, error) {
	row, err := d.Store.Client().RoleAssignment.Query().Where(roleassignment.ID(id), roleassignment.OrganisationIDNotNil()).WithPerson().Only(ctx)
	if err != nil {
		return nil, "", store.Missing(err, "CONTACT_NOT_FOUND")
	}
	about, _ := access.Of(row)
	ground, err := d.Guard.Permit(ctx, act.Asks, about)
	if err != nil {
		return nil, "", err
	}
	if row.Version != version {
		return nil, "", fault.Stale(pathVersion, row, row.Version)
	}
	if hindered, is := d.hindered(ctx, act.Asks, row); is {
		if hindered.Reason == access.ReasonState {
			return nil, "", fault.Conflict(pathID, fault.ReasonWrongState, hindered.Message)
		}
		return nil, "", fault.Forbidden(hindered.Reason, hindered.Message)
	}
	return row, ground, nil
}

// hindered says why an act that the policy allows cannot be done to a contact as it stands.
func (d *Desk) hindered(ctx context.Context, action access.Action, row *ent.RoleAssignment) (access.Permission, bool) {
	if !slices.Contains([]access.Action{access.Verify, access.Amend, access.End}, action) {
		return access.Permission{}, false
	}
	a := actor.From(ctx)
	switch {
	case !d.runs(row):
		return access.Permission{Reason: access.ReasonState, Message: fault.Text{
			NL: "Deze contactpersoon is al beëindigd.", EN: "This contact has already ended.",
		}}, true
	case action == access.Verify && row.VerifiedOn != nil:
		return access.Permission{Reason: access.ReasonState, Message: fault.Text{
			NL: "Van deze contactpersoon is al vastgesteld dat hij of zij voor de organisatie spreekt.", EN: "This contact is known to speak for the organisation already.",
		}}, true
	case a.Role == actor.Employer && row.VerifiedOn != nil && !a.Verified:
		return access.Permission{Reason: "NOT_VERIFIED", Message: fault.Text{
			NL: "Van u is nog niet vastgesteld dat u voor de organisatie spreekt, van deze contactpersoon wel. Vraag uw projectleider.",
			EN: "It is not established yet that you speak for the organisation, and of this contact it is. Ask your project leader.",
		}}, true
	}
	return access.Permission{}, false
}

// canContact says whether the viewer may do this to a contact as it stands.
func (d *Desk) canContact(ctx context.Context, action string, row *ent.RoleAssignment) access.Permission {
	p := d.Guard.Can(ctx, action, row)
	if !p.Allowed {
		return p
	}
	if hindered, is := d.hindered(ctx, access.Action(action), row); is {
		return hindered
	}
	return p
}

// VerifyContact establishes that a contact speaks for its organisation, by a project leader of its region. Faults:
// CONTACT_NOT_FOUND, STALE_VERSION, WRONG_STATE, HOW_UNKNOWN.
func (d *Desk) VerifyContact(ctx context.Context, in VerifyContactInput) (*ent.RoleAssignment, error) {
	row, ground, err := d.openContact(ctx, in.ID, in.ExpectedVersion, workflow.VerifyContact)
	if err != nil {
		return nil, err
	}
	var bad fault.Collector
	note := typed.Text(in.Note, longestReason, &bad, "input", "note")
	if in.How == ByColleague {
		bad.Add(fault.Invalid(pathHow, "HOW_UNKNOWN", fault.Text{
			NL: "Kies hoe u het hebt vastgesteld.", EN: "Choose how you established it.",
		}, ByExtract+", "+ByCall+", "+ByERecognition))
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	line := audit.Line{Act: workflow.VerifyContact.Name, Policy: string(ground), Reason: reasonOf(in.How, note)}
	return d.writeContact(ctx, row, line, true, func(_ *ent.Tx, up *ent.RoleAssignmentUpdate) error {
		up.SetVerifiedHow(in.How).SetVerifiedBy(actor.From(ctx).PersonID).SetVerifiedOn(d.Clock.Today())
		return nil
	})
}

func reasonOf(how string, note *string) string {
	if note == nil {
		return how
	}
	return how + ": " + *note
}

const longestPhone = 50

// AmendContact changes what is stated about a contact. Faults: CONTACT_NOT_FOUND, STALE_VERSION, WRONG_STATE, NOT_VERIFIED,
// PRIMARY_NEEDED, TOO_LONG.
func (d *Desk) AmendContact(ctx context.Context, in AmendContactInput) (*ent.RoleAssignment, error) {
	row, ground, err := d.openContact(ctx, in.ID, in.ExpectedVersion, workflow.AmendContact)
	if err != nil {
		return nil, err
	}
	var bad fault.Collector
	phone, isPhone := in.Phone.ValueOK()
	phone = typed.Text(phone, longestPhone, &bad, "input", "phone")
	if in.IsPrimary != nil && !*in.IsPrimary && row.IsPrimary {
		bad.Add(fault.Invalid([]string{"input", "isPrimary"}, "PRIMARY_NEEDED", fault.Text{
			NL: "Er is altijd één eerste contactpersoon. Wijs een ander aan.", EN: "There is always one primary contact. Name another one.",
		}, "true"))
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	line := audit.Line{Act: workflow.AmendContact.Name, Policy: string(ground)}
	return d.writeContact(ctx, row, line, false, func(tx *ent.Tx, up *ent.RoleAssignmentUpdate) error {
		if isPhone {
			store.Put(phone, up.SetPhone, up.ClearPhone)
		}
		up.SetNillableIsSignatory(in.IsSignatory)
		if in.IsPrimary != nil && *in.IsPrimary && !row.IsPrimary {
			up.SetIsPrimary(true)
			return notPrimary(actor.AsSystem(ctx), tx, *row.OrganisationID)
		}
		return nil
	})
}

// notPrimary makes room for another primary contact.
func notPrimary(system context.Context, tx *ent.Tx, organisationID string) error {
	return tx.RoleAssignment.Update().Where(roleassignment.OrganisationID(organisationID), roleassignment.IsPrimary(true)).
		SetIsPrimary(false).AddVersion(1).Exec(system)
}

// writeContact changes a contact, provided that nobody changed it since it was read.
func (d *Desk) writeContact(ctx context.Context, row *ent.RoleAssignment, line audit.Line, isVerified bool, set func(*ent.Tx, *ent.RoleAssignmentUpdate) error) (*ent.RoleAssignment, error) {
	var saved *ent.RoleAssignment
	err := d.Store.Tx(ctx, func(tx *ent.Tx) error {
		system := actor.AsSystem(ctx)
		if err := lockContacts(system, tx, *row.OrganisationID); err != nil {
			return err
		}
		up := tx.RoleAssignment.Update().Where(roleassignment.ID(row.ID), roleassignment.Version(row.Version)).AddVersion(1)
		if err := set(tx, up); err != nil {
			return err
		}
		n, err := up.Save(system)
		if err != nil {
			return err
		}
		if saved, err = tx.RoleAssignment.Query().Where(roleassignment.ID(row.ID)).WithPerson().Only(system); err != nil {
			return err
		}
		if n == 0 {
			return fault.Stale(pathVersion, saved, saved.Version)
		}
		o, err := d.ofContacts(ctx, tx, *row.OrganisationID, isVerified)
		if err != nil {
			return err
		}
		return d.recordContact(ctx, tx, o, saved.ID, saved.Version, line)
	})
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", line.Act, row.ID, err)
	}
	return saved.Unwrap(), nil
}
