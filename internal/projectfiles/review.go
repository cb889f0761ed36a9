package projectfiles

import (
	"context"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Judged is what came of judging cells.
type Judged struct {
	Plan  *ent.Plan   // whose project file it is
	Cells []*ent.Cell // in the order given
}

// JudgeCells says of cells of a project file that they are approved or rejected, or takes such a verdict back; all or
// none. What is approved was found complete by the scheme at that moment, and shows from then on how large the
// organisation is. Faults: those of [matrix.Matrix.Judge].
func (d *Desk) JudgeCells(ctx context.Context, in matrix.JudgeCellsInput) (*Judged, error) {
	var which []string
	o := d.order(workflow.JudgeProjectCells, in.ForID, in.ExpectedVersion)
	o.Change = func(ctx context.Context, f *projectFile) (err error) {
		which, err = f.Matrix.Judge(in.Cells, actor.From(ctx).ID(), func(c *ent.Cell) error { return d.mayJudge(ctx, f, c) })
		return err
	}
	o.Settle = func(_ context.Context, f *projectFile, _ *procedure.Writing) error {
		return f.refuseIncomplete(in.Cells)
	}
	if _, err := procedure.Carry(ctx, d.guard, o); err != nil {
		return nil, err
	}
	p, err := d.store.Client().Plan.Get(ctx, in.ForID)
	if err != nil {
		return nil, store.Missing(err, planNotFound)
	}
	cells, err := d.store.Client().Cell.Query().Where(cell.IDIn(which...)).All(ctx)
	slices.SortFunc(cells, func(a, b *ent.Cell) int { return slices.Index(which, a.ID) - slices.Index(which, b.ID) })
	return &Judged{Plan: p, Cells: cells}, err
}

// mayJudge holds a cell to the role that the scheme names for its column.
func (d *Desk) mayJudge(ctx context.Context, f *projectFile, c *ent.Cell) error {
	_, err := d.guard.Permit(ctx, access.JudgeCells, access.OfProjectCell(c, f.Plan))
	return f.NameJudge(err, c)
}

// refuseIncomplete refuses approvals that did not stand: the scheme does not find these cells complete.
func (f *projectFile) refuseIncomplete(verdicts []matrix.CellVerdict) error {
	var bad fault.Collector
	for i, v := range verdicts {
		at := slices.IndexFunc(f.Cells, func(c *ent.Cell) bool { return c.ID == v.CellID })
		if v.Verdict == matrix.VerdictApproved && f.Cells[at].State != matrix.Approved {
			bad.Add(matrix.Unapprovable(matrix.InCells(i)))
		}
	}
	return bad.Err()
}

// AskRepairInput asks the employer to repair what was rejected of a project file.
type AskRepairInput struct {
	PlanID          string
	ExpectedVersion int // of the project file
	Note            *string
	DueOn           *typed.Date
}

// Asked is a repair that was asked.
type Asked struct {
	Plan   *ent.Plan // whose project file it is
	Repair *ent.Repair
}

// AskRepair sends what was rejected of a project file back to the employer, with a term. It takes the place of a repair
// that was open. Faults: NOTHING_REJECTED, REASON_REQUIRED, REPAIR_TERM_REQUIRED.
func (d *Desk) AskRepair(ctx context.Context, in AskRepairInput) (*Asked, error) {
	id := ids.New(ids.Repair)
	o := d.order(workflow.AskProjectRepair, in.PlanID, in.ExpectedVersion)
	o.Field, o.Judge = "id", nil
	o.Change = func(_ context.Context, f *projectFile) error {
		note, due, err := matrix.RepairTerm(in.Note, in.DueOn, "dueOn", clock.DateOf(f.Now))
		if err != nil {
			return err
		}
		if !f.some(func(c *ent.Cell) bool { return c.State == matrix.Rejected }) {
			return f.Conflict("id", "NOTHING_REJECTED", matrix.NothingRejected)
		}
		f.reopen(id, note, due)
		return nil
	}
	o.Settle = func(_ context.Context, f *projectFile, w *procedure.Writing) error {
		w.Reason = or(f.repair.Note)
		return nil
	}
	if _, err := procedure.Carry(ctx, d.guard, o); err != nil {
		return nil, err
	}
	p, err := d.store.Client().Plan.Get(ctx, in.PlanID)
	if err != nil {
		return nil, store.Missing(err, planNotFound)
	}
	asked, err := d.store.Client().Repair.Get(ctx, id)
	return &Asked{Plan: p, Repair: asked}, store.Missing(err, "REPAIR_NOT_FOUND")
}

// reopen begins a repair, in the place of the one that was open.
func (f *projectFile) reopen(id string, note *string, due *time.Time) {
	before := f.repair
	f.repair = &ent.Repair{ID: id, PlanID: f.Plan.ID, OpenedAt: f.Now, DueOn: due, Note: note}
	f.advance()
	f.raise()
	f.Below.Write = func(ctx context.Context, tx *ent.Tx) error {
		if before != nil {
			if err := tx.Repair.UpdateOne(before).SetClosedAt(f.Now).Exec(actor.AsSystem(ctx)); err != nil {
				return err
			}
		}
		return tx.Repair.Create().SetID(id).SetPlanID(f.Plan.ID).SetOpenedAt(f.Now).SetNillableDueOn(due).SetNillableNote(note).
			SetOrganisationID(f.Plan.OrganisationID).SetRegionalOrganisationID(f.Plan.RegionalOrganisationID).Exec(ctx)
	}
}
