package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// SecondAssessment is shown to those who see participations: it says something of the amount.
func (r registrationResolver) SecondAssessment(ctx context.Context, g *ent.Registration) (*model.SecondAssessment, error) {
	s := g.Second
	if s == nil || !r.use.Guard.Sees(ctx, access.Participation) {
		return nil, nil
	}
	out := &model.SecondAssessment{IsByAmount: s.ByAmount, IsByDraw: s.ByDraw, Draw: s.Draw, Threshold: money(s.Threshold)}
	if s.Share != "" {
		out.Share = new(typed.Decimal(s.Share))
	}
	if s.Returned != "" && actor.From(ctx).Role == actor.SSC { // what assessors write to each other
		out.ReturnReason = r.aboutEmployees(ctx, &s.Returned)
	}
	return out, nil
}
