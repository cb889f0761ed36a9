package program

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/plugins/builtin"
)

// Open opens the database, starts the schemes and makes the desks. It listens to
// nobody yet. publicURL is where browsers reach the server.
func Open(ctx context.Context, s Settings, publicURL string, log *slog.Logger) (_ *Program, err error) {
	p := &Program{settings: s, log: log}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	for _, step := range []struct {
		what string
		do   func(context.Context) error
	}{
		{"metrics", p.serveMetrics},
		{"data directory", p.makeDirectories},
		{"database", p.openStore},
		{"jobs", p.openQueue},
		{"clock", p.setClock},
		{"schemes", p.startSchemes},
		{"desks", func(ctx context.Context) error { return p.openDesks(ctx, publicURL) }},
		{"people", func(ctx context.Context) error { return p.desks.Organisations.RememberKey(ctx) }},
		{"rounds", p.openRounds},
	} {
		if err := step.do(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return p, nil
}

// The directories below --data.
const (
	blobDir  = "files"
	spoolDir = "spool"
	mailDir  = "mail"
)

func (p *Program) makeDirectories(context.Context) error {
	for _, dir := range []string{"", blobDir, spoolDir, mailDir} {
		if err := os.MkdirAll(filepath.Join(p.settings.Data, dir), 0o700); err != nil {
			return err
		}
	}
	return p.findAnchors()
}

// findAnchors refuses a directory for anchors that is not there: one that a disk or a share should bring is not made.
func (p *Program) findAnchors() error {
	if p.settings.AnchorDir == "" {
		return nil
	}
	if is, err := os.Stat(p.settings.AnchorDir); err != nil || !is.IsDir() {
		return fmt.Errorf("--anchor-dir: %s is no directory; make it, or bring up the disk that it is on", p.settings.AnchorDir)
	}
	return nil
}

func (p *Program) openStore(ctx context.Context) error {
	st, err := store.Open(ctx, store.Config{DSN: p.settings.Database, DataDir: p.settings.Data, RequireTLS: p.settings.Production})
	if err != nil {
		return err
	}
	p.store = st
	p.onClose(st.Close)
	if p.settings.Migrate == "auto" {
		return st.Migrate(ctx)
	}
	pending, err := st.Pending(ctx)
	if err == nil && pending > 0 {
		err = fmt.Errorf("the database lacks %d migrations: run `penvoerder migrate` first", pending)
	}
	return err
}

// startSchemes starts the built-in schemes and those of --plugins as processes.
func (p *Program) startSchemes(ctx context.Context) error {
	releases, err := builtin.Releases()
	if err != nil {
		return err
	}
	trusted, err := TrustedKeys(p.settings.ParameterKey)
	if err != nil {
		return err
	}
	config := catalog.Config{
		Store: p.store, Releases: releases, Directory: p.settings.Plugins, Poll: p.settings.PluginPoll,
		Parameters: p.settings.Parameters, Trusted: trusted, Logger: p.log.With("part", "schemes"), Now: p.clock.Wall,
	}
	config.Plugin.StartTimeout, config.Plugin.Deadline = p.settings.PluginStart, p.settings.PluginDeadline
	config.Plugin.Confined = p.settings.ConfinePlugins
	c, err := catalog.Start(actor.AsSystem(ctx), config)
	if err != nil {
		return err
	}
	p.catalog = c
	p.onClose(c.Close)
	return nil
}
