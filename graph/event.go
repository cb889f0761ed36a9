package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/outbox"
)

// Events follows the feed in the order of commits.
func (r queryResolver) Events(ctx context.Context, after *string, first int, types []string) (*relay.EventConnection, error) {
	from := ""
	if after != nil {
		from = *after
	}
	found, more, err := outbox.After(ctx, r.use.Store, from, first, types...)
	if err != nil {
		return nil, err
	}
	c := relay.New(found, outbox.CursorOf)
	c.PageInfo.HasNextPage, c.PageInfo.HasPreviousPage = more, from != ""
	if len(found) == 0 {
		c.PageInfo.EndCursor = after // the place stays where it was
	}
	return c, r.primeEvents(ctx, found, asked(ctx).entries())
}

// primeEvents reads the subjects of events, where they are asked.
func (r *root) primeEvents(ctx context.Context, found []*ent.Event, what selection) error {
	if !what.any("subject") {
		return nil
	}
	ids := all(found, func(e *ent.Event) string { return e.SubjectID })
	if err := r.primeNodes(ctx, ids); err != nil {
		return err
	}
	return r.primeSubjects(ctx, ids, what["subject"])
}

// primeSubjects reads for the subjects of a page what is asked of each.
func (r *root) primeSubjects(ctx context.Context, ids []string, what selection) error {
	nodes := make([]relay.Node, 0, len(ids))
	for _, id := range ids {
		n, err := r.node(ctx, id)
		if err != nil {
			return err
		}
		nodes = append(nodes, n)
	}
	return r.primeKinds(ctx, nodes, what)
}

func (r eventResolver) Subject(ctx context.Context, e *ent.Event) (relay.Node, error) {
	return r.node(ctx, e.SubjectID)
}

func (r eventResolver) IsOwn(ctx context.Context, e *ent.Event) (bool, error) {
	cause := outbox.Cause(actor.From(ctx))
	return e.Cause != nil && cause != "" && *e.Cause == cause, nil
}

func (r eventResolver) ViewerCan(ctx context.Context, e *ent.Event, action string) (*model.Permission, error) {
	return r.can(ctx, action, e), nil
}
