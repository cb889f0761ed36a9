package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/hypothesis"
)

// Evaluate judges facts that are not stored.
func (r queryResolver) Evaluate(ctx context.Context, in hypothesis.EvaluateInput) (*model.Evaluation, error) {
	if err := names().refusal(ctx); err != nil {
		return nil, err
	}
	row, err := r.use.Hypotheses.Evaluate(ctx, in)
	if err != nil {
		return nil, err
	}
	return r.evaluation(ctx, row)
}

func (r *root) evaluation(ctx context.Context, row *ent.Evaluation) (*model.Evaluation, error) {
	receipt, err := r.read(ctx, row)
	if err != nil {
		return nil, err
	}
	whole := receipt.Whole()
	return &model.Evaluation{
		Judgement: whole, Requirements: whole.Cells(),
		Participations: all(receipt.Keys(), func(key string) *model.EvaluatedParticipation {
			part := receipt.Part(key)
			return &model.EvaluatedParticipation{Key: key, Judgement: part, Requirements: part.Cells()}
		}),
	}, nil
}
