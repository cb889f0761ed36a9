package reading

import (
	"cmp"
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
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Gone are the states of a registration that counts no longer.
var Gone = []string{workflow.Withdrawn, workflow.Rejected}

// elsewhere are the running participations of people at one organisation.
type elsewhere struct {
	parts  []*ent.Participation // with their registrations, by id
	people map[string]string    // who an employee is, by id
}

// Taker is who takes part: one who was entered twice is one person.
func Taker(p *ent.Participation) string {
	if p.Edges.Employee != nil {
		return rejudge.PersonOf(p.Edges.Employee)
	}
	return p.EmployeeID
}

// othersOf loads every running participation of the people of registrations of one organisation, also where a person was
// entered twice, in a fixed number of statements.
func (g *Registry) othersOf(ctx context.Context, of []*Registration) (elsewhere, error) {
	found := elsewhere{people: map[string]string{}}
	named, organisationID := map[string]*ent.Employee{}, ""
	for _, r := range of {
		organisationID = r.Plan.OrganisationID
		maps.Copy(named, r.People())
	}
	ctx = actor.AsSystem(ctx)
	for some := range slices.Chunk(slices.Sorted(maps.Keys(named)), peopleAtOnce) {
		people, err := g.store.Client().Employee.Query().Where(employee.OrganisationID(organisationID), entries(some, named)).
			Select(employee.FieldID, employee.FieldSameAs).All(ctx)
		if err != nil {
			return found, fmt.Errorf("look for the people of a registration: %w", err)
		}
		for _, e := range people {
			found.people[e.ID] = rejudge.PersonOf(e)
		}
	}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(found.people)), peopleAtOnce) {
		parts, err := g.store.Client().Participation.Query().Where(
			participation.EmployeeIDIn(some...), participation.OrganisationID(organisationID),
		).Select(participation.FieldID, participation.FieldRegistrationID, participation.FieldEmployeeID, participation.FieldAmountCents, participation.FieldClaimedCents).
			Order(participation.ByID()).WithRegistration(whatIsShown).All(ctx)
		if err != nil {
			return found, fmt.Errorf("look for other registrations: %w", err)
		}
		for _, p := range parts { // each registration is looked up once, here and not in the statement as well
			if !slices.Contains(Gone, p.Edges.Registration.State) {
				found.parts = append(found.parts, p)
			}
		}
	}
	return found, nil
}

// whatIsShown reads what a registration shows to the others of its people, and nothing else: there can be many.
func whatIsShown(q *ent.RegistrationQuery) {
	q.Select(
		registration.FieldState, registration.FieldNumber, registration.FieldScheme, registration.FieldActivity, registration.FieldTraining,
		registration.FieldStart, registration.FieldFacts, registration.FieldFirstSubmittedAt,
	)
}

const peopleAtOnce = 10_000 // of one statement, which names each twice

// entries are the employees of these ids, and whoever is the same person.
func entries(ids []string, people map[string]*ent.Employee) predicate.Employee {
	who := make([]string, len(ids))
	for i, id := range ids {
		who[i] = id
		if e := people[id]; e != nil {
			who[i] = rejudge.PersonOf(e)
		}
	}
	return employee.Or(employee.IDIn(who...), employee.SameAsIn(who...))
}

// others picks those of the people of this registration, its own registration apart, each registration once.
func (r *Registration) others(found elsewhere) map[string][]schemes.Other {
	mine := map[string][]string{} // employees by person
	for _, p := range r.Parts {
		mine[Taker(p)] = append(mine[Taker(p)], p.EmployeeID)
	}
	others := map[string][]schemes.Other{}
	for _, p := range found.parts {
		if p.RegistrationID == r.Row.ID {
			continue
		}
		for _, employeeID := range mine[found.people[p.EmployeeID]] {
			others[employeeID] = join(others[employeeID], r.other(p))
		}
	}
	for _, of := range others {
		slices.SortFunc(of, inOrder)
	}
	return others
}

// inOrder compares by first submission, drafts last, then by number.
func inOrder(a, b schemes.Other) int {
	first, isSubmitted := a.SubmittedAt.Get()
	second, areBoth := b.SubmittedAt.Get()
	switch {
	case isSubmitted && !areBoth:
		return -1
	case !isSubmitted && areBoth:
		return 1
	}
	return cmp.Or(first.Compare(second), strings.Compare(a.Number, b.Number))
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

func (r *Registration) other(p *ent.Participation) schemes.Other {
	row := p.Edges.Registration
	o := schemes.Other{
		Number: row.Number, Scheme: row.Scheme, Activity: row.Activity, SameTraining: SameTraining(row, r.Row, r.Manifest()),
		State: standing(row.State), SubmittedAt: question.MomentFact(row.FirstSubmittedAt), Start: question.DateFact(row.Start),
	}
	if p.AmountCents != nil {
		o.Amount = schemes.Known(schemes.Amount(*p.AmountCents))
	}
	return o
}
