package kit

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

// The states of a rule of a rulebook.
const (
	StateImplemented = "implemented" // by a scheme: By and Cases say where
	StateCore        = "core"        // enforced by the platform: Why says where, Tests which tests try to break it
	StateNotYet      = "not-yet"     // to be enforced, and not enforced today: Why says what is lacking
	StateExcused     = "excused"     // not for software: Why says why not
	StateOpen        = "open"        // nobody accounts for it, or the account is wrong: Why says how
)

// A Coverage says what became of each rule of a rulebook.
type Coverage struct {
	Rules  []Covered      `json:"rules"`
	Counts map[string]int `json:"counts"` // by state
}

// A Covered is one rule, and what became of it.
type Covered struct {
	ID        string   `json:"id"`
	Kind      string   `json:"kind"`
	Statement string   `json:"statement"`
	State     string   `json:"state"`
	By        []string `json:"by,omitempty"`    // of the manifest: "rule SOZW-ELIG-015", "parameter …"
	Cases     []string `json:"cases,omitempty"` // ids of the golden cases that reach it
	Tests     []Try    `json:"tests,omitempty"` // that try to break it
	Why       string   `json:"why,omitempty"`
}

// An account is an entry of a coverage.yaml; exactly one field is set.
type account struct {
	Implemented []string `yaml:"implemented"`
	Core        string   `yaml:"core"`
	NotYet      string   `yaml:"notYet"`
	Excused     string   `yaml:"excused"`
}

// coverageFile is where a scheme accounts for the rulebook, among its papers.
const coverageFile = "coverage.yaml"

// Cover compares a rulebook with what schemes account for, the built-in ones where none
// are named. It asks all their cases to see what is reached, and looks up among the tries
// which tests try to break what the core enforces.
func Cover(ctx context.Context, rules []rulebook.Rule, tries []Try, named ...*Subject) (*Coverage, error) {
	of := named
	if len(of) == 0 {
		of = builtIn()
	}
	ledgers, err := readLedgers(ctx, of)
	if err != nil {
		return nil, err
	}
	for _, l := range ledgers {
		if len(named) > 0 && l.accounts == nil {
			return nil, fmt.Errorf("%s accounts for no rulebook: want a %s beside its cases", l.family, coverageFile)
		}
	}
	out := &Coverage{Counts: map[string]int{StateImplemented: 0, StateCore: 0, StateNotYet: 0, StateExcused: 0, StateOpen: 0}}
	known := map[string]bool{}
	for _, r := range rules {
		known[r.ID] = true
		out.add(cover(r, ledgers, tries))
	}
	for _, l := range ledgers {
		for _, id := range slices.Sorted(maps.Keys(l.accounts)) {
			if !known[id] && l.shares(known) {
				out.add(Covered{ID: id, State: StateOpen, Why: l.family + " accounts for it, and it is not in the rulebook"})
			}
			known[id] = true
		}
	}
	for _, t := range tries {
		if !known[t.Rule] {
			out.add(Covered{ID: t.Rule, State: StateOpen, Why: t.String() + " tries it, and it is not in the rulebook"})
		}
	}
	return out, nil
}

func (c *Coverage) add(r Covered) {
	c.Rules = append(c.Rules, r)
	c.Counts[r.State]++
}

// shares reports whether the rulebook is the one that l accounts for: it has a rule of it.
func (l *ledger) shares(known map[string]bool) bool {
	for id := range l.accounts {
		if known[id] {
			return true
		}
	}
	return false
}

// A ledger is what the schemes of one family account for.
type ledger struct {
	family   string
	accounts map[string]account
	declared map[string]bool     // what the manifests of the family hold, by "rule X", "window Y" …
	reached  map[string][]string // ids of the cases that reach it
}

// readLedgers reads the coverage of each family once: its variants share it.
func readLedgers(ctx context.Context, all []*Subject) ([]*ledger, error) {
	var out []*ledger
	byFamily := map[string]*ledger{}
	for _, s := range all {
		family := s.Manifest().Family
		l := byFamily[family]
		if l == nil {
			l = &ledger{family: family, declared: map[string]bool{}, reached: map[string][]string{}}
			if err := l.read(s); err != nil {
				return nil, err
			}
			byFamily[family], out = l, append(out, l)
		}
		if err := l.add(ctx, s); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// read reads what the family accounts for: nothing, where it rests on no rulebook.
func (l *ledger) read(s *Subject) error {
	b, err := s.beside(coverageFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var file struct {
		Rules map[string]account `yaml:"rules"`
	}
	if err == nil {
		err = yaml.Unmarshal(b, &file)
	}
	if err != nil {
		return fmt.Errorf("%s/%s: %w", l.family, coverageFile, err)
	}
	l.accounts = file.Rules
	return nil
}

// add takes in one scheme of the family: what it declares, and what its cases reach.
func (l *ledger) add(ctx context.Context, s *Subject) error {
	for name := range declared(s.Manifest()) {
		l.declared[name] = true
	}
	golden, err := s.Cases()
	if err != nil {
		return err
	}
	answers, err := judgeAll(ctx, s, golden)
	if err != nil {
		return err
	}
	for i, c := range golden {
		l.declared["case "+c.ID] = true
		for name := range reached(c, answers[i]) {
			if !slices.Contains(l.reached[name], c.ID) {
				l.reached[name] = append(l.reached[name], c.ID)
			}
		}
	}
	return l.addParameters(ctx, s, golden, answers)
}

// cover says what became of one rule.
func cover(r rulebook.Rule, ledgers []*ledger, tries []Try) Covered {
	c := Covered{ID: r.ID, Kind: r.Kind, Statement: r.Statement, State: StateOpen, Why: "no scheme accounts for it"}
	for _, t := range tries {
		if t.Rule == r.ID {
			c.Tests = append(c.Tests, t)
		}
	}
	accounted := 0
	for _, l := range ledgers {
		a, ok := l.accounts[r.ID]
		if !ok {
			continue
		}
		if accounted++; accounted > 1 {
			c.State, c.Why = StateOpen, "two families account for it"
			continue
		}
		l.settle(&c, a)
	}
	return c
}

// settle writes what a says about the rule c.
func (l *ledger) settle(c *Covered, a account) {
	ways := 0
	for _, is := range []bool{len(a.Implemented) > 0, a.Core != "", a.NotYet != "", a.Excused != ""} {
		if is {
			ways++
		}
	}
	switch {
	case ways != 1:
		c.Why = fmt.Sprintf("%s accounts for it in %d ways: want one of implemented, core, notYet, excused", l.family, ways)
	case a.Core != "":
		c.enforced(a.Core)
	case len(a.Implemented) > 0:
		l.implemented(c, a.Implemented)
	case len(c.Tests) > 0:
		c.Why = fmt.Sprintf("%s does not have it enforced, and %s tries to break it: account for it under core", l.family, c.Tests[0])
	case a.NotYet != "":
		c.State, c.Why = StateNotYet, a.NotYet
	default:
		c.State, c.Why = StateExcused, a.Excused
	}
}

// enforced settles a rule that the core is said to enforce: a test tries to break it.
func (c *Covered) enforced(where string) {
	if len(c.Tests) == 0 {
		c.Why = fmt.Sprintf("the core is said to enforce it (%s), and no test of the modules that were read tries to break it: call rulebook.Tries(t, %q) in the test that does, or account for it under notYet with what is lacking", where, c.ID)
		return
	}
	for _, t := range c.Tests {
		if t.Passed != nil && !*t.Passed {
			c.Why = fmt.Sprintf("%s did not pass in that run: it failed, was skipped or was not run", t)
			return
		}
	}
	c.State, c.Why = StateCore, where
}

// implemented settles a rule that the scheme is said to implement: all that is named
// exists, and a case shows what cases can show.
func (l *ledger) implemented(c *Covered, by []string) {
	c.By = by
	for _, name := range by {
		if !l.declared[name] {
			c.Why = fmt.Sprintf("%s says that %q implements it, which does not exist", l.family, name)
			return
		}
		id, isCase := strings.CutPrefix(name, "case ")
		if isCase {
			c.Cases = append(c.Cases, id)
		} else if len(l.reached[name]) == 0 && isShown(name) {
			c.Why = fmt.Sprintf("%s says that %q implements it, and no case reaches that", l.family, name)
			return
		}
		c.Cases = append(c.Cases, l.reached[name]...)
	}
	slices.Sort(c.Cases)
	c.Cases = slices.Compact(c.Cases)
	if len(c.Cases) == 0 && !slices.ContainsFunc(by, isDeadline) {
		c.Why = fmt.Sprintf("%s says that %s implements it, which is announced and obeyed by nothing: name the rule that uses it, or account for it under notYet", l.family, strings.Join(by, ", "))
		return
	}
	c.State, c.Why = StateImplemented, ""
}
