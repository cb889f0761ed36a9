// Package plans is the desk of plans (activiteitenplannen): begin, amend, submit, withdraw, assess and grant, and the
// ledger of what comes of it per budget.
//
// It holds no demand of a regulation. The scheme says whether a plan may be submitted now, and what is wrong with it;
// the desk keeps the order of the process, the arithmetic of the caps and the receipt of each judgement. No
// scheme is asked within a transaction, and nothing is judged when a plan is read.
package plans

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// Catalog has the releases and evaluates questions.
type Catalog interface {
	// InForce returns the release to which a new plan is pinned.
	InForce(slug string) (*catalog.Release, bool)
	// Release returns a release to which a plan may be pinned, also one that was superseded.
	Release(id string) (*catalog.Release, bool)
	// IsInstalled reports whether the release with this id is installed.
	IsInstalled(id string) bool
	// Unpin forgets which release a plan is pinned to.
	Unpin(planID string)
	// Judge evaluates every question, in order, or none.
	Judge(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
	// JudgeEach evaluates every question, in order; each answer may be a failure of its own.
	JudgeEach(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
}

// Config has the parts with which the desk works.
type Config struct {
	Store   *store.Store
	Catalog Catalog
	Guard   *access.Guard
	Clock   *clock.Clock
	Notices *notice.Desk
}

// Desk is safe for concurrent use.
type Desk struct {
	store   *store.Store
	catalog Catalog
	guard   *access.Guard
	clock   *clock.Clock
	notices *notice.Desk
}

// New opens the desk.
func New(c Config) *Desk {
	return &Desk{store: c.Store, catalog: c.Catalog, guard: c.Guard, clock: c.Clock, notices: c.Notices}
}

// now is regulation time, to the second, as questions and windows use it.
func (d *Desk) now() time.Time { return d.clock.Regulation().Truncate(time.Second) }
