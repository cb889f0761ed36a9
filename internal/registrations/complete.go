package registrations

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// CompleteCells says that no more documents will come for cells of one column, or takes it back. Cells that ask nothing, or for which nothing came yet, are passed over. Naming a
// rejected cell answers to the rejection: it is complete as it is, for the assessor to look at again. Faults:
// COLUMN_UNKNOWN, CELL_UNKNOWN.
func (d *Desk) CompleteCells(ctx context.Context, in CompleteCellsInput) ([]*ent.Cell, error) {
	o := d.orderFor(workflow.CompleteCells, workflow.CompleteProjectCells, in.ForID, in.ExpectedVersion)
	o.Change = func(_ context.Context, f *file) error { return f.complete(in) }
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return d.cellsWith(ctx, done.Subject)
}

// complete sets what the employer says of the cells.
func (f *file) complete(in CompleteCellsInput) error {
	var column []*ent.Cell
	for _, c := range f.cells {
		if c.Column == in.Column {
			column = append(column, c)
		}
	}
	if len(column) == 0 || column[0].Kind == kindJudgement {
		return fault.Invalid([]string{"input", "column"}, "COLUMN_UNKNOWN", fault.Text{
			NL: "Deze kolom heeft de matrix niet, of er horen geen documenten bij.",
			EN: "The matrix does not have this column, or no documents belong to it.",
		}, "")
	}
	var bad fault.Collector
	for i, id := range in.CellIDs {
		if !slices.ContainsFunc(column, func(c *ent.Cell) bool { return c.ID == id }) {
			bad.Add(fault.Invalid([]string{"input", "cellIDs", index(i)}, "CELL_UNKNOWN", fault.Text{
				NL: "Deze cel hoort niet bij de kolom.", EN: "This cell is not in the column.",
			}, ""))
		}
	}
	for _, c := range column {
		named := slices.Contains(in.CellIDs, c.ID)
		if in.CellIDs != nil && !named || c.State == cellNotRequired || c.State == cellMissing {
			continue
		}
		c.IsComplete = in.IsComplete
		if named && in.IsComplete && c.State == cellRejected {
			f.touched[keyOf(c)] = true
		}
	}
	return bad.Err()
}

// AmendProjectFile states who signs the project agreement.
func (d *Desk) AmendProjectFile(ctx context.Context, in AmendProjectFileInput) (*ent.Plan, error) {
	o := d.orderFor(workflow.Act{}, workflow.AmendProjectFile, in.PlanID, in.ExpectedVersion)
	o.Field = "planID"
	o.Change = func(_ context.Context, f *file) error {
		var bad fault.Collector
		f.plan.SignatoryName = entry.Text(in.SignatoryName, longestName, &bad, "input", "signatoryName")
		f.raise()
		return bad.Err()
	}
	if _, err := procedure.Carry(ctx, d.guard, o); err != nil {
		return nil, err
	}
	return d.store.Client().Plan.Get(ctx, in.PlanID)
}
