package testworld

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// Catalog is the catalogue with releases that are judged in this process. Every answer is verified as the host verifies
// it. It is safe for concurrent use once its releases stand.
type Catalog struct {
	Current *catalog.Release // in force
	Calls   atomic.Int64     // of a scheme
	Again   atomic.Int64     // questions that were asked to judge again

	schemes  map[string]schemes.Scheme // by id of the release
	releases map[string]*catalog.Release
	pins     sync.Map

	mu     sync.Mutex
	isDown bool   // no answer is given
	isLate bool   // none to judge again
	during func() // happens once
}

func newCatalog(scheme schemes.Scheme) *Catalog {
	c := &Catalog{schemes: map[string]schemes.Scheme{}, releases: map[string]*catalog.Release{}}
	c.Current = c.Install(scheme)
	c.Current.State = catalog.StateInForce
	return c
}

// Install adds a release that is not in force.
func (c *Catalog) Install(scheme schemes.Scheme) *catalog.Release {
	m := scheme.Manifest()
	r := &catalog.Release{
		ID: ids.New(ids.SchemeRelease), Slug: m.Slug, Version: m.Version, Digest: fmt.Sprint("digest ", len(c.releases)+1),
		State: catalog.StateInstalled, Manifest: m,
	}
	c.schemes[r.ID], c.releases[r.ID] = scheme, r
	return r
}

// During has something happen while a scheme is asked the next time, once.
func (c *Catalog) During(do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.during = do
}

// SetDown has the schemes not answer, or answer again.
func (c *Catalog) SetDown(is bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isDown = is
}

// SetLate has the schemes not answer when they are to judge again, or answer again.
func (c *Catalog) SetLate(is bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isLate = is
}

// InForce returns the release in force.
func (c *Catalog) InForce(slug string) (*catalog.Release, bool) {
	return c.Current, slug == c.Current.Slug
}

// Known returns the release that was in force last.
func (c *Catalog) Known(slug string) (*catalog.Release, bool) { return c.InForce(slug) }

// Schemes lists the releases in force.
func (c *Catalog) Schemes() []*catalog.Release { return []*catalog.Release{c.Current} }

// Release returns a release.
func (c *Catalog) Release(id string) (*catalog.Release, bool) {
	r, ok := c.releases[id]
	return r, ok
}

// IsInstalled reports whether there is such a release.
func (c *Catalog) IsInstalled(id string) bool {
	_, ok := c.releases[id]
	return ok
}

// Answers reports whether such a release would be asked.
func (c *Catalog) Answers(id string) bool { return c.IsInstalled(id) }

// Available reports whether a scheme would be asked.
func (c *Catalog) Available(slug string) bool { return slug == c.Current.Slug }

// Pin returns the release by which a plan is judged, where it is remembered.
func (c *Catalog) Pin(planID string) (string, bool) {
	pin, _ := c.pins.Load(planID)
	id, ok := pin.(string)
	return id, ok
}

// Remember keeps by which release a plan is judged.
func (c *Catalog) Remember(planID, releaseID string) { c.pins.Store(planID, releaseID) }

// Unpin forgets it.
func (c *Catalog) Unpin(planID string) { c.pins.Delete(planID) }

// Judge asks a scheme.
func (c *Catalog) Judge(ctx context.Context, r *catalog.Release, qs []schemes.Question) ([]schemes.Answer, error) {
	if err := c.happen(func() bool { return c.isDown }); err != nil {
		return nil, err
	}
	return c.ask(ctx, r, qs)
}

// JudgeEach asks a scheme, to judge again.
func (c *Catalog) JudgeEach(ctx context.Context, r *catalog.Release, qs []schemes.Question) ([]schemes.Answer, error) {
	c.Again.Add(int64(len(qs)))
	if err := c.happen(func() bool { return c.isDown || c.isLate }); err != nil {
		return nil, err
	}
	return c.ask(ctx, r, qs)
}

func (c *Catalog) ask(ctx context.Context, r *catalog.Release, qs []schemes.Question) ([]schemes.Answer, error) {
	c.Calls.Add(1)
	if store.InTransaction(ctx) {
		return nil, errors.New("a scheme is asked within a transaction")
	}
	answers, err := c.schemes[r.ID].Judge(ctx, schemes.Batch{Overrides: r.Overrides(), Questions: qs})
	for i, a := range answers {
		if bad := r.Manifest.Verify(qs[i], a, r.Overrides()); bad != nil {
			return nil, bad
		}
	}
	return answers, err
}

// happen has happen what should while a scheme is asked, unless that does not answer.
func (c *Catalog) happen(isSilent func() bool) error {
	c.mu.Lock()
	if isSilent() {
		c.mu.Unlock()
		return fault.Unavailable("SCHEME_UNAVAILABLE", nil)
	}
	during := c.during
	c.during = nil
	c.mu.Unlock()
	if during != nil {
		during()
	}
	return nil
}
