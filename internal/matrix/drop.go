package matrix

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
)

// Drop takes a participation out and returns the documents that serve nobody any more, which go with it.
func (m *Matrix) Drop(participationID string) []*ent.Document {
	m.Parts = slices.DeleteFunc(m.Parts, func(p *ent.Participation) bool { return p.ID == participationID })
	m.Cells = slices.DeleteFunc(m.Cells, func(c *ent.Cell) bool { return c.ParticipationID != nil && *c.ParticipationID == participationID })
	var orphans []*ent.Document
	m.Docs = slices.DeleteFunc(m.Docs, func(doc *ent.Document) bool {
		served := doc.Edges.Participations
		rest := slices.DeleteFunc(slices.Clone(served), func(p *ent.Participation) bool { return p.ID == participationID })
		doc.Edges.Participations = rest
		if len(rest) > 0 || len(served) == 0 {
			return false
		}
		orphans = append(orphans, doc)
		return true
	})
	return orphans
}
