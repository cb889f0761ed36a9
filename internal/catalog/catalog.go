// Package catalog knows which releases of which schemes are installed, which one is
// in force, and puts questions to the release that a dossier is pinned to.
//
// It is the only package that talks to plugin processes. It never asks a scheme
// inside a database transaction, and never asks another release than the one that
// was named: a dossier whose release is not installed has to wait for it.
package catalog

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/schemes"
)

// The reasons of the faults of this package, beside those of the host.
const (
	ReasonUnavailable   = host.ReasonUnavailable
	ReasonFailed        = host.ReasonFailed
	ReasonNotInstalled  = "RELEASE_NOT_INSTALLED"       // UNAVAILABLE: no process of this release runs here
	ReasonInTransaction = "SCHEME_ASKED_IN_TRANSACTION" // INTERNAL: a programming error
)

// Config lists the built-in schemes, directories and keys to start with.
type Config struct {
	Store      *store.Store
	Releases   []host.Release // the built-in ones
	Directory  string         // of the operator's plugins, see host.Installed; empty for none
	Parameters string         // of the operator's parameter files, see [Catalog.Refresh]; empty for none
	Trusted    []ed25519.PublicKey
	Poll       time.Duration // how often Refresh is called; zero for never
	Plugin     host.Config   // bounds of each process; its Release and Logger are set here
	Logger     *slog.Logger
	Now        func() time.Time // wall time
}

// Catalog holds the installed releases. It is safe for concurrent use.
type Catalog struct {
	config Config
	log    *slog.Logger
	ended  chan struct{}
	stop   func()         // closes ended
	trying sync.WaitGroup // background work, until it ends

	refreshing sync.Mutex
	told       map[string]string // the problems that were logged, so that each is logged once

	pins sync.Map // release by plan

	mu       sync.RWMutex
	found    map[key]host.Release          // built in, or in the directory when it was last read
	releases map[string]*Release           // by id, all that this database knows
	inForce  map[string]string             // slug to id
	files    map[string]*ent.ParameterFile // in force, by slug
	running  map[string]*host.Process
	missing  map[key]error // found but not started
}

// A key identifies a discovered release.
type key struct{ slug, version, digest string }

func keyOf(r host.Release) key { return key{r.Slug, r.Version, r.Digest} }

// Start starts every release that was found, and makes those known that are new.
// The first release of a slug is put in force; so is the only one found where the
// one in force is not among those found, as after an upgrade of the server. A
// release that does not start is tried again in the background and keeps nothing
// else from starting. From then on the catalogue follows its directories and its
// database, see [Catalog.Refresh]. ctx must be allowed to see and write all rows.
func Start(ctx context.Context, c Config) (*Catalog, error) {
	c.Logger = cmp.Or(c.Logger, slog.New(slog.DiscardHandler))
	if c.Now == nil {
		c.Now = time.Now
	}
	ended := make(chan struct{})
	k := &Catalog{
		config: c, log: c.Logger, ended: ended, stop: sync.OnceFunc(func() { close(ended) }), told: map[string]string{}, found: map[key]host.Release{},
		releases: map[string]*Release{}, inForce: map[string]string{}, files: map[string]*ent.ParameterFile{},
		running: map[string]*host.Process{}, missing: map[key]error{},
	}
	if err := k.begin(ctx); err != nil {
		return nil, errors.Join(err, k.Close())
	}
	if c.Poll > 0 {
		k.background(ctx, k.follow)
	}
	return k, nil
}

// background does something until the catalogue is closed.
func (k *Catalog) background(ctx context.Context, do func(context.Context)) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer cancel()
		select {
		case <-k.ended:
		case <-ctx.Done():
		}
	}()
	k.trying.Go(func() {
		defer cancel()
		do(ctx)
	})
}

// begin starts the releases that are found first.
func (k *Catalog) begin(ctx context.Context) error {
	if err := k.readRows(ctx); err != nil {
		return err
	}
	found, err := k.look()
	if err != nil {
		return err
	}
	if err := k.startAll(ctx, found); err != nil {
		return err
	}
	if err := k.succeed(ctx); err != nil {
		return err
	}
	return k.takeInFiles(ctx)
}

// startAll starts releases side by side and makes them known. Those that do not
// start are tried again.
func (k *Catalog) startAll(ctx context.Context, releases []host.Release) error {
	processes, errs := make([]*host.Process, len(releases)), make([]error, len(releases))
	var wg sync.WaitGroup
	for i, r := range releases {
		wg.Go(func() { processes[i], errs[i] = k.start(ctx, r) })
	}
	wg.Wait()
	var started []running
	for i, p := range processes {
		if p != nil {
			started = append(started, running{releases[i], p})
		}
	}
	if err := k.register(ctx, started); err != nil {
		for _, f := range started {
			err = errors.Join(err, f.process.Close())
		}
		return err
	}
	for i, err := range errs {
		if err != nil {
			k.tryAgain(ctx, releases[i], err)
		}
	}
	return nil
}

func (k *Catalog) start(ctx context.Context, r host.Release) (*host.Process, error) {
	c := k.config.Plugin
	c.Release, c.Logger = r, k.log
	return host.Start(ctx, c)
}

// tryAgain starts a release in the background until it succeeds, or is no longer
// found.
func (k *Catalog) tryAgain(ctx context.Context, r host.Release, err error) {
	k.mu.Lock()
	k.missing[keyOf(r)] = err
	k.mu.Unlock()
	k.background(ctx, func(ctx context.Context) {
		for wait := time.Second; ; wait = min(wait*2, time.Minute) {
			k.log.Error("scheme does not start", "scheme", r.Slug, "cause", err, "wait", wait)
			select {
			case <-ctx.Done():
				return
			case <-time.After(wait):
			}
			if !k.isFound(keyOf(r)) {
				k.mu.Lock()
				delete(k.missing, keyOf(r))
				k.mu.Unlock()
				return
			}
			var p *host.Process
			if p, err = k.start(ctx, r); err != nil {
				continue
			}
			if err = k.register(ctx, []running{{r, p}}); err == nil {
				return
			}
			_ = p.Close()
		}
	})
}

func (k *Catalog) isFound(r key) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	_, ok := k.found[r]
	return ok
}

// Close ends all processes and waits until they are gone.
func (k *Catalog) Close() error {
	k.stop()
	k.trying.Wait()
	k.mu.Lock()
	running := slices.Collect(maps.Values(k.running))
	clear(k.running)
	k.mu.Unlock()
	errs := make([]error, len(running))
	var wg sync.WaitGroup
	for i, p := range running {
		wg.Go(func() { errs[i] = p.Close() })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// Schemes returns the releases that new dossiers can get, by slug.
func (k *Catalog) Schemes() []*Release {
	k.mu.RLock()
	defer k.mu.RUnlock()
	out := make([]*Release, 0, len(k.inForce))
	for _, slug := range slices.Sorted(maps.Keys(k.inForce)) {
		if r, ok := k.offered(slug); ok {
			out = append(out, r)
		}
	}
	return out
}

// InForce returns the release that new dossiers of a scheme are pinned to; none
// where the one in force is no longer installed.
func (k *Catalog) InForce(slug string) (*Release, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.offered(slug)
}

func (k *Catalog) offered(slug string) (*Release, bool) {
	r, ok := k.releases[k.inForce[slug]]
	if !ok {
		return nil, false
	}
	_, ok = k.found[r.key()]
	return r, ok
}

// Known returns the release in force of a scheme, also where it is no longer installed: existing dossiers show its
// texts.
func (k *Catalog) Known(slug string) (*Release, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	r, ok := k.releases[k.inForce[slug]]
	return r, ok
}

// Release returns the release of the given id, also one that is superseded or no longer installed: its manifest stays
// readable.
func (k *Catalog) Release(id string) (*Release, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	r, ok := k.releases[id]
	return r, ok
}

// Available reports whether the release in force of a scheme can be asked now.
func (k *Catalog) Available(slug string) bool {
	k.mu.RLock()
	p := k.running[k.inForce[slug]]
	k.mu.RUnlock()
	return p != nil && p.Health().Up
}

// IsInstalled reports whether the release of an id is built in or lies in the
// plugin directory of this server.
func (k *Catalog) IsInstalled(id string) bool {
	r, ok := k.Release(id)
	return ok && k.isFound(r.key())
}

// Answers reports whether this server can put questions to a release now.
func (k *Catalog) Answers(id string) bool {
	k.mu.RLock()
	p := k.running[id]
	k.mu.RUnlock()
	return p != nil && p.Health().Up
}

// Judge puts questions to a release, under the parameter file that it carries, and returns all answers, in order,
// each of them recomputed by the host. If one of them failed there are none: the fault is SCHEME_FAILED.
// SCHEME_UNAVAILABLE and RELEASE_NOT_INSTALLED mean: try again later.
func (k *Catalog) Judge(ctx context.Context, r *Release, qs []schemes.Question) ([]schemes.Answer, error) {
	answers, err := k.JudgeEach(ctx, r, qs)
	if err != nil {
		return nil, err
	}
	for i, a := range answers {
		if a.Failure != "" {
			return nil, fault.Internal(ReasonFailed, fmt.Errorf("question %d of %d: %s", i+1, len(qs), a.Failure))
		}
	}
	return answers, nil
}

// JudgeEach is Judge for dossiers that stand alone: an answer may carry a Failure,
// and then nothing else, and the caller looks at each.
func (k *Catalog) JudgeEach(ctx context.Context, r *Release, qs []schemes.Question) ([]schemes.Answer, error) {
	if store.InTransaction(ctx) || ent.TxFromContext(ctx) != nil {
		return nil, fault.Internal(ReasonInTransaction, errors.New("a scheme is never asked inside a transaction"))
	}
	k.mu.RLock()
	p, ok := k.running[r.ID]
	k.mu.RUnlock()
	if !ok {
		return nil, fault.Unavailable(ReasonNotInstalled, fmt.Errorf("release %s", r.ID))
	}
	return p.Judge(ctx, schemes.Batch{Overrides: r.Overrides(), Questions: qs})
}

// Health is how one installed release is doing.
type Health struct {
	Slug, Version, Digest string
	host.Health
	cause error
}

// Err says why the release cannot be asked now; nil when it can.
func (h Health) Err() error {
	switch {
	case h.cause != nil:
		return fmt.Errorf("scheme %s does not start: %w", h.Slug, h.cause)
	case !h.Up:
		return fmt.Errorf("scheme %s %s is down", h.Slug, h.Version)
	}
	return nil
}

// Health reports on every release that was found, by slug and version.
func (k *Catalog) Health() []Health {
	k.mu.RLock()
	defer k.mu.RUnlock()
	var out []Health
	for id, p := range k.running {
		r := k.releases[id]
		out = append(out, Health{Slug: r.Slug, Version: r.Version, Digest: r.Digest, Health: p.Health()})
	}
	for which, err := range k.missing {
		out = append(out, Health{Slug: which.slug, Version: which.version, Digest: which.digest, cause: err})
	}
	slices.SortFunc(out, func(a, b Health) int {
		return cmp.Or(cmp.Compare(a.Slug, b.Slug), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Digest, b.Digest))
	})
	return out
}
