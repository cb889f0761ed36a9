// Package organisations is the desk of organisations (arbeidsorganisaties) and their employees: their statements
// about themselves, and the region that helps them.
//
// It judges nothing. What it changes may change what a scheme says of plans and registrations: it marks those as due
// within its own transaction.
package organisations

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Contacts makes people contacts of organisations.
type Contacts interface {
	// Employ makes the person who asks a contact of the organisation, within tx, and switches the session to that
	// role.
	Employ(ctx context.Context, tx *ent.Tx, organisationID string) (actor.Actor, error)
}

// Config is what the desk works with.
type Config struct {
	Store     *store.Store
	Guard     *access.Guard
	Clock     *clock.Clock
	Contacts  Contacts
	PersonKey []byte // by which people are recognised; whoever has it can find out who works where
}

// Desk is safe for concurrent use.
type Desk struct {
	store     *store.Store
	guard     *access.Guard
	clock     *clock.Clock
	contacts  Contacts
	personKey []byte
}

// New opens the desk.
func New(c Config) *Desk {
	return &Desk{
		store: c.Store, guard: c.Guard, clock: c.Clock, contacts: c.Contacts, personKey: c.PersonKey,
	}
}

// Can says whether the caller may do this to an organisation or an employee. Neither has states that would forbid it.
func (d *Desk) Can(ctx context.Context, action string, node any) access.Permission {
	return d.guard.Can(ctx, action, node)
}

// The events of this desk.
const (
	organisationChanged = "ORGANISATION_CHANGED"
	employeeChanged     = "EMPLOYEE_CHANGED"
)

var pathVersion = []string{"input", "expectedVersion"}

// act holds the audit line and events that a use case writes beside the rows themselves.
type act struct {
	name   string // of the mutation, for the audit
	ground access.Ground
	reason string
	event  string
	at     time.Time
}

// record writes the audit line and the event of an act on something of organisation o.
func record(ctx context.Context, tx *ent.Tx, o *ent.Organisation, subjectID string, version int, a act) error {
	err := audit.Append(ctx, tx, audit.Line{
		DossierID: o.ID, OrganisationID: o.ID,
		At: a.at, Act: a.name, SubjectID: subjectID, Policy: string(a.ground), Reason: a.reason,
	})
	if err != nil {
		return err
	}
	return outbox.Append(ctx, tx, outbox.Event{
		Type: a.event, At: a.at, SubjectID: subjectID, SubjectVersion: version,
		OrganisationID: o.ID, RegionalOrganisationID: o.RegionalOrganisationID,
	})
}

// read loads an organisation in the caller's sight.
func (d *Desk) read(ctx context.Context, id string) (*ent.Organisation, error) {
	o, err := d.store.Client().Organisation.Query().Where(organisation.ID(id)).Only(ctx)
	return o, store.Missing(err, "ORGANISATION_NOT_FOUND")
}

// write changes an organisation in one transaction, provided that nobody changed it since it was read.
func (d *Desk) write(ctx context.Context, o *ent.Organisation, a act, set func(*ent.OrganisationUpdateOne), also func(ctx context.Context, tx *ent.Tx) error) (*ent.Organisation, error) {
	var saved *ent.Organisation
	err := d.store.Tx(ctx, func(tx *ent.Tx) (err error) {
		up := tx.Organisation.UpdateOneID(o.ID).Where(organisation.Version(o.Version)).AddVersion(1).SetUpdatedAt(a.at)
		set(up)
		if saved, err = up.Save(ctx); err != nil {
			return store.Stale(err, pathVersion...)
		}
		if err := also(ctx, tx); err != nil {
			return err
		}
		return record(ctx, tx, saved, saved.ID, saved.Version, a)
	})
	switch {
	case fault.HasReason(err, fault.ReasonStaleVersion):
		return nil, d.overtaken(ctx, o.ID)
	case err != nil:
		return nil, fmt.Errorf("%s %s: %w", a.name, o.ID, err)
	}
	return saved.Unwrap(), nil
}

// overtaken says that an organisation was changed while this request was under way.
func (d *Desk) overtaken(ctx context.Context, id string) error {
	now, err := d.read(ctx, id)
	if err != nil {
		return err
	}
	return fault.Stale(pathVersion, now, now.Version)
}

// markDue has the running plans and undecided registrations of an organisation judged again.
func (d *Desk) markDue(ctx context.Context, tx *ent.Tx, organisationID string) error {
	return rejudge.MarkDue(ctx, tx, d.clock.Regulation(), rejudge.Organisation, rejudge.OfOrganisation(organisationID))
}
