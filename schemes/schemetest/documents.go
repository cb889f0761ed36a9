package schemetest

import (
	"fmt"
	"slices"
	"strings"

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

// besides adds each document that some case has to each case with a complete cell: a cell that one document completes
// stays complete whatever stands beside it, and asks nothing more of anybody.
func (k *kit) besides(t rapid.TB) {
	of := map[bool][]schemes.Document{false: k.strangers(false), true: k.strangers(true)}
	for i, c := range k.cases {
		var others []schemes.Document
		var asked []schemes.Question
		for _, p := range parts(k.answers[i]) {
			if !slices.ContainsFunc(p.Cells, isComplete) {
				continue
			}
			for _, d := range of[c.Question.ProjectFile != nil] {
				d = beside(d, p.Key)
				others = append(others, d)
				asked = append(asked, withDocuments(c.Question, append(slices.Clone(c.Documents()), d)))
			}
		}
		for n, a := range k.judge(t, c.Overrides, asked...) {
			checkBeside(t, c, others[n], k.answers[i], a)
		}
	}
}

func isComplete(c schemes.Cell) bool { return c.State == schemes.CellComplete }

// strangers returns the documents of all cases, of projects or of registrations.
func (k *kit) strangers(ofProject bool) []schemes.Document {
	var out []schemes.Document
	seen := map[string]bool{}
	for _, c := range k.cases {
		if len(k.manifest.Impossible(c.Question)) > 0 || (c.Question.ProjectFile != nil) != ofProject {
			continue
		}
		for _, d := range c.Documents() {
			d = beside(d, "")
			if key := text(d); !seen[key] {
				seen[key], out = true, append(out, d)
			}
		}
	}
	return out
}

// beside returns d as a document more, for the participation of the given key or for the whole.
func beside(d schemes.Document, key string) schemes.Document {
	d.Key, d.Serves = "beside", nil
	if key != "" {
		d.Serves = []string{key}
	}
	return d
}

func checkBeside(t rapid.TB, c cases.Case, d schemes.Document, before, after schemes.Answer) {
	t.Helper()
	for n, p := range parts(before) {
		for i, cell := range p.Cells {
			now := parts(after)[n].Cells[i]
			if isComplete(cell) && (!isComplete(now) || worse(now.Findings, cell.Findings)) {
				t.Errorf("%s: cell %s is complete, and %s with %s beside it: %s", c.At(), cell.Column, now.State, text(d), text(now.Findings))
			}
		}
	}
}

// worse reports whether now holds more findings above a notice than before.
func worse(now, before []schemes.Finding) bool {
	grave := func(fs []schemes.Finding) (n int) {
		for _, f := range fs {
			if f.Severity > schemes.Notice {
				n++
			}
		}
		return n
	}
	return grave(now) > grave(before)
}

// later dates each document that completes a cell on the day after the moment of judgement, by its issue or by a
// signature: before that day it counts for nothing, and time alone changes that.
func (k *kit) later(t rapid.TB) {
	for i, c := range k.cases {
		tomorrow := c.Question.AsOf.Day().AddDays(1)
		for n, d := range c.Documents() {
			if !completes(k.answers[i], d.Key) {
				continue
			}
			issued, signed := d, d
			issued.IssuedOn = schemes.Known(tomorrow)
			signed.Signatures = append([]schemes.Signature{{Signer: "TEACHER", SignedOn: schemes.Known(tomorrow)}}, d.Signatures...)
			for _, dated := range []schemes.Document{issued, signed} {
				docs := slices.Clone(c.Documents())
				docs[n] = dated
				a := k.judge(t, c.Overrides, withDocuments(c.Question, docs))[0]
				if completes(a, d.Key) || !isSaid(a, n) || a.ValidUntil.IsZero() || a.ValidUntil.After(tomorrow.Midnight()) {
					t.Errorf("%s: document %d, dated tomorrow, is judged %s", c.At(), n, text(a))
				}
			}
		}
	}
}

// completes reports whether the document of a key counts for a complete cell.
func completes(a schemes.Answer, key string) bool {
	return slices.ContainsFunc(parts(a), func(p schemes.Part) bool {
		return slices.ContainsFunc(p.Cells, func(c schemes.Cell) bool { return isComplete(c) && slices.Contains(c.Documents, key) })
	})
}

// isSaid reports whether a says that document n is of a later day, or does not count.
func isSaid(a schemes.Answer, n int) bool {
	at := fmt.Sprintf("/documents/%d", n)
	return slices.ContainsFunc(findingsOf(a), func(f schemes.Finding) bool {
		return f.Rule == schemes.RuleFutureDate.ID() && strings.HasPrefix(f.Path, at+"/") || f.Rule == schemes.RuleBeside.ID() && f.Path == at
	})
}

// eachDocument calls f for each document of each case, with the answers with and
// without it.
func (k *kit) eachDocument(t rapid.TB, f func(c cases.Case, d int, with, less schemes.Answer)) {
	for i, c := range k.cases {
		if len(k.manifest.Impossible(c.Question)) > 0 {
			continue // refused as a whole
		}
		for d := range c.Documents() {
			f(c, d, k.answers[i], k.judge(t, c.Overrides, without(c, d))[0])
		}
	}
}

// without returns the question of c less its document d.
func without(c cases.Case, d int) schemes.Question {
	return withDocuments(c.Question, slices.Delete(slices.Clone(c.Documents()), d, d+1))
}

// withDocuments returns q with other documents.
func withDocuments(q schemes.Question, docs []schemes.Document) schemes.Question {
	if q.Registration != nil {
		r := *q.Registration
		r.Documents, q.Registration = docs, &r
		return q
	}
	f := *q.ProjectFile
	f.Documents, q.ProjectFile = docs, &f
	return q
}
