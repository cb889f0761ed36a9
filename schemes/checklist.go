package schemes

import (
	"slices"
	"strings"
)

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

// The rules about documents that every scheme shares.
var (
	RuleFutureDate = Rule{
		Code: "CORE-DOCUMENT-DATE", Severity: Blocking,
		Message: Text{NL: "De datum op dit document, {date}, ligt in de toekomst.", EN: "The date on this document, {date}, is in the future."},
		Remedy:  Text{NL: "Verbeter de datum, of lever het document aan zodra het er is.", EN: "Correct the date, or upload the document once it exists."},
	}
	RuleBeside = Rule{
		Code: "CORE-DOCUMENT-BESIDE", Severity: Notice,
		Message: Text{NL: "“{document}” telt niet mee. Dat hoeft ook niet: een ander document voldoet.", EN: "“{document}” does not count. It need not: another document meets the requirement."},
	}
)

// A Checklist collects the documents that a subject needs. A requirement that is never passed to Ask is not required.
type Checklist struct {
	*Review
	manifest  *Manifest
	serves    string      // key of the participation; empty for the whole
	documents []*Document // that serve it
	cells     []Cell
	from      int // where the findings of the open cell begin
}

// Ask says that req is required here. judge judges documents that were submitted for it; nil accepts any document of the
// right kind.
//
// One way to meet a requirement is enough. judge is called for each alternative that is there, and again without the
// documents that it finds wrong where others of their kind are right; the first way that it finds nothing blocking or
// missing about counts, and a wrong document beside it is no more than a notice. Where no way is right, judge is called
// with all documents together, also where there are none. So judge reports what is wrong with each document, at a fact
// of that document, and changes nothing.
//
// Findings reported after Ask and before the next one belong to this requirement too.
func (c *Checklist) Ask(req Requirement, judge func(docs []Document)) {
	c.close()
	c.cells = append(c.cells, c.cell(&req, judge))
	c.from = len(c.findings)
}

// Stray records rule against documents that prove nothing for the requirement asked last. Where that is met without
// them, it records a notice instead.
func (c *Checklist) Stray(rule Rule, docs ...Document) {
	isMet := c.cells[len(c.cells)-1].State == CellComplete
	for _, d := range docs {
		if isMet {
			rule = c.spare(d)
		}
		c.Tell(rule, d)
	}
}

// cell judges req by the first way of meeting it that is right.
func (c *Checklist) cell(req *Requirement, judge func([]Document)) Cell {
	for _, set := range req.Alternatives {
		docs := set.take(nil, c.documents)
		if !set.isWhole(docs) {
			continue
		}
		if kept, told, right := c.settle(docs, judge); right {
			return Cell{Column: req.Code, State: CellComplete, Documents: keysOf(kept), Findings: append(told, c.beside(req, kept, judge)...)}
		}
	}
	docs := req.take(c.documents)
	cell := Cell{Column: req.Code, State: CellIncomplete, Documents: keysOf(docs), Findings: c.try(docs, judge)}
	if len(docs) == 0 {
		cell.State = CellMissing
	}
	return cell
}

// settle judges docs and, where some are wrong and others of their kind are not, the others alone. It returns the
// documents that count, what was found about them, and whether they are right.
func (c *Checklist) settle(docs []Document, judge func([]Document)) (kept []Document, told []Finding, right bool) {
	told = c.try(docs, judge)
	if OutcomeOf(told) == Eligible {
		return docs, told, true
	}
	kept = slices.DeleteFunc(slices.Clone(docs), func(d Document) bool { return isWrong(d, told) })
	if len(kept) == len(docs) || slices.ContainsFunc(docs, func(d Document) bool { return !hasKind(kept, d.Kind) }) {
		return nil, nil, false
	}
	told = c.try(kept, judge)
	return kept, told, OutcomeOf(told) == Eligible
}

// beside returns a notice for each document that could have met req and is wrong.
func (c *Checklist) beside(req *Requirement, kept []Document, judge func([]Document)) (out []Finding) {
	all := req.take(c.documents)
	if len(all) == len(kept) {
		return nil
	}
	told := c.try(all, judge)
	for _, d := range all {
		if !hasKey(kept, d.Key) && isWrong(d, told) {
			out = append(out, c.spare(d).at(d.Path()))
		}
	}
	return out
}

// spare returns the notice that d does not count, which it need not.
func (c *Checklist) spare(d Document) Rule {
	kind, _ := c.manifest.Kind(d.Kind)
	return RuleBeside.With("document", kind.Title)
}

// try returns what is found about docs.
func (c *Checklist) try(docs []Document, judge func([]Document)) []Finding {
	from := len(c.findings)
	if judge != nil {
		judge(docs)
	}
	for i := range docs {
		c.dated(&docs[i])
	}
	told := slices.Clone(c.findings[from:])
	c.findings = c.findings[:from]
	return told
}

// dated requires that d is not dated after the moment of judgement: by its issue, or by a signature that concerns this
// participation. The period that a document is about can lie ahead.
func (c *Checklist) dated(d *Document) {
	c.passed(d.IssuedOn)
	for _, s := range d.Signatures {
		if s.Participation == "" || s.Participation == c.serves {
			c.passed(s.SignedOn)
		}
	}
}

// passed requires that a stated day has come; time alone lifts what is found.
func (c *Checklist) passed(f Fact[Date]) {
	day, stated := f.Get()
	if stated && c.asOf.Before(day.Midnight()) {
		c.ChangesAt(day.Midnight())
		c.Tell(RuleFutureDate.With("date", day), f)
	}
}

// isWrong reports whether something blocking or missing is found about d.
func isWrong(d Document, told []Finding) bool {
	path := d.Path()
	return slices.ContainsFunc(told, func(f Finding) bool {
		return f.Severity >= Missing && (f.Path == path || strings.HasPrefix(f.Path, path+"/"))
	})
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

// take returns the documents that any alternative of r names.
func (r *Requirement) take(given []*Document) (docs []Document) {
	for _, set := range r.Alternatives {
		docs = set.take(docs, given)
	}
	return docs
}

// isWhole reports whether docs have every kind of s.
func (s DocumentSet) isWhole(docs []Document) bool {
	return !slices.ContainsFunc(s.Kinds, func(kind string) bool { return !hasKind(docs, kind) })
}

func hasKind(docs []Document, kind string) bool {
	return slices.ContainsFunc(docs, func(d Document) bool { return d.Kind == kind })
}

func hasKey(docs []Document, key string) bool {
	return slices.ContainsFunc(docs, func(d Document) bool { return d.Key == key })
}

func keysOf(docs []Document) []string { return names(docs, func(d Document) string { return d.Key }) }

// take adds the documents of the kinds of s to docs, those that are in it excepted.
func (s DocumentSet) take(docs []Document, given []*Document) []Document {
	for _, kind := range s.Kinds {
		for _, d := range given {
			if d.Kind == kind && !hasKey(docs, d.Key) {
				docs = append(docs, *d)
			}
		}
	}
	return docs
}
