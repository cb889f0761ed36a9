package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/penvoerder/penvoerder/internal/kit"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

type schemeCoverage struct {
	Rulebook string   `arg:"" optional:"" help:"A rulebook in YAML; the index in the repository by default."`
	Scheme   []string `help:"Check the account of this scheme instead of those of the built-in ones: a slug, a directory with a plugin.lock, an executable, or the directory of its main package; repeat." placeholder:"NAME"`
	State    string   `help:"Only rules in this state." enum:",implemented,core,not-yet,excused,open" default:""`
	Format   string   `help:"Write a table or JSON." enum:"text,json" default:"text"`
	Tests    []string `help:"Directory of a module with the tests that try what the core enforces; by default the module around each --scheme that is a directory of sources, else the one around the working directory; repeat." placeholder:"DIR" type:"path"`
	Ran      string   `help:"File to which a run of the tests added what it tried (PENVOERDER_TRIED=FILE go test ./...): the tests that are named must have passed in it." placeholder:"FILE" type:"path"`
	asked    `embed:""`
}

// Help says what the states are.
func (s *schemeCoverage) Help() string {
	return `A scheme accounts for each rule of the rulebook in its coverage.yaml. Each rule is in one state:

implemented: by a rule, line, parameter, document … of the manifest. All that is named exists, and a golden case reaches it.

core: enforced by the platform. A test tries to break it and says so with rulebook.Tries(t, "ID"); the test is named.

not-yet: to be enforced, and not enforced today; what is lacking is said.

excused: not for software; the reason is said.

open: nobody accounts for it, or the account is wrong; how to put it right is said.`
}

// Run compares a rulebook with what accounts for it.
func (s *schemeCoverage) Run(ctx context.Context, out *streams) error {
	rules, err := s.rules()
	if err != nil {
		return exitError{malformed, err}
	}
	tries, err := s.tries()
	if err != nil {
		return exitError{malformed, err}
	}
	of, err := s.subjects(ctx)
	if err != nil {
		return exitError{malformed, err}
	}
	c, err := kit.Cover(ctx, rules, tries, of...)
	for _, subject := range of {
		err = errors.Join(err, subject.Close())
	}
	if err != nil {
		return err
	}
	if s.State != "" {
		c.Rules = slices.DeleteFunc(c.Rules, func(r kit.Covered) bool { return r.State != s.State })
	}
	if s.Format == "json" {
		err = writeIndented(out.out, c)
	} else {
		err = tellCoverage(out.out, c)
	}
	if err != nil {
		return err
	}
	if n := c.Counts[kit.StateOpen]; n > 0 && len(tries) == 0 {
		return fmt.Errorf("%d rules are open, and no test was read that tries what the core enforces: run this in the sources, or name their module with --tests", n)
	} else if n > 0 {
		return fmt.Errorf("%d rules are open, each with how to put it right: see `penvoerder scheme coverage --state open`", n)
	}
	return nil
}

// rules reads the rulebook that is named, or the index.
func (s *schemeCoverage) rules() ([]rulebook.Rule, error) {
	if s.Rulebook == "" {
		return rulebook.Index()
	}
	b, err := os.ReadFile(s.Rulebook)
	if err != nil {
		return nil, err
	}
	rules, err := rulebook.Read(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Rulebook, err)
	}
	return rules, nil
}

// tries reads in the tests what they try, and in the record of a run which of them passed.
func (s *schemeCoverage) tries() ([]kit.Try, error) {
	roots, err := s.roots()
	if err != nil {
		return nil, err
	}
	var out []kit.Try
	for _, root := range roots {
		tries, err := kit.Tries(root)
		if err != nil {
			return nil, err
		}
		out = append(out, tries...)
	}
	if s.Ran == "" {
		return out, nil
	}
	record, err := os.ReadFile(s.Ran)
	if err != nil {
		return nil, err
	}
	kit.Ran(out, record)
	return out, nil
}

// roots are the modules whose tests are read; none where there are no sources.
func (s *schemeCoverage) roots() ([]string, error) {
	around := s.Tests
	if len(around) == 0 {
		for _, name := range s.Scheme {
			if info, err := os.Stat(name); err == nil && info.IsDir() {
				around = append(around, name)
			}
		}
	}
	if len(around) == 0 {
		around = []string{"."}
	}
	var out []string
	for _, dir := range around {
		root, err := kit.ModuleRoot(dir)
		switch {
		case err == nil && !slices.Contains(out, root):
			out = append(out, root)
		case err != nil && len(s.Tests) > 0:
			return nil, fmt.Errorf("%s is in no Go module: want the module whose tests try what the core enforces", dir)
		}
	}
	return out, nil
}

// subjects opens the schemes whose accounts are checked: none for all that are built in.
func (s *schemeCoverage) subjects(ctx context.Context) (of []*kit.Subject, err error) {
	if len(s.Scheme) > 0 && s.Rulebook == "" {
		return nil, errors.New("name the rulebook that these schemes account for, a file in YAML, before --scheme")
	}
	for _, name := range s.Scheme {
		subject, err := kit.Open(ctx, name, kit.How{Plugins: s.Plugins, Args: s.Arg})
		if err != nil {
			for _, opened := range of {
				err = errors.Join(err, opened.Close())
			}
			return nil, err
		}
		of = append(of, subject)
	}
	return of, nil
}

// shown is how many cases or tests a line names before it counts.
const shown = 3

// became says of a rule what became of it, and what shows it.
func became(r kit.Covered) string {
	if r.State != kit.StateImplemented && r.State != kit.StateCore {
		return r.Why
	}
	what, tests := r.Why, make([]string, len(r.Tests))
	if r.State == kit.StateImplemented {
		what = strings.Join(r.By, ", ")
	}
	for i, t := range r.Tests {
		tests[i] = t.String()
	}
	return what + few("; tried by ", tests) + few("; reached by ", r.Cases)
}

// few names the first of a list, and counts the others.
func few(before string, all []string) string {
	n := len(all)
	switch {
	case n == 0:
		return ""
	case n > shown:
		return before + strings.Join(all[:shown], ", ") + fmt.Sprintf(" and %d more", n-shown)
	}
	return before + strings.Join(all, ", ")
}

func tellCoverage(to io.Writer, c *kit.Coverage) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, r := range c.Rules {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", r.ID, r.State, became(r)) // Flush says what went wrong
	}
	if err := w.Flush(); err != nil {
		return err
	}
	total := 0
	for _, n := range c.Counts {
		total += n
	}
	_, err := fmt.Fprintf(to, "\n%d rules: %d implemented, %d enforced by the core and tried by a test, %d not yet, %d excused, %d open\n", total,
		c.Counts[kit.StateImplemented], c.Counts[kit.StateCore], c.Counts[kit.StateNotYet], c.Counts[kit.StateExcused], c.Counts[kit.StateOpen])
	return err
}

type schemeDiff struct {
	From    string `arg:"" help:"The release that is compared with: a slug (or slug@version), a directory with a plugin.lock, an executable, or the directory of its main package."`
	To      string `arg:"" help:"The release that takes its place."`
	Plugins string `help:"Directory with installed schemes in which slugs are looked up, instead of among the built-in ones." placeholder:"DIR" type:"path"`
	Cases   string `help:"Directory of golden cases, instead of those that lie beside the releases." placeholder:"DIR" type:"path"`
	Format  string `help:"Write text or JSON." enum:"text,json" default:"text"`
}

// Run compares two releases.
func (s *schemeDiff) Run(ctx context.Context, out *streams) error {
	how := kit.How{Plugins: s.Plugins, Cases: s.Cases}
	var pair [2]*kit.Subject
	for i, name := range []string{s.From, s.To} {
		subject, err := kit.Open(ctx, name, how)
		if err != nil {
			return exitError{malformed, err}
		}
		defer func() { _ = subject.Close() }() // it was only asked
		pair[i] = subject
	}
	d, err := kit.Diff(ctx, pair[0], pair[1])
	if err != nil {
		return err
	}
	if s.Format == "json" {
		err = writeIndented(out.out, d)
	} else {
		err = d.Tell(out.out)
	}
	if err == nil && d.IsBreaking() {
		return errors.New("the second release breaks promises of the first: codes never vanish and never change what they do")
	}
	return err
}
