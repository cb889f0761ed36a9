package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/plans"
)

func (r mutationResolver) CreatePlan(ctx context.Context, in plans.CreateInput) (*model.CreatePlanPayload, error) {
	p, err := r.use.Plans.Create(ctx, in)
	out := &model.CreatePlanPayload{Plan: p}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AmendPlan(ctx context.Context, in plans.AmendInput) (*model.AmendPlanPayload, error) {
	p, err := r.use.Plans.Amend(ctx, in)
	out := &model.AmendPlanPayload{Plan: p}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) SubmitPlan(ctx context.Context, in plans.SubmitInput) (*model.SubmitPlanPayload, error) {
	s, err := r.use.Plans.Submit(ctx, in)
	out := &model.SubmitPlanPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Plan, out.IsSubmitted = s.Plan, &s.IsSubmitted
	out.Findings, err = r.findingsOf(ctx, s.Evaluation)
	return out, err
}

func (r mutationResolver) WithdrawPlan(ctx context.Context, in plans.WithdrawInput) (*model.WithdrawPlanPayload, error) {
	p, err := r.use.Plans.Withdraw(ctx, in)
	out := &model.WithdrawPlanPayload{Plan: p}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AssessPlan(ctx context.Context, in plans.AssessInput) (*model.AssessPlanPayload, error) {
	p, err := r.use.Plans.Assess(ctx, in)
	out := &model.AssessPlanPayload{Plan: p}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) EnterGrant(ctx context.Context, in plans.EnterGrantInput) (*model.EnterGrantPayload, error) {
	p, err := r.use.Plans.EnterGrant(ctx, in)
	out := &model.EnterGrantPayload{Plan: p}
	return out, mendable(ctx, &out.UserErrors, err)
}
