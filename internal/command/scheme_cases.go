package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/penvoerder/penvoerder/internal/kit"
	"github.com/penvoerder/penvoerder/schemes/cases"
	"github.com/penvoerder/penvoerder/schemes/page"
)

type schemeTest struct {
	Names   []string `arg:"" optional:"" name:"slug|dir|file" help:"What to test: a slug (or slug@version), a directory with a plugin.lock, an executable, or the directory of its main package. All there are by default."`
	Cases   string   `help:"Directory of golden cases, where they do not lie beside the release." placeholder:"DIR" type:"path"`
	Process bool     `help:"Ask built-in schemes through their processes, as the server does."`
	asked   `embed:""`
}

// Run puts golden cases to schemes, and reports every difference.
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

type schemeDescribe struct {
	Name     string `arg:"" name:"slug|dir|file" help:"A slug (or slug@version), a directory with a plugin.lock, an executable, or the directory of its main package."`
	Language string `help:"Language of the page." enum:"nl,en" default:"nl"`
	asked    `embed:""`
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

type schemeEvaluate struct {
	Name  string `arg:"" name:"slug|dir|file" help:"A slug (or slug@version), a directory with a plugin.lock, an executable, or the directory of its main package."`
	File  string `arg:"" optional:"" name:"dossier" help:"The dossier, in the form of a golden case; - for standard input." default:"-"`
	asked `embed:""`
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
	if len(j.Impossible) > 0 {
		var told []string
		for _, p := range j.Impossible {
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
