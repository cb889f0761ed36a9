// Package intake is the desk at which registrations are taken in by rows, as a partner's own system has them: each row is
// a registration of its own, made or changed by the employer's own key, and a row that is refused touches no other.
//
// What a row states is read as a form is read, and what it comes to is written as any act is.
package intake

import (
	"context"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// Schemes are asked about all rows at once.
type Schemes interface {
	// Judge answers every question, in order, or none.
	Judge(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
}

// Config is what the desk works with.
type Config struct {
	Store    *store.Store
	Schemes  Schemes
	Guard    *access.Guard
	Registry *reading.Registry
	Clerk    *entered.Clerk
}

// Desk is safe for concurrent use.
type Desk struct {
	store    *store.Store
	schemes  Schemes
	guard    *access.Guard
	registry *reading.Registry
	clerk    *entered.Clerk
}

// New opens the desk; c needs all its fields.
func New(c Config) *Desk {
	return &Desk{store: c.Store, schemes: c.Schemes, guard: c.Guard, registry: c.Registry, clerk: c.Clerk}
}
