package registrations

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Whose a registration is that waits for the SSC, for who asks.
const (
	Mine       = "MINE"
	Unassigned = "UNASSIGNED" // submitted, let go of, or waiting for a second assessor
	Absent     = "ABSENT"     // of who is away, or assesses no more
	Others     = "OTHERS"     // of a colleague who is there
)

// whose names how a registration is held.
var whose = map[holding]string{mine: Mine, nobodys: Unassigned, absents: Absent, others: Others}

// Queue returns the registrations that wait for the SSC, under the caller's row predicate; the resolver narrows, orders,
// pages and counts it. Waiting counts from submitted_at.
func (d *Desk) Queue() *ent.RegistrationQuery {
	return d.store.Client().Registration.Query().Where(waiting)
}

// waiting and inReview are written in the words of the partial indexes, without arguments: a database that plans a
// statement for whatever arguments come cannot know that these are the states in the index.
func waiting(s *sql.Selector) {
	s.Where(sql.P(func(b *sql.Builder) {
		b.Wrap(func(b *sql.Builder) {
			isIn(b, s, workflow.Submitted).WriteString(" OR ")
			isIn(b, s, workflow.InReview).WriteString(" OR ")
			isIn(b, s, workflow.AwaitingSecond)
		})
	}))
}

func inReview(s *sql.Selector) {
	s.Where(sql.P(func(b *sql.Builder) { isIn(b, s, workflow.InReview) }))
}

func isIn(b *sql.Builder, s *sql.Selector, state string) *sql.Builder {
	return b.Ident(s.C(registration.FieldState)).WriteString(" = '" + state + "'")
}

// HeldBy narrows to registrations that a person has in review.
func HeldBy(personID string) predicate.Registration {
	return registration.And(inReview, registration.AssessorID(personID))
}

// HeldAs narrows what waits to registrations that are held so, for who asks.
func (d *Desk) HeldAs(ctx context.Context, as string) (predicate.Registration, error) {
	me := actor.From(ctx).PersonID
	switch as {
	case Mine:
		return HeldBy(me), nil
	case Unassigned:
		return registration.Or(registration.StateNEQ(workflow.InReview), registration.AssessorIDIsNil()), nil
	}
	staff, err := d.assessors(ctx)
	var there []string
	for id, colleague := range staff {
		if colleague.isThere() && id != me {
			there = append(there, id)
		}
	}
	slices.Sort(there)
	if as == Others {
		return registration.And(inReview, registration.AssessorIDIn(there...)), err
	}
	return registration.And(inReview, registration.AssessorIDNotNil(), registration.AssessorIDNotIn(append(there, me)...)), err
}

// A Share is how many registrations of a queue one assessor has; nobody where AssessorID is empty.
type Share struct {
	AssessorID string
	Assigned   string // whose they are, for who asks
	Count      int
}

// Shares counts a queue by who has it, in one statement.
func (d *Desk) Shares(ctx context.Context, queue *ent.RegistrationQuery) ([]Share, error) {
	var counted []struct {
		State      string
		AssessorID *string `json:"assessor_id"`
		Count      int
	}
	if err := queue.GroupBy(registration.FieldState, registration.FieldAssessorID).Aggregate(ent.Count()).Scan(ctx, &counted); err != nil {
		return nil, err
	}
	out := make([]Share, len(counted))
	for i, c := range counted {
		r := &ent.Registration{State: c.State, AssessorID: c.AssessorID}
		h, err := d.holding(ctx, r)
		if err != nil {
			return nil, err
		}
		out[i] = Share{AssessorID: Holder(r), Assigned: whose[h], Count: c.Count}
	}
	return out, nil
}
