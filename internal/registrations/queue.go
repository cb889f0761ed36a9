package registrations

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Whose tasks a queue shows.
const (
	Mine       = "MINE"
	Unassigned = "UNASSIGNED"
)

// QueueFilter says which registrations that wait for the SSC are wanted; what is empty narrows nothing.
type QueueFilter struct {
	Schemes    []string // by slug
	RegionID   string
	Activities []string // by code
	Assigned   string   // Mine or Unassigned
}

// Queue returns the registrations that wait to be judged, under the caller's row predicate; the resolver orders and
// pages it. Waiting counts from submitted_at.
func (d *Desk) Queue(ctx context.Context, filter QueueFilter) *ent.RegistrationQuery {
	return d.store.Client().Registration.Query().Where(Waiting(ctx, filter)...)
}

// Waiting are the conditions of [Desk.Queue], for a query that has its own.
func Waiting(ctx context.Context, filter QueueFilter) []predicate.Registration {
	which := []predicate.Registration{registration.StateIn(workflow.Submitted, workflow.InReview)}
	if len(filter.Schemes) > 0 {
		which = append(which, registration.SchemeIn(filter.Schemes...))
	}
	if len(filter.Activities) > 0 {
		which = append(which, registration.ActivityIn(filter.Activities...))
	}
	if filter.RegionID != "" {
		which = append(which, inRegion(filter.RegionID))
	}
	switch filter.Assigned {
	case Mine:
		which = append(which, registration.AssessorID(actor.From(ctx).PersonID), registration.State(workflow.InReview))
	case Unassigned:
		which = append(which, registration.State(workflow.Submitted))
	}
	return which
}

// inRegion narrows to organisations of a region; the registration itself stays under the row predicate.
func inRegion(id string) predicate.Registration {
	return func(s *sql.Selector) {
		o := sql.Table(organisation.Table)
		s.Where(sql.In(s.C(registration.FieldOrganisationID), sql.Select(o.C(organisation.FieldID)).From(o).Where(sql.EQ(o.C(organisation.FieldRegionID), id))))
	}
}
