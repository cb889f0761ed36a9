package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"text/tabwriter"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/kit"
	"github.com/penvoerder/penvoerder/internal/store"
)

type schemeNew struct {
	Name     string `arg:"" name:"name|path" help:"Name of the regulation, such as wow; with --module the directory of the new module."`
	Title    string `help:"What people call it; the name in capitals by default." placeholder:"TEXT"`
	Module   string `help:"Make a Go module of its own with this path, outside the repository." placeholder:"example.org/wow"`
	Slug     string `help:"With --module: the slug, where it is not the last element of the path." placeholder:"wow"`
	Platform string `help:"A checkout of the platform." default:"." type:"path"`
	BuiltIn  bool   `help:"Add the line to plugins/builtin that makes it a part of the server."`
}

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

type schemeInstall struct {
	Source  string   `arg:"" help:"An executable, or the directory of its main package."`
	Plugins string   `help:"The directory of plugins, as the server reads it." placeholder:"DIR" type:"path" required:"" env:"PENVOERDER_PLUGINS"`
	Cases   string   `help:"Directory of the golden cases that go with it, where they do not lie beside it." placeholder:"DIR" type:"path"`
	Arg     []string `help:"An argument with which the executable is started; repeat." placeholder:"WORD" sep:"none"`
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

type schemeList struct {
	Plugins  string `help:"Directory with installed schemes." placeholder:"DIR" type:"path" env:"PENVOERDER_PLUGINS"`
	Data     string `help:"Directory of the SQLite database." default:"var" type:"path" env:"PENVOERDER_DATA"`
	Database string `help:"postgres://… for PostgreSQL; empty for SQLite in the data directory." placeholder:"URL" env:"PENVOERDER_DATABASE"`
	Format   string `help:"Write a table or JSON." enum:"text,json" default:"text"`
}

// Run lists the releases that are built in and installed, and what a database knows of each.
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
