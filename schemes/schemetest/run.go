package schemetest

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/penvoerder/penvoerder/schemes"
)

// A Subject is what cases are asked of: a scheme in memory, or one behind a plugin
// process.
type Subject interface{ schemes.Scheme }

// Run asks every case in dir of s, and proves what cases alone cannot show. Beside
// dir stand what a release promises, codes.lock, and the scheme in words, README.md.
func Run(t *testing.T, s Subject, dir string) {
	t.Helper()
	cases, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	k := &kit{scheme: s, manifest: s.Manifest(), cases: cases}
	k.answers = make([]schemes.Answer, len(cases))
	for i, c := range cases {
		k.answers[i] = k.judge(t, c.Overrides, c.Question)[0]
	}
	t.Run("manifest is valid", func(t *testing.T) {
		if err := k.manifest.Validate(); err != nil {
			t.Error(err)
		}
	})
	t.Run("cases", func(t *testing.T) {
		for i, c := range cases {
			t.Run(c.ID, func(t *testing.T) { c.check(k.manifest, k.answers[i], t.Errorf) })
		}
	})
	t.Run("every answer verifies", func(t *testing.T) { k.verifies(t) })
	t.Run("every rule and line is reached", func(t *testing.T) { k.reaches(t) })
	t.Run("answers repeat, also in parallel", k.repeats)
	t.Run("batches answer in order", func(t *testing.T) { k.batches(t) })
	t.Run("documents change their own cells only", func(t *testing.T) { k.documents(t) })
	t.Run("a later end never lowers the amount", k.laterEnds)
	t.Run("splitting a period keeps its days", k.splitPeriods)
	t.Run("hostile facts give findings", k.hostile)
	root := filepath.Dir(filepath.Clean(dir))
	t.Run("released codes stay", func(t *testing.T) { checkLock(t, k.manifest, filepath.Join(root, "codes.lock")) })
	t.Run("README tells the scheme", func(t *testing.T) { golden(t, filepath.Join(root, "README.md"), Readme(k.manifest)) })
}

type kit struct {
	scheme   schemes.Scheme
	manifest *schemes.Manifest
	cases    []Case
	answers  []schemes.Answer // to cases, one by one
}

// tester is the part of testing.TB that rapid has as well.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

func (k *kit) judge(t tester, o schemes.Overrides, qs ...schemes.Question) []schemes.Answer {
	t.Helper()
	as, err := k.scheme.Judge(background(t), schemes.Batch{Overrides: o, Questions: qs})
	if err != nil {
		t.Fatalf("judge: %v", err)
	}
	if len(as) != len(qs) {
		t.Fatalf("%d questions got %d answers", len(qs), len(as))
	}
	return as
}

func (k *kit) verifies(t tester) {
	for i, c := range k.cases {
		if err := k.manifest.Verify(c.Question, k.answers[i], c.Overrides); err != nil {
			t.Errorf("%s: %v", c.at(nil), err)
		}
	}
}

// reaches finds rules and lines that no case shows, and rules told about a document
// that the requirement does not name among its checks.
func (k *kit) reaches(t tester) {
	told, computed := map[string]bool{}, map[string]bool{}
	for _, a := range k.answers {
		for _, p := range append([]schemes.Part{a.Whole}, a.Parts...) {
			for _, f := range p.Findings {
				told[f.Rule] = true
			}
			for _, st := range p.Steps {
				computed[st.Line] = true
			}
			k.reachedCells(t, p.Cells, told)
		}
	}
	core := map[string]bool{}
	for _, r := range schemes.CoreRules() {
		core[r.ID()] = true
	}
	for _, r := range k.manifest.Rules {
		if !told[r.ID()] && !core[r.ID()] {
			t.Errorf("no case shows rule %s", r.ID())
		}
	}
	for _, l := range k.manifest.Lines {
		if !computed[l.ID()] {
			t.Errorf("no case shows line %s", l.ID())
		}
	}
}

func (k *kit) reachedCells(t tester, cells []schemes.Cell, told map[string]bool) {
	for _, c := range cells {
		req, _ := k.manifest.Requirement(c.Column)
		for _, f := range c.Findings {
			told[f.Rule] = true
			if f.Rule != schemes.RuleMissing.ID() && f.Rule != schemes.RuleUncovered.ID() && !slices.Contains(req.Checks, f.Rule) {
				t.Errorf("requirement %s does not name its check %s", c.Column, f.Rule)
			}
		}
	}
}

func (k *kit) repeats(t *testing.T) {
	t.Run("at once", func(t *testing.T) {
		for range 4 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				for i, c := range k.cases {
					sameAnswer(t, c, k.answers[i], k.judge(t, c.Overrides, c.Question)[0])
				}
			})
		}
	})
}

// batches asks all cases that replace nothing at once, there and back.
func (k *kit) batches(t tester) {
	var of []int
	for i, c := range k.cases {
		if c.Overrides == nil {
			of = append(of, i)
		}
	}
	for _, order := range [][]int{of, slices.Collect(reversed(of))} {
		qs := make([]schemes.Question, len(order))
		for i, j := range order {
			qs[i] = k.cases[j].Question
		}
		for i, a := range k.judge(t, nil, qs...) {
			sameAnswer(t, k.cases[order[i]], k.answers[order[i]], a)
		}
	}
	if as := k.judge(t, nil); len(as) != 0 {
		t.Errorf("no questions got %d answers", len(as))
	}
}

func reversed(in []int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for _, v := range slices.Backward(in) {
			if !yield(v) {
				return
			}
		}
	}
}

func sameAnswer(t tester, c Case, want, got schemes.Answer) {
	t.Helper()
	if w, g := text(want), text(got); w != g {
		t.Errorf("%s: answered first\n%s\nand then\n%s", c.at(nil), w, g)
	}
}

// text writes v as JSON; what the kit writes always can be.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// documents takes each document away: nothing but the cells may change, for a
// document that meets its requirement adds no finding to anything else.
func (k *kit) documents(t tester) {
	for i, c := range k.cases {
		if len(k.manifest.Problems(c.Question)) > 0 {
			continue // refused as a whole
		}
		for d := range c.documents() {
			less := k.judge(t, c.Overrides, c.without(d))[0]
			with := k.answers[i]
			for j, p := range append([]schemes.Part{with.Whole}, with.Parts...) {
				q := append([]schemes.Part{less.Whole}, less.Parts...)[j]
				if text(p.Findings) != text(q.Findings) || text(p.Amount) != text(q.Amount) {
					t.Errorf("%s: document %d changes more than its cells", c.at(nil), d)
				}
			}
		}
	}
}

func (c Case) documents() []schemes.Document {
	switch q := c.Question; {
	case c.want == nil:
		return nil
	case q.Registration != nil:
		return q.Registration.Documents
	case q.ProjectFile != nil:
		return q.ProjectFile.Documents
	}
	return nil
}

// without returns the question less its document d.
func (c Case) without(d int) schemes.Question {
	q := c.Question
	less := slices.Delete(slices.Clone(c.documents()), d, d+1)
	if q.Registration != nil {
		r := *q.Registration
		r.Documents, q.Registration = less, &r
		return q
	}
	f := *q.ProjectFile
	f.Documents, q.ProjectFile = less, &f
	return q
}

// sortedKeys returns the keys of m in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
