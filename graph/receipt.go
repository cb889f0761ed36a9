package graph

import (
	"context"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/planline"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question"
)

// read reads a receipt with the manifest of its release.
func (r *root) read(ctx context.Context, row *ent.Evaluation) (*judgement.Receipt, error) {
	m, err := r.manifestAt(ctx, row.ReleaseID, row.ParameterFileID)
	if err != nil {
		return nil, err
	}
	return judgement.Read(row, m)
}

// receipt reads a receipt once in a request; nil where there is none, or not for the viewer.
func (r *root) receipt(ctx context.Context, id *string) (*judgement.Receipt, error) {
	if id == nil {
		return nil, nil
	}
	return recalled(ctx).receipts.get(*id, func() (*judgement.Receipt, error) {
		row, err := maybe(r.db().Evaluation.Query().Where(evaluation.ID(*id)).Only(ctx))
		if err != nil || row == nil {
			return nil, err
		}
		return r.read(ctx, row)
	})
}

// projectReceipt is the latest receipt of the project file of a plan.
func (r *root) projectReceipt(ctx context.Context, planID string) (*judgement.Receipt, error) {
	return recalled(ctx).projects.get(planID, func() (*judgement.Receipt, error) {
		row, err := maybe(r.db().Evaluation.Query().
			Where(evaluation.SubjectID(planID), evaluation.Subject(question.SubjectProjectFile)).
			Order(ent.Desc(evaluation.FieldJudgedAt, evaluation.FieldID)).First(ctx))
		if err != nil || row == nil {
			return nil, err
		}
		return r.read(ctx, row)
	})
}

func (r receiptResolver) Release(ctx context.Context, x *judgement.Receipt) (*ent.SchemeRelease, error) {
	return r.release(ctx, x.Row().ReleaseID)
}

func (r receiptResolver) ParameterFile(ctx context.Context, x *judgement.Receipt) (*ent.ParameterFile, error) {
	return r.parameterFile(ctx, x.ParameterFileID())
}

// ExportURL is null where policy denies it; fetching what is there leaves an access line.
func (r receiptResolver) ExportURL(ctx context.Context, x *judgement.Receipt) (*string, error) {
	if url, ok := r.use.Receipts.URL(ctx, x.Row()); ok {
		return &url, nil
	}
	return nil, nil
}

func (r receiptResolver) ViewerCan(ctx context.Context, x *judgement.Receipt, action string) (*model.Permission, error) {
	return r.can(ctx, action, x), nil
}

// On is the thing that a finding points at. Where only its id is asked nothing is read: it lies in the same dossier.
func (r findingResolver) On(ctx context.Context, f *judgement.Finding) (relay.Node, error) {
	target, row := f.Target(), f.Receipt().Row()
	if target == "" || row.PlanID == "" {
		return nil, nil
	}
	if activity, ok := strings.CutPrefix(target, judgement.LinePrefix); ok {
		line, err := maybe(r.db().PlanLine.Query().Where(planline.PlanID(row.PlanID), planline.Activity(activity)).Only(ctx))
		if err != nil || line == nil {
			return nil, err
		}
		return line, nil
	}
	if asked(ctx).onlyID() {
		return named(target), nil
	}
	return r.node(ctx, target)
}

// named is a thing of which only the id is known.
func named(id string) relay.Node {
	switch ids.Prefix(id) {
	case ids.Participation:
		return &ent.Participation{ID: id}
	case ids.Document:
		return &ent.Document{ID: id}
	}
	return nil
}
