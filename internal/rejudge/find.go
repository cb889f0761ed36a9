package rejudge

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/due"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

const (
	mostMarks   = 10_000 // of one round
	namedAtOnce = 1000   // in one statement
)

// marks reads what was marked, oldest first, and looks up what that stands for. It has to come before any fact is read: a
// mark that is seen was committed together with the facts that it is about.
func (d *Desk) marks(ctx context.Context, which ...predicate.Due) (*worklist, error) {
	rows, err := d.store.Client().Due.Query().Where(which...).Order(due.ByID()).Limit(mostMarks).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what is due: %w", err)
	}
	w := newWorklist()
	people := map[person][]*ent.Due{}
	for _, m := range rows {
		w.marks = append(w.marks, m.ID)
		if m.Subject == ofPerson {
			p := person{m.OrganisationID, m.SubjectID}
			people[p] = append(people[p], m)
			continue
		}
		if err := d.expand(ctx, w, m); err != nil {
			return nil, err
		}
	}
	return w, d.expandPeople(ctx, w, people)
}

// expand looks up what a mark stands for, people apart.
func (d *Desk) expand(ctx context.Context, w *worklist, m *ent.Due) error {
	var err error
	switch m.Subject {
	case ofPlan:
		err = d.plans(ctx, w, Cause(m.Cause), []int{m.ID}, plan.ID(m.SubjectID))
	case ofDossier:
		err = d.registrations(ctx, w, Cause(m.Cause), []int{m.ID}, registration.PlanID(m.SubjectID))
	case ofScheme:
		err = d.registrations(ctx, w, Cause(m.Cause), []int{m.ID}, registration.OrganisationID(m.OrganisationID), registration.Scheme(m.SubjectID))
	case ofOrganisation:
		if err = d.plans(ctx, w, Cause(m.Cause), []int{m.ID}, plan.OrganisationID(m.SubjectID)); err == nil {
			err = d.registrations(ctx, w, Cause(m.Cause), []int{m.ID}, registration.OrganisationID(m.SubjectID))
		}
	}
	return err
}

// plans adds running plans.
func (d *Desk) plans(ctx context.Context, w *worklist, cause Cause, marks []int, which ...predicate.Plan) error {
	ids, err := d.store.Client().Plan.Query().Where(which...).
		Where(plan.StateNotIn(workflow.Rejected, workflow.Withdrawn)).Order(plan.ByID()).IDs(ctx)
	if err != nil {
		return fmt.Errorf("look for plans that are due: %w", err)
	}
	for _, id := range ids {
		w.add(question.SubjectPlan, id, id, cause, marks...)
	}
	return nil
}

// registrations adds undecided registrations.
func (d *Desk) registrations(ctx context.Context, w *worklist, cause Cause, marks []int, which ...predicate.Registration) error {
	rows, err := d.undecided(ctx, which...)
	for _, r := range rows {
		w.add(question.SubjectRegistration, r.ID, r.PlanID, cause, marks...)
	}
	return err
}

func (d *Desk) undecided(ctx context.Context, which ...predicate.Registration) ([]*ent.Registration, error) {
	rows, err := d.store.Client().Registration.Query().Where(which...).Where(registration.StateNotIn(workflow.Final(workflow.Registration)...)).
		Select(registration.FieldID, registration.FieldPlanID).Order(registration.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for registrations that are due: %w", err)
	}
	return rows, nil
}

// person is somebody at an organisation.
type person struct{ organisationID, key string }

// expandPeople looks up the undecided registrations of people, in a fixed number of statements.
func (d *Desk) expandPeople(ctx context.Context, w *worklist, people map[person][]*ent.Due) error {
	all := make([]person, 0, len(people))
	for p := range people {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b person) int { return cmp.Compare(people[a][0].ID, people[b][0].ID) })
	for some := range slices.Chunk(all, namedAtOnce) {
		by, plans, err := d.registrationsOf(ctx, some)
		if err != nil {
			return err
		}
		for _, p := range some {
			for _, m := range people[p] {
				if m.MadeBy != nil && len(by[p]) == 1 && by[p][0] == *m.MadeBy {
					continue // it was judged by the act that marked it, and there is no other
				}
				for _, id := range by[p] {
					w.add(question.SubjectRegistration, id, plans[id], Cause(m.Cause), m.ID)
				}
			}
		}
	}
	return nil
}

// registrationsOf returns the undecided registrations of each person, and the plan of each.
func (d *Desk) registrationsOf(ctx context.Context, people []person) (by map[person][]string, plans map[string]string, err error) {
	by, plans = map[person][]string{}, map[string]string{}
	if len(people) == 0 {
		return by, plans, nil
	}
	entries, err := d.entries(ctx, people)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]string, 0, len(entries))
	for id := range entries {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var parts []*ent.Participation
	for some := range slices.Chunk(ids, namedAtOnce) {
		found, err := d.store.Client().Participation.Query().Where(participation.EmployeeIDIn(some...)).
			Select(participation.FieldID, participation.FieldRegistrationID, participation.FieldEmployeeID).Order(participation.ByRegistrationID()).All(ctx)
		if err != nil {
			return nil, nil, fmt.Errorf("look for registrations of people: %w", err)
		}
		parts = append(parts, found...)
	}
	var named []string
	for _, p := range parts {
		named = append(named, p.RegistrationID)
	}
	slices.Sort(named)
	for some := range slices.Chunk(slices.Compact(named), namedAtOnce) {
		open, err := d.undecided(ctx, registration.IDIn(some...))
		if err != nil {
			return nil, nil, err
		}
		for _, r := range open {
			plans[r.ID] = r.PlanID
		}
	}
	for _, p := range parts {
		if _, open := plans[p.RegistrationID]; !open {
			continue
		}
		for _, who := range entries[p.EmployeeID] {
			if !slices.Contains(by[who], p.RegistrationID) {
				by[who] = append(by[who], p.RegistrationID)
			}
		}
	}
	return by, plans, nil
}

// entries returns whom of the people each employee is, by id.
func (d *Desk) entries(ctx context.Context, people []person) (map[string][]person, error) {
	asked := map[person]bool{}
	var keys []string
	for _, p := range people {
		asked[p] = true
		keys = append(keys, p.key)
	}
	rows, err := d.store.Client().Employee.Query().Where(employee.Or(employee.SameAsIn(keys...), employee.IDIn(keys...))).
		Select(employee.FieldID, employee.FieldOrganisationID, employee.FieldSameAs).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for people: %w", err)
	}
	entries := map[string][]person{}
	for _, e := range rows {
		for _, key := range []*string{&e.ID, e.SameAs} {
			if key != nil && asked[person{e.OrganisationID, *key}] {
				entries[e.ID] = append(entries[e.ID], person{e.OrganisationID, *key})
			}
		}
	}
	return entries, nil
}
