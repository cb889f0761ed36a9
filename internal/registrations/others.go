package registrations

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// gone are the states of a registration that counts no longer.
var gone = []string{workflow.Withdrawn, workflow.Rejected}

// others returns, by employee, the other registrations of the people of a file at the same organisation, of any scheme.
func (d *Desk) others(ctx context.Context, f *file) (map[string][]schemes.Other, error) {
	found, err := d.othersOf(ctx, []*file{f})
	if err != nil {
		return nil, err
	}
	return f.others(found), nil
}

// elsewhere are the running participations of people at one organisation.
type elsewhere struct {
	parts  []*ent.Participation // with their registrations, by id
	people map[string]string    // who an employee is, by id
}

// taker says who takes part.
func taker(p *ent.Participation) string {
	if p.Edges.Employee != nil {
		return rejudge.PersonOf(p.Edges.Employee)
	}
	return p.EmployeeID
}

// othersOf loads every running participation of the people of files of one organisation, also where a person was
// entered twice, in a fixed number of statements.
func (d *Desk) othersOf(ctx context.Context, files []*file) (elsewhere, error) {
	found := elsewhere{people: map[string]string{}}
	named, organisationID := map[string]*ent.Employee{}, ""
	for _, f := range files {
		organisationID = f.plan.OrganisationID
		maps.Copy(named, f.people())
	}
	ctx = actor.AsSystem(ctx)
	for some := range slices.Chunk(keys(named), peopleAtOnce) {
		people, err := d.store.Client().Employee.Query().Where(employee.OrganisationID(organisationID), entries(some, named)).
			Select(employee.FieldID, employee.FieldPersonHash).All(ctx)
		if err != nil {
			return found, fmt.Errorf("look for the people of a registration: %w", err)
		}
		for _, e := range people {
			found.people[e.ID] = rejudge.PersonOf(e)
		}
	}
	for some := range slices.Chunk(keys(found.people), peopleAtOnce) {
		parts, err := d.store.Client().Participation.Query().Where(
			participation.EmployeeIDIn(some...), participation.OrganisationID(organisationID),
		).Select(participation.FieldID, participation.FieldRegistrationID, participation.FieldEmployeeID, participation.FieldAmountCents).
			Order(participation.ByID()).WithRegistration(whatIsShown).All(ctx)
		if err != nil {
			return found, fmt.Errorf("look for other registrations: %w", err)
		}
		for _, p := range parts { // each registration is looked up once, here and not in the statement as well
			if !slices.Contains(gone, p.Edges.Registration.State) {
				found.parts = append(found.parts, p)
			}
		}
	}
	return found, nil
}

// whatIsShown reads what a registration shows to the others of its people, and nothing else: there can be many.
func whatIsShown(q *ent.RegistrationQuery) {
	q.Select(registration.FieldState, registration.FieldNumber, registration.FieldScheme, registration.FieldActivity, registration.FieldTraining, registration.FieldFacts)
}

const peopleAtOnce = 10_000 // of one statement, which names each by id and by hash

// entries are the employees of these ids, and whoever is the same person.
func entries(ids []string, people map[string]*ent.Employee) predicate.Employee {
	var hashes []string
	for _, id := range ids {
		if e := people[id]; e != nil && e.PersonHash != nil {
			hashes = append(hashes, *e.PersonHash)
		}
	}
	return employee.Or(employee.IDIn(ids...), employee.PersonHashIn(hashes...))
}

// others picks those of the people of this file, its own registration apart, each registration once.
func (f *file) others(found elsewhere) map[string][]schemes.Other {
	mine := map[string][]string{} // employees by person
	for _, p := range f.parts {
		mine[taker(p)] = append(mine[taker(p)], p.EmployeeID)
	}
	others := map[string][]schemes.Other{}
	for _, p := range found.parts {
		if p.RegistrationID == f.reg.ID {
			continue
		}
		for _, employeeID := range mine[found.people[p.EmployeeID]] {
			others[employeeID] = join(others[employeeID], f.other(p))
		}
	}
	for _, of := range others {
		slices.SortFunc(of, func(a, b schemes.Other) int { return strings.Compare(a.Number, b.Number) })
	}
	return others
}

// join adds an other registration; one in which the person takes part twice is one with both amounts.
func join(all []schemes.Other, o schemes.Other) []schemes.Other {
	i := slices.IndexFunc(all, func(a schemes.Other) bool { return a.Number == o.Number })
	if i < 0 {
		return append(all, o)
	}
	if more, stated := o.Amount.Get(); stated {
		amount, _ := all[i].Amount.Get()
		all[i].Amount = schemes.Known(amount + more)
	}
	return all
}

func (f *file) other(p *ent.Participation) schemes.Other {
	r := p.Edges.Registration
	o := schemes.Other{Number: r.Number, Scheme: r.Scheme, Activity: r.Activity, SameTraining: sameTraining(r, f.reg, f.manifest())}
	if p.AmountCents != nil {
		o.Amount = schemes.Known(schemes.Amount(*p.AmountCents))
	}
	return o
}
