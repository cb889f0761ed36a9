package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/exchange"
	"github.com/penvoerder/penvoerder/internal/hypothesis"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/moves"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/plugins/builtin"
)

// Program is the whole server as a value: everything that Open makes, Close ends.
type Program struct {
	settings Settings
	log      *slog.Logger

	store         *store.Store
	clock         *clock.Clock
	guard         *access.Guard
	catalog       *catalog.Catalog
	releases      *catalog.Desk
	identity      *identity.Desk
	organisations *organisations.Desk
	plans         *plans.Desk
	moves         *moves.Desk
	documents     *documents.Desk
	receipts      *receipts.Desk
	registrations *registrations.Desk
	projectFiles  *projectfiles.Desk
	hypotheses    *hypothesis.Desk
	rejudge       *rejudge.Desk
	exchange      *exchange.Desk
	keeper        *exchange.Keeper
	metrics       *metrics

	closers []func() error
}

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
		{"clock", p.setClock},
		{"schemes", p.startSchemes},
		{"desks", func(context.Context) error { return p.openDesks(publicURL) }},
	} {
		if err := step.do(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return p, nil
}

// Close ends what Open made, in the opposite order.
func (p *Program) Close() error {
	var errs []error
	for i := len(p.closers) - 1; i >= 0; i-- {
		errs = append(errs, p.closers[i]())
	}
	p.closers = nil
	return errors.Join(errs...)
}

func (p *Program) onClose(f func() error) { p.closers = append(p.closers, f) }

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
	trusted, err := trustedKeys(p.settings.ParameterKey)
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

func (p *Program) openDesks(publicURL string) error {
	var err error
	if p.guard, err = access.New(p.store); err != nil {
		return err
	}
	if err := p.openIdentity(publicURL); err != nil {
		return err
	}
	key, err := p.signingKey()
	if err != nil {
		return err
	}
	bucket, err := documents.OpenDirectory(filepath.Join(p.settings.Data, blobDir))
	if err != nil {
		return err
	}
	p.onClose(bucket.Close)
	p.documents, err = documents.New(documents.Config{
		Store: p.store, Guard: p.guard, Clock: p.clock, Bucket: bucket, Key: key, Origin: publicURL,
		MaximumSize: p.settings.MaximumUpload, SpoolDir: filepath.Join(p.settings.Data, spoolDir),
	})
	if err != nil {
		return err
	}
	personKey, err := derived(key, "people")
	if err != nil {
		return err
	}
	p.openDossierDesks(personKey)
	return p.openReceipts(key, publicURL)
}

func (p *Program) openIdentity(publicURL string) error {
	var proxies []netip.Prefix
	for _, t := range p.settings.TrustedProxy {
		prefix, err := netip.ParsePrefix(t)
		if err != nil {
			return fmt.Errorf("--trusted-proxy: %w", err)
		}
		proxies = append(proxies, prefix)
	}
	post, err := p.postOffice()
	if err != nil {
		return err
	}
	u, err := url.Parse(publicURL)
	if err != nil {
		return err
	}
	p.identity, err = identity.New(identity.Config{
		Store: p.store, Guard: p.guard, Clock: p.clock, Mail: post, Log: p.log.With("part", "identity"),
		Secure: u.Scheme == "https", TrustedOrigins: p.settings.Origin, Proxies: proxies, Idle: p.idle(),
	})
	if err != nil {
		return err
	}
	p.onClose(func() error { p.identity.Wait(); return nil })
	return nil
}

// idle is how long a session may lie unused: the desk's own term, or a working day in
// a demo, where nothing is at stake.
func (p *Program) idle() time.Duration {
	if p.settings.isDemo() {
		return 8 * time.Hour
	}
	return 0
}

// postOffice sends mail, or writes it to the data directory where no address is given.
func (p *Program) postOffice() (identity.Mail, error) {
	if p.settings.SMTP == "" {
		return mail.Files{Dir: filepath.Join(p.settings.Data, mailDir)}, nil
	}
	u, err := url.Parse(p.settings.SMTP)
	if err != nil {
		return nil, errors.New("--smtp is not an address such as smtp://user:password@mail.example:587")
	}
	return newSMTP(u, p.settings.MailFrom)
}

func (p *Program) setClock(ctx context.Context) error {
	if !p.settings.isDemo() {
		p.clock = clock.New()
		return nil
	}
	begin, err := p.demoBegin(ctx)
	if err != nil {
		return err
	}
	p.clock = clock.Demo(begin)
	return nil
}

// jobs are what time does by itself.
func (p *Program) jobs() []job {
	return []job{
		{"judge again", time.Minute, func(ctx context.Context) error { return p.judgeDue(ctx) }},
		{"recognise people", time.Hour, func(ctx context.Context) error { _, err := p.organisations.RecognisePeople(ctx); return err }},
		{"forget old answers", time.Hour, p.keeper.Sweep},
		{"end sessions and codes", time.Hour, func(ctx context.Context) error { return p.identity.Sweep(ctx) }},
		{"clear uploads that were never used", time.Hour, func(ctx context.Context) error { _, err := p.documents.Sweep(ctx); return err }},
	}
}

// judgeDue judges again what is due.
func (p *Program) judgeDue(ctx context.Context) error {
	_, err := p.rejudge.Round(ctx)
	return err
}

// advance moves the regulation clock and judges what that changed.
func (p *Program) advance(ctx context.Context, to time.Time) error {
	if err := p.clock.Advance(to); err != nil {
		return err
	}
	if err := p.keepTime(ctx); err != nil {
		return err
	}
	return p.judgeDue(ctx)
}
