package matrix

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/procedure"
)

// KeepReviewer keeps on the plan who reviews a registration under it. What four eyes looked at is compared: it returns
// procedure.ErrOvertaken where somebody judged since the plan was read.
func (h Home) KeepReviewer(ctx context.Context, tx *ent.Tx) error {
	if err := h.compareJudges(ctx, tx); err != nil {
		return err
	}
	if who, is := newAmong(ctx, h.Plan.ReviewedBy); is {
		return tx.Plan.UpdateOneID(h.Plan.ID).AppendReviewedBy([]string{who}).Exec(actor.AsSystem(ctx))
	}
	return nil
}

// KeepProjectJudge keeps on the plan who judges its project file, as KeepReviewer does.
func (h Home) KeepProjectJudge(ctx context.Context, tx *ent.Tx) error {
	if err := h.compareJudges(ctx, tx); err != nil {
		return err
	}
	if who, is := newAmong(ctx, h.Plan.ProjectJudgedBy); is {
		return tx.Plan.UpdateOneID(h.Plan.ID).AppendProjectJudgedBy([]string{who}).Exec(actor.AsSystem(ctx))
	}
	return nil
}

// newAmong is the person who acts, where it is not in the list yet.
func newAmong(ctx context.Context, known []string) (string, bool) {
	who := actor.From(ctx).PersonID
	return who, who != "" && !slices.Contains(known, who)
}

// compareJudges locks the plan, so that two who judge parts of one dossier follow each other.
func (h Home) compareJudges(ctx context.Context, tx *ent.Tx) error {
	ctx = actor.AsSystem(ctx)
	if err := tx.Plan.UpdateOneID(h.Plan.ID).AddVersion(0).Exec(ctx); err != nil {
		return err
	}
	now, err := tx.Plan.Query().Where(plan.ID(h.Plan.ID)).Select(plan.FieldProjectJudgedBy, plan.FieldReviewedBy).Only(ctx)
	if err != nil {
		return err
	}
	if !slices.Equal(now.ProjectJudgedBy, h.Plan.ProjectJudgedBy) || !slices.Equal(now.ReviewedBy, h.Plan.ReviewedBy) {
		return procedure.ErrOvertaken
	}
	return nil
}
