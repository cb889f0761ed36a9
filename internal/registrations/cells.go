package registrations

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// The states of a cell: the scheme's four, and three words of people.
const (
	cellNotRequired = string(schemes.CellNotRequired)
	cellMissing     = string(schemes.CellMissing)
	cellIncomplete  = string(schemes.CellIncomplete)
	cellComplete    = string(schemes.CellComplete)
	cellInReview    = "IN_REVIEW"
	cellRejected    = "REJECTED"
	cellApproved    = "APPROVED"
)

// The kinds of cell: a requirement is met with documents, a judgement is people's alone.
const (
	kindRequirement = "REQUIREMENT"
	kindJudgement   = "JUDGEMENT"
)

// The verdicts of the API, on cells, content and registrations.
const (
	verdictApproved  = "APPROVED"
	verdictRejected  = "REJECTED"
	verdictUndecided = "UNDECIDED"
	verdictRepair    = "REPAIR"
)

// settleCells lays the answer of the machine under the words of people. Cells that the file lacks are made.
func (f *file) settleCells(a schemes.Answer) {
	f.byKey = make(map[cellKey]*ent.Cell, len(f.cells))
	for _, c := range f.cells {
		f.byKey[keyOf(c)] = c
	}
	f.touchRestated()
	defer f.settleRest()
	if f.reg == nil {
		f.settleRow("", schemes.PerProject, a.Whole.Cells)
		return
	}
	f.settleRow("", schemes.PerRegistration, a.Whole.Cells)
	for i, p := range f.parts {
		f.settleRow(p.ID, schemes.PerParticipation, a.Parts[i].Cells)
	}
}

// settleRest asks nothing any more of cells that the release does not know, as after a move to another.
func (f *file) settleRest() {
	activity := ""
	if f.reg != nil {
		activity = f.reg.Activity
	}
	for _, c := range f.cells {
		scope := schemes.PerProject
		switch {
		case c.ParticipationID != nil:
			scope = schemes.PerParticipation
		case f.reg != nil:
			scope = schemes.PerRegistration
		}
		if !slices.Contains(f.manifest().Columns(activity, scope), c.Column) {
			c.Judge = "" // nobody judges what is asked no more
			f.layer(c, schemes.CellNotRequired)
		}
	}
}

func (f *file) settleRow(participationID string, scope schemes.DocumentScope, answered []schemes.Cell) {
	activity := ""
	if f.reg != nil {
		activity = f.reg.Activity
	}
	for _, column := range f.manifest().Columns(activity, scope) {
		c := f.cell(cellKey{participationID, column})
		judge, _ := f.manifest().Judge(column)
		c.Judge = string(judge)
		machine := schemes.CellNotRequired
		if c.Kind == kindJudgement {
			machine = schemes.CellComplete // nothing to hand in
		}
		if i := slices.IndexFunc(answered, func(said schemes.Cell) bool { return said.Column == column }); i >= 0 {
			machine = answered[i].State
		}
		f.layer(c, machine)
	}
}

// cell returns the cell of a key, made where there is none.
func (f *file) cell(k cellKey) *ent.Cell {
	if c := f.byKey[k]; c != nil {
		return c
	}
	c := &ent.Cell{
		ID: ids.New(ids.Cell), Version: 1, PlanID: f.plan.ID, Column: k.column, Kind: kindRequirement,
		OrganisationID: f.plan.OrganisationID, RegionalOrganisationID: f.plan.RegionalOrganisationID,
	}
	if f.reg != nil {
		c.RegistrationID = f.reg.ID
	}
	if k.participationID != "" {
		c.ParticipationID = &k.participationID
	}
	if isJudgement(f.manifest(), k.column) {
		c.Kind = kindJudgement
	}
	f.cells, f.byKey[k] = append(f.cells, c), c
	return c
}

func isJudgement(m *schemes.Manifest, column string) bool {
	return slices.ContainsFunc(m.Judgements, func(j schemes.ContentJudgement) bool { return j.Code == column })
}

// layer sets the state of a cell from what the machine says of it and what people said.
//
// A word of an assessor stands as long as the state of the cell is that word. It is spent when the employer answers to
// it, with a document or by saying that the cell is complete as it is; an approval is spent, too, when the machine no
// longer finds the cell complete. The word itself is kept, for both sides to read.
func (f *file) layer(c *ent.Cell, machine schemes.CellState) {
	stands := c.Verdict != nil && c.State == *c.Verdict && !f.touched[keyOf(c)]
	if machine == schemes.CellNotRequired || machine == schemes.CellMissing {
		c.IsComplete = false // there is nothing of which no more will come
	}
	switch {
	case machine == schemes.CellNotRequired:
		c.State = cellNotRequired
	case stands && *c.Verdict == verdictRejected:
		c.State = cellRejected
	case stands && machine == schemes.CellComplete:
		c.State = cellApproved
	case machine == schemes.CellComplete && !c.IsComplete && c.Kind == kindRequirement:
		c.State = cellIncomplete
	case machine == schemes.CellComplete && f.reg != nil && f.reg.State == workflow.InReview:
		c.State = cellInReview
	default:
		c.State = string(machine)
	}
}

// relabel fits the cells to a new state of the registration where nothing was judged: what is complete is in review
// while the registration is.
func (f *file) relabel() {
	from, to := cellInReview, cellComplete
	if f.reg.State == workflow.InReview {
		from, to = to, from
	}
	for _, c := range f.cells {
		if c.State == from {
			c.State = to
		}
	}
}

// touch says that an act answers to the cells which documents of this kind serve, for these participations.
func (f *file) touch(kind string, participationIDs ...string) {
	for _, r := range f.manifest().Requirements {
		if !slices.ContainsFunc(r.Alternatives, func(s schemes.DocumentSet) bool { return slices.Contains(s.Kinds, kind) }) {
			continue
		}
		if r.Scope != schemes.PerParticipation {
			f.touched[cellKey{column: r.Code}] = true
		}
		for _, id := range participationIDs {
			f.touched[cellKey{id, r.Code}] = true
		}
	}
}

// touchJudgements says that an act answers to what people judge about the registration itself.
func (f *file) touchJudgements() {
	for _, j := range f.manifest().Judgements {
		f.touched[cellKey{column: j.Code}] = true
	}
}

// changed returns the cells that differ from what was read, those that are new among them.
func (f *file) changed() []*ent.Cell {
	var cells []*ent.Cell
	for _, c := range f.cells {
		before, known := f.was.cells[c.ID]
		if !known || before.State != c.State || before.IsComplete != c.IsComplete || before.Judge != c.Judge || !sameWord(&before, c) {
			cells = append(cells, c)
		}
	}
	return cells
}

func sameWord(a, b *ent.Cell) bool {
	return equal(a.Verdict, b.Verdict) && equal(a.Reason, b.Reason) && equal(a.Note, b.Note) &&
		equal(a.JudgedBy, b.JudgedBy) && (a.JudgedAt == nil) == (b.JudgedAt == nil) &&
		(a.JudgedAt == nil || a.JudgedAt.Equal(*b.JudgedAt))
}

func equal[T comparable](a, b *T) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}
