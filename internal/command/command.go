// Package command is the command line of Penvoerder: it reads settings, wires the
// parts into a [Program] and runs it. It holds no rule of any regulation and
// decides nothing; every other package is handed what it needs from here.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// line is the command line: one field a command, one tag a setting.
type line struct {
	Config kong.ConfigFlag `help:"Read settings from this YAML file; keys are the names of flags." placeholder:"FILE" env:"PENVOERDER_CONFIG"`

	Serve      serve      `cmd:"" default:"withargs" help:"Run the server (the default)."`
	Plugin     plugin     `cmd:"" help:"Serve one built-in scheme to a server over its standard streams; started by the server itself."`
	Migrate    migrate    `cmd:"" help:"Bring the database to this release, and stop."`
	Audit      audit      `cmd:"" help:"Prove that the audit log is whole."`
	Parameters parameters `cmd:"" help:"Replace assumptions of regulations by signed files."`
	Verify     verify     `cmd:"" help:"Prove an exported receipt, offline: exit status 0 when it holds, 1 when it does not, 2 when it cannot be read or tried."`
	Scheme     scheme     `cmd:"" help:"Write, test, compare and install regulations."`
}

// Run carries out the command that args name and returns the exit code.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var l line
	exit := -1
	parser, err := kong.New(&l,
		kong.Name("penvoerder"),
		kong.Description("The open platform on which Dutch care-sector training subsidies run. Settings of the server: penvoerder serve --help."),
		kong.UsageOnError(),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exit = code }),
		kong.Configuration(fromYAML),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(&streams{out: stdout, err: stderr}),
	)
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "penvoerder:", err) // the exit code says it too
		return 2
	}
	command, err := parser.Parse(args)
	if exit >= 0 {
		return exit // --help
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "penvoerder: %v\nSee `%s --help`.\n", err, meant(err)) // the exit code says it too
		return 2
	}
	if err := command.Run(); err != nil {
		_, _ = fmt.Fprintln(stderr, "penvoerder:", err) // the exit code says it too
		var coded exitError
		if errors.As(err, &coded) {
			return coded.code
		}
		return 1
	}
	return 0
}

// meant is the command that a line with a mistake seems to be about.
func meant(err error) string {
	var at *kong.ParseError
	if errors.As(err, &at) && at.Context != nil {
		if c := at.Context.Selected(); c != nil && c.Type == kong.CommandNode {
			return c.FullPath()
		}
	}
	return "penvoerder"
}

// An exitError ends a command with another code than 1.
type exitError struct {
	code int
	error
}

func (e exitError) Unwrap() error { return e.error }

// streams are where a command writes for people.
type streams struct{ out, err io.Writer }

// say writes for people; when they are gone, the work goes on.
func (s *streams) say(format string, args ...any) { _, _ = fmt.Fprintf(s.out, format, args...) }

// fromYAML reads settings by the names of flags, so that a flag, a variable and a
// line of the file are the same word. An unknown key is an error, not a wish.
func fromYAML(r io.Reader) (kong.Resolver, error) {
	var settings map[string]any
	if err := yaml.NewDecoder(r).Decode(&settings); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("settings file: %w", err)
	}
	return &fileResolver{settings: settings}, nil
}

type fileResolver struct{ settings map[string]any }

// Validate refuses keys that no flag of the application has.
func (f *fileResolver) Validate(app *kong.Application) error {
	known := map[string]bool{}
	for _, group := range append([]*kong.Node{app.Node}, app.Children...) {
		for _, flag := range group.Flags {
			known[flag.Name] = true
		}
	}
	for key := range f.settings {
		if !known[key] {
			return fmt.Errorf("settings file: %q is not a setting; see --help", key)
		}
	}
	return nil
}

// Resolve returns the value of flag in the file, or nil.
func (f *fileResolver) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	v, ok := f.settings[flag.Name]
	if !ok {
		return nil, nil
	}
	if list, ok := v.([]any); ok {
		parts := make([]string, len(list))
		for i, p := range list {
			parts[i] = fmt.Sprint(p)
		}
		return strings.Join(parts, ","), nil
	}
	return fmt.Sprint(v), nil
}

// isTerminal reports whether w is a terminal, where people read.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
