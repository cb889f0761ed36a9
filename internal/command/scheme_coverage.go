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
	State    string   `help:"Only rules in this state." enum:",implemented,core,excused,open" default:""`
	Format   string   `help:"Write a table or JSON." enum:"text,json" default:"text"`
	asked    `embed:""`
}

// Run compares a rulebook with what accounts for it.
func (s *schemeCoverage) Run(ctx context.Context, out *streams) error {
	rules, err := rulebook.Index()
	if s.Rulebook != "" {
		b, err := os.ReadFile(s.Rulebook)
		if err != nil {
			return exitError{malformed, err}
		}
		if rules, err = rulebook.Read(b); err != nil {
			return exitError{malformed, fmt.Errorf("%s: %w", s.Rulebook, err)}
		}
	}
	if err != nil {
		return err
	}
	of, err := s.subjects(ctx)
	if err != nil {
		return exitError{malformed, err}
	}
	c, err := kit.Cover(ctx, rules, of...)
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
	if n := c.Counts[kit.StateOpen]; n > 0 {
		return fmt.Errorf("%d rules are not accounted for: see `penvoerder scheme coverage --state open`", n)
	}
	return nil
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

// shownCases is how many cases a line names before it counts.
const shownCases = 3

func tellCoverage(to io.Writer, c *kit.Coverage) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, r := range c.Rules {
		why := r.Why
		if r.State == kit.StateImplemented {
			why = strings.Join(r.By, ", ")
			if n := len(r.Cases); n > 0 {
				why += "; reached by " + strings.Join(r.Cases[:min(n, shownCases)], ", ")
				if n > shownCases {
					why += fmt.Sprintf(" and %d more", n-shownCases)
				}
			}
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", r.ID, r.State, why) // Flush says what went wrong
	}
	if err := w.Flush(); err != nil {
		return err
	}
	total := 0
	for _, n := range c.Counts {
		total += n
	}
	_, err := fmt.Fprintf(to, "\n%d rules: %d implemented, %d enforced by the core, %d excused, %d open\n", total,
		c.Counts[kit.StateImplemented], c.Counts[kit.StateCore], c.Counts[kit.StateExcused], c.Counts[kit.StateOpen])
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
