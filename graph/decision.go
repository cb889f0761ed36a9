package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

func (r decisionResolver) By(ctx context.Context, d *ent.Decision) (*ent.Person, error) {
	return r.personByID(ctx, &d.By)
}

func (r decisionResolver) Note(ctx context.Context, d *ent.Decision) (*string, error) {
	return r.aboutEmployees(ctx, d.Note), nil
}

func (r decisionResolver) Receipt(ctx context.Context, d *ent.Decision) (*judgement.Receipt, error) {
	return r.receipt(ctx, &d.EvaluationID)
}

func (r decisionResolver) ViewerCan(ctx context.Context, d *ent.Decision, action string) (*model.Permission, error) {
	return r.can(ctx, action, d), nil
}

func (r repairResolver) DueAt(_ context.Context, open *ent.Repair) (*typed.DateTime, error) {
	if open.DueOn == nil {
		return nil, nil
	}
	return new(typed.DateTimeOf(clock.EndOf(*open.DueOn))), nil
}

// Note about the documents of a project file is for who sees those.
func (r repairResolver) Note(ctx context.Context, open *ent.Repair) (*string, error) {
	if open.RegistrationID == "" {
		return open.Note, nil
	}
	return r.aboutEmployees(ctx, open.Note), nil
}

const mostCells = 500

func (r repairResolver) Cells(ctx context.Context, open *ent.Repair) ([]*ent.Cell, error) {
	return r.db().Cell.Query().Where(repairedIn(open), cell.State(cellRejected)).
		Order(ent.Asc(cell.FieldID)).Limit(mostCells).All(ctx)
}

// MendedCount counts cells that were rejected and are ready to be judged again.
func (r repairResolver) MendedCount(ctx context.Context, open *ent.Repair) (int, error) {
	return r.db().Cell.Query().
		Where(repairedIn(open), cell.Verdict(cellRejected), cell.StateIn(string(schemes.CellComplete), cellInReview)).Count(ctx)
}

// repairedIn narrows to the cells of the registration, or of the project file, of a repair.
func repairedIn(open *ent.Repair) predicate.Cell {
	if open.RegistrationID == "" {
		return cell.And(cell.PlanID(open.PlanID), cell.RegistrationIDIsNil())
	}
	return cell.RegistrationID(open.RegistrationID)
}

func (r repairResolver) ViewerCan(ctx context.Context, open *ent.Repair, action string) (*model.Permission, error) {
	return r.can(ctx, action, open), nil
}
