package identity

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/admission"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// How many are open at once. No source names a bound (an assumption): they keep one account from filling the lists and
// mailboxes of others.
const (
	mostRequests    = 10 // of a person
	mostInvitations = 20 // of an organisation
)

// InviteContact invites the owner of an address to become a contact of an organisation; the letter leaves with it. Faults:
// ORGANISATION_NOT_FOUND, EMAIL_MALFORMED, CONTACT_EXISTS, ALREADY_INVITED, TOO_MANY_INVITATIONS,
// RATE_LIMITED.
func (d *Desk) InviteContact(ctx context.Context, in InviteContactInput) (*ent.Admission, error) {
	o, err := d.Store.Client().Organisation.Get(ctx, in.OrganisationID)
	if err != nil {
		return nil, store.Missing(err, "ORGANISATION_NOT_FOUND")
	}
	ground, err := d.Guard.Permit(ctx, access.Invite, access.OfOrganisation(o))
	if err != nil {
		return nil, err
	}
	email, bad := readEmail(in.Email)
	if bad != nil {
		return nil, bad
	}
	// Counted apart from the letters that the owner of the address asks for itself, which nobody else can use up.
	if wait, ok := d.letters.take("invitation "+addressKey(email), d.Clock.Wall()); !ok {
		return nil, fault.RateLimited("TOO_MANY_ATTEMPTS", wait)
	}
	me, code := actor.From(ctx).PersonID, rand.Text()
	row := ofOrganisation(o, email)
	row.Language, row.IsSignatory, row.State, row.InvitedBy, row.CodeHash = language(ctx), in.IsSignatory, workflow.Invited, &me, new(digest(code))
	made, err := d.beginAdmission(ctx, o, row, audit.Line{Act: workflow.InviteContact.Name, Policy: string(ground)})
	if err != nil {
		return nil, fmt.Errorf("invite a contact: %w", err)
	}
	title := fault.Text{NL: "contactpersoon van " + o.Name, EN: "contact of " + o.Name}
	d.send(ctx, mail.Invitation(email, row.Language, title.In(row.Language), d.Origin, grouped(code)))
	return made, nil
}

// AskToJoin asks, for the person who is signed in, to become a contact of an organisation that has signed up; its contacts
// are told. Faults: KVK_NUMBER_UNKNOWN, CONTACT_EXISTS, ALREADY_INVITED, TOO_MANY_REQUESTS, RATE_LIMITED.
func (d *Desk) AskToJoin(ctx context.Context, in AskToJoinInput) (*ent.Admission, error) {
	a := actor.From(ctx)
	ground, err := d.Guard.Permit(ctx, access.Add, access.Object{Noun: access.Admission, PersonID: a.PersonID})
	if err != nil {
		return nil, err
	}
	if err := d.tryFrom(ctx); err != nil {
		return nil, err
	}
	var bad fault.Collector
	note := typed.Text(in.Note, longestReason, &bad, "input", "note")
	if err := bad.Err(); err != nil {
		return nil, err
	}
	system := actor.AsSystem(ctx)
	p, err := d.Store.Client().Person.Get(system, a.PersonID)
	if err != nil {
		return nil, fmt.Errorf("look up who asks: %w", err)
	}
	o, err := d.Store.Client().Organisation.Query().Where(organisation.KvkNumber(in.KvkNumber)).Only(system)
	if ent.IsNotFound(err) {
		return nil, fault.Invalid(pathKvk, "KVK_NUMBER_UNKNOWN", fault.Text{
			NL: "Bij dit KvK-nummer hoort geen aangemelde organisatie. Controleer het nummer, of meld de organisatie zelf aan.",
			EN: "No organisation has signed up with this KvK number. Check the number, or sign the organisation up yourself.",
		}, "8 digits")
	}
	if err != nil {
		return nil, fmt.Errorf("look up an organisation: %w", err)
	}
	row := ofOrganisation(o, p.Email)
	row.Language, row.Name, row.Note, row.State, row.PersonID = p.Language, &p.Name, note, workflow.Requested, &a.PersonID
	made, err := d.beginAdmission(ctx, o, row, audit.Line{Act: workflow.AskToJoin.Name, Policy: string(ground)})
	if err != nil {
		return nil, fmt.Errorf("ask to join: %w", err)
	}
	return made, nil
}

func ofOrganisation(o *ent.Organisation, email string) *ent.Admission {
	return &ent.Admission{
		OrganisationID: o.ID, OrganisationName: o.Name, RegionalOrganisationID: o.RegionalOrganisationID, Email: email, Mailbox: mailbox(email),
	}
}

// beginAdmission stores an invitation or a request with its line and event.
func (d *Desk) beginAdmission(ctx context.Context, o *ent.Organisation, row *ent.Admission, line audit.Line) (*ent.Admission, error) {
	var made *ent.Admission
	err := d.Store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if err = d.refuseMany(ctx, tx, row); err != nil {
			return err
		}
		if made, err = d.insertAdmission(ctx, tx, row); err != nil {
			return err
		}
		if row.State == workflow.Requested {
			if err = d.tellContacts(ctx, tx, o); err != nil {
				return err
			}
		}
		return d.recordContact(ctx, tx, o, made.ID, made.Version, line)
	})
	if err != nil {
		return nil, err
	}
	return made.Unwrap(), nil
}

// refuseMany refuses one request more of a person who has many open, and one invitation more of such an organisation.
func (d *Desk) refuseMany(ctx context.Context, tx *ent.Tx, row *ent.Admission) error {
	owner, of, most := row.OrganisationID, admission.OrganisationID(row.OrganisationID), mostInvitations
	path, reason, text := pathEmail, "TOO_MANY_INVITATIONS", fault.Text{
		NL: "Er staan al twintig uitnodigingen van deze organisatie open. Trek er een in, of wacht op antwoord.",
		EN: "Twenty invitations of this organisation are open already. Withdraw one, or wait for an answer.",
	}
	if row.State == workflow.Requested {
		owner, of, most = *row.PersonID, admission.PersonID(*row.PersonID), mostRequests
		path, reason, text = pathKvk, "TOO_MANY_REQUESTS", fault.Text{
			NL: "U hebt al tien verzoeken open. Trek er een in, of wacht op antwoord.", EN: "You have ten requests open already. Withdraw one, or wait for an answer.",
		}
	}
	if err := d.Store.Lock(ctx, tx, owner); err != nil {
		return err
	}
	n, err := tx.Admission.Query().Where(of, d.InAdmissionState(row.State)).Count(actor.AsSystem(ctx))
	if err == nil && n >= most {
		err = fault.Conflict(path, reason, text)
	}
	return err
}
