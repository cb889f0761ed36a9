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
	done, err := r.use.Plans.Amend(ctx, in)
	out := &model.AmendPlanPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Plan, out.IsAmended = done.Plan, &done.IsDone
	out.Findings, err = r.findingsOf(ctx, done.Evaluation)
	return out, err
}

func (r mutationResolver) SubmitPlan(ctx context.Context, in plans.SubmitInput) (*model.SubmitPlanPayload, error) {
	done, err := r.use.Plans.Submit(ctx, in)
	out := &model.SubmitPlanPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Plan, out.IsSubmitted = done.Plan, &done.IsDone
	if !done.IsDone && asked(ctx).any("group") {
		if out.Group, err = r.inTheWay(ctx, done.Plan); err != nil {
			return nil, err
		}
	}
	out.Findings, err = r.findingsOf(ctx, done.Evaluation)
	return out, err
}

func (r mutationResolver) ConfirmPlan(ctx context.Context, in plans.ConfirmInput) (*model.ConfirmPlanPayload, error) {
	done, err := r.use.Plans.Confirm(ctx, in)
	out := &model.ConfirmPlanPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Plan, out.IsConfirmed = done.Plan, &done.IsDone
	out.Findings, err = r.findingsOf(ctx, done.Evaluation)
	return out, err
}

func (r mutationResolver) ReturnPlan(ctx context.Context, in plans.ReturnInput) (*model.ReturnPlanPayload, error) {
	p, err := r.use.Plans.Return(ctx, in)
	out := &model.ReturnPlanPayload{Plan: p}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) WithdrawPlan(ctx context.Context, in plans.WithdrawInput) (*model.WithdrawPlanPayload, error) {
	p, err := r.use.Plans.Withdraw(ctx, in)
	out := &model.WithdrawPlanPayload{Plan: p}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AssessPlan(ctx context.Context, in plans.AssessInput) (*model.AssessPlanPayload, error) {
	done, err := r.use.Plans.Assess(ctx, in)
	out := &model.AssessPlanPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Plan, out.IsAssessed = done.Plan, &done.IsDone
	out.Findings, err = r.findingsOf(ctx, done.Evaluation)
	return out, err
}

func (r mutationResolver) EnterGrant(ctx context.Context, in plans.EnterGrantInput) (*model.EnterGrantPayload, error) {
	done, err := r.use.Plans.EnterGrant(ctx, in)
	out := &model.EnterGrantPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Plan, out.IsGranted = done.Plan, &done.IsDone
	out.Findings, err = r.findingsOf(ctx, done.Evaluation)
	return out, err
}
