package graph

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store/page"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

var (
	byName = page.Order[*ent.Participation]{
		ID:  participationID,
		Key: page.Text(participation.FieldEmployeeName, func(p *ent.Participation) string { return p.EmployeeName }),
	}
	byEntry = page.Order[*ent.Participation]{ID: participationID}
)

// participantOrder is by name for who reads names: a cursor holds what a list is ordered by. Columns are the same order.
func (r *root) participantOrder(ctx context.Context) (by page.Order[*ent.Participation], columns []string) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Participation) {
		return byEntry, []string{participation.FieldID}
	}
	return byName, []string{participation.FieldEmployeeName, participation.FieldID}
}

// participations reads a page, from what was read for a whole list of registrations where that was done.
func (r *root) participations(ctx context.Context, g *ent.Registration, filter *model.ParticipationFilter, in page.Input) (*relay.ParticipationConnection, error) {
	what := asked(ctx)
	in.Total = what.any("totalCount")
	var c *relay.ParticipationConnection
	var err error
	if filter == nil && len(recalled(ctx).participations.lacks([]string{g.ID})) == 0 {
		c, err = r.pageOf(ctx, g, in)
	} else {
		c, err = r.readParticipations(ctx, g, filter, in)
	}
	if err != nil {
		return nil, err
	}
	return c, r.primeParticipants(ctx, g, c.Nodes(), what.entries())
}

func (r *root) readParticipations(ctx context.Context, g *ent.Registration, filter *model.ParticipationFilter, in page.Input) (*relay.ParticipationConnection, error) {
	q := r.db().Participation.Query().Where(participation.RegistrationID(g.ID))
	if filter != nil && filter.Outcome != nil {
		q.Where(participation.Outcome(*filter.Outcome))
	}
	if filter != nil && filter.NeedsMe != nil && *filter.NeedsMe {
		waiting, err := r.waitingIn(ctx, g)
		if err != nil {
			return nil, err
		}
		q.Where(participation.IDIn(waiting...))
	}
	by, _ := r.participantOrder(ctx)
	p, err := page.Read(ctx, q, in, by)
	if err != nil {
		return nil, err
	}
	return relay.Of(p), nil
}

// waitingIn names the participations with a cell that waits for the viewer's role.
func (r *root) waitingIn(ctx context.Context, g *ent.Registration) ([]string, error) {
	role := actor.From(ctx).Role
	cells, err := r.cellsOf(ctx, g.ID)
	var out []string
	for _, c := range cells {
		if c.ParticipationID != nil && cellWaits(role, g.State, c) {
			out = append(out, *c.ParticipationID)
		}
	}
	return out, err
}

// pageOf pages through what was read beforehand. Its cursors are those of the other way.
func (r *root) pageOf(ctx context.Context, g *ent.Registration, in page.Input) (*relay.ParticipationConnection, error) {
	nodes, err := r.participationsOf(ctx, g.ID)
	if err != nil {
		return nil, err
	}
	by, _ := r.participantOrder(ctx)
	from, to, err := slice(len(nodes), in, func(cursor string) int {
		return slices.IndexFunc(nodes, func(p *ent.Participation) bool { return by.Cursor(p) == cursor })
	})
	if err != nil {
		return nil, err
	}
	c := relay.New(nodes[from:to], by.Cursor)
	c.PageInfo.HasPreviousPage, c.PageInfo.HasNextPage, c.TotalCount = from > 0, to < len(nodes), len(nodes)
	return c, nil
}

// participationsOf reads every participation of a registration, in the viewer's order.
func (r *root) participationsOf(ctx context.Context, registration string) ([]*ent.Participation, error) {
	return recalled(ctx).participations.get(registration, func() ([]*ent.Participation, error) {
		_, columns := r.participantOrder(ctx)
		return r.db().Participation.Query().Where(participation.RegistrationID(registration)).Order(ent.Asc(columns...)).All(ctx)
	})
}

// shownParticipation are the columns of a participation of which only what is stated is asked.
var shownParticipation = []string{
	participation.FieldID, participation.FieldVersion, participation.FieldRegistrationID, participation.FieldEmployeeName, participation.FieldStatement,
}

func (r *root) primeParticipations(ctx context.Context, registrations []string, what selection) error {
	_, columns := r.participantOrder(ctx)
	q := r.db().Participation.Query().Where(participation.RegistrationIDIn(registrations...)).Order(ent.Asc(columns...))
	if !what.any("participations") && what.at("matrix", "rows", "participation").within("id", "version", "start", "end", "contractHours", "employment") {
		q.Select(shownParticipation...)
	}
	all, err := q.All(ctx)
	if err != nil {
		return err
	}
	of := map[string][]*ent.Participation{}
	for _, p := range all {
		of[p.RegistrationID] = append(of[p.RegistrationID], p)
	}
	for _, id := range registrations {
		recalled(ctx).participations.put(id, of[id])
	}
	return nil
}

// primeParticipants reads for the participations of a page what is asked of each.
func (r *root) primeParticipants(ctx context.Context, g *ent.Registration, nodes []*ent.Participation, what selection) error {
	recalled(ctx).nodes.put(g.ID, g)
	return r.primeEmployees(ctx, nodes, what)
}

// primeEmployees reads the employees of participations, where more is asked of them than who they are.
func (r *root) primeEmployees(ctx context.Context, nodes []*ent.Participation, what selection) error {
	if what.any("employee") && !what["employee"].onlyID() {
		return r.primeNodes(ctx, all(nodes, func(p *ent.Participation) string { return p.EmployeeID }))
	}
	return nil
}

func (r participationResolver) Registration(ctx context.Context, p *ent.Participation) (*ent.Registration, error) {
	n, err := r.node(ctx, p.RegistrationID)
	g, _ := n.(*ent.Registration)
	return g, err
}

// Employee is null where policy denies it; the row predicate of employees is that policy.
func (r participationResolver) Employee(ctx context.Context, p *ent.Participation) (*ent.Employee, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Participation) {
		return nil, nil
	}
	n, err := r.node(ctx, p.EmployeeID)
	e, _ := n.(*ent.Employee)
	return e, err
}

func (r participationResolver) Name(ctx context.Context, p *ent.Participation) (*string, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Participation) {
		return nil, nil
	}
	return &p.EmployeeName, nil
}

func (r participationResolver) Start(ctx context.Context, p *ent.Participation) (*typed.Date, error) {
	return r.day(ctx, p, p.Statement.Start, func(g *ent.Registration) *typed.Date { return dateOf(g.Start) })
}

func (r participationResolver) End(ctx context.Context, p *ent.Participation) (*typed.Date, error) {
	return r.day(ctx, p, p.Statement.End, func(g *ent.Registration) *typed.Date { return dateOf(g.End) })
}

// day is the participation's own, or its registration's.
func (r participationResolver) day(ctx context.Context, p *ent.Participation, own *typed.Date, shared func(*ent.Registration) *typed.Date) (*typed.Date, error) {
	if own != nil {
		return own, nil
	}
	g, err := r.Registration(ctx, p)
	if err != nil || g == nil {
		return nil, err
	}
	return shared(g), nil
}

func (r participationResolver) TargetGroup(ctx context.Context, p *ent.Participation) (*regulation.Choice, error) {
	if p.Statement.TargetGroup == nil {
		return nil, nil
	}
	m, _, err := r.home(ctx, p)
	if err != nil || m == nil {
		return nil, err
	}
	return m.TargetGroup(*p.Statement.TargetGroup), nil
}

func (r participationResolver) OtherSubsidies(ctx context.Context, p *ent.Participation) ([]*regulation.OtherSubsidy, error) {
	m, _, err := r.home(ctx, p)
	if err != nil || m == nil {
		return []*regulation.OtherSubsidy{}, err
	}
	return m.SubsidiesOf(p.Statement.OtherSubsidies), nil
}

func (r participationResolver) Facts(ctx context.Context, p *ent.Participation) ([]*regulation.Fact, error) {
	m, g, err := r.home(ctx, p)
	if err != nil || m == nil {
		return []*regulation.Fact{}, err
	}
	return m.FactsOf(schemes.AboutParticipation, g.Activity, p.Statement.Facts, r.use.Guard.CanReadPersonal(ctx, access.Participation)), nil
}

func (r participationResolver) Judgement(ctx context.Context, p *ent.Participation) (*judgement.Judgement, error) {
	g, err := r.Registration(ctx, p)
	if err != nil || g == nil {
		return nil, err
	}
	receipt, err := r.receipt(ctx, g.EvaluationID)
	if err != nil || receipt == nil {
		return nil, err
	}
	return receipt.Part(p.ID), nil
}

func (r participationResolver) ViewerCan(ctx context.Context, p *ent.Participation, action string) (*model.Permission, error) {
	return r.can(ctx, action, p), nil
}

// home is the registration of a participation with its manifest; both nil where it is out of sight.
func (r participationResolver) home(ctx context.Context, p *ent.Participation) (*regulation.Manifest, *ent.Registration, error) {
	g, err := r.Registration(ctx, p)
	if err != nil || g == nil {
		return nil, nil, err
	}
	m, err := r.manifestOf(ctx, g.PlanID)
	return m, g, err
}
