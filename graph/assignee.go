package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/store/page"
)

// byPersonName is read by the SSC alone, which reads the names of its people.
var byPersonName = page.Order[*ent.Person]{
	ID:  func(p *ent.Person) string { return p.ID },
	Key: page.Text("name", func(p *ent.Person) string { return p.Name }),
}

// Assignees is null for a viewer who cannot assign the registration as it is.
func (r registrationResolver) Assignees(ctx context.Context, g *ent.Registration, first *int, after *string, last *int, before *string) (*relay.AssigneeConnection, error) {
	if !r.can(ctx, string(access.Assign), g).IsAllowed {
		return nil, nil
	}
	q, err := r.use.Registrations.Assignees(ctx, g)
	if err != nil {
		return nil, err
	}
	in := page.Input{First: first, After: after, Last: last, Before: before, Total: asked(ctx).any("totalCount")}
	p, err := page.Read(ctx, q, in, byPersonName)
	if err != nil {
		return nil, err
	}
	of, err := r.use.Registrations.Presences(ctx, p.Nodes)
	if err != nil {
		return nil, err
	}
	return relay.As(relay.Of(p), func(one *ent.Person) *registrations.Assignee { return of[one.ID] }), nil
}
