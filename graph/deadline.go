package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/calendar"
)

const mostDeadlines = 100

// deadlinesOf is what is due in a dossier, overdue first: the dates of its release, and what is to be judged or repaired.
func (r *root) deadlinesOf(ctx context.Context, p *ent.Plan) ([]*regulation.Deadline, error) {
	entries, err := r.use.Calendars.OfDossier(ctx, p)
	if err != nil {
		return nil, err
	}
	return r.asDeadlines(ctx, entries)
}

// deadlinesFor is the part of the viewer's calendar in which its role is to act by some day.
func (r *root) deadlinesFor(ctx context.Context) ([]*regulation.Deadline, error) {
	due, err := r.use.Calendars.For(ctx, calendar.Filter{
		IsMine: new(true), Kinds: []calendar.Kind{calendar.Deadline, calendar.Assessment, calendar.Content, calendar.Repair},
	})
	if err != nil {
		return nil, err
	}
	return r.asDeadlines(ctx, due.Entries)
}

func (r *root) asDeadlines(ctx context.Context, entries []*calendar.Entry) ([]*regulation.Deadline, error) {
	out := []*regulation.Deadline{}
	for _, e := range entries[:min(len(entries), mostDeadlines)] {
		d := &regulation.Deadline{Code: e.Code, Title: titleOf(ctx, e), Role: string(e.Role), At: e.At, On: e.On}
		if e.Kind == calendar.Deadline {
			var err error
			if d.Citation, err = r.citationOf(ctx, e); err != nil {
				return nil, err
			}
		}
		out = append(out, d)
	}
	return out, nil
}

func (r deadlineResolver) On(_ context.Context, d *regulation.Deadline) (relay.Node, error) {
	return d.On, nil
}
