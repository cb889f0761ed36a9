package matrix

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/schemes"
)

// Frame is what the subject says about its matrix while an answer is taken over.
type Frame struct {
	Activity   string // of the registration; empty for a project file
	IsInReview bool   // what is complete waits for its judge
	IsRestated bool   // the subject states something else than when it was read
}

// Settle lays the answer of the scheme under the verdicts of people. Cells that the matrix lacks are made.
func (m *Matrix) Settle(a schemes.Answer, f Frame) {
	m.frame = f
	m.byKey = make(map[key]*ent.Cell, len(m.Cells))
	for _, c := range m.Cells {
		m.byKey[keyOf(c)] = c
	}
	m.touchRestated()
	m.settleRow("", m.scope(), a.Whole.Cells)
	for i, p := range m.Parts {
		m.settleRow(p.ID, schemes.PerParticipation, a.Parts[i].Cells)
	}
	m.settleRest()
}

// settleRest asks nothing any more of cells that the release does not know, as after a move to another.
func (m *Matrix) settleRest() {
	for _, c := range m.Cells {
		scope := m.scope()
		if c.ParticipationID != nil {
			scope = schemes.PerParticipation
		}
		if !slices.Contains(m.Manifest().Columns(m.frame.Activity, scope), c.Column) {
			c.Judge = "" // nobody judges what is no longer asked
			m.layer(c, schemes.CellNotRequired)
		}
	}
}

func (m *Matrix) settleRow(participationID string, scope schemes.DocumentScope, answered []schemes.Cell) {
	for _, column := range m.Manifest().Columns(m.frame.Activity, scope) {
		c := m.cell(key{participationID, column})
		judge, _ := m.Manifest().Judge(column)
		c.Judge = string(judge)
		machine := schemes.CellNotRequired
		if c.Kind == KindJudgement && !isConditional(m.Manifest(), column) {
			machine = schemes.CellComplete // no document is asked
		}
		if i := slices.IndexFunc(answered, func(said schemes.Cell) bool { return said.Column == column }); i >= 0 {
			machine = answered[i].State
		}
		m.layer(c, machine)
	}
}

// cell returns the cell of a key, made where there is none.
func (m *Matrix) cell(k key) *ent.Cell {
	if c := m.byKey[k]; c != nil {
		return c
	}
	c := &ent.Cell{
		ID: ids.New(ids.Cell), Version: 1, PlanID: m.Plan.ID, RegistrationID: m.registrationID, Column: k.column, Kind: KindRequirement,
		OrganisationID: m.Plan.OrganisationID, RegionalOrganisationID: m.Plan.RegionalOrganisationID,
	}
	if k.participationID != "" {
		c.ParticipationID = &k.participationID
	}
	if isJudgement(m.Manifest(), k.column) {
		c.Kind = KindJudgement
	}
	m.Cells, m.byKey[k] = append(m.Cells, c), c
	return c
}

func isJudgement(m *schemes.Manifest, column string) bool {
	return slices.ContainsFunc(m.Judgements, func(j schemes.ContentJudgement) bool { return j.Code == column })
}

// isConditional reports whether a judgement is asked only where the scheme says so.
func isConditional(m *schemes.Manifest, column string) bool {
	return slices.ContainsFunc(m.Judgements, func(j schemes.ContentJudgement) bool { return j.Code == column && !j.Condition.IsZero() })
}

// layer sets the state of a cell from what the scheme says of it and what people said.
//
// A verdict stands as long as the state of the cell is that verdict. It is spent when the employer responds to it, with
// a document or by reporting the cell complete as it is; an approval is spent, too, when the scheme no longer finds the
// cell complete. The verdict itself is kept, for both sides to read.
func (m *Matrix) layer(c *ent.Cell, machine schemes.CellState) {
	stands := c.Verdict != nil && c.State == *c.Verdict && !m.touched[keyOf(c)]
	if machine == schemes.CellNotRequired || machine == schemes.CellMissing {
		c.IsComplete = false // there is nothing of which no more will come
	}
	switch {
	case machine == schemes.CellNotRequired:
		c.State = NotRequired
	case stands && *c.Verdict == VerdictRejected:
		c.State = Rejected
	case stands && machine == schemes.CellComplete:
		c.State = Approved
	case machine == schemes.CellComplete && !c.IsComplete && c.Kind == KindRequirement:
		c.State = Incomplete
	case machine == schemes.CellComplete && m.frame.IsInReview:
		c.State = InReview
	default:
		c.State = string(machine)
	}
}

// Relabel fits the cells to a new state of the registration where nothing was judged: what is complete is in review
// while the registration is.
func (m *Matrix) Relabel(isInReview bool) {
	from, to := InReview, Complete
	if isInReview {
		from, to = to, from
	}
	for _, c := range m.Cells {
		if c.State == from {
			c.State = to
		}
	}
}
