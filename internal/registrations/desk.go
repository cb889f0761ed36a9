package registrations

import (
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/filing"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/store"
)

const longestNote = 2000

// Catalog is what the desk looks up of the schemes.
type Catalog interface {
	// InForce returns the release that answers for a scheme now.
	InForce(slug string) (*catalog.Release, bool)
	// Release returns a release to which a plan may be pinned, also one that was superseded.
	Release(id string) (*catalog.Release, bool)
}

// Config is what the desk works with.
type Config struct {
	Store    *store.Store
	Catalog  Catalog
	Guard    *access.Guard
	Clock    *clock.Clock
	Registry *reading.Registry
	Clerk    *entered.Clerk
	Uploads  matrix.Uploads
}

// Desk is safe for concurrent use.
type Desk struct {
	store    *store.Store
	catalog  Catalog
	guard    *access.Guard
	clock    *clock.Clock
	registry *reading.Registry
	clerk    *entered.Clerk

	*filing.Desk[*reading.Registration] // the acts on documents
}

// New opens the desk; c needs all its fields.
func New(c Config) *Desk {
	d := &Desk{store: c.Store, catalog: c.Catalog, guard: c.Guard, clock: c.Clock, registry: c.Registry, clerk: c.Clerk}
	d.Desk = d.filing(c)
	return d
}
