package schemetest

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("rapid.nofailfile", "true"); err != nil { // failures are expected here
		panic(err)
	}
	os.Exit(m.Run())
}

// altered returns the answers of toy, altered.
type altered struct {
	schemes.Scheme
	alter func(schemes.Batch, int, *schemes.Answer)
}

func (s altered) Judge(ctx context.Context, b schemes.Batch) ([]schemes.Answer, error) {
	as, err := s.Scheme.Judge(ctx, b)
	for i := range as {
		if s.alter != nil {
			s.alter(b, i, &as[i])
		}
	}
	return as, err
}

// declaring is toy with another manifest.
type declaring struct {
	schemes.Scheme
	manifest schemes.Manifest
}

func (s declaring) Manifest() *schemes.Manifest { return &s.manifest }

// recorder is a test that may fail: it keeps the failures that a proof of the kit reports.
type recorder struct {
	rapid.TB
	failed []string
}

func (r *recorder) Helper()             {}
func (r *recorder) Name() string        { return "recorder" }
func (r *recorder) Logf(string, ...any) {}
func (r *recorder) Log(...any)          {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failed = append(r.failed, fmt.Sprintf(format, args...))
}
func (r *recorder) Failed() bool                      { return len(r.failed) > 0 }
func (r *recorder) Skip(...any)                       { runtime.Goexit() }
func (r *recorder) FailNow()                          { r.failed = append(r.failed, "failed"); runtime.Goexit() }
func (r *recorder) Fail()                             { r.failed = append(r.failed, "failed") }
func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...); runtime.Goexit() }

// told runs one proof of the kit over the cases of toy with s, and returns the failures that it reports.
func told(t *testing.T, s schemes.Scheme, proof func(*kit, rapid.TB)) []string {
	if testing.Short() {
		t.Skip("a short run draws too few facts to find every fault")
	}
	t.Helper()
	return toldOver(t, "../toy/cases", s, proof)
}

// toldOver is told over the cases of a directory.
func toldOver(t *testing.T, dir string, s schemes.Scheme, proof func(*kit, rapid.TB)) []string {
	t.Helper()
	golden, err := cases.Load(dir, s.Manifest().Slug)
	if err != nil {
		t.Fatal(err)
	}
	k := newKit(t, s, golden)
	var r recorder
	done := make(chan struct{})
	go func() {
		defer close(done)
		proof(k, &r)
	}()
	<-done
	return r.failed
}

func amountOf(n schemes.Amount) *schemes.Amount { return &n }

func TestTheKitFindsWhatIsWrongWithAnswers(t *testing.T) {
	t.Parallel()
	calls, seen := 0, map[string]bool{}
	golden, err := cases.Load("../toy/cases", "toy")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range golden {
		seen[text(c.Question)] = true
	}
	for name, c := range map[string]struct {
		alter func(schemes.Batch, int, *schemes.Answer)
		proof func(*kit, rapid.TB)
	}{
		"an amount without a reason": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			if a.Whole.Amount != nil {
				a.Whole.Amount = amountOf(1)
			}
		}, (*kit).verifies},
		"a rule that is never told": {func(_ schemes.Batch, _ int, a *schemes.Answer) { a.Whole.Findings = nil }, (*kit).reaches},
		"a line that is never used": {func(_ schemes.Batch, _ int, a *schemes.Answer) { a.Whole.Steps = nil }, (*kit).reaches},
		"a check without a requirement": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			for i := range a.Parts {
				for j := range a.Parts[i].Cells {
					a.Parts[i].Cells[j].Findings = []schemes.Finding{{Rule: "TOY-ELIG-001"}}
				}
			}
		}, (*kit).reaches},
		"batches that differ": {func(b schemes.Batch, _ int, a *schemes.Answer) {
			if len(b.Questions) > 1 {
				a.ValidUntil = schemes.Moment("2030-01-01T00:00:00Z")
			}
		}, (*kit).batches},
		"documents that change findings": {func(b schemes.Batch, i int, a *schemes.Answer) {
			if r := b.Questions[i].Registration; r != nil {
				a.Whole.Findings = append(a.Whole.Findings, schemes.Finding{Rule: fmt.Sprint(len(r.Documents))})
			}
		}, (*kit).documents},
		"a finding about a document in order": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			for _, p := range parts(*a) {
				for i := range p.Cells {
					if p.Cells[i].State == schemes.CellComplete {
						p.Cells[i].Findings = append(p.Cells[i].Findings, schemes.Finding{Rule: "TOY-DOC-001", Severity: schemes.Warning})
					}
				}
			}
		}, (*kit).adds},
		"an amount below zero": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			for i := range a.Parts {
				if a.Parts[i].Outcome == schemes.Eligible {
					a.Parts[i].Amount = amountOf(-1)
				}
			}
		}, (*kit).money},
		"an amount over the maximum": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			for i := range a.Parts {
				if a.Parts[i].Outcome == schemes.Eligible {
					a.Parts[i].Amount = amountOf(100_01)
				}
			}
		}, (*kit).money},
		"a whole that is not its parts": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			if len(a.Parts) > 0 && a.Whole.Outcome == schemes.Eligible {
				a.Whole.Amount = amountOf(*a.Whole.Amount + 1)
			}
		}, (*kit).money},
		"a later end that pays less": {func(b schemes.Batch, i int, a *schemes.Answer) {
			if r := b.Questions[i].Registration; r != nil && len(a.Parts) == 1 && a.Parts[0].Amount != nil && r.Participations[0].End.Value().After(schemes.On(2025, 6, 1)) {
				a.Parts[0].Amount = amountOf(0)
			}
		}, (*kit).laterEnds},
		"a day lost where a period is split": {func(b schemes.Batch, i int, a *schemes.Answer) {
			if r := b.Questions[i].Registration; r != nil && len(a.Parts) == 1 && len(r.Participations[0].Periods) > 1 {
				a.Parts[0].Steps = nil
			}
		}, (*kit).splitPeriods},
		"a document that spoils another": {func(b schemes.Batch, i int, a *schemes.Answer) {
			for _, p := range parts(*a) {
				for n := range p.Cells {
					if r := b.Questions[i].Registration; r != nil && len(r.Documents) > 2 {
						p.Cells[n].State = schemes.CellIncomplete
					}
				}
			}
		}, (*kit).besides},
		"a document that is refused beside another": {func(b schemes.Batch, i int, a *schemes.Answer) {
			for _, p := range parts(*a) {
				for n := range p.Cells {
					if r := b.Questions[i].Registration; r != nil && len(r.Documents) > 2 {
						p.Cells[n].Findings = append(p.Cells[n].Findings, schemes.Finding{Rule: "TOY-DOC-001", Severity: schemes.Blocking})
					}
				}
			}
		}, (*kit).besides},
		"a document of tomorrow that counts": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			for _, p := range parts(*a) {
				for n := range p.Cells {
					p.Cells[n].State = schemes.CellComplete
				}
			}
		}, (*kit).later},
		"a document of tomorrow of which nothing is said": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			for _, p := range parts(*a) {
				for n := range p.Cells {
					p.Cells[n].Findings = nil
				}
			}
		}, (*kit).later},
		"a document of tomorrow that never counts": {func(_ schemes.Batch, _ int, a *schemes.Answer) { a.ValidUntil = schemes.Instant{} }, (*kit).later},
		"a parameter of nobody's day": {func(b schemes.Batch, i int, a *schemes.Answer) {
			if r := b.Questions[i].Registration; r != nil && !r.Start.IsKnown() {
				a.Whole.Findings = []schemes.Finding{{Rule: schemes.RuleUncovered.ID(), Params: schemes.Params{"date": schemes.Date{}.String()}}}
			}
		}, (*kit).openDates},
		"something that is missing somewhere": {func(b schemes.Batch, i int, a *schemes.Answer) {
			if r := b.Questions[i].Registration; r != nil && !r.End.IsKnown() {
				a.Whole.Findings = []schemes.Finding{{Rule: schemes.RuleMissing.ID(), Severity: schemes.Missing}}
			}
		}, (*kit).openDates},
		"a participant after the training": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			for i := range a.Parts {
				a.Parts[i].Findings = nil
			}
		}, (*kit).outside},
		"a participant after the training who is paid": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			for i := range a.Parts {
				a.Parts[i].Outcome = schemes.Eligible
			}
		}, (*kit).outside},
		"a day that counts twice": {func(b schemes.Batch, i int, a *schemes.Answer) {
			if r := b.Questions[i].Registration; r != nil && len(a.Parts) == 1 && a.Parts[0].Amount != nil {
				sum := 0
				for _, p := range r.Participations[0].Periods {
					sum += schemes.Period{From: p.From.Value(), To: p.To.Value()}.Days()
				}
				a.Parts[0].Amount = amountOf(schemes.Amount(sum))
			}
		}, (*kit).overlaps},
		"company that is paid for": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			for i := range a.Parts {
				if len(a.Parts) > 1 && a.Parts[i].Amount != nil {
					a.Parts[i].Amount = amountOf(*a.Parts[i].Amount / 2)
					a.Parts[i].Claimed = a.Parts[i].Amount
				}
			}
		}, (*kit).company},
		"a first participant who is preferred": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			if len(a.Parts) > 0 {
				a.Parts[0].Findings = nil
			}
		}, (*kit).company},
		"a failure on odd facts": {func(b schemes.Batch, i int, a *schemes.Answer) {
			if !seen[text(b.Questions[i])] {
				*a = schemes.Answer{Failure: "never heard of that"}
			}
		}, (*kit).hostile},
		"a fact that is asked of the wrong people": {func(b schemes.Batch, i int, a *schemes.Answer) {
			if b.Questions[i].ProjectFile != nil {
				a.Whole.Findings = []schemes.Finding{{Rule: schemes.RuleMissing.ID(), Severity: schemes.Missing, Path: "/facts/tent"}}
			}
		}, (*kit).conditions},
		"an optional fact that is missed": {func(b schemes.Batch, i int, a *schemes.Answer) {
			if b.Questions[i].Plan != nil {
				a.Whole.Findings = []schemes.Finding{{Rule: schemes.RuleMissing.ID(), Severity: schemes.Missing, Path: "/facts/motto"}}
			}
		}, (*kit).conditions},
		"a required fact that nobody asks": {func(_ schemes.Batch, _ int, a *schemes.Answer) { a.Whole.Findings = nil }, (*kit).conditions},
		"an amount without its sign":       {tells("2500.00"), (*kit).written},
		"a date as a machine writes it":    {tells("tot 2026-02-28"), (*kit).written},
		"a code in a sentence": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			a.Whole.Findings = []schemes.Finding{{Rule: schemes.RuleUncovered.ID(), Params: schemes.Params{"date": "2026-02-28", "parameter": "LIVE_ONLINE"}}}
		}, (*kit).written},
		"a hole that nobody fills": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			a.Whole.Findings = []schemes.Finding{{Rule: schemes.RuleUncovered.ID()}}
		}, (*kit).written},
		"answers that change": {func(_ schemes.Batch, _ int, a *schemes.Answer) {
			if calls++; calls > 100 { // the other runs are compared with the first one
				a.Whole.Outcome = schemes.Undetermined
			}
		}, func(k *kit, t rapid.TB) {
			for range 8 {
				k.batches(t)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := told(t, altered{toy.Scheme, c.alter}, c.proof); len(got) == 0 {
				t.Error("it goes unnoticed")
			}
		})
	}
}

// tells replaces the findings of every answer by one with this detail.
func tells(detail string) func(schemes.Batch, int, *schemes.Answer) {
	return func(_ schemes.Batch, _ int, a *schemes.Answer) {
		a.Whole.Findings = []schemes.Finding{{Rule: schemes.RuleMalformed.ID(), Params: schemes.Params{"detail": detail}}}
	}
}

// forgetful returns a different answer each time, also when several goroutines ask at once.
type forgetful struct {
	schemes.Scheme
	turns chan int
}

func (s forgetful) Judge(ctx context.Context, b schemes.Batch) ([]schemes.Answer, error) {
	as, err := s.Scheme.Judge(ctx, b)
	n := <-s.turns
	s.turns <- n + 1
	for i := range as {
		as[i].Whole.Key = fmt.Sprint(n)
	}
	return as, err
}

func TestTheKitFindsAnswersThatDoNotRepeat(t *testing.T) {
	t.Parallel()
	s := forgetful{toy.Scheme, make(chan int, 1)}
	s.turns <- 0
	if got := told(t, s, (*kit).repeats); len(got) == 0 {
		t.Error("a scheme that answers otherwise each time goes unnoticed")
	}
}

func TestTheKitFindsWhatIsWrongWithManifests(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*schemes.Manifest)
		proof  func(*kit, rapid.TB)
	}{
		"a parameter that nothing uses": {func(m *schemes.Manifest) {
			unused := m.Parameters[0]
			unused.Code = "unused"
			m.Parameters = append(slices.Clone(m.Parameters), unused)
		}, (*kit).reaches},
		"a label in one language":     {fact(func(d *schemes.FactDefinition) { d.Label.EN = "" }), (*kit).forms},
		"help in one language":        {fact(func(d *schemes.FactDefinition) { d.Help.NL = "Help" }), (*kit).forms},
		"a type that nobody can draw": {fact(func(d *schemes.FactDefinition) { d.Type = "PICTURE" }), (*kit).forms},
		"a choice in one language": {fact(func(d *schemes.FactDefinition) {
			d.Type, d.Choices = schemes.ChoiceFact, []schemes.Choice{{Code: "A", Label: schemes.Text{NL: "a"}}}
		}), (*kit).forms},
		"a fact that is needed sometime": {fact(func(d *schemes.FactDefinition) { d.Necessity = schemes.Conditional }), (*kit).forms},
		"conditions that never hold": {func(m *schemes.Manifest) {
			m.Facts = slices.Clone(m.Facts)
			for i := range m.Facts {
				if m.Facts[i].Necessity == schemes.Conditional {
					m.Facts[i].When = []schemes.Condition{{Fact: "/organisation/groupMember", Is: schemes.Equals, Value: "false"}}
				}
			}
		}, (*kit).conditions},
	} {
		t.Run(name, func(t *testing.T) {
			m := *toy.Scheme.Manifest()
			c.change(&m)
			if got := told(t, declaring{toy.Scheme, m}, c.proof); len(got) == 0 {
				t.Error("it goes unnoticed")
			}
			if got := told(t, toy.Scheme, c.proof); len(got) > 0 {
				t.Errorf("toy itself is refused: %q", got)
			}
		})
	}
}

// fact changes the first fact of a manifest.
func fact(change func(*schemes.FactDefinition)) func(*schemes.Manifest) {
	return func(m *schemes.Manifest) {
		m.Facts = slices.Clone(m.Facts)
		change(&m.Facts[0])
	}
}

func TestConditionsCompareCodesNumbersAndDates(t *testing.T) {
	t.Parallel()
	subject := map[string]any{
		"training": map[string]any{"route": "BBL", "groupSize": 10}, "start": "2026-02-01",
		"facts": map[string]any{"balls": map[string]any{"integer": 3}}, "participations": []any{map[string]any{"targetGroup": "CLOWN"}},
	}
	for _, c := range []struct {
		fact  string
		is    schemes.Comparison
		value string
		want  bool
	}{
		{"/training/route", schemes.Equals, "BBL", true},
		{"/training/route", schemes.NotEquals, "BBL", false},
		{"/training/route", schemes.NotEquals, "DUAAL", true},
		{"/training/groupSize", schemes.AtLeast, "9", true},
		{"/training/groupSize", schemes.LessThan, "9", false},
		{"/start", schemes.LessThan, "2026-02-02", true},
		{"/start", schemes.AtLeast, "2026-02-02", false},
		{"/facts/balls", schemes.Equals, "3", true},
		{"/targetGroup", schemes.Equals, "CLOWN", true},
		{"/end", schemes.NotEquals, "2026-02-01", false},
		{"/participations/7/key", schemes.Equals, "p1", false},
		{"/training/route", "LIKE", "BBL", false},
	} {
		if got := allHold([]schemes.Condition{{Fact: c.fact, Is: c.is, Value: c.value}}, subject, "/participations/0"); got != c.want {
			t.Errorf("%s %s %s: %t", c.fact, c.is, c.value, got)
		}
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

func TestADraftNamesItsCodesAnewAndAReleaseDoesNot(t *testing.T) {
	t.Parallel()
	m := *toy.Scheme.Manifest()
	old := locked(&m)
	m.Rules = slices.Clone(m.Rules)
	m.Rules[len(m.Rules)-1].Code = "TOY-DOC-009"
	for _, c := range []struct {
		version  string
		isUpdate bool
		want     []string
	}{
		{"0.1.0", true, nil},
		{"0.9.9", false, []string{`holds "rule TOY-DOC-001 BLOCKING", which version 0.9.9 no longer declares`, `lacks "rule TOY-DOC-009 BLOCKING"`}},
		{"1.0.0", true, []string{`promises "rule TOY-DOC-001 BLOCKING", which the scheme no longer keeps`}},
		{"1.0.0", false, []string{`promises "rule TOY-DOC-001 BLOCKING"`, `lacks "rule TOY-DOC-009 BLOCKING"`}},
		{"10.0.0", true, []string{`promises "rule TOY-DOC-001 BLOCKING"`}},
	} {
		m.Version = c.version
		got := lockFlaws(&m, old, c.isUpdate)
		if len(got) != len(c.want) {
			t.Errorf("version %s, update %t: %q, want %q", c.version, c.isUpdate, got, c.want)
			continue
		}
		for i, says := range c.want {
			if !strings.Contains(got[i], says) {
				t.Errorf("version %s, update %t: %q does not say %q", c.version, c.isUpdate, got[i], says)
			}
		}
	}
}
