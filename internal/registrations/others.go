package registrations

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// others returns, by employee, the other registrations of the people of a file at the same organisation, of any scheme.
func (d *Desk) others(ctx context.Context, f *file) (map[string][]schemes.Other, error) {
	found, err := d.othersOf(ctx, []*file{f})
	if err != nil {
		return nil, err
	}
	return f.others(found), nil
}

// othersOf loads every running participation of the people of files of one organisation, in one statement.
func (d *Desk) othersOf(ctx context.Context, files []*file) ([]*ent.Participation, error) {
	people := map[string]bool{}
	organisationID := ""
	for _, f := range files {
		organisationID = f.plan.OrganisationID
		for _, p := range f.parts {
			people[p.EmployeeID] = true
		}
	}
	if len(people) == 0 {
		return nil, nil
	}
	found, err := d.store.Client().Participation.Query().Where(
		participation.EmployeeIDIn(keys(people)...), participation.OrganisationID(organisationID),
		participation.HasRegistrationWith(registration.StateNotIn(workflow.Withdrawn, workflow.Rejected)),
	).Order(participation.ByID()).WithRegistration().All(actor.AsSystem(ctx))
	if err != nil {
		return nil, fmt.Errorf("look for other registrations: %w", err)
	}
	return found, nil
}

// others picks those of the people of this file, its own registration apart.
func (f *file) others(found []*ent.Participation) map[string][]schemes.Other {
	mine := map[string]bool{}
	for _, p := range f.parts {
		mine[p.EmployeeID] = true
	}
	others := map[string][]schemes.Other{}
	for _, p := range found {
		if p.RegistrationID != f.reg.ID && mine[p.EmployeeID] {
			others[p.EmployeeID] = append(others[p.EmployeeID], other(p, f.reg.Training))
		}
	}
	for _, of := range others {
		slices.SortFunc(of, func(a, b schemes.Other) int { return strings.Compare(a.Number, b.Number) })
	}
	return others
}

func other(p *ent.Participation, than fields.Training) schemes.Other {
	r := p.Edges.Registration
	o := schemes.Other{Number: r.Number, Scheme: r.Scheme, Activity: r.Activity, SameTraining: sameTraining(r.Training, than)}
	if p.AmountCents != nil {
		o.Amount = schemes.Known(schemes.Amount(*p.AmountCents))
	}
	return o
}

// sameTraining compares entries of lists by what is printed, and described trainings by title.
func sameTraining(a, b fields.Training) bool {
	switch {
	case a.Listed != nil && b.Listed != nil:
		return a.Listed.Code == b.Listed.Code && sameTitle(a.Listed.Title, b.Listed.Title)
	case a.Course != nil && b.Course != nil:
		return sameTitle(a.Course.Title, b.Course.Title)
	}
	return false
}

func sameTitle(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}
