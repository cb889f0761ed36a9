// Package command is the command line of Penvoerder: it reads flags and settings,
// calls the package that does the work, and writes its result for people. It holds
// no rule of any regulation and decides nothing.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"
)

// line is the command line: one field a command, one tag a setting.
type line struct {
	Config kong.ConfigFlag `help:"Read settings from this YAML file; keys are the names of flags." placeholder:"FILE" env:"PENVOERDER_CONFIG"`

	Serve      serve      `cmd:"" default:"withargs" help:"Run the server (the default)."`
	Plugin     plugin     `cmd:"" help:"Serve one built-in scheme to a server over its standard streams; started by the server itself."`
	Migrate    migrate    `cmd:"" help:"Bring the database to this release, and stop."`
	Admin      admin      `cmd:"" help:"Begin with the first two administrators, who appoint everybody else."`
	Jobs       jobQueue   `cmd:"" help:"Look at what is done beside requests."`
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
