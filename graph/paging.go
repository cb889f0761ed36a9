package graph

import (
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store/page"
)

// slice pages through a list that is in memory: the bounds of the page, where a cursor's place is found by at.
func slice(n int, in page.Input, at func(cursor string) int) (from, to int, err error) {
	from, to = 0, n
	if in.First != nil && in.Before != nil || in.Last != nil && in.After != nil {
		return 0, 0, fault.Invalid([]string{"first"}, "PAGE_AMBIGUOUS", fault.Text{
			NL: "Gebruik first met after, of last met before.", EN: "Use first with after, or last with before.",
		}, "")
	}
	if in.After != nil {
		i := at(*in.After)
		if i < 0 {
			return 0, 0, noCursor("after")
		}
		from = i + 1
	}
	if in.Before != nil {
		i := at(*in.Before)
		if i < 0 {
			return 0, 0, noCursor("before")
		}
		to = i
	}
	from = min(from, to)
	if in.First != nil {
		return from, min(to, from+*in.First), nil
	}
	return max(from, to-*in.Last), to, nil
}

func noCursor(argument string) error {
	return fault.Invalid([]string{argument}, "CURSOR_MALFORMED", fault.Text{
		NL: "Deze cursor hoort niet bij deze lijst. Begin zonder cursor.", EN: "This cursor does not belong to this list. Start without a cursor.",
	}, "")
}

var bySince = page.OptionalTime("employed_since", func(e *ent.Employee) *time.Time { return e.EmployedSince })

// The orders in which lists are paged, by the name that callers give them.
var (
	organisationOrders = map[string]page.Key[*ent.Organisation]{
		"NAME":       page.Text("name", func(o *ent.Organisation) string { return o.Name }),
		"CREATED_AT": page.Time("created_at", func(o *ent.Organisation) time.Time { return o.CreatedAt }),
	}
	appointmentOrders = map[string]page.Key[*ent.Appointment]{
		"CREATED_AT": page.Time("created_at", func(a *ent.Appointment) time.Time { return a.CreatedAt }),
	}
	admissionOrders = map[string]page.Key[*ent.Admission]{
		"CREATED_AT": page.Time("created_at", func(a *ent.Admission) time.Time { return a.CreatedAt }),
	}
	roleAssignmentOrders = map[string]page.Key[*ent.RoleAssignment]{
		"START": page.Time("since", func(a *ent.RoleAssignment) time.Time { return a.Since }),
	}
	employeeOrders = map[string]page.Key[*ent.Employee]{
		"NAME":             page.Text("name", func(e *ent.Employee) string { return e.Name }),
		"EMPLOYMENT_START": bySince, "EMPLOYED_SINCE": bySince,
		"UPDATED_AT": page.Time("updated_at", func(e *ent.Employee) time.Time { return e.UpdatedAt }),
	}
	planOrders = map[string]page.Key[*ent.Plan]{
		"NUMBER":       page.Text("number", func(p *ent.Plan) string { return p.Number }),
		"SUBMITTED_AT": page.OptionalTime("submitted_at", func(p *ent.Plan) *time.Time { return p.SubmittedAt }),
		"REQUESTED":    page.Integer("requested_cents", func(p *ent.Plan) int64 { return p.RequestedCents }),
	}
	registrationOrders = map[string]page.Key[*ent.Registration]{
		"NUMBER":       page.Text("number", func(g *ent.Registration) string { return g.Number }),
		"START":        page.OptionalTime("start", func(g *ent.Registration) *time.Time { return g.Start }),
		"SUBMITTED_AT": page.OptionalTime("submitted_at", func(g *ent.Registration) *time.Time { return g.SubmittedAt }),
		"UPDATED_AT":   page.Time("updated_at", func(g *ent.Registration) time.Time { return g.UpdatedAt }),

		"CONTENT_ASKED_AT": page.OptionalTime("content_asked_at", func(g *ent.Registration) *time.Time { return g.ContentAskedAt }),
	}
	registrationAmount = page.OptionalInteger("amount_cents", func(g *ent.Registration) *int64 { return g.AmountCents })
	projectWaiting     = page.OptionalTime("project_waiting_since", func(p *ent.Plan) *time.Time { return p.ProjectWaitingSince })
	contentExpected    = page.OptionalTime("content_expected_on", func(g *ent.Registration) *time.Time { return g.ContentExpectedOn })
)

var tiesByMoment = page.Time("created_at", func(t *ent.Tie) time.Time { return t.CreatedAt })

const descending = "DESCENDING"

// The identities that break ties.
func tieID(n *ent.Tie) string                       { return n.ID }
func organisationID(n *ent.Organisation) string     { return n.ID }
func employeeID(n *ent.Employee) string             { return n.ID }
func planID(n *ent.Plan) string                     { return n.ID }
func registrationID(n *ent.Registration) string     { return n.ID }
func participationID(n *ent.Participation) string   { return n.ID }
func admissionID(n *ent.Admission) string           { return n.ID }
func appointmentID(n *ent.Appointment) string       { return n.ID }
func roleAssignmentID(n *ent.RoleAssignment) string { return n.ID }
func auditID(n *ent.AuditEntry) string              { return n.ID }

// all applies a function to each.
func all[T, S any](in []T, do func(T) S) []S {
	out := make([]S, len(in))
	for i, v := range in {
		out[i] = do(v)
	}
	return out
}

// present is the ids that are there.
func present(in ...*string) []string {
	var out []string
	for _, id := range in {
		if id != nil && !slices.Contains(out, *id) {
			out = append(out, *id)
		}
	}
	return out
}
