package schemetest

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
)

// documents takes each document away: nothing but the cells may change.
func (k *kit) documents(t rapid.TB) {
	k.eachDocument(t, func(c cases.Case, d int, with, less schemes.Answer) {
		for j, p := range parts(with) {
			q := parts(less)[j]
			if text(p.Findings) != text(q.Findings) || text(p.Amount) != text(q.Amount) {
				t.Errorf("%s: document %d changes more than its cells", c.At(), d)
			}
		}
	})
}

// adds looks at cells that one more document completes: a document in order asks nothing of anybody. A notice is
// advice.
func (k *kit) adds(t rapid.TB) {
	k.eachDocument(t, func(c cases.Case, d int, with, less schemes.Answer) {
		for j, p := range parts(with) {
			for n, cell := range p.Cells {
				before := parts(less)[j].Cells[n]
				if cell.State != schemes.CellComplete || before.State == schemes.CellComplete {
					continue
				}
				for _, f := range cell.Findings {
					if !slices.ContainsFunc(before.Findings, func(g schemes.Finding) bool { return g.Rule == f.Rule }) && f.Severity > schemes.Notice {
						t.Errorf("%s: document %d completes %s and adds %s %s", c.At(), d, cell.Column, f.Severity, f.Rule)
					}
				}
			}
		}
	})
}

// eachDocument calls f for each document of each case, with the answers with and
// without it.
func (k *kit) eachDocument(t rapid.TB, f func(c cases.Case, d int, with, less schemes.Answer)) {
	for i, c := range k.cases {
		if len(k.manifest.Problems(c.Question)) > 0 {
			continue // refused as a whole
		}
		for d := range c.Documents() {
			f(c, d, k.answers[i], k.judge(t, c.Overrides, without(c, d))[0])
		}
	}
}

// without returns the question of c less its document d.
func without(c cases.Case, d int) schemes.Question {
	q := c.Question
	less := slices.Delete(slices.Clone(c.Documents()), d, d+1)
	if q.Registration != nil {
		r := *q.Registration
		r.Documents, q.Registration = less, &r
		return q
	}
	f := *q.ProjectFile
	f.Documents, q.ProjectFile = less, &f
	return q
}
