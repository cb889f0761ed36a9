// Package hypothesis is the desk that asks a scheme about facts that are not stored: would this be eligible, how much, and
// what is needed? It stores nothing.
package hypothesis

import (
	"context"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// Catalog is what the desk asks of the schemes.
type Catalog interface {
	// InForce returns the release that answers for a scheme now.
	InForce(slug string) (*catalog.Release, bool)
	// Judge answers every question, in order, or none.
	Judge(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
}

// Config is what the desk works with.
type Config struct {
	Store   *store.Store
	Catalog Catalog
	Guard   *access.Guard
	Clock   *clock.Clock
}

// Desk is safe for concurrent use.
type Desk struct {
	store   *store.Store
	catalog Catalog
	guard   *access.Guard
	clock   *clock.Clock
}

// New opens the desk; c needs all its fields.
func New(c Config) *Desk {
	return &Desk{store: c.Store, catalog: c.Catalog, guard: c.Guard, clock: c.Clock}
}
