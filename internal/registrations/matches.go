package registrations

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/employeename"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/schemes"
)

// PossibleMatch says that somebody who takes part seems to take part elsewhere too: a person of the same name, who can be
// born on the same day, at another organisation or kept apart from it by a distinction. It is a hint for who judges: no finding, in no
// receipt and no event, and it changes nothing.
type PossibleMatch struct {
	Participation  *ent.Participation // here
	Registration   *ent.Registration  // there
	IsSameTraining bool
}

const mostMatches = 100 // of one registration

// PossibleMatches finds, for registrations of which the caller sees who takes part, those of others who are, or were, called
// the same that it sees too, those of the same training first. Whoever may not see matches gets none. However many
// registrations are given, it takes the same number of statements.
func (d *Desk) PossibleMatches(ctx context.Context, of []*ent.Registration) (map[string][]*PossibleMatch, error) {
	if len(of) == 0 || !d.guard.Sees(ctx, access.Match) {
		return nil, nil
	}
	here, err := d.store.Client().Participation.Query().Where(participation.RegistrationIDIn(idsOf(of)...)).
		Order(participation.ByID()).WithEmployee().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read who takes part: %w", err)
	}
	here = slices.DeleteFunc(here, func(p *ent.Participation) bool { return p.Edges.Employee == nil }) // out of sight
	called, err := d.called(ctx, here)
	if err != nil {
		return nil, err
	}
	there, err := d.takingPart(ctx, called)
	if err != nil {
		return nil, err
	}
	return matched(of, here, there, called, d.manifestNow), nil
}

// called returns, by employee, all that those who take part are and were called.
func (d *Desk) called(ctx context.Context, parts []*ent.Participation) (map[string][]*ent.EmployeeName, error) {
	people := make([]string, len(parts))
	for i, p := range parts {
		people[i] = p.EmployeeID
	}
	names, err := d.store.Client().EmployeeName.Query().Where(employeename.EmployeeIDIn(people...), employeename.NamesakeHashNotNil()).
		Select(employeename.FieldEmployeeID, employeename.FieldNamesakeHash, employeename.FieldDateOfBirth, employeename.FieldDateOfBirthLast).All(actor.AsSystem(ctx))
	if err != nil {
		return nil, fmt.Errorf("look what people are called: %w", err)
	}
	called := map[string][]*ent.EmployeeName{}
	for _, n := range names {
		called[n.EmployeeID] = append(called[n.EmployeeID], n)
	}
	return called, nil
}

// taker is somebody who takes part.
type taker struct {
	part   *ent.Participation
	name   *ent.EmployeeName // one that the person has or had
	person string
}

// takingPart returns, by hash, the running participations within the caller's sight of whoever is, or was, called so.
func (d *Desk) takingPart(ctx context.Context, called map[string][]*ent.EmployeeName) (map[string][]taker, error) {
	var hashes []string
	for _, names := range called {
		for _, n := range names {
			hashes = append(hashes, *n.NamesakeHash)
		}
	}
	names, err := d.store.Client().EmployeeName.Query().Where(employeename.NamesakeHashIn(hashes...)).
		WithEmployee(func(q *ent.EmployeeQuery) { q.Select(employee.FieldSameAs) }).All(actor.AsSystem(ctx))
	if err != nil {
		return nil, fmt.Errorf("look for the same people: %w", err)
	}
	by := map[string][]*ent.EmployeeName{}
	for _, n := range names {
		by[n.EmployeeID] = append(by[n.EmployeeID], n)
	}
	parts, err := d.store.Client().Participation.Query().Where(participation.EmployeeIDIn(slices.Sorted(maps.Keys(by))...)).
		Order(participation.ByID()).
		WithRegistration(func(q *ent.RegistrationQuery) { q.Where(registration.StateNotIn(reading.Gone...)) }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look where the same people take part: %w", err)
	}
	all := map[string][]taker{}
	for _, p := range parts {
		if p.Edges.Registration == nil { // which is gone, or out of sight
			continue
		}
		for _, n := range by[p.EmployeeID] {
			all[*n.NamesakeHash] = append(all[*n.NamesakeHash], taker{p, n, rejudge.PersonOf(n.Edges.Employee)})
		}
	}
	return all, nil
}

// matched pairs who takes part here with who does elsewhere; what one person does within one organisation is for the
// regulation to judge.
func matched(
	of []*ent.Registration, here []*ent.Participation, there map[string][]taker, called map[string][]*ent.EmployeeName, manifest func(scheme string) *schemes.Manifest,
) map[string][]*PossibleMatch {
	byID := map[string]*ent.Registration{}
	for _, r := range of {
		byID[r.ID] = r
	}
	found := map[string][]*PossibleMatch{}
	for _, p := range here {
		r := byID[p.RegistrationID]
		mine := *p
		mine.Edges = ent.ParticipationEdges{} // what is shown of it is read in the caller's sight
		met := map[string]bool{}
		for _, name := range called[p.EmployeeID] {
			for _, other := range there[*name.NamesakeHash] {
				if other.person == reading.Taker(p) || met[other.part.ID] || !organisations.CanBeBornWith(name, other.name) {
					continue
				}
				met[other.part.ID] = true
				found[r.ID] = append(found[r.ID], &PossibleMatch{
					Participation: &mine, Registration: other.part.Edges.Registration,
					IsSameTraining: reading.SameTraining(r, other.part.Edges.Registration, manifest(r.Scheme)),
				})
			}
		}
	}
	for id, all := range found {
		slices.SortStableFunc(all, func(a, b *PossibleMatch) int {
			if a.IsSameTraining != b.IsSameTraining {
				return cmp.Compare(rank(a.IsSameTraining), rank(b.IsSameTraining))
			}
			return cmp.Compare(a.Registration.Number, b.Registration.Number)
		})
		found[id] = all[:min(len(all), mostMatches)]
	}
	return found
}

// manifestNow is what a scheme declares now; empty where it is not installed.
func (d *Desk) manifestNow(scheme string) *schemes.Manifest {
	if release, known := d.catalog.InForce(scheme); known {
		return release.Manifest
	}
	return &schemes.Manifest{}
}

func rank(isSame bool) int {
	if isSame {
		return 0
	}
	return 1
}

func idsOf(rows []*ent.Registration) []string {
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = r.ID
	}
	return all
}
