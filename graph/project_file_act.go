package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
)

func (r mutationResolver) AmendProjectFile(ctx context.Context, in projectfiles.AmendInput) (*model.AmendProjectFilePayload, error) {
	p, err := r.use.ProjectFiles.Amend(ctx, in)
	out := &model.AmendProjectFilePayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.ProjectFile = projectFileOf(p)
	return out, nil
}

func (r mutationResolver) AskProjectRepair(ctx context.Context, in projectfiles.AskRepairInput) (*model.AskProjectRepairPayload, error) {
	asked, err := r.use.ProjectFiles.AskRepair(ctx, in)
	out := &model.AskProjectRepairPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.ProjectFile, out.Repair = projectFileOf(asked.Plan), asked.Repair
	return out, nil
}

// JudgeCells judges at the desk of what the id names: the project file of a plan, or a registration.
func (r mutationResolver) JudgeCells(ctx context.Context, in matrix.JudgeCellsInput) (*model.JudgeCellsPayload, error) {
	out := &model.JudgeCellsPayload{}
	if ids.Prefix(in.ForID) == ids.Plan {
		judged, err := r.use.ProjectFiles.JudgeCells(ctx, in)
		if err != nil {
			return out, mendable(ctx, &out.UserErrors, err)
		}
		out.ProjectFile, out.Cells = projectFileOf(judged.Plan), judged.Cells
		return out, nil
	}
	judged, err := r.use.Registrations.JudgeCells(ctx, in)
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Registration, out.Cells = judged.Registration, judged.Cells
	return out, nil
}

func projectFileOf(p *ent.Plan) *model.ProjectFile {
	return &model.ProjectFile{Version: p.ProjectVersion, Plan: p}
}
