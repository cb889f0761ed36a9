package registrations

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// StartReviewInput names the registration that is taken into review.
type StartReviewInput struct {
	RegistrationID  string
	ExpectedVersion int
}

// StartReview takes a submitted registration into review; from then on its assessor is on record.
func (d *Desk) StartReview(ctx context.Context, in StartReviewInput) (*ent.Registration, error) {
	o := d.order(workflow.StartReview, in.RegistrationID, in.ExpectedVersion)
	o.Field, o.Judge = "registrationID", nil
	o.Change = func(ctx context.Context, r *reading.Registration) error {
		r.Row.AssessorID, r.Row.ReviewStartedAt = new(actor.From(ctx).ID()), &r.Now
		r.Follow()
		return nil
	}
	return d.carry(ctx, o)
}

// Judged is what came of judging cells.
type Judged struct {
	Registration *ent.Registration
	Cells        []*ent.Cell // in the order given
}

// JudgeCells says of cells that they are approved or rejected, or takes such a verdict back; all or none. Faults at the
// cell: those of [matrix.Matrix.Judge].
func (d *Desk) JudgeCells(ctx context.Context, in matrix.JudgeCellsInput) (*Judged, error) {
	var which []string
	o := d.order(workflow.JudgeCells, in.ForID, in.ExpectedVersion)
	o.Field, o.Judge = "registrationID", nil
	o.Change = func(ctx context.Context, r *reading.Registration) (err error) {
		which, err = r.Matrix.Judge(in.Cells, actor.From(ctx).ID(), func(c *ent.Cell) error { return d.mayJudge(ctx, r, c) })
		return err
	}
	reg, err := d.carry(ctx, o)
	if err != nil {
		return nil, err
	}
	cells, err := d.store.Client().Cell.Query().Where(cell.IDIn(which...)).All(ctx)
	slices.SortFunc(cells, func(a, b *ent.Cell) int { return slices.Index(which, a.ID) - slices.Index(which, b.ID) })
	return &Judged{Registration: reg, Cells: cells}, err
}

// mayJudge holds a cell to the role that the scheme names for its column.
func (d *Desk) mayJudge(ctx context.Context, r *reading.Registration, c *ent.Cell) error {
	_, err := d.guard.Permit(ctx, access.JudgeCells, access.OfCell(c, r.Row).Under(r.Plan))
	return r.NameJudge(err, c)
}
