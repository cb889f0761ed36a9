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

// Config says what there is to start.
type Config struct {
	Store     *store.Store
	Releases  []host.Release // the built-in ones
	Directory string         // of the operator's plugins, see host.Installed; empty for none
	Plugin    host.Config    // bounds of each process; its Release and Logger are set here
	Logger    *slog.Logger
	Now       func() time.Time // wall time
}

// Catalog is what is installed. It is safe for concurrent use.
type Catalog struct {
	config Config
	log    *slog.Logger
	stop   context.CancelFunc // ends the attempts to start what did not start
	trying sync.WaitGroup

	mu       sync.RWMutex
	releases map[string]*Release // by id, all that this database knows
	inForce  map[string]string   // slug to id
	running  map[string]*host.Process
	missing  map[string]error // found but not started, by digest
}

// Start starts every release that was found, and makes those known that are new.
// The first release of a slug is put in force; so is the only one found where the
// one in force is not among those found, as after an upgrade of the server. A
// release that does not start is tried again in the background and keeps nothing
// else from starting. ctx must be allowed to see and write all rows.
func Start(ctx context.Context, c Config) (*Catalog, error) {
	c.Logger = cmp.Or(c.Logger, slog.New(slog.DiscardHandler))
	if c.Now == nil {
		c.Now = time.Now
	}
	installed, err := host.Installed(c.Directory)
	if err != nil {
		return nil, err
	}
	c.Releases = slices.Concat(c.Releases, installed)
	retrying, stop := context.WithCancel(context.WithoutCancel(ctx))
	k := &Catalog{
		config: c, log: c.Logger, stop: stop,
		releases: map[string]*Release{}, inForce: map[string]string{}, running: map[string]*host.Process{}, missing: map[string]error{},
	}
	processes, errs := k.startAll(ctx)
	var started []found
	for i, p := range processes {
		if p != nil {
			started = append(started, found{c.Releases[i], p})
		}
	}
	err = k.register(ctx, started)
	if err == nil {
		err = k.succeed(ctx)
	}
	if err != nil {
		for _, f := range started {
			err = errors.Join(err, f.process.Close())
		}
		stop()
		return nil, err
	}
	for i, err := range errs {
		if err != nil {
			k.tryAgain(retrying, c.Releases[i], err)
		}
	}
	return k, nil
}

// startAll starts the releases side by side.
func (k *Catalog) startAll(ctx context.Context) ([]*host.Process, []error) {
	processes, errs := make([]*host.Process, len(k.config.Releases)), make([]error, len(k.config.Releases))
	var wg sync.WaitGroup
	for i, r := range k.config.Releases {
		wg.Go(func() { processes[i], errs[i] = k.start(ctx, r) })
	}
	wg.Wait()
	return processes, errs
}

func (k *Catalog) start(ctx context.Context, r host.Release) (*host.Process, error) {
	c := k.config.Plugin
	c.Release, c.Logger = r, k.log
	return host.Start(ctx, c)
}

// tryAgain starts a release in the background until it succeeds.
func (k *Catalog) tryAgain(ctx context.Context, r host.Release, err error) {
	k.mu.Lock()
	k.missing[r.Digest] = err
	k.mu.Unlock()
	k.trying.Go(func() {
		for wait := time.Second; ; wait = min(wait*2, time.Minute) {
			k.log.Error("scheme does not start", "scheme", r.Slug, "cause", err, "wait", wait)
			select {
			case <-ctx.Done():
				return
			case <-time.After(wait):
			}
			var p *host.Process
			if p, err = k.start(ctx, r); err != nil {
				continue
			}
			if err = k.register(ctx, []found{{r, p}}); err == nil {
				return
			}
			_ = p.Close()
		}
	})
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

// Schemes returns the releases in force, by slug.
func (k *Catalog) Schemes() []*Release {
	k.mu.RLock()
	defer k.mu.RUnlock()
	out := make([]*Release, 0, len(k.inForce))
	for _, slug := range slices.Sorted(maps.Keys(k.inForce)) {
		out = append(out, k.releases[k.inForce[slug]])
	}
	return out
}

// InForce returns the release that new dossiers of a scheme are pinned to.
func (k *Catalog) InForce(slug string) (*Release, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	r, ok := k.releases[k.inForce[slug]]
	return r, ok
}

// Release returns the release of the given id, also one that is superseded or no
// longer installed: what it declared stays readable.
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

// Judge puts questions to the release of the given id and returns all answers, in
// order, each of which was recomputed. If one of them failed there are none: the
// fault is SCHEME_FAILED. SCHEME_UNAVAILABLE and RELEASE_NOT_INSTALLED say to try
// again later.
func (k *Catalog) Judge(ctx context.Context, releaseID string, qs []schemes.Question) ([]schemes.Answer, error) {
	answers, err := k.JudgeEach(ctx, releaseID, qs)
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
func (k *Catalog) JudgeEach(ctx context.Context, releaseID string, qs []schemes.Question) ([]schemes.Answer, error) {
	if store.InTransaction(ctx) || ent.TxFromContext(ctx) != nil {
		return nil, fault.Internal(ReasonInTransaction, errors.New("a scheme is never asked inside a transaction"))
	}
	k.mu.RLock()
	p, ok := k.running[releaseID]
	k.mu.RUnlock()
	if !ok {
		return nil, fault.Unavailable(ReasonNotInstalled, fmt.Errorf("release %s", releaseID))
	}
	return p.Judge(ctx, schemes.Batch{Questions: qs})
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
	for _, r := range k.config.Releases {
		if err, ok := k.missing[r.Digest]; ok {
			out = append(out, Health{Slug: r.Slug, Version: r.Version, Digest: r.Digest, cause: err})
		}
	}
	slices.SortFunc(out, func(a, b Health) int {
		return cmp.Or(cmp.Compare(a.Slug, b.Slug), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Digest, b.Digest))
	})
	return out
}
