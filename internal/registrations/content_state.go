package registrations

import (
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Where the judgement of the content of a registration stands, as the API names it.
const (
	ContentNotAsked = "NOT_ASKED"
	ContentWaiting  = "WAITING"
	ContentApproved = "APPROVED"
	ContentRejected = "REJECTED"
	ContentSpent    = "SPENT" // judged, but no verdict stands
)

// contentStates has the predicate of each; every registration is in one.
var contentStates = map[string]predicate.Registration{
	ContentNotAsked: registration.And(
		registration.StateNEQ(workflow.AwaitingContent), registration.ContentVerdictIsNil(), registration.ContentJudgedAtIsNil(),
	),
	ContentWaiting:  registration.State(workflow.AwaitingContent),
	ContentApproved: registration.ContentVerdict(matrix.VerdictApproved),
	ContentRejected: registration.ContentVerdict(matrix.VerdictRejected),
	ContentSpent: registration.And(
		registration.StateNEQ(workflow.AwaitingContent), registration.ContentVerdictIsNil(), registration.ContentJudgedAtNotNil(),
	),
}

// ContentState says where the judgement of the content of a registration stands.
func ContentState(r *ent.Registration) string {
	switch {
	case r.State == workflow.AwaitingContent:
		return ContentWaiting
	case reading.IsContentApproved(r):
		return ContentApproved
	case r.ContentVerdict != nil:
		return ContentRejected
	case r.ContentJudgedAt != nil:
		return ContentSpent
	}
	return ContentNotAsked
}

// InContentState narrows to registrations of which the content is at one of these.
func InContentState(states ...string) predicate.Registration {
	one := make([]predicate.Registration, len(states))
	for i, s := range states {
		one[i] = contentStates[s]
	}
	if len(one) == 0 {
		return registration.IDIn()
	}
	return registration.Or(one...)
}

// IsContentOverdue reports whether the verdict on the content was expected before today.
func IsContentOverdue(r *ent.Registration, today time.Time) bool {
	return r.State == workflow.AwaitingContent && r.ContentExpectedOn != nil && r.ContentExpectedOn.Before(today)
}

// ContentOverdue narrows to registrations on whose content the verdict was expected before today, or to the others.
func ContentOverdue(today time.Time, is bool) predicate.Registration {
	late := registration.And(registration.State(workflow.AwaitingContent), registration.ContentExpectedOnLT(today))
	if is {
		return late
	}
	return registration.Or(
		registration.StateNEQ(workflow.AwaitingContent), registration.ContentExpectedOnIsNil(), registration.ContentExpectedOnGTE(today),
	)
}

// ContentChanged narrows to registrations of which the training was changed since its content was approved, with the
// approval standing, or to the others.
func ContentChanged(is bool) predicate.Registration {
	if is {
		return registration.ContentChanged(true)
	}
	return registration.Or(registration.ContentChangedIsNil(), registration.ContentChanged(false))
}

// WaitingForContent is the condition of the queue of the judge of content. Waiting counts from content_asked_at.
func WaitingForContent() predicate.Registration { return registration.State(workflow.AwaitingContent) }
