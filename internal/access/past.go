package access

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/actor"
)

// past is of which organisations a person is or was a contact.
type past struct {
	personID      string
	organisations []string
}

type pastKey struct{}

// WithPast returns a context that remembers of which organisations the person is or ever was a contact, so that four
// eyes on a list of rows costs no statement.
func WithPast(ctx context.Context, personID string, organisations []string) context.Context {
	return context.WithValue(ctx, pastKey{}, past{personID, organisations})
}

// isInvolved reports whether the person has a part in the dossier that a condition does not allow.
func (g *Guard) isInvolved(ctx context.Context, a actor.Actor, c Condition, o Object) (bool, error) {
	if c == FourEyes {
		judges, err := g.judges(ctx, o)
		if err != nil || slices.Contains(judges, a.PersonID) {
			return true, err
		}
	}
	if len(o.Sides) == 0 {
		return g.isInsider(ctx, a, o.OrganisationID)
	}
	for _, s := range o.Sides {
		if s.OrganisationID == "" {
			continue // it has no account, and no contacts
		}
		if is, err := g.isInsider(ctx, a, s.OrganisationID); is || err != nil {
			return is, err
		}
	}
	return false, nil
}

// judges are the persons who judged another part of the dossier. A list reads the plans of its rows beforehand.
func (g *Guard) judges(ctx context.Context, o Object) ([]string, error) {
	if o.PlanID == "" || o.isPlanRead {
		return o.JudgedBy, nil
	}
	p, err := g.store.Client().Plan.Get(actor.AsSystem(ctx), o.PlanID)
	if err != nil {
		return nil, fmt.Errorf("look up who judged plan %s: %w", o.PlanID, err)
	}
	return o.Under(p).JudgedBy, nil
}

// Uninvolved narrows to persons who have no part in the dossier of a thing that four eyes do not allow, so that a list of
// persons does not ask for each.
func (g *Guard) Uninvolved(ctx context.Context, o Object) (predicate.Person, error) {
	judges, err := g.judges(ctx, o)
	if err != nil {
		return nil, err
	}
	return func(s *sql.Selector) {
		contacts := from(s, roleassignment.Table)
		contacts.Select(contacts.C(roleassignment.FieldPersonID)).Where(sql.And(
			sql.EQ(contacts.C(roleassignment.FieldRole), string(actor.Employer)), sql.EQ(contacts.C(roleassignment.FieldOrganisationID), o.OrganisationID),
		))
		s.Where(sql.Not(sql.In(s.C(person.FieldID), contacts)))
		person.IDNotIn(judges...)(s)
	}, nil
}

// isInsider reports whether the person is or ever was a contact of the organisation. Only contacts submit, so that
// this covers the submitter.
func (g *Guard) isInsider(ctx context.Context, a actor.Actor, organisationID string) (bool, error) {
	if a.PersonID == "" || organisationID == "" {
		return true, nil // who cannot be told apart does not judge
	}
	if p, ok := ctx.Value(pastKey{}).(past); ok && p.personID == a.PersonID {
		return slices.Contains(p.organisations, organisationID), nil
	}
	is, err := g.store.Client().RoleAssignment.Query().Where(
		roleassignment.PersonID(a.PersonID), roleassignment.Role(string(actor.Employer)),
		roleassignment.OrganisationID(organisationID),
	).Exist(actor.AsSystem(ctx))
	if err != nil {
		return false, fmt.Errorf("look up contacts of %s: %w", organisationID, err)
	}
	return is, nil
}
