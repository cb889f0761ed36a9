package graph

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/internal/question"
)

// primeProjects reads for the project files of plans what their tasks show: one statement for each kind of thing.
func (r *root) primeProjects(ctx context.Context, plans []string, what selection) error {
	for _, s := range []struct {
		wanted bool
		read   func(context.Context, []string) error
	}{
		{what.any("openCells"), r.primeOpenProjectCells},
		{what.any("isResubmission"), r.primeRepairedProjects},
		{what.any("worstSeverity"), r.primeReleases},
		{what.any("worstSeverity"), r.primeProjectReceipts},
	} {
		if !s.wanted {
			continue
		}
		if err := s.read(ctx, plans); err != nil {
			return err
		}
	}
	return nil
}

func (r *root) primeOpenProjectCells(ctx context.Context, plans []string) error {
	var counted []struct {
		PlanID string `json:"plan_id"`
		Count  int
	}
	err := r.db().Cell.Query().Where(cell.PlanIDIn(plans...), cell.RegistrationIDIsNil(), cell.State(cellInReview)).
		GroupBy(cell.FieldPlanID).Aggregate(ent.Count()).Scan(ctx, &counted)
	for _, c := range counted {
		recalled(ctx).openCells.put(c.PlanID, c.Count)
	}
	for _, id := range plans {
		recalled(ctx).openCells.put(id, 0)
	}
	return err
}

func (r *root) primeRepairedProjects(ctx context.Context, plans []string) error {
	back, err := r.db().Repair.Query().Where(repair.PlanIDIn(plans...)).Unique(true).Select(repair.FieldPlanID).Strings(ctx)
	for _, id := range plans {
		recalled(ctx).resubmitted.put(id, slices.Contains(back, id))
	}
	return err
}

// primeProjectReceipts reads the last receipt of each project file.
func (r *root) primeProjectReceipts(ctx context.Context, plans []string) error {
	newest := func(s *sql.Selector) {
		e := sql.Table(evaluation.Table)
		last := sql.Dialect(s.Dialect()).Select(sql.Max(e.C(evaluation.FieldID))).From(e)
		last.Where(sql.And(
			sql.EQ(e.C(evaluation.FieldSubject), question.SubjectProjectFile), sql.In(e.C(evaluation.FieldSubjectID), anyOf(plans)...),
		)).GroupBy(e.C(evaluation.FieldSubjectID))
		s.Where(sql.In(s.C(evaluation.FieldID), last))
	}
	rows, err := r.db().Evaluation.Query().Where(newest).All(ctx)
	if err != nil {
		return err
	}
	found := map[string]*judgement.Receipt{}
	for _, row := range rows {
		if found[row.SubjectID], err = r.read(ctx, row); err != nil {
			return err
		}
	}
	for _, id := range plans {
		recalled(ctx).projects.put(id, found[id])
	}
	return nil
}

func anyOf(ids []string) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = id
	}
	return out
}
