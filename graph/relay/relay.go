// Package relay holds the shapes of the Relay conventions: a thing with an identity, and a page of things with
// cursors.
//
// It knows no database: its callers fill a page with rows read under the row predicate.
package relay

import (
	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/calendar"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/store/page"
)

// A Node is a thing with an identity of its own, as a pointer to its Go type.
type Node any

// PageInfo says where a page lies in its list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// An Edge is a thing on a page.
type Edge[T any] struct {
	Cursor string
	Node   T
}

// A Connection is one page of a list, with the cursors to read on.
type Connection[T any] struct {
	Edges      []*Edge[T]
	PageInfo   *PageInfo
	TotalCount int // 0 unless the caller asked
}

// Nodes are the things without their cursors.
func (c *Connection[T]) Nodes() []T {
	out := make([]T, len(c.Edges))
	for i, e := range c.Edges {
		out[i] = e.Node
	}
	return out
}

// Of shows a page that was read.
func Of[T any](p *page.Page[T]) *Connection[T] {
	c := New(p.Nodes, p.Cursor)
	c.PageInfo.HasNextPage, c.PageInfo.HasPreviousPage, c.TotalCount = p.HasNextPage, p.HasPreviousPage, p.Total
	return c
}

// New puts things and their cursors on a page of which nothing else is known.
func New[T any](nodes []T, cursor func(T) string) *Connection[T] {
	c := &Connection[T]{Edges: make([]*Edge[T], len(nodes)), PageInfo: &PageInfo{}}
	for i, n := range nodes {
		c.Edges[i] = &Edge[T]{Cursor: cursor(n), Node: n}
	}
	if len(nodes) > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &c.Edges[0].Cursor, &c.Edges[len(nodes)-1].Cursor
	}
	return c
}

// As shows the things of a page as something else.
func As[T, S any](c *Connection[T], show func(T) S) *Connection[S] {
	out := &Connection[S]{Edges: make([]*Edge[S], len(c.Edges)), PageInfo: c.PageInfo, TotalCount: c.TotalCount}
	for i, e := range c.Edges {
		out.Edges[i] = &Edge[S]{Cursor: e.Cursor, Node: show(e.Node)}
	}
	return out
}

// A CalendarConnection is a page of a calendar, and whether all of it could be gathered.
type CalendarConnection struct {
	Connection[*calendar.Entry]
	IsComplete bool
}

// An AuditConnection is a page of a dossier's log, with the hash of its head.
type AuditConnection struct {
	Connection[*ent.AuditEntry]
	Head string
}

// The pages of the API, a connection and its edge for each kind of entry.
//
//nolint:revive // one comment holds for all of them
type (
	OrganisationConnection  = Connection[*ent.Organisation]
	AdmissionConnection     = Connection[*ent.Admission]
	AppointmentConnection   = Connection[*ent.Appointment]
	EmployeeConnection      = Connection[*ent.Employee]
	TieConnection           = Connection[*ent.Tie]
	PlanConnection          = Connection[*ent.Plan]
	ReleaseConnection       = Connection[*ent.SchemeRelease]
	ParameterFileConnection = Connection[*ent.ParameterFile]
	RegistrationConnection  = Connection[*ent.Registration]
	ParticipationConnection = Connection[*ent.Participation]
	EventConnection         = Connection[*ent.Event]
	TrainingConnection      = Connection[*regulation.ListedTraining]
	AssessmentConnection    = Connection[*queue.Task]
	AssigneeConnection      = Connection[*registrations.Assignee]

	RoleAssignmentConnection = Connection[*ent.RoleAssignment]

	OrganisationEdge  = Edge[*ent.Organisation]
	AdmissionEdge     = Edge[*ent.Admission]
	AppointmentEdge   = Edge[*ent.Appointment]
	EmployeeEdge      = Edge[*ent.Employee]
	TieEdge           = Edge[*ent.Tie]
	PlanEdge          = Edge[*ent.Plan]
	ReleaseEdge       = Edge[*ent.SchemeRelease]
	ParameterFileEdge = Edge[*ent.ParameterFile]
	RegistrationEdge  = Edge[*ent.Registration]
	ParticipationEdge = Edge[*ent.Participation]
	EventEdge         = Edge[*ent.Event]
	TrainingEdge      = Edge[*regulation.ListedTraining]
	AssessmentEdge    = Edge[*queue.Task]
	AssigneeEdge      = Edge[*registrations.Assignee]
	AuditEdge         = Edge[*ent.AuditEntry]
	CalendarEdge      = Edge[*calendar.Entry]

	RoleAssignmentEdge = Edge[*ent.RoleAssignment]
)
