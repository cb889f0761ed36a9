package matrix

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/schemes"
)

// Matrix is the cells of one subject with the documents that fill them, as they were read and as an act makes them.
type Matrix struct {
	Home

	Parts []*ent.Participation // with their employees, by id; none in a project file
	Docs  []*ent.Document      // not removed, with the participations they serve, by id
	Cells []*ent.Cell

	Below  Below // what the act changes below the subject
	Silent bool  // cells only follow something that has its own event

	registrationID string              // empty for a project file
	touched        map[key]bool        // cells that an act responds to, so that a verdict on them is spent
	byKey          map[key]*ent.Cell   // of cells, while an answer is taken over
	frame          Frame               // of the answer that is taken over
	wasCells       map[string]ent.Cell // as the database held them, by id
	wasParts       map[string]ent.Participation
}

// key names a cell within a matrix.
type key struct{ participationID, column string }

func keyOf(c *ent.Cell) key {
	if c.ParticipationID == nil {
		return key{column: c.Column}
	}
	return key{*c.ParticipationID, c.Column}
}

// OfProject lays out what was read of a project file.
func OfProject(h Home, docs []*ent.Document, cells []*ent.Cell) *Matrix {
	m := &Matrix{Home: h, Docs: docs, Cells: cells, touched: map[key]bool{}}
	m.remember()
	return m
}

// OfRegistration lays out what was read of a registration.
func OfRegistration(h Home, registrationID string, parts []*ent.Participation, docs []*ent.Document, cells []*ent.Cell) *Matrix {
	m := &Matrix{Home: h, registrationID: registrationID, Parts: parts, Docs: docs, Cells: cells, touched: map[key]bool{}}
	m.remember()
	return m
}

// remember keeps what the database held.
func (m *Matrix) remember() {
	m.wasCells, m.wasParts = map[string]ent.Cell{}, map[string]ent.Participation{}
	for _, c := range m.Cells {
		m.wasCells[c.ID] = *c
	}
	for _, p := range m.Parts {
		m.wasParts[p.ID] = *p
	}
}

// scope is that of what is about the subject as a whole.
func (m *Matrix) scope() schemes.DocumentScope {
	if m.registrationID == "" {
		return schemes.PerProject
	}
	return schemes.PerRegistration
}

// forID is what documents are attached to: the registration, or the plan whose project file this is.
func (m *Matrix) forID() string {
	if m.registrationID == "" {
		return m.Plan.ID
	}
	return m.registrationID
}

// Grid returns the matrix of whatever subject holds it.
func (m *Matrix) Grid() *Matrix { return m }

// Participation returns the participation of an id and its place; nil and -1 where there is none.
func (m *Matrix) Participation(id string) (*ent.Participation, int) {
	i := slices.IndexFunc(m.Parts, func(p *ent.Participation) bool { return p.ID == id })
	if i < 0 {
		return nil, i
	}
	return m.Parts[i], i
}

// Document returns the document of an id and its place; nil and -1 where there is none.
func (m *Matrix) Document(id string) (*ent.Document, int) {
	i := slices.IndexFunc(m.Docs, func(doc *ent.Document) bool { return doc.ID == id })
	if i < 0 {
		return nil, i
	}
	return m.Docs[i], i
}

// WasPart returns a participation as the database held it; false for one that joins.
func (m *Matrix) WasPart(id string) (ent.Participation, bool) {
	p, known := m.wasParts[id]
	return p, known
}

// WereParts are the participations as the database held them, by id.
func (m *Matrix) WereParts() map[string]ent.Participation { return m.wasParts }

// SameStatement reports whether two statements about a participation say the same.
func SameStatement(a, b fields.Participation) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

func index(i int) string { return strconv.Itoa(i) }
