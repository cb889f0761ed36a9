package graph

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/calendar"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store/page"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// Calendar pages through what was gathered; a cursor is the id of an entry.
func (r queryResolver) Calendar(ctx context.Context, filter *model.CalendarFilter, first *int, after *string, last *int, before *string) (*relay.CalendarConnection, error) {
	f, err := calendarFilter(filter)
	if err != nil {
		return nil, err
	}
	all, err := r.use.Calendars.For(ctx, f)
	if err != nil {
		return nil, err
	}
	in := page.Input{First: first, After: after, Last: last, Before: before}
	from, to, err := slice(len(all.Entries), in, func(cursor string) int {
		return slices.IndexFunc(all.Entries, func(e *calendar.Entry) bool { return e.ID() == cursor })
	})
	if err != nil {
		return nil, err
	}
	c := relay.New(all.Entries[from:to], (*calendar.Entry).ID)
	c.PageInfo.HasPreviousPage, c.PageInfo.HasNextPage, c.TotalCount = from > 0, to < len(all.Entries), len(all.Entries)
	return &relay.CalendarConnection{Connection: *c, IsComplete: all.IsComplete}, r.primeCalendar(ctx, c.Nodes(), asked(ctx).entries())
}

// primeCalendar reads for all entries of a page what is asked of the things that they are about.
func (r *root) primeCalendar(ctx context.Context, of []*calendar.Entry, what selection) error {
	on := what["on"]
	if on.onlyID() {
		return nil
	}
	var things []relay.Node
	for _, e := range of {
		if p, isPlan := e.On.(*ent.Plan); isPlan {
			r.pinned(p)
		}
		if e.On != nil {
			things = append(things, e.On)
		}
	}
	return r.primeKinds(ctx, things, on)
}

func calendarFilter(in *model.CalendarFilter) (calendar.Filter, error) {
	if in == nil {
		return calendar.Filter{}, nil
	}
	var bad fault.Collector
	out := calendar.Filter{
		Start: typed.Optional(in.Start, &bad, "filter", "start"), End: typed.Optional(in.End, &bad, "filter", "end"),
		Schemes: in.Schemes, IsOverdue: in.IsOverdue, IsMine: in.IsMine,
	}
	if in.Kinds != nil {
		out.Kinds = all(in.Kinds, func(k string) calendar.Kind { return calendar.Kind(k) })
	}
	return out, bad.Err()
}

func (r calendarEntryResolver) Kind(_ context.Context, e *calendar.Entry) (string, error) {
	return string(e.Kind), nil
}

func (r calendarEntryResolver) Title(ctx context.Context, e *calendar.Entry) (*regulation.Text, error) {
	return titleOf(ctx, e), nil
}

func titleOf(ctx context.Context, e *calendar.Entry) *regulation.Text {
	return regulation.NewText(schemes.Text(e.Title), actor.From(ctx).Language)
}

func (r calendarEntryResolver) Act(_ context.Context, e *calendar.Entry) (*string, error) {
	return stated(actName(e.Act)), nil
}

func (r calendarEntryResolver) Role(_ context.Context, e *calendar.Entry) (*string, error) {
	return stated(string(e.Role)), nil
}

func (r calendarEntryResolver) IsMine(ctx context.Context, e *calendar.Entry) (bool, error) {
	return e.Role != "" && e.Role == actor.From(ctx).Role, nil
}

func (r calendarEntryResolver) Date(_ context.Context, e *calendar.Entry) (*typed.Date, error) {
	return dayOf(e.Day()), nil
}

func (r calendarEntryResolver) Scheme(_ context.Context, e *calendar.Entry) (*string, error) {
	return stated(e.Scheme), nil
}

func (r calendarEntryResolver) Number(_ context.Context, e *calendar.Entry) (*string, error) {
	return stated(e.Number()), nil
}

func (r calendarEntryResolver) On(_ context.Context, e *calendar.Entry) (relay.Node, error) {
	return e.On, nil
}

func (r calendarEntryResolver) Citation(ctx context.Context, e *calendar.Entry) (*regulation.Citation, error) {
	return r.citationOf(ctx, e)
}

func (r *root) citationOf(ctx context.Context, e *calendar.Entry) (*regulation.Citation, error) {
	if e.Release == "" {
		return nil, nil
	}
	m, err := r.manifest(ctx, e.Release)
	if err != nil {
		return nil, err
	}
	return m.Cite(e.Source), nil
}

func (r viewerResolver) CalendarAddresses(ctx context.Context, v *model.Viewer) ([]*ent.CalendarAddress, error) {
	if v.Actor.PersonID == "" {
		return []*ent.CalendarAddress{}, nil
	}
	return r.use.Calendars.Addresses(ctx)
}

func (r mutationResolver) CreateCalendarAddress(ctx context.Context, in calendar.CreateAddressInput) (*model.CreateCalendarAddressPayload, error) {
	address, url, err := r.use.Calendars.CreateAddress(ctx, in)
	out := &model.CreateCalendarAddressPayload{Address: address, URL: stated(url)}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) RevokeCalendarAddress(ctx context.Context, in calendar.RevokeAddressInput) (*model.RevokeCalendarAddressPayload, error) {
	address, err := r.use.Calendars.RevokeAddress(ctx, in)
	out := &model.RevokeCalendarAddressPayload{Address: address}
	return out, mendable(ctx, &out.UserErrors, err)
}
