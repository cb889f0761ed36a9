package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/kit"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes/cases"
	"github.com/penvoerder/penvoerder/schemes/page"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

// malformed is the exit code of a command that was given what it cannot read.
const malformed = 2

// Run writes the files of a new scheme.
func (s *schemeNew) Run(out *streams) error {
	n := kit.New{Name: s.Slug, Title: s.Title, Module: s.Module, Checkout: s.Platform, BuiltIn: s.BuiltIn}
	switch {
	case s.Module != "":
		n.Path = s.Name
	case s.Slug != "" && s.Slug != s.Name:
		return exitError{malformed, fmt.Errorf("--slug is %s and the name is %s: want one of them, or --module", s.Slug, s.Name)}
	default:
		n.Name = s.Name
	}
	made, err := n.Make()
	if err != nil {
		return exitError{malformed, err}
	}
	out.say("The regulation %s:\n", made.Slug)
	for _, f := range made.Files {
		out.say("  %s\n", f)
	}
	out.say("\nNext:\n")
	for _, step := range made.Next {
		out.say("  %s\n", step)
	}
	return nil
}

// Run builds, tries and installs one release.
func (s *schemeInstall) Run(ctx context.Context, out *streams) error {
	i, err := kit.Install(ctx, s.Source, s.Plugins, kit.How{Cases: s.Cases, Args: s.Arg})
	if err != nil {
		return err
	}
	if i.IsKnown {
		out.say("%s %s was installed already, in %s\n", i.Slug, i.Version, i.Dir)
		return nil
	}
	out.say("%s %s is installed in %s\n  sha256 %s\n  %d cases passed\n", i.Slug, i.Version, i.Dir, i.SHA256, i.Cases)
	return nil
}

// Run lists what is built in and installed, and what a database knows of it.
func (s *schemeList) Run(ctx context.Context, out *streams) error {
	list, broken, err := kit.AtHand(s.Plugins)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, store.Config{DSN: s.Database, DataDir: s.Data, ReadOnly: true, Connections: 1})
	known := err == nil
	switch {
	case known:
		defer func() { _ = db.Close() }() // it was only read
		if list, err = kit.WithDatabase(actor.AsSystem(ctx), db.Client(), list); err != nil {
			return err
		}
	case s.Database != "" || !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if s.Format == "json" {
		return writeIndented(out.out, list)
	}
	w := tabwriter.NewWriter(out.out, 0, 0, 2, ' ', 0)
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) } // Flush says what went wrong
	say("SLUG\tVERSION\tDIGEST\tAT\tSTATE\tPLANS\tREGISTRATIONS\n")
	for _, l := range list {
		say("%s\t%s\t%.12s\t%s\t%s\t%d\t%d\n", l.Slug, l.Version, l.Digest, or(l.At, "not at hand"), or(l.State, "-"), l.Plans, l.Registrations)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if !known {
		out.say("\nThere is no database in %s: states and dossiers are not known.\n", s.Data)
	}
	return errors.Join(broken...)
}

// Run puts golden cases to schemes, and tells what is not as they want.
func (s *schemeTest) Run(ctx context.Context, out *streams) error {
	how := kit.How{Plugins: s.Plugins, Cases: s.Cases, Args: s.Arg, Process: s.Process}
	names, err := s.names(how)
	if err != nil {
		return exitError{malformed, err}
	}
	w := tabwriter.NewWriter(out.out, 0, 0, 2, ' ', 0)
	var flaws []string
	failed := 0
	for i, name := range names {
		r, subject, err := s.one(ctx, name, how)
		if err != nil {
			_ = w.Flush() // err is what matters
			return err
		}
		if i == 0 {
			_, _ = fmt.Fprintf(w, "SCHEME\tVERSION\tAT\tCASES\tPASSED\tFAILED\n") // Flush says what went wrong
		}
		m := subject.Manifest()
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%d\n", m.Slug, m.Version, subject.Where, r.Cases, r.Cases-len(r.Flaws), len(r.Flaws))
		failed += len(r.Flaws)
		for _, f := range r.Flaws {
			flaws = append(flaws, f.Is...)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if failed > 0 {
		out.say("\n%s\n", strings.Join(flaws, "\n"))
		return fmt.Errorf("cases failed: %d", failed)
	}
	return nil
}

// names says which schemes are meant: those named, else all there are.
func (s *schemeTest) names(how kit.How) ([]string, error) {
	if len(s.Names) > 0 {
		return s.Names, nil
	}
	return how.Names()
}

func (s *schemeTest) one(ctx context.Context, name string, how kit.How) (kit.Result, *kit.Subject, error) {
	subject, err := kit.Open(ctx, name, how)
	if err != nil {
		return kit.Result{}, nil, exitError{malformed, err}
	}
	defer func() { _ = subject.Close() }() // it was only asked
	golden, err := subject.Cases()
	if err != nil {
		return kit.Result{}, nil, err
	}
	r, err := kit.Test(ctx, subject, golden)
	return r, subject, err
}

// Run writes the page of a scheme.
func (s *schemeDescribe) Run(ctx context.Context, out *streams) error {
	subject, err := kit.Open(ctx, s.Name, kit.How{Plugins: s.Plugins, Args: s.Arg})
	if err != nil {
		return exitError{malformed, err}
	}
	defer func() { _ = subject.Close() }() // it was only asked
	_, err = out.out.Write(page.Of(subject.Manifest(), page.Language(s.Language)))
	return err
}

// Run judges the dossier in a file.
func (s *schemeEvaluate) Run(ctx context.Context, out *streams) error {
	name, b, err := s.read()
	if err != nil {
		return exitError{malformed, err}
	}
	q, err := cases.Question(b)
	if err != nil {
		return exitError{malformed, fmt.Errorf("%s: %w", name, err)}
	}
	subject, err := kit.Open(ctx, s.Name, kit.How{Plugins: s.Plugins, Args: s.Arg})
	if err != nil {
		return exitError{malformed, err}
	}
	defer func() { _ = subject.Close() }() // it was only asked
	j, err := kit.Evaluate(ctx, subject, q)
	if err != nil {
		return err
	}
	if err := writeIndented(out.out, j); err != nil {
		return err
	}
	if len(j.Problems) > 0 {
		var told []string
		for _, p := range j.Problems {
			told = append(told, strings.TrimSpace(fmt.Sprintf("%s: %s %s", p.Path, p.Message.EN, p.Expected)))
		}
		return exitError{malformed, fmt.Errorf("%s: this cannot be true of anybody: %s", name, strings.Join(told, "; "))}
	}
	return nil
}

// read returns the dossier, and what to call it.
func (s *schemeEvaluate) read() (name string, b []byte, err error) {
	if s.File == "-" {
		b, err = io.ReadAll(os.Stdin)
		return "standard input", b, err
	}
	b, err = os.ReadFile(s.File)
	return s.File, b, err
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

func writeIndented(to io.Writer, v any) error {
	e := json.NewEncoder(to)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
