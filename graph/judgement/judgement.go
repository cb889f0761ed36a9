package judgement

import (
	"slices"

	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/schemes"
)

// A Judgement is the verdict of a receipt on one part of its subject.
type Judgement struct {
	receipt *Receipt
	part    *schemes.Part
	isWhole bool
}

// mostFindings of one judgement are shown.
const mostFindings = 100

// Outcome that follows from the findings.
func (j *Judgement) Outcome() string { return string(j.part.Outcome) }

// Findings of this severity or worse, worst first.
func (j *Judgement) Findings(atLeast schemes.Severity) []*Finding {
	return j.receipt.findings(j.part.Findings, atLeast, mostFindings)
}

// Calculation of the amount; nil where nothing was computed.
func (j *Judgement) Calculation() *Calculation {
	if len(j.part.Steps) == 0 || j.part.Amount == nil {
		return nil
	}
	return &Calculation{receipt: j.receipt, part: j.part}
}

// Amount before the cap of the budget.
func (j *Judgement) Amount() *schemes.Amount { return j.part.Amount }

// Receipt that the judgement was taken from.
func (j *Judgement) Receipt() *Receipt { return j.receipt }

// Cell is the machine's verdict on one requirement; nil where it was not asked.
func (j *Judgement) Cell(column string) *Cell {
	for i := range j.part.Cells {
		if j.part.Cells[i].Column == column {
			return &Cell{receipt: j.receipt, cell: &j.part.Cells[i]}
		}
	}
	return nil
}

// Cells are the machine's verdicts on each requirement.
func (j *Judgement) Cells() []*Cell {
	out := make([]*Cell, len(j.part.Cells))
	for i := range j.part.Cells {
		out[i] = &Cell{receipt: j.receipt, cell: &j.part.Cells[i]}
	}
	return out
}

// Worst is the gravest severity among all findings; false where there are none.
func (r *Receipt) Worst() (schemes.Severity, bool) {
	worst := schemes.Severity(0)
	r.each(func(p *schemes.Part) {
		for _, f := range p.Findings {
			worst = max(worst, f.Severity)
		}
		for _, c := range p.Cells {
			for _, f := range c.Findings {
				worst = max(worst, f.Severity)
			}
		}
	})
	return worst, worst > 0
}

// A Cell is the verdict on one requirement in this very case. It is returned by evaluate and stands behind each cell
// of the matrix.
type Cell struct {
	receipt *Receipt
	cell    *schemes.Cell
}

// mostCellFindings bounds the findings that are shown of one cell.
const mostCellFindings = 20

// Column is the code of the requirement.
func (c *Cell) Column() string { return c.cell.Column }

// Requirement that is asked.
func (c *Cell) Requirement() *regulation.Requirement {
	return c.receipt.manifest.Requirement(c.cell.Column)
}

// State as the machine sees it.
func (c *Cell) State() string { return string(c.cell.State) }

// Documents are the keys of those that count for it.
func (c *Cell) Documents() []string { return c.cell.Documents }

// Findings behind the state, worst first.
func (c *Cell) Findings() []*Finding {
	return c.receipt.findings(c.cell.Findings, schemes.Notice, mostCellFindings)
}

// About reports whether a finding of the cell points into the document of this key.
func (r *Receipt) About(document string) []*Finding {
	var out []schemes.Finding
	r.each(func(p *schemes.Part) {
		for _, c := range p.Cells {
			for _, f := range c.Findings {
				if kind, key := r.target(f.Path); kind == onDocument && key == document && !slices.ContainsFunc(out, func(g schemes.Finding) bool {
					return g.Rule == f.Rule && g.Path == f.Path
				}) {
					out = append(out, f)
				}
			}
		}
	})
	return r.findings(out, schemes.Notice, mostCellFindings)
}

// Find shows a finding of the answer; nil where its rule is not declared.
func (r *Receipt) Find(f schemes.Finding) *Finding {
	rule := r.manifest.Rule(f.Rule)
	if rule == nil {
		return nil
	}
	return &Finding{receipt: r, finding: &f, rule: rule}
}

func (r *Receipt) findings(in []schemes.Finding, atLeast schemes.Severity, most int) []*Finding {
	out := make([]*Finding, 0, len(in))
	for i := range in {
		if rule := r.manifest.Rule(in[i].Rule); rule != nil && in[i].Severity >= atLeast {
			out = append(out, &Finding{receipt: r, finding: &in[i], rule: rule})
		}
	}
	slices.SortStableFunc(out, func(a, b *Finding) int { return int(b.finding.Severity) - int(a.finding.Severity) })
	return out[:min(len(out), most)]
}
