package graph

import (
	"context"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/groups"
	"github.com/penvoerder/penvoerder/internal/groups/ties"
	"github.com/penvoerder/penvoerder/internal/store/page"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// Ties are the newest first.
func (r queryResolver) Ties(ctx context.Context, filter *model.TieFilter, first *int, after *string, last *int, before *string) (*relay.TieConnection, error) {
	which, err := tiesIn(filter)
	if err != nil {
		return nil, err
	}
	by := page.Order[*ent.Tie]{ID: tieID, Key: tiesByMoment, Descending: true}
	in := page.Input{First: first, After: after, Last: last, Before: before, Total: asked(ctx).any("totalCount")}
	p, err := page.Read(ctx, r.db().Tie.Query().Where(which...), in, by)
	if err != nil {
		return nil, err
	}
	return relay.Of(p), r.primeTies(ctx, p.Nodes, asked(ctx).entries())
}

// primeTies reads the organisations on both sides, where they are asked.
func (r *root) primeTies(ctx context.Context, list []*ent.Tie, what selection) error {
	if !what.at("holder").any("organisation") && !what.at("held").any("organisation") {
		return nil
	}
	var organisations []string
	for _, t := range list {
		organisations = append(organisations, present(t.HolderID, t.HeldID)...)
	}
	return r.primeNodes(ctx, organisations)
}

func (r tieResolver) Holder(_ context.Context, t *ent.Tie) (*ties.Party, error) {
	return new(ties.Holder(t)), nil
}

func (r tieResolver) Held(_ context.Context, t *ent.Tie) (*ties.Party, error) {
	return new(ties.Held(t)), nil
}

func (r tieResolver) Share(_ context.Context, t *ent.Tie) (*model.TieShare, error) {
	out := &model.TieShare{PartCount: int(t.Part), WholeCount: int(t.Whole)}
	if percent, is := groups.Percent(t.Part, t.Whole); is {
		out.Percent = new(typed.Decimal(percent))
	}
	return out, nil
}

func (r tieResolver) StatedBy(_ context.Context, t *ent.Tie) (string, error) {
	return ties.StatedBy(t), nil
}

func (r tieResolver) ViewerCan(ctx context.Context, t *ent.Tie, action string) (*model.Permission, error) {
	return r.can(ctx, action, t), nil
}

func (r tiePartyResolver) Organisation(ctx context.Context, p *ties.Party) (*ent.Organisation, error) {
	if p.OrganisationID == nil {
		return nil, nil
	}
	return r.organisation(ctx, *p.OrganisationID)
}

// GroupStanding is the place of an organisation in sight.
func (r queryResolver) GroupStanding(ctx context.Context, organisationID string, scheme *string, on *typed.Date) (*model.GroupStanding, error) {
	var bad fault.Collector
	day := r.use.Clock.Today()
	if asked := typed.Optional(on, &bad, "on"); asked != nil {
		day = *asked
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	o, err := r.organisation(ctx, organisationID)
	if err != nil || o == nil || !r.use.Guard.Sees(ctx, access.Tie) {
		return nil, err
	}
	standing, _, err := r.standing(ctx, o, scheme, day)
	return standing, err
}

// standing is computed from all ties, and explained by those in sight.
func (r *root) standing(ctx context.Context, o *ent.Organisation, scheme *string, day time.Time) (*model.GroupStanding, groups.Decision, error) {
	system := actor.AsSystem(ctx)
	around, err := ties.Around(system, r.db(), o.KvkNumber)
	if err != nil {
		return nil, groups.Decision{}, err
	}
	standing, err := around.Standing(day)
	if err != nil {
		return nil, groups.Decision{}, err
	}
	var with []string
	if scheme != nil {
		if with, err = ties.WithPlans(system, r.db(), standing, *scheme); err != nil {
			return nil, groups.Decision{}, err
		}
	}
	decision := standing.Submit(func(number string) bool { return slices.Contains(with, number) })
	name := func(number string) string {
		if number == o.KvkNumber {
			return o.Name
		}
		return around.Name(number)
	}
	steps, err := r.stepsInSight(ctx, standing.Steps, name)
	return &model.GroupStanding{
		StandsOn: typed.DateOf(day), Code: string(decision.Code), Message: words(actor.From(ctx).Language, decision.Text(name)),
		IsContradicted: standing.IsContradicted, Steps: steps,
		Top: all(standing.Top, func(number string) *model.GroupParty {
			return &model.GroupParty{RegisterNumber: number, Name: name(number)}
		}),
	}, decision, err
}

// inTheWay is where the applicant of a plan that was not submitted stands in its group; nil where that is not in the way.
func (r *root) inTheWay(ctx context.Context, p *ent.Plan) (*model.GroupStanding, error) {
	m, err := r.manifest(ctx, p.ReleaseID)
	if err != nil || m.PlanPer() != schemes.PerGroup || !r.use.Guard.Sees(ctx, access.Tie) {
		return nil, err
	}
	o, err := r.organisation(ctx, p.OrganisationID)
	if err != nil || o == nil {
		return nil, err
	}
	standing, decision, err := r.standing(ctx, o, &p.Scheme, r.use.Clock.Today())
	if decision.May() {
		return nil, err
	}
	return standing, err
}

// stepsInSight explains by the steps of which the viewer sees every tie.
func (r *root) stepsInSight(ctx context.Context, steps []groups.Step, name func(string) string) ([]*model.GroupStep, error) {
	var ids []string
	for _, s := range steps {
		for _, t := range s.Ties {
			ids = append(ids, t.ID)
		}
	}
	rows, err := r.db().Tie.Query().Where(tie.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	seen := map[string]*ent.Tie{}
	for _, row := range rows {
		seen[row.ID] = row
	}
	out := []*model.GroupStep{}
	for _, s := range steps {
		step := &model.GroupStep{Text: words(actor.From(ctx).Language, s.Text(name))}
		for _, t := range s.Ties {
			if row := seen[t.ID]; row != nil {
				step.Ties = append(step.Ties, row)
			}
		}
		if len(step.Ties) == len(s.Ties) {
			out = append(out, step)
		}
	}
	return out, nil
}

// StateTie enters a tie.
func (r mutationResolver) StateTie(ctx context.Context, in ties.StateInput) (*model.StateTiePayload, error) {
	t, err := r.use.Ties.State(ctx, in)
	out := &model.StateTiePayload{Tie: t}
	return out, mendable(ctx, &out.UserErrors, err)
}

// ConfirmTie confirms a tie, or its last day.
func (r mutationResolver) ConfirmTie(ctx context.Context, in ties.ConfirmInput) (*model.ConfirmTiePayload, error) {
	t, err := r.use.Ties.Confirm(ctx, in)
	out := &model.ConfirmTiePayload{Tie: t}
	return out, mendable(ctx, &out.UserErrors, err)
}

// WithdrawTie withdraws or refuses a statement.
func (r mutationResolver) WithdrawTie(ctx context.Context, in ties.WithdrawInput) (*model.WithdrawTiePayload, error) {
	t, err := r.use.Ties.Withdraw(ctx, in)
	out := &model.WithdrawTiePayload{Tie: t}
	return out, mendable(ctx, &out.UserErrors, err)
}

// EndTie states the last day of a tie.
func (r mutationResolver) EndTie(ctx context.Context, in ties.EndInput) (*model.EndTiePayload, error) {
	t, err := r.use.Ties.End(ctx, in)
	out := &model.EndTiePayload{Tie: t}
	return out, mendable(ctx, &out.UserErrors, err)
}

// RebutTie settles that a presumption is rebutted.
func (r mutationResolver) RebutTie(ctx context.Context, in ties.SettleInput) (*model.RebutTiePayload, error) {
	t, err := r.use.Ties.Rebut(ctx, in)
	out := &model.RebutTiePayload{Tie: t}
	return out, mendable(ctx, &out.UserErrors, err)
}

// AnnulTie settles that a tie never was.
func (r mutationResolver) AnnulTie(ctx context.Context, in ties.SettleInput) (*model.AnnulTiePayload, error) {
	t, err := r.use.Ties.Annul(ctx, in)
	out := &model.AnnulTiePayload{Tie: t}
	return out, mendable(ctx, &out.UserErrors, err)
}
