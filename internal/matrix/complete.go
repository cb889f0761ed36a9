package matrix

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// Complete reports that no more documents will come for cells of one column, or takes that back. Cells of which nothing
// is asked, or for which nothing came yet, are passed over. Naming a rejected cell responds to the rejection: it is
// complete as it is, for the assessor to look at again. Faults: COLUMN_UNKNOWN, CELL_UNKNOWN.
func (m *Matrix) Complete(in CompleteCellsInput) error {
	var column []*ent.Cell
	for _, c := range m.Cells {
		if c.Column == in.Column {
			column = append(column, c)
		}
	}
	if len(column) == 0 || column[0].Kind == KindJudgement {
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
		if in.CellIDs != nil && !named || c.State == NotRequired || c.State == Missing {
			continue
		}
		c.IsComplete = in.IsComplete
		if named && in.IsComplete && c.State == Rejected {
			m.touched[keyOf(c)] = true
		}
	}
	return bad.Err()
}
