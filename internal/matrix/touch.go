package matrix

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/schemes"
)

// A verdict on a cell is about what the assessor saw. When something comes in the place of that, the cell is touched:
// the verdict is spent, and the assessor looks again.

// touchDocument says that an act responds to the cells that a document serves.
func (m *Matrix) touchDocument(doc *ent.Document) {
	for _, r := range m.Manifest().Requirements {
		if !slices.ContainsFunc(r.Alternatives, func(s schemes.DocumentSet) bool { return slices.Contains(s.Kinds, doc.Kind) }) {
			continue
		}
		if r.Scope != schemes.PerParticipation {
			m.touched[key{column: r.Code}] = true
		}
		for _, p := range doc.Edges.Participations {
			m.touched[key{p.ID, r.Code}] = true
		}
	}
}

// TouchJudgements says that an act responds to what people judge about the registration itself.
func (m *Matrix) TouchJudgements() {
	for _, j := range m.Manifest().Judgements {
		m.touched[key{column: j.Code}] = true
	}
}

// touchRestated spends the approvals of documents beside which something else is stated than when they were given: a
// payslip that proved 20 hours says nothing of 36. A rejection stands until somebody responds to it.
func (m *Matrix) touchRestated() {
	restated := map[string]bool{}
	for _, p := range m.Parts {
		before, known := m.wasParts[p.ID]
		restated[p.ID] = known && !SameStatement(before.Statement, p.Statement)
	}
	for _, c := range m.Cells {
		if c.State != Approved || c.Kind != KindRequirement {
			continue
		}
		if m.frame.IsRestated || c.ParticipationID != nil && restated[*c.ParticipationID] {
			m.touched[keyOf(c)] = true
		}
	}
}
