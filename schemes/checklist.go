package schemes

import "slices"

// A CellState is the machine's verdict on one requirement, for one participation or for the whole. Review, rejection
// and approval are acts of people and belong to the platform.
type CellState string

// The states a scheme can give.
const (
	CellNotRequired CellState = "NOT_REQUIRED"
	CellMissing     CellState = "MISSING"    // no document submitted
	CellIncomplete  CellState = "INCOMPLETE" // something is still wrong
	CellComplete    CellState = "COMPLETE"
)

// A Cell is the verdict on one requirement.
type Cell struct {
	Column    string    `json:"column"` // code of the Requirement or Judgement
	State     CellState `json:"state"`
	Documents []string  `json:"documents,omitempty"` // keys of the documents that count for it
	Findings  []Finding `json:"findings,omitempty"`
}

// A Checklist collects the documents that a subject needs. A requirement that is never passed to Ask is not required.
type Checklist struct {
	*Review
	documents []*Document // that serve this participation, or the whole
	cells     []Cell
	from      int // where the findings of the open cell begin
}

// Ask says that req is required here and returns the documents that are to meet it: those of the first alternative
// that is complete, otherwise all documents of any alternative. Findings reported until the next Ask belong to this
// requirement.
func (c *Checklist) Ask(req Requirement) []Document {
	c.close()
	docs, whole := req.pick(c.documents)
	cell := Cell{Column: req.Code, State: CellComplete}
	for i := range docs {
		cell.Documents = append(cell.Documents, docs[i].Key)
	}
	switch {
	case len(docs) == 0:
		cell.State = CellMissing
	case !whole:
		cell.State = CellIncomplete
	}
	c.cells = append(c.cells, cell)
	c.from = len(c.findings)
	return docs
}

// AskJudgement says that a conditional judgement is asked here: people judge, and no document is needed. Findings
// reported until the next Ask are shown to who judges.
func (c *Checklist) AskJudgement(j ContentJudgement) {
	c.close()
	c.cells = append(c.cells, Cell{Column: j.Code, State: CellComplete})
	c.from = len(c.findings)
}

// close moves the findings reported since the last Ask into its cell.
func (c *Checklist) close() {
	if len(c.cells) == 0 {
		if len(c.findings) > 0 {
			panic("a finding was told before any requirement was asked") // it would be lost
		}
		return
	}
	cell := &c.cells[len(c.cells)-1]
	cell.Findings = append(cell.Findings, c.findings[c.from:]...)
	c.findings = c.findings[:c.from]
	if cell.State == CellComplete && OutcomeOf(cell.Findings) != Eligible {
		cell.State = CellIncomplete
	}
}

// result returns one cell for each column that applies, in the manifest's order.
func (c *Checklist) result(columns []string) []Cell {
	c.close()
	out := make([]Cell, 0, len(columns))
	for _, column := range columns {
		i := slices.IndexFunc(c.cells, func(cell Cell) bool { return cell.Column == column })
		if i < 0 {
			out = append(out, Cell{Column: column, State: CellNotRequired})
			continue
		}
		out = append(out, c.cells[i])
	}
	return out
}

// byParticipation sorts documents by the participation they serve; "" is the whole.
func byParticipation(ds []Document) map[string][]*Document {
	out := map[string][]*Document{}
	for i := range ds {
		d := &ds[i]
		if len(d.Serves) == 0 {
			out[""] = append(out[""], d)
		}
		for i, k := range d.Serves {
			if !slices.Contains(d.Serves[:i], k) {
				out[k] = append(out[k], d)
			}
		}
	}
	return out
}

// pick returns the documents of the first alternative that is there in whole, else
// every document that any alternative names.
func (r *Requirement) pick(given []*Document) (docs []Document, whole bool) {
	isThere := func(kind string) bool {
		return slices.ContainsFunc(given, func(d *Document) bool { return d.Kind == kind })
	}
	for _, set := range r.Alternatives {
		if !slices.ContainsFunc(set.Kinds, func(kind string) bool { return !isThere(kind) }) {
			return set.take(nil, given), true
		}
	}
	for _, set := range r.Alternatives {
		docs = set.take(docs, given)
	}
	return docs, false
}

// take adds the documents of the kinds of s to docs, those that are in it excepted.
func (s DocumentSet) take(docs []Document, given []*Document) []Document {
	for _, kind := range s.Kinds {
		for _, d := range given {
			if d.Kind == kind && !slices.ContainsFunc(docs, func(e Document) bool { return e.Key == d.Key }) {
				docs = append(docs, *d)
			}
		}
	}
	return docs
}
