package exchange

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/store"
)

// mostRows is how many rows one call takes in.
const mostRows = 250

// Config is what the desk works with.
type Config struct {
	Store         *store.Store
	Guard         *access.Guard
	Organisations *organisations.Desk
	Registrations *registrations.Desk
}

// Desk is safe for concurrent use.
type Desk struct {
	store         *store.Store
	guard         *access.Guard
	organisations *organisations.Desk
	registrations *registrations.Desk
}

// New opens the desk.
func New(c Config) *Desk {
	return &Desk{store: c.Store, guard: c.Guard, organisations: c.Organisations, registrations: c.Registrations}
}

// Events returns what changed within the caller's sight after the cursor, oldest
// first, each at least once and in the order of commits; more says that others
// follow already. An empty cursor is the beginning.
func (d *Desk) Events(ctx context.Context, after string, first int, types []string) (events []*ent.Event, more bool, err error) {
	return outbox.After(ctx, d.store, after, first, types...)
}

func tooManyRows() error {
	return fault.Invalid([]string{"input", "rows"}, "TOO_MANY_ROWS", fault.Text{
		NL: "Lever 1 tot 250 rijen tegelijk aan.", EN: "Send 1 to 250 rows at once.",
	}, "1-250")
}

func repeated(path []string) error {
	return fault.Invalid(path, "REFERENCE_REPEATED", fault.Text{
		NL: "Deze eigen sleutel komt al voor in een eerdere rij.", EN: "This reference occurs in an earlier row already.",
	}, "")
}
