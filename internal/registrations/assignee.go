package registrations

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
)

// Assignee is somebody to whom a registration can be assigned.
type Assignee struct {
	Person      *ent.Person
	AbsenceEnd  *time.Time // last day on which the person is away; nil for who is there
	ReviewCount int        // registrations that the person has in review
}

// Assignees are those to whom a registration can be assigned, as far as it is about who they are: [Desk.Assign] refuses
// everybody else, and of these only who is away. Under the caller's row predicate; the resolver orders and pages them.
func (d *Desk) Assignees(ctx context.Context, r *ent.Registration) (*ent.PersonQuery, error) {
	staff, err := d.assessors(ctx)
	if err != nil {
		return nil, err
	}
	uninvolved, err := d.guard.Uninvolved(ctx, access.OfRegistration(r))
	if err != nil {
		return nil, err
	}
	return d.store.Client().Person.Query().Where(person.IDIn(slices.Sorted(maps.Keys(staff))...), uninvolved), nil
}

// Presences say of a page of assignees until when each is away, and how much each has in review.
func (d *Desk) Presences(ctx context.Context, of []*ent.Person) (map[string]*Assignee, error) {
	staff, err := d.assessors(ctx)
	if err != nil {
		return nil, err
	}
	out, ids := map[string]*Assignee{}, make([]string, len(of))
	for i, p := range of {
		out[p.ID], ids[i] = &Assignee{Person: p, AbsenceEnd: staff[p.ID].absenceEnd}, p.ID
	}
	var counted []struct {
		AssessorID string `json:"assessor_id"`
		Count      int
	}
	err = d.store.Client().Registration.Query().Where(inReview, registration.AssessorIDIn(ids...)).
		GroupBy(registration.FieldAssessorID).Aggregate(ent.Count()).Scan(ctx, &counted)
	if err != nil {
		return nil, fmt.Errorf("count what assessors have in review: %w", err)
	}
	for _, c := range counted {
		out[c.AssessorID].ReviewCount = c.Count
	}
	return out, nil
}
