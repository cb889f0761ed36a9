package exchange

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/store"
)

// mostRows is how many rows one call takes in.
const mostRows = 250

// Config holds the dependencies of the desk.
type Config struct {
	Store         *store.Store
	Guard         *access.Guard
	Organisations *organisations.Desk
	Intake        *intake.Desk
}

// Desk is safe for concurrent use.
type Desk struct {
	store         *store.Store
	guard         *access.Guard
	organisations *organisations.Desk
	intake        *intake.Desk
}

// New opens the desk; c needs all its fields.
func New(c Config) *Desk {
	return &Desk{store: c.Store, guard: c.Guard, organisations: c.Organisations, intake: c.Intake}
}

// Events returns the changes within the caller's sight after the cursor, oldest first, each at least once and in the
// order of commits; more says that others follow already. An empty cursor is the beginning.
func (d *Desk) Events(ctx context.Context, after string, first int, types []string) (events []*ent.Event, more bool, err error) {
	return outbox.After(ctx, d.store, after, first, types...)
}

func tooManyRows() error {
	return fault.Invalid([]string{"input", "rows"}, "TOO_MANY_ROWS", fault.Text{
		NL: "Stuur 1 tot en met 250 rijen per verzoek.", EN: "Send 1 to 250 rows in one request.",
	}, "1-250")
}

func repeated(path []string) error {
	return fault.Invalid(path, "REFERENCE_REPEATED", fault.Text{
		NL: "Deze referentie staat al in een eerdere rij. Geef elke rij een eigen referentie.", EN: "This reference is already used in an earlier row. Give each row its own reference.",
	}, "")
}
