package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/schemes"
)

func (r mutationResolver) CreateRegistration(ctx context.Context, in entered.CreateInput) (*model.CreateRegistrationPayload, error) {
	g, err := r.use.Registrations.Create(ctx, in)
	out := &model.CreateRegistrationPayload{Registration: g}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AmendRegistration(ctx context.Context, in entered.AmendInput) (*model.AmendRegistrationPayload, error) {
	g, err := r.use.Registrations.Amend(ctx, in)
	out := &model.AmendRegistrationPayload{Registration: g}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AddParticipants(ctx context.Context, in registrations.AddParticipantsInput) (*model.AddParticipantsPayload, error) {
	added, err := r.use.Registrations.AddParticipants(ctx, in)
	out := &model.AddParticipantsPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Registration, out.Participations = added.Registration, added.Participations
	return out, nil
}

func (r mutationResolver) AmendParticipation(ctx context.Context, in registrations.AmendParticipationInput) (*model.AmendParticipationPayload, error) {
	p, err := r.use.Registrations.AmendParticipation(ctx, in)
	out := &model.AmendParticipationPayload{Participation: p}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) RemoveParticipation(ctx context.Context, in registrations.RemoveParticipationInput) (*model.RemoveParticipationPayload, error) {
	g, err := r.use.Registrations.RemoveParticipation(ctx, in)
	out := &model.RemoveParticipationPayload{Registration: g}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) SubmitRegistration(ctx context.Context, in registrations.SubmitInput) (*model.SubmitRegistrationPayload, error) {
	s, err := r.use.Registrations.Submit(ctx, in)
	out := &model.SubmitRegistrationPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Registration, out.IsSubmitted = s.Registration, &s.IsSubmitted
	if out.Hindrances, err = r.hindrances(ctx, s.Hindrances, asked(ctx).at("hindrances")); err != nil {
		return nil, err
	}
	out.Findings, err = r.findingsOf(ctx, s.Evaluation)
	return out, err
}

func (r mutationResolver) AskContentJudgement(ctx context.Context, in registrations.AskContentInput) (*model.AskContentJudgementPayload, error) {
	done, err := r.use.Registrations.AskContent(ctx, in)
	out := &model.AskContentJudgementPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Registration, out.IsAsked = done.Registration, &done.IsAsked
	if out.Hindrances, err = r.hindrances(ctx, done.Hindrances, asked(ctx).at("hindrances")); err != nil {
		return nil, err
	}
	out.Findings, err = r.contentFindings(ctx, done.Evaluation)
	return out, err
}

// contentFindings shows what the regulation said of the training, each once, however many participants it is said of.
func (r *root) contentFindings(ctx context.Context, row *ent.Evaluation) ([]*judgement.Finding, error) {
	receipt, err := r.read(ctx, row)
	if err != nil {
		return nil, err
	}
	found := receipt.Whole().Findings(schemes.Notice)
	for _, key := range receipt.Keys() {
		found = append(found, receipt.Part(key).Findings(schemes.Notice)...)
	}
	out := []*judgement.Finding{}
	seen := map[string]bool{}
	for _, f := range found {
		if id := f.Code() + f.Pointer(); reading.ConcernsContent(f.Pointer()) && !seen[id] {
			seen[id] = true
			out = append(out, f)
		}
	}
	return out, nil
}

func (r mutationResolver) WithdrawContentRequest(ctx context.Context, in registrations.WithdrawContentInput) (*model.WithdrawContentRequestPayload, error) {
	g, err := r.use.Registrations.WithdrawContentRequest(ctx, in)
	out := &model.WithdrawContentRequestPayload{Registration: g}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) JudgeContent(ctx context.Context, in registrations.JudgeContentInput) (*model.JudgeContentPayload, error) {
	g, err := r.use.Registrations.JudgeContent(ctx, in)
	out := &model.JudgeContentPayload{Registration: g}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) WithdrawRegistration(ctx context.Context, in registrations.WithdrawInput) (*model.WithdrawRegistrationPayload, error) {
	g, err := r.use.Registrations.Withdraw(ctx, in)
	out := &model.WithdrawRegistrationPayload{Registration: g}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) StartReview(ctx context.Context, in registrations.StartReviewInput) (*model.StartReviewPayload, error) {
	g, err := r.use.Registrations.StartReview(ctx, in)
	out := &model.StartReviewPayload{Registration: g}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) ClaimRegistration(ctx context.Context, in registrations.ClaimInput) (*model.ClaimRegistrationPayload, error) {
	g, err := r.use.Registrations.Claim(ctx, in)
	out := &model.ClaimRegistrationPayload{Registration: g}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) ReleaseRegistration(ctx context.Context, in registrations.ReleaseInput) (*model.ReleaseRegistrationPayload, error) {
	g, err := r.use.Registrations.Release(ctx, in)
	out := &model.ReleaseRegistrationPayload{Registration: g}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AssignRegistration(ctx context.Context, in registrations.AssignInput) (*model.AssignRegistrationPayload, error) {
	g, err := r.use.Registrations.Assign(ctx, in)
	out := &model.AssignRegistrationPayload{Registration: g}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) TakeOverRegistration(ctx context.Context, in registrations.TakeOverInput) (*model.TakeOverRegistrationPayload, error) {
	g, err := r.use.Registrations.TakeOver(ctx, in)
	out := &model.TakeOverRegistrationPayload{Registration: g}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) DecideRegistration(ctx context.Context, in registrations.DecideInput) (*model.DecideRegistrationPayload, error) {
	decided, err := r.use.Registrations.Decide(ctx, in)
	out := &model.DecideRegistrationPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Registration, out.Decision = decided.Registration, decided.Decision
	out.Ledger, err = r.budgetAfter(ctx, decided)
	return out, err
}

func (r mutationResolver) ConfirmApproval(ctx context.Context, in registrations.ConfirmApprovalInput) (*model.ConfirmApprovalPayload, error) {
	decided, err := r.use.Registrations.ConfirmApproval(ctx, in)
	out := &model.ConfirmApprovalPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Registration, out.Decision = decided.Registration, decided.Decision
	out.Ledger, err = r.budgetAfter(ctx, decided)
	return out, err
}

func (r mutationResolver) ReturnApproval(ctx context.Context, in registrations.ReturnApprovalInput) (*model.ReturnApprovalPayload, error) {
	g, err := r.use.Registrations.ReturnApproval(ctx, in)
	out := &model.ReturnApprovalPayload{Registration: g}
	return out, mendable(ctx, &out.UserErrors, err)
}

// budgetAfter is the stand of the budget that a decision is about; null where its plan is out of sight.
func (r *root) budgetAfter(ctx context.Context, decided *registrations.Decided) (*model.BudgetLedger, error) {
	n, err := r.node(ctx, decided.Registration.PlanID)
	p, ok := n.(*ent.Plan)
	if err != nil || !ok {
		return nil, err
	}
	budgets, err := r.ledgerOf(ctx, p)
	if err != nil {
		return nil, err
	}
	m, err := r.manifest(ctx, p.ReleaseID)
	for _, b := range budgets {
		if b.Code == decided.Budget && err == nil {
			return showBudget(m, b), nil
		}
	}
	return nil, err
}

// findingsOf shows what the regulation said at an attempt, stored or not.
func (r *root) findingsOf(ctx context.Context, row *ent.Evaluation) ([]*judgement.Finding, error) {
	if row == nil {
		return []*judgement.Finding{}, nil
	}
	receipt, err := r.read(ctx, row)
	if err != nil {
		return nil, err
	}
	return receipt.Whole().Findings(schemes.Notice), nil
}
