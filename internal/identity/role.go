package identity

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/ent/session"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Roles lists the roles of the person who asks, running ones first, with their organisations: also those that are out
// of sight in the present role, because the person chooses from this list.
func (d *Desk) Roles(ctx context.Context) ([]*ent.RoleAssignment, error) {
	me := actor.From(ctx).PersonID
	if me == "" {
		return nil, nil
	}
	roles, err := d.Store.Client().RoleAssignment.Query().Where(roleassignment.PersonID(me)).
		WithOrganisation().Order(roleassignment.ByID()).All(actor.AsSystem(ctx))
	if err != nil {
		return nil, fmt.Errorf("look up roles: %w", err)
	}
	slices.SortStableFunc(roles, func(a, b *ent.RoleAssignment) int { return order(d.runs(b)) - order(d.runs(a)) })
	return roles[:min(len(roles), mostRoles)], nil
}

func order(first bool) int {
	if first {
		return 1
	}
	return 0
}

// ActorOf is the holder of a role in that role, without a session. For the platform itself: seeding and jobs.
func (d *Desk) ActorOf(ctx context.Context, roleID string) (actor.Actor, error) {
	if err := platformOnly(ctx); err != nil {
		return actor.Actor{}, err
	}
	role, err := d.Store.Client().RoleAssignment.Get(ctx, roleID)
	if err != nil {
		return actor.Actor{}, store.Missing(err, "ROLE_NOT_FOUND")
	}
	return acting(ctx, role.PersonID, "", role), nil
}

// Employ makes the person who asks a contact of an organisation that is being signed up in the same transaction, and
// switches the session to that role. The Actor returned is that person from then on. The organisation's desk writes
// the audit line.
func (d *Desk) Employ(ctx context.Context, tx *ent.Tx, organisationID string) (actor.Actor, error) {
	a := actor.From(ctx)
	if _, err := d.Guard.Permit(ctx, access.Add, access.Mine(a, access.Organisation)); err != nil {
		return actor.Actor{}, err
	}
	system := actor.AsSystem(ctx)
	role, err := tx.RoleAssignment.Create().SetID(ids.New(ids.RoleAssignment)).SetPersonID(a.PersonID).SetRole(string(actor.Employer)).
		SetOrganisationID(organisationID).SetIsPrimary(true).SetSince(d.Clock.Today()).Save(system)
	if err != nil {
		return actor.Actor{}, fmt.Errorf("add contact: %w", err)
	}
	if err := actIn(system, tx, a, role.ID); err != nil {
		return actor.Actor{}, fmt.Errorf("act for %s: %w", organisationID, err)
	}
	return acting(ctx, a.PersonID, a.SessionID, role), nil
}

// Enrolment is an account that the platform itself makes, confirmed from the start.
type Enrolment struct {
	Name, Email, Password string
	Language              string // "nl" or "en"; nl when empty
	Roles                 []Role
}

// Role is a role to give to a person, with the organisation or region it is for.
type Role struct {
	Role                   actor.Role
	OrganisationID         string // for employers
	RegionalOrganisationID string // for project leaders
	IsSignatory            bool
}

// Enrol makes confirmed accounts with their roles, all or none. For the platform itself: the first administrator,
// demonstrations. Those with one password share its hash, which is dear to make.
// Faults: EMAIL_MALFORMED, PASSWORD_TOO_WEAK, EMAIL_TAKEN.
func (d *Desk) Enrol(ctx context.Context, people ...Enrolment) ([]*ent.Person, error) {
	if err := platformOnly(ctx); err != nil {
		return nil, err
	}
	people = slices.Clone(people) // they are the caller's
	hashes := map[string]string{}
	for i := range people {
		if err := people[i].read(); err != nil {
			return nil, err
		}
		password := plain(people[i].Password)
		if hashes[password] != "" {
			continue
		}
		hash, err := d.hasher.make(ctx, password)
		if err != nil {
			return nil, err
		}
		hashes[password] = hash
	}
	made := make([]*ent.Person, 0, len(people))
	err := d.Store.Tx(ctx, func(tx *ent.Tx) error {
		for _, in := range people {
			p, err := d.enrol(ctx, tx, in, hashes[plain(in.Password)])
			if err != nil {
				return fmt.Errorf("enrol: %w", err)
			}
			made = append(made, p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range made {
		made[i] = made[i].Unwrap()
	}
	return made, nil
}

// read puts what was stated in its own spelling, or says what is wrong with it.
func (in *Enrolment) read() error {
	var bad fault.Collector
	name, badName := readName(in.Name)
	bad.Add(badName)
	email, badEmail := readEmail(in.Email)
	bad.Add(badEmail)
	bad.Add(checkPassword(in.Password, email))
	in.Name, in.Email, in.Language = name, email, cmp.Or(in.Language, "nl")
	return bad.Err()
}

func (d *Desk) enrol(ctx context.Context, tx *ent.Tx, in Enrolment, hash string) (*ent.Person, error) {
	now := d.Clock.Wall()
	p, err := tx.Person.Create().SetID(ids.New(ids.Person)).SetName(in.Name).SetEmail(in.Email).SetPasswordHash(hash).
		SetLanguage(in.Language).SetConfirmedAt(now).SetCreatedAt(now).Save(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range in.Roles {
		if _, err := d.appoint(ctx, tx, p.ID, r); err != nil {
			return nil, err
		}
	}
	return p, d.record(ctx, tx, p.ID, audit.Line{Act: "enrol", Policy: string(access.OfPlatform)})
}

func (d *Desk) appoint(ctx context.Context, tx *ent.Tx, personID string, r Role) (*ent.RoleAssignment, error) {
	if !slices.Contains(actor.Roles(), r.Role) || (r.Role == actor.Employer) != (r.OrganisationID != "") ||
		(r.Role == actor.ProjectLeader) != (r.RegionalOrganisationID != "") {
		return nil, fmt.Errorf("role %q does not go with organisation %q and regional organisation %q", r.Role, r.OrganisationID, r.RegionalOrganisationID)
	}
	row := tx.RoleAssignment.Create().SetID(ids.New(ids.RoleAssignment)).SetPersonID(personID).SetRole(string(r.Role)).
		SetIsSignatory(r.IsSignatory).SetSince(d.Clock.Today())
	if r.OrganisationID != "" {
		hasPrimary, err := tx.RoleAssignment.Query().Where(roleassignment.OrganisationID(r.OrganisationID), roleassignment.IsPrimary(true)).Exist(ctx)
		if err != nil {
			return nil, err
		}
		row.SetOrganisationID(r.OrganisationID).SetIsPrimary(!hasPrimary)
	}
	if r.RegionalOrganisationID != "" {
		row.SetRegionalOrganisationID(r.RegionalOrganisationID)
	}
	return row.Save(ctx)
}

func platformOnly(ctx context.Context) error {
	if actor.From(ctx).System {
		return nil
	}
	return fault.Forbidden("ROLE", fault.Text{NL: "Alleen het platform zelf kan dit doen.", EN: "Only the platform itself can do this."})
}

// running holds for the roles that can be acted in today; it is runs in the database.
func (d *Desk) running() predicate.RoleAssignment {
	return roleassignment.Or(roleassignment.UntilIsNil(), roleassignment.UntilGT(d.Clock.Today()))
}

// HeldFirst orders roles: those that are held today before those that are not.
func (d *Desk) HeldFirst() roleassignment.OrderOption {
	today := d.Clock.Today()
	return func(s *sql.Selector) {
		s.OrderExpr(sql.ExprFunc(func(b *sql.Builder) {
			b.WriteString("CASE WHEN ").Ident(s.C(roleassignment.FieldUntil)).WriteString(" <= ").Arg(today).WriteString(" THEN 1 ELSE 0 END")
		}))
	}
}

// IsHeld holds for the roles that are held today, or for those that are not.
func (d *Desk) IsHeld(is bool) predicate.RoleAssignment {
	if is {
		return d.running()
	}
	return roleassignment.Not(d.running())
}

// runs reports whether a role can be acted in. Ending it on a day ends it at once on that day.
func (d *Desk) runs(r *ent.RoleAssignment) bool {
	return r.Until == nil || r.Until.After(d.Clock.Today())
}

// actIn switches the session of a person to a role that has just begun.
func actIn(system context.Context, tx *ent.Tx, a actor.Actor, roleID string) error {
	if a.SessionID == "" {
		return nil
	}
	return tx.Session.Update().Where(session.ID(a.SessionID), session.PersonID(a.PersonID)).SetRoleAssignmentID(roleID).Exec(system)
}
