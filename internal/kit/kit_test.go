package kit

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/plugins/builtin"
	"github.com/penvoerder/penvoerder/plugins/plugintest"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

func TestMain(m *testing.M) {
	plugintest.Main(m, func() {
		if err := builtin.Serve(os.Args[2]); err != nil {
			panic(err)
		}
	})
}

// inMemory is toy as a subject, with its cases.
func inMemory(s schemes.Scheme) *Subject {
	return &Subject{Scheme: s, Where: "memory", papers: toy.Papers, dir: casesDir, named: "toy/cases"}
}

// changed is toy with another manifest and other answers.
type changed struct {
	schemes.Scheme
	manifest schemes.Manifest
	alter    func(*schemes.Answer)
}

func (s changed) Manifest() *schemes.Manifest { return &s.manifest }

func (s changed) Judge(ctx context.Context, b schemes.Batch) ([]schemes.Answer, error) {
	as, err := s.Scheme.Judge(ctx, b)
	for i := range as {
		if s.alter != nil {
			s.alter(&as[i])
		}
	}
	return as, err
}

func change(f func(*schemes.Manifest), alter func(*schemes.Answer)) *Subject {
	m := *toy.Scheme.Manifest()
	m.Rules, m.Lines, m.Parameters, m.Facts = slices.Clone(m.Rules), slices.Clone(m.Lines), slices.Clone(m.Parameters), slices.Clone(m.Facts)
	if f != nil {
		f(&m)
	}
	return inMemory(changed{toy.Scheme, m, alter})
}

func TestGoldenCasesOfABuiltInSchemePassInMemoryAndThroughItsProcess(t *testing.T) {
	t.Parallel()
	for _, process := range []bool{false, true} {
		s, err := Open(t.Context(), "sozw-2026", How{Process: process})
		if err != nil {
			t.Fatal(err)
		}
		golden, err := s.Cases()
		if err != nil {
			t.Fatal(err)
		}
		r, err := Test(t.Context(), s, golden)
		if err != nil || r.Cases < 70 || len(r.Flaws) > 0 {
			t.Errorf("process %t: %d cases, %d flaws, %v", process, r.Cases, len(r.Flaws), err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAFailingCaseIsNamedWithItsPlace(t *testing.T) {
	t.Parallel()
	s := change(nil, func(a *schemes.Answer) { a.Whole.Findings = nil })
	golden, err := s.Cases()
	if err != nil {
		t.Fatal(err)
	}
	r, err := Test(t.Context(), s, golden)
	if err != nil || len(r.Flaws) == 0 || !strings.HasPrefix(r.Flaws[0].Is[0], "toy/cases/toy.yaml:") {
		t.Errorf("flaws are %+v, %v", r.Flaws, err)
	}
}

func TestWhatCannotBeOpenedSaysWhatCouldBe(t *testing.T) {
	t.Parallel()
	for name, says := range map[string]string{
		"sozw":                     "want a built-in scheme: ",
		"./nowhere":                "want a built-in scheme: ",
		t.TempDir():                "want a built-in scheme: ",
		"../../schemes/toy/doc.go": "want a built-in scheme: ",
	} {
		if _, err := Open(t.Context(), name, How{}); err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "sozw-2026") {
			t.Errorf("%s gave %v", name, err)
		}
	}
}

func TestAJudgementIsInWords(t *testing.T) {
	t.Parallel()
	q, err := cases.Question([]byte("asOf: 2025-05-02T10:00:00+02:00\nregistration: {activity: J, start: 2025-05-01, end: 2025-05-06, training: {list: jongleren, code: J1, title: Drie ballen}, facts: {balls: {integer: 3}}}\nparticipant: {targetGroup: CLOWN}"))
	if err != nil {
		t.Fatal(err)
	}
	j, err := Evaluate(t.Context(), inMemory(toy.Scheme), q)
	if err != nil {
		t.Fatal(err)
	}
	f := j.Parts[0].Findings[0]
	if j.Whole.Outcome != schemes.Ineligible || f.Rule != "TOY-ELIG-002" || f.Message.NL != "Oefen minstens 7 dagen." || f.Source.Place == "" || j.Parts[0].Cells[0].Title.NL == "" {
		t.Errorf("judged %+v", j)
	}
	if _, err := Evaluate(t.Context(), change(nil, func(a *schemes.Answer) { a.Whole.Amount = new(schemes.Amount); *a.Whole.Amount = 1 }), q); err == nil {
		t.Error("an amount without a reason was believed")
	}
}

// source is the root of the platform, whose tests try what the core enforces.
const source = "../.."

func TestEveryRuleOfTheRulebookIsAccountedFor(t *testing.T) {
	t.Parallel()
	rules, err := rulebook.Index()
	if err != nil {
		t.Fatal(err)
	}
	tries, err := Tries(source)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Cover(t.Context(), rules, tries)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Rules {
		if r.State == StateOpen || r.State == StateCore && len(r.Tests) == 0 {
			t.Errorf("%s is %s: %s", r.ID, r.State, r.Why)
		}
	}
	if len(c.Rules) != len(rules) || len(rules) != 364 {
		t.Errorf("%d rules of %d are told", len(c.Rules), len(rules))
	}
	i := slices.IndexFunc(c.Rules, func(r Covered) bool { return r.ID == "SOZW-ELIG-015" })
	if r := c.Rules[i]; r.State != StateImplemented || len(r.Cases) == 0 {
		t.Errorf("SOZW-ELIG-015 is %+v", r)
	}
	t.Logf("%v", c.Counts)
}

func TestCoverageFindsWhatIsNotAccountedFor(t *testing.T) {
	t.Parallel()
	rule := rulebook.Rule{ID: "TOY-1"}
	tried := []Try{{Rule: "TOY-2"}, {Rule: "TOY-1", Test: "TestIt"}}
	failed := []Try{{Rule: "TOY-1", Test: "TestIt", Passed: new(false)}}
	passed := []Try{{Rule: "TOY-1", Test: "TestIt", Passed: new(true)}}
	for name, c := range map[string]struct {
		account account
		tries   []Try
		state   string
		says    string
	}{
		"in no way":                       {account{}, nil, StateOpen, "in 0 ways"},
		"two ways at once":                {account{Core: "here", Excused: "there"}, tried, StateOpen, "in 2 ways"},
		"by what does not exist":          {account{Implemented: []string{"rule TOY-ELIG-002", "rule TOY-NONE"}}, nil, StateOpen, `"rule TOY-NONE" implements it, which does not exist`},
		"by what no case reaches":         {account{Implemented: []string{"rule TOY-ELIG-001"}}, nil, StateOpen, `"rule TOY-ELIG-001" implements it, and no case reaches that`},
		"by something that is not":        {account{Implemented: []string{"rule TOY-ELIG-002", "rule TOY-ELIG-001"}}, nil, StateOpen, `"rule TOY-ELIG-001"`},
		"by a document that no case has":  {account{Implemented: []string{"requirement BEWIJS"}}, nil, StateOpen, "no case reaches that"},
		"by what a case reaches":          {account{Implemented: []string{"rule TOY-ELIG-002"}}, nil, StateImplemented, ""},
		"and a test tries it":             {account{Implemented: []string{"rule TOY-ELIG-002"}}, tried, StateImplemented, ""},
		"by what nothing obeys":           {account{Implemented: []string{"window START"}}, nil, StateOpen, "announced and obeyed by nothing"},
		"by a window and a rule":          {account{Implemented: []string{"window START", "rule TOY-ELIG-002"}}, nil, StateImplemented, ""},
		"by a day that binds others":      {account{Implemented: []string{"deadline DECISION"}}, nil, StateImplemented, ""},
		"by the core, tried by nothing":   {account{Core: "the ledger"}, nil, StateOpen, `call rulebook.Tries(t, "TOY-1")`},
		"by the core, and tried":          {account{Core: "the ledger"}, tried, StateCore, "the ledger"},
		"by the core, and tried in a run": {account{Core: "the ledger"}, passed, StateCore, "the ledger"},
		"by the core, and not passed":     {account{Core: "the ledger"}, failed, StateOpen, "did not pass in that run"},
		"not yet":                         {account{NotYet: "no rounds"}, nil, StateNotYet, "no rounds"},
		"not yet, and tried":              {account{NotYet: "no rounds"}, tried, StateOpen, "account for it under core"},
		"excused":                         {account{Excused: "a definition"}, nil, StateExcused, "a definition"},
		"excused, and tried":              {account{Excused: "a definition"}, tried, StateOpen, "account for it under core"},
	} {
		m := declared(toy.Scheme.Manifest())
		m["deadline DECISION"] = true
		l := &ledger{family: "toy", accounts: map[string]account{"TOY-1": c.account}, declared: m, reached: map[string][]string{"rule TOY-ELIG-002": {"DAYS"}}}
		if got := cover(rule, []*ledger{l}, c.tries); got.State != c.state || !strings.Contains(got.Why, c.says) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := cover(rule, []*ledger{{family: "toy"}}, nil); got.State != StateOpen || got.Why != "no scheme accounts for it" {
		t.Errorf("nobody speaks of it: %+v", got)
	}
	l := &ledger{accounts: map[string]account{"TOY-1": {Core: "x"}}}
	if got := cover(rule, []*ledger{l, l}, tried); got.State != StateOpen {
		t.Errorf("two families account for it: %+v", got)
	}
	c, err := Cover(t.Context(), []rulebook.Rule{{ID: "SOZW-DEF-001"}, {ID: "OTHER-1"}}, []Try{{Rule: "SOZW-DEF-0O1", Test: "TestIt"}})
	if err != nil || c.Counts[StateExcused] != 1 || c.Counts[StateOpen] < 2 {
		t.Errorf("a rulebook that lacks rules and has another gives %v, %v", c.Counts, err)
	}
	if last := c.Rules[len(c.Rules)-1]; last.ID != "SOZW-DEF-0O1" || !strings.Contains(last.Why, "TestIt") || !strings.Contains(last.Why, "not in the rulebook") {
		t.Errorf("a test that tries what no rulebook has: %+v", last)
	}
}

func TestDiffTellsBreakingChangesFromOthers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change   func(*schemes.Manifest)
		says     string
		breaking bool
	}{
		"nothing":             {nil, "The manifests are the same.", false},
		"a graver rule":       {func(m *schemes.Manifest) { m.Rules[len(m.Rules)-1].Severity = schemes.Notice }, `severity: "BLOCKING" -> "NOTICE"`, true},
		"a rule that is gone": {func(m *schemes.Manifest) { m.Rules = m.Rules[:len(m.Rules)-1] }, "BREAKING - rule TOY-DOC-001", true},
		"another word":        {func(m *schemes.Manifest) { m.Rules[len(m.Rules)-1].Message.NL = "Anders." }, `message.nl: "De foto is niet van de maand van de start." -> "Anders."`, false},
		"another unit":        {func(m *schemes.Manifest) { m.Lines[0].Unit = schemes.Hours }, "BREAKING ~ line TOY-PLAN-001", true},
		"another rate": {func(m *schemes.Manifest) {
			p := &m.Parameters[0]
			p.Values = slices.Clone(p.Values)
			p.Values[0].Text = "2.75"
		}, `values[0].value: "2.50" -> "2.75"`, false},
		"another type of fact": {func(m *schemes.Manifest) { m.Facts[0].Type = schemes.BooleanFact }, "BREAKING ~ fact PLAN/motto", true},
		"another scheme":       {func(m *schemes.Manifest) { m.Slug, m.Rules = "toy-2", m.Rules[:len(m.Rules)-1] }, "\n- rule TOY-DOC-001", false},
		"one more parameter": {func(m *schemes.Manifest) {
			p := m.Parameters[0]
			p.Code = "new"
			m.Parameters = append(m.Parameters, p)
		}, "+ parameter new", false},
	} {
		d, err := Diff(t.Context(), inMemory(toy.Scheme), change(c.change, nil))
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := d.Tell(&b); err != nil {
			t.Fatal(err)
		}
		if d.IsBreaking() != c.breaking || !strings.Contains(b.String(), c.says) || len(d.Cases) > 0 {
			t.Errorf("%s: breaking %t, said\n%s", name, d.IsBreaking(), b.String())
		}
	}
}

func TestDiffTellsCaseByCaseWhatIsAnsweredOtherwise(t *testing.T) {
	t.Parallel()
	d, err := Diff(t.Context(), inMemory(toy.Scheme), change(nil, func(a *schemes.Answer) {
		if a.Whole.Amount != nil && *a.Whole.Amount == 25_00 {
			*a.Whole.Amount = 30_00
		}
		for i := range a.Whole.Findings {
			if a.Whole.Findings[i].Rule == "TOY-ELIG-001" {
				a.Whole.Findings[i].Severity = schemes.Notice
			}
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := d.Tell(&b); err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"amount: 25.00 -> 30.00", "no longer: BLOCKING TOY-ELIG-001", "now: NOTICE TOY-ELIG-001", "toy/cases/toy.yaml:"} {
		if !strings.Contains(b.String(), says) {
			t.Errorf("it does not say %q:\n%s", says, b.String())
		}
	}
	if d.Compared == 0 || len(d.Cases) == 0 || len(d.Cases) == d.Compared {
		t.Errorf("%d of %d cases differ", len(d.Cases), d.Compared)
	}
}

func TestInstallPinsWhatTheServerReads(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	plugins := filepath.Join(t.TempDir(), "plugins")
	how := How{Args: []string{builtin.Command, "sozw-2026"}, Cases: "../../schemes/sozw/cases"}
	i, err := Install(t.Context(), exe, plugins, how)
	if err != nil {
		t.Fatal(err)
	}
	if i.Slug != "sozw-2026" || i.Cases < 70 || i.IsKnown {
		t.Errorf("installed %+v", i)
	}
	if again, err := Install(t.Context(), exe, plugins, how); err != nil || !again.IsKnown {
		t.Errorf("the same once more: %+v, %v", again, err)
	}
	list, broken, err := AtHand(plugins)
	if err != nil || len(broken) > 0 || !slices.ContainsFunc(list, func(l Listed) bool { return l.At == i.Dir && l.Digest == i.SHA256 }) {
		t.Errorf("at hand are %+v, %v, %v", list, broken, err)
	}
	s, err := Open(t.Context(), "sozw-2026@"+i.Version, How{Plugins: plugins})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if golden, err := s.Cases(); err != nil || len(golden) != i.Cases {
		t.Errorf("%d cases lie beside it, %v", len(golden), err)
	}
	rules := []rulebook.Rule{{ID: "SOZW-ELIG-015"}, {ID: "NEW-1"}}
	c, err := Cover(t.Context(), rules, nil, s)
	if err != nil || c.Rules[0].State != StateImplemented || len(c.Rules[0].Cases) == 0 || c.Rules[1].State != StateOpen {
		t.Errorf("what is installed accounts for %+v, %v", c, err)
	}
	if left, err := filepath.Glob(filepath.Join(plugins, ".*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	rewrite(t, filepath.Join(i.Dir, "plugin.lock"), func(l *lock) { l.SHA256 = strings.Repeat("0", 64) })
	if _, err := Install(t.Context(), exe, plugins, how); err == nil || !strings.Contains(err.Error(), "raise Version") {
		t.Errorf("another build of the same version gave %v", err)
	}
}

func rewrite(t *testing.T, file string, f func(*lock)) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var l lock
	if err := json.Unmarshal(b, &l); err != nil {
		t.Fatal(err)
	}
	f(&l)
	if err := l.write(filepath.Dir(file)); err != nil {
		t.Fatal(err)
	}
}

func TestWhatFailsItsCasesIsNotInstalled(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	wrong := t.TempDir()
	if err := os.WriteFile(filepath.Join(wrong, "x.yaml"), []byte("cases: [{id: A, title: t, plan: {}, want: {outcome: ELIGIBLE, amount: 1.00}}]"), 0o600); err != nil {
		t.Fatal(err)
	}
	plugins := t.TempDir()
	_, err = Install(t.Context(), exe, plugins, How{Args: []string{builtin.Command, "sozw-2026"}, Cases: wrong})
	if err == nil || !strings.Contains(err.Error(), "fails 1 of its 1 cases") {
		t.Errorf("it gave %v", err)
	}
	if _, err := Install(t.Context(), t.TempDir(), plugins, How{}); err == nil || !strings.Contains(err.Error(), "main package") {
		t.Errorf("an empty directory gave %v", err)
	}
	if entries, err := os.ReadDir(plugins); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestASchemeWithoutCasesSaysSo(t *testing.T) {
	t.Parallel()
	if _, err := (&Subject{Scheme: toy.Scheme}).Cases(); !errors.Is(err, ErrNoCases) {
		t.Errorf("it gave %v", err)
	}
}
