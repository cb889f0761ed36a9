package registrations

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/schemes"
)

// PossibleMatch says that somebody who takes part seems to take part at another organisation too: a person of the same
// name, born on the same day. It is a hint for who judges: no finding, in no receipt and no event, and it changes
// nothing.
type PossibleMatch struct {
	Participation  *ent.Participation // here
	Registration   *ent.Registration  // there
	IsSameTraining bool
}

const mostMatches = 100 // of one registration

// PossibleMatches finds, for registrations of which the caller sees who takes part, those at other organisations that it
// sees too, those of the same training first. Whoever may not see matches gets none. However many registrations are
// given, it takes the same number of statements.
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
	hashes := map[string]bool{}
	for _, p := range here {
		if h := p.Edges.Employee.PersonHash; h != nil {
			hashes[*h] = true
		}
	}
	there, err := d.takingPart(ctx, hashes)
	if err != nil {
		return nil, err
	}
	return matched(of, here, there, d.manifestNow), nil
}

// takingPart returns, by person, the running participations within the caller's sight of the people of these hashes.
func (d *Desk) takingPart(ctx context.Context, hashes map[string]bool) (map[string][]*ent.Participation, error) {
	people, err := d.store.Client().Employee.Query().Where(employee.PersonHashIn(slices.Sorted(maps.Keys(hashes))...)).
		Select(employee.FieldID, employee.FieldPersonHash).All(actor.AsSystem(ctx))
	if err != nil {
		return nil, fmt.Errorf("look for the same people: %w", err)
	}
	person := map[string]string{}
	for _, e := range people {
		person[e.ID] = *e.PersonHash
	}
	parts, err := d.store.Client().Participation.Query().Where(participation.EmployeeIDIn(slices.Sorted(maps.Keys(person))...)).
		Order(participation.ByID()).
		WithRegistration(func(q *ent.RegistrationQuery) { q.Where(registration.StateNotIn(reading.Gone...)) }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look where the same people take part: %w", err)
	}
	all := map[string][]*ent.Participation{}
	for _, p := range parts {
		if p.Edges.Registration != nil { // which is gone, or out of sight
			all[person[p.EmployeeID]] = append(all[person[p.EmployeeID]], p)
		}
	}
	return all, nil
}

// matched pairs who takes part here with who does elsewhere; what happens within one organisation is for the regulation
// to judge.
func matched(
	of []*ent.Registration, here []*ent.Participation, there map[string][]*ent.Participation, manifest func(scheme string) *schemes.Manifest,
) map[string][]*PossibleMatch {
	byID := map[string]*ent.Registration{}
	for _, r := range of {
		byID[r.ID] = r
	}
	found := map[string][]*PossibleMatch{}
	for _, p := range here {
		if p.Edges.Employee.PersonHash == nil {
			continue
		}
		r := byID[p.RegistrationID]
		mine := *p
		mine.Edges = ent.ParticipationEdges{} // what is shown of it is read in the caller's sight
		for _, other := range there[*p.Edges.Employee.PersonHash] {
			if other.OrganisationID == p.OrganisationID {
				continue
			}
			found[r.ID] = append(found[r.ID], &PossibleMatch{
				Participation: &mine, Registration: other.Edges.Registration,
				IsSameTraining: reading.SameTraining(r, other.Edges.Registration, manifest(r.Scheme)),
			})
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
