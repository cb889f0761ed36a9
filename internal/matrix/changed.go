package matrix

import "github.com/penvoerder/penvoerder/ent"

// Changed returns the cells that differ from what was read, those that are new among them. In a project file, which is
// judged while documents come in, a cell also differs when something else is in it: a verdict on what was there is stale.
func (m *Matrix) Changed() []*ent.Cell {
	var cells []*ent.Cell
	for _, c := range m.Cells {
		before, known := m.wasCells[c.ID]
		isOther := m.registrationID == "" && m.touched[keyOf(c)]
		if !known || isOther || before.State != c.State || before.IsComplete != c.IsComplete || before.Judge != c.Judge || !sameVerdict(&before, c) {
			cells = append(cells, c)
		}
	}
	return cells
}

// Moved returns those of some cells that had another state when they were read.
func (m *Matrix) Moved(of []*ent.Cell) []*ent.Cell {
	var cells []*ent.Cell
	for _, c := range of {
		if before, known := m.wasCells[c.ID]; known && before.State != c.State {
			cells = append(cells, c)
		}
	}
	return cells
}

func sameVerdict(a, b *ent.Cell) bool {
	return equal(a.Verdict, b.Verdict) && equal(a.Reason, b.Reason) && equal(a.Note, b.Note) &&
		equal(a.JudgedBy, b.JudgedBy) && (a.JudgedAt == nil) == (b.JudgedAt == nil) &&
		(a.JudgedAt == nil || a.JudgedAt.Equal(*b.JudgedAt))
}

func equal[T comparable](a, b *T) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}
