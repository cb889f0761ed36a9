package schemetest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

const toyCase = `given:
  registration: {activity: J, start: 2025-05-01, end: 2025-05-10, training: {list: jongleren, code: J1, title: Drie ballen}, facts: {balls: {integer: 3}}}
  participant: {targetGroup: CLOWN}
cases:
  - id: ONE
    title: One
    want:
`

// failures asks toy the case above with want, and returns what does not hold.
func failures(t *testing.T, want string) []string {
	t.Helper()
	cs, err := parse("x.yaml", []byte(toyCase+want))
	if err != nil {
		t.Fatal(err)
	}
	as, err := toy.Scheme.Judge(t.Context(), schemes.Batch{Questions: []schemes.Question{cs[0].Question}})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	cs[0].check(toy.Scheme.Manifest(), as[0], func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) })
	return out
}

func TestWhatIsNotAsWantedIsNamedAtItsLine(t *testing.T) {
	t.Parallel()
	if got := failures(t, "      outcome: ELIGIBLE\n      amount: 25.00\n      cells: {BEWIJS: MISSING}\n"); len(got) > 0 {
		t.Fatalf("a case that holds fails: %q", got)
	}
	for want, says := range map[string]string{
		"      outcome: INELIGIBLE\n":                                                             "x.yaml:8: ONE: outcome is ELIGIBLE, want INELIGIBLE",
		"      amount: 25.00\n":                                                                   "want states no outcome",
		"      outcome: ELIGIBLE\n      amount: 25.01\n":                                          "x.yaml:9: ONE: amount is 25.00, want 25.01",
		"      outcome: ELIGIBLE\n      findings: [NOTICE TOY-DOC-001]\n":                         "x.yaml:9: ONE: findings",
		"      outcome: ELIGIBLE\n      lines: {TOY-CALC-001/days: 9}\n":                          "x.yaml:9: ONE: line TOY-CALC-001/days is 10, want 9",
		"      outcome: ELIGIBLE\n      lines: {TOY-NOPE-001: 9}\n":                               "not in the calculation",
		"      outcome: ELIGIBLE\n      cells: {BEWIJS: COMPLETE}\n":                              "x.yaml:9: ONE: cell BEWIJS",
		"      outcome: ELIGIBLE\n      cells: {NOPE: COMPLETE}\n":                                "there is no cell NOPE",
		"      outcome: ELIGIBLE\n      parts: {p2: {outcome: ELIGIBLE}}\n":                       "part p2",
		"      problems: [END_BEFORE_START /end]\n":                                               "x.yaml:8: ONE: problems",
		"      outcome: ELIGIBLE\n      validUntil: 2025-01-01T00:00:00Z\n":                       "x.yaml:9: ONE: holds until",
		"      outcome: ELIGIBLE\n      amonut: 25.00\n":                                          `line 9: "amonut" is none of`,
		"      outcome: ELIGIBLE\n      parts: {p1: {outcome: INELIGIBLE}}\n      amount: none\n": "x.yaml:9: ONE: outcome is ELIGIBLE",
	} {
		if got := failures(t, want); !strings.Contains(strings.Join(got, "\n"), says) {
			t.Errorf("wanted\n%s it says %q and not %q", want, got, says)
		}
	}
}

func TestMalformedCasesAreRefused(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"":                         "holds no cases",
		"casse: []":                "none of given, cases",
		"cases: [{id: A}]":         "a case has an id, a title and a want",
		"cases: [{id: A, ttl: x}]": `"ttl" is none of`,
		"given: {plaan: {}}":       `"plaan" is none of`,
		"cases: [{id: A, title: t, registration: {strat: x}, want: {outcome: ELIGIBLE}}]":                    `unknown field "strat"`,
		"cases: [{id: A, title: t, registration: {start: 2026-02-29}, want: {outcome: ELIGIBLE}}]":           "is not a date",
		"cases: [{id: A, title: t, plan: {lines: [{activity: J, requested: 5}]}, want: {outcome: UNKNOWN}}]": "cannot unmarshal number",
	} {
		if _, err := parse("x.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s\ngave %v, want %q", text, err, says)
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"a.yaml", "b.yaml"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("cases: [{id: A, title: t, want: {outcome: ELIGIBLE}}]"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), "another case of this id") {
		t.Errorf("the same id twice gave %v", err)
	}
	if _, err := Load(t.TempDir()); err == nil {
		t.Error("a directory without cases was read")
	}
}

// altered answers as toy does, altered.
type altered struct {
	schemes.Scheme
	alter func(int, *schemes.Answer)
}

func (s altered) Judge(ctx context.Context, b schemes.Batch) ([]schemes.Answer, error) {
	as, err := s.Scheme.Judge(ctx, b)
	for i := range as {
		s.alter(len(b.Questions), &as[i])
	}
	return as, err
}

// recorder keeps what a check of the kit reports.
type recorder []string

func (r *recorder) Helper()                           {}
func (r *recorder) Errorf(format string, args ...any) { *r = append(*r, fmt.Sprintf(format, args...)) }
func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...) }

func kitOf(t *testing.T, alter func(batch int, a *schemes.Answer)) *kit {
	t.Helper()
	cases, err := Load("../toy/cases")
	if err != nil {
		t.Fatal(err)
	}
	s := altered{toy.Scheme, alter}
	k := &kit{scheme: s, manifest: s.Manifest(), cases: cases}
	for _, c := range cases {
		k.answers = append(k.answers, k.judge(t, c.Overrides, c.Question)[0])
	}
	return k
}

func TestTheKitFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		alter func(int, *schemes.Answer)
		check func(*kit, tester)
	}{
		"an amount without a reason": {func(_ int, a *schemes.Answer) {
			more := schemes.Amount(1)
			if a.Whole.Amount != nil {
				a.Whole.Amount = &more
			}
		}, (*kit).verifies},
		"a rule that is never told": {func(_ int, a *schemes.Answer) { a.Whole.Findings = nil }, (*kit).reaches},
		"a line that is never used": {func(_ int, a *schemes.Answer) { a.Whole.Steps = nil }, (*kit).reaches},
		"a check without a requirement": {func(_ int, a *schemes.Answer) {
			for i := range a.Parts {
				for j := range a.Parts[i].Cells {
					a.Parts[i].Cells[j].Findings = []schemes.Finding{{Rule: "TOY-ELIG-001"}}
				}
			}
		}, (*kit).reaches},
		"batches that differ": {func(n int, a *schemes.Answer) {
			if n > 1 {
				a.ValidUntil = schemes.Moment("2030-01-01T00:00:00Z")
			}
		}, (*kit).batches},
	} {
		k := kitOf(t, c.alter)
		var r recorder
		if c.check(k, &r); len(r) == 0 {
			t.Errorf("%s goes unnoticed", name)
		}
	}
}

func TestTheKitFindsDocumentsThatChangeAmounts(t *testing.T) {
	t.Parallel()
	k := kitOf(t, func(int, *schemes.Answer) {})
	calls := 0
	k.scheme = altered{toy.Scheme, func(_ int, a *schemes.Answer) {
		calls++
		a.Whole.Findings = append(a.Whole.Findings, schemes.Finding{Rule: fmt.Sprint(calls)})
	}}
	var r recorder
	if k.documents(&r); len(r) == 0 {
		t.Error("a document that adds a finding elsewhere goes unnoticed")
	}
}

func TestBrokenPromises(t *testing.T) {
	t.Parallel()
	m := *toy.Scheme.Manifest()
	before := locked(&m)
	m.Rules = slices.Clone(m.Rules)
	m.Rules[len(m.Rules)-1].Severity = schemes.Notice
	m.Lines = m.Lines[1:]
	want := []string{"line TOY-PLAN-001 EUR", "rule TOY-DOC-001 BLOCKING"}
	if diff := cmp.Diff(want, broken(before, locked(&m))); diff != "" {
		t.Error(diff)
	}
}
