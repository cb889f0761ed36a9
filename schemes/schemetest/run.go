package schemetest

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
)

// A Subject is the scheme under test: in memory, or behind a plugin process.
type Subject interface{ schemes.Scheme }

// Run asks s every case in dir, and proves the properties that cases alone cannot show. Beside dir lie codes.lock,
// the codes that a release promises to keep, and README.md, the page of the scheme.
func Run(t *testing.T, s Subject, dir string) {
	t.Helper()
	RunAt(t, s, dir, filepath.Dir(filepath.Clean(dir)))
}

// RunAt is [Run] for schemes that share a directory of cases: codes.lock and README.md
// stand in home.
func RunAt(t *testing.T, s Subject, dir, home string) {
	t.Helper()
	golden, err := cases.Load(dir, s.Manifest().Slug)
	if err != nil {
		t.Fatal(err)
	}
	k := newKit(t, s, golden)
	t.Run("manifest is valid", func(t *testing.T) {
		if err := k.manifest.Validate(); err != nil {
			t.Error(err)
		}
	})
	t.Run("cases", func(t *testing.T) {
		for i, c := range k.cases {
			t.Run(c.ID, func(t *testing.T) {
				for _, flaw := range c.Check(k.manifest, k.answers[i]) {
					t.Error(flaw)
				}
			})
		}
	})
	for _, p := range proofs {
		t.Run(p.name, func(t *testing.T) { p.run(k, t) })
	}
	t.Run("released codes stay", func(t *testing.T) { checkLock(t, k.manifest, filepath.Join(home, "codes.lock")) })
	t.Run("README tells the scheme", func(t *testing.T) { checkPage(t, k.manifest, filepath.Join(home, "README.md")) })
}

// proofs are the properties that every scheme must have beside its cases.
var proofs = []struct {
	name string
	run  func(*kit, rapid.TB)
}{
	{"every answer verifies", (*kit).verifies},
	{"every rule, line and parameter is reached", (*kit).reaches},
	{"a form can be drawn of every subject", (*kit).forms},
	{"facts are asked when their conditions say so", (*kit).conditions},
	{"answers repeat, also in parallel", (*kit).repeats},
	{"batches answer in order", (*kit).batches},
	{"documents change their own cells only", (*kit).documents},
	{"a document that is in order adds no finding", (*kit).adds},
	{"a complete cell stays complete whatever stands beside it", (*kit).besides},
	{"a document of a later day does not count yet", (*kit).later},
	{"a date that is open is missing", (*kit).openDates},
	{"a date may be the last of the calendar", (*kit).lastDates},
	{"nobody takes part outside the training", (*kit).outside},
	{"money is bounded and adds up", (*kit).money},
	{"a later end never lowers the amount", (*kit).laterEnds},
	{"splitting a period keeps its days", (*kit).splitPeriods},
	{"each day counts once, however periods overlap", (*kit).overlaps},
	{"order and company of participations change nothing", (*kit).company},
	{"hostile facts give findings", (*kit).hostile},
	{"windows are guarded", (*kit).windows},
	{"the top of a group has its plan", (*kit).group},
	{"a hold ends when its day begins, and not before", (*kit).holds},
	{"texts have money, numbers and dates as people write them", (*kit).written},
}

type kit struct {
	scheme   schemes.Scheme
	manifest *schemes.Manifest
	cases    []cases.Case
	answers  []schemes.Answer // to cases, one by one
}

func newKit(t rapid.TB, s schemes.Scheme, golden []cases.Case) *kit {
	t.Helper()
	k := &kit{scheme: s, manifest: s.Manifest(), cases: golden, answers: make([]schemes.Answer, len(golden))}
	for i, c := range golden {
		k.answers[i] = k.judge(t, c.Overrides, c.Question)[0]
	}
	return k
}

func (k *kit) judge(t rapid.TB, o schemes.Overrides, qs ...schemes.Question) []schemes.Answer {
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

func (k *kit) verifies(t rapid.TB) {
	for i, c := range k.cases {
		if err := k.manifest.Verify(c.Question, k.answers[i], c.Overrides); err != nil {
			t.Errorf("%s: %v", c.At(), err)
		}
	}
}

// text writes v as JSON; every value of the kit has a JSON form.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func parts(a schemes.Answer) []schemes.Part { return append([]schemes.Part{a.Whole}, a.Parts...) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
