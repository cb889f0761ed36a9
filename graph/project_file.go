package graph

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// State is null for those who see no cells.
func (r projectFileResolver) State(ctx context.Context, f *model.ProjectFile) (*string, error) {
	if !r.use.Guard.Sees(ctx, access.Cell) {
		return nil, nil
	}
	return new(workflow.OfProjectFile(f.Plan.State, f.Plan.ProjectState)), nil
}

func (r projectFileResolver) SignatoryName(ctx context.Context, f *model.ProjectFile) (*string, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Plan) {
		return nil, nil
	}
	return f.Plan.SignatoryName, nil
}

// SizeClass is what approved documents prove, for those who see how they were judged.
func (r projectFileResolver) SizeClass(ctx context.Context, f *model.ProjectFile) (*string, error) {
	receipt, err := r.projectReceipt(ctx, f.Plan.ID)
	if err != nil || receipt == nil {
		return nil, err
	}
	return f.Plan.SizeClass, nil
}

// SizeAwaited is what documents claim that nobody judged yet, for the same.
func (r projectFileResolver) SizeAwaited(ctx context.Context, f *model.ProjectFile) (*string, error) {
	receipt, err := r.projectReceipt(ctx, f.Plan.ID)
	if err != nil || receipt == nil {
		return nil, err
	}
	return f.Plan.SizeAwaited, nil
}

// Cells are read once, with the plan kept at hand for what is asked of each.
func (r projectFileResolver) Cells(ctx context.Context, f *model.ProjectFile) ([]*ent.Cell, error) {
	m, err := r.manifest(ctx, f.Plan.ReleaseID)
	if err != nil {
		return nil, err
	}
	recalled(ctx).nodes.put(f.Plan.ID, f.Plan)
	return recalled(ctx).projectCells.get(f.Plan.ID, func() ([]*ent.Cell, error) {
		order := m.Declared().Columns("", schemes.PerProject)
		cells, err := r.db().Cell.Query().Where(cell.PlanID(f.Plan.ID), cell.RegistrationIDIsNil()).All(ctx)
		slices.SortFunc(cells, func(a, b *ent.Cell) int { return slices.Index(order, a.Column) - slices.Index(order, b.Column) })
		return cells, err
	})
}

func (r projectFileResolver) Columns(ctx context.Context, f *model.ProjectFile) ([]*model.MatrixColumn, error) {
	m, err := r.manifest(ctx, f.Plan.ReleaseID)
	if err != nil {
		return nil, err
	}
	return all(m.Declared().Columns("", schemes.PerProject), func(code string) *model.MatrixColumn { return column(m, code) }), nil
}

func (r projectFileResolver) Judgement(ctx context.Context, f *model.ProjectFile) (*judgement.Judgement, error) {
	receipt, err := r.projectReceipt(ctx, f.Plan.ID)
	if err != nil || receipt == nil {
		return nil, err
	}
	return receipt.Whole(), nil
}

func (r projectFileResolver) Repair(ctx context.Context, f *model.ProjectFile) (*ent.Repair, error) {
	return recalled(ctx).repairs.get(f.Plan.ID, func() (*ent.Repair, error) {
		return maybe(r.db().Repair.Query().Where(repair.PlanID(f.Plan.ID), repair.ClosedAtIsNil()).First(ctx))
	})
}

// NextSteps are shown to those who see the cells that they follow from.
func (r projectFileResolver) NextSteps(ctx context.Context, f *model.ProjectFile) ([]*model.NextStep, error) {
	if !r.use.Guard.Sees(ctx, access.Cell) {
		return []*model.NextStep{}, nil
	}
	cells, err := r.Cells(ctx, f)
	if err != nil {
		return nil, err
	}
	open, err := r.Repair(ctx, f)
	return projectSteps(actor.From(ctx).Language, f.Plan, cells, open), err
}
