// Package matrix lays the cells of a registration out in rows and columns: participations by required documents.
//
// It orders loaded rows; it loads nothing and gives no cell its state.
package matrix

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
)

// A Matrix is one row per participation, one column per requirement, one cell for each.
type Matrix struct {
	Columns []*model.MatrixColumn
	Legend  []*model.LegendEntry // of every state; Matrix shows those that occur
	Holds   []*model.Hold        // acts that wait
	needsMe func(*ent.Cell) bool
	rows    []*model.MatrixRow
}

// New lays out cells: the row of the registration itself first, where it has one, then participations in the order given.
// Cells of a row stand in the order of the columns.
func New(columns []*model.MatrixColumn, participations []*ent.Participation, cells []*ent.Cell, needsMe func(*ent.Cell) bool) *Matrix {
	m := &Matrix{Columns: columns, needsMe: needsMe}
	at := make(map[string]int, len(columns))
	for i, c := range columns {
		at[c.Code] = i
	}
	of := make(map[string][]*ent.Cell, len(participations)+1)
	for _, c := range cells {
		if _, shown := at[c.Column]; shown {
			of[owner(c)] = append(of[owner(c)], c)
		}
	}
	add := func(p *ent.Participation, key string) {
		row := of[key]
		slices.SortFunc(row, func(a, b *ent.Cell) int { return at[a.Column] - at[b.Column] })
		if p != nil || len(row) > 0 {
			m.rows = append(m.rows, &model.MatrixRow{Participation: p, Cells: row})
		}
	}
	add(nil, "")
	for _, p := range participations {
		add(p, p.ID)
	}
	return m
}

func owner(c *ent.Cell) string {
	if c.ParticipationID == nil {
		return ""
	}
	return *c.ParticipationID
}

// Rows are all, or those with a cell that waits for the viewer's role.
func (m *Matrix) Rows(needsMe *bool) []*model.MatrixRow {
	if needsMe == nil || !*needsMe {
		return m.rows
	}
	var out []*model.MatrixRow
	for _, r := range m.rows {
		if slices.ContainsFunc(r.Cells, m.needsMe) {
			out = append(out, r)
		}
	}
	return out
}

// Totals counts the cells in each state that occurs, in the order of the legend.
func (m *Matrix) Totals() []*model.CellCount {
	counts := map[string]int{}
	for _, r := range m.rows {
		for _, c := range r.Cells {
			counts[c.State]++
		}
	}
	var out []*model.CellCount
	for _, e := range m.Legend {
		if counts[e.Value] > 0 {
			out = append(out, &model.CellCount{State: e.Value, Count: counts[e.Value]})
		}
	}
	return out
}

// Occurring is the legend of the states that occur.
func (m *Matrix) Occurring() []*model.LegendEntry {
	var out []*model.LegendEntry
	for _, t := range m.Totals() {
		i := slices.IndexFunc(m.Legend, func(e *model.LegendEntry) bool { return e.Value == t.State })
		out = append(out, m.Legend[i])
	}
	return out
}
