package registrations

import (
	"context"
	"log/slog"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

const (
	mostAtOnce       = 100 // participants in one request
	mostParticipants = 500 // of one registration
	mostDocuments    = 2000
	mostJudgements   = 250 // cells in one request
	longestNote      = 2000
	longestReference = 100
	longestName      = 200
)

// Catalog is what the desk asks of the schemes.
type Catalog interface {
	// InForce returns the release that answers for a scheme now.
	InForce(slug string) (*catalog.Release, bool)
	// Release returns a release to which a plan may be pinned, also one that was superseded.
	Release(id string) (*catalog.Release, bool)
	// Judge answers every question, in order, or none.
	Judge(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
	// JudgeEach is Judge where single answers may say that the scheme failed on them.
	JudgeEach(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
}

// Employees takes in people who are new to the organisation.
type Employees interface {
	// NewEmployee returns the employee that is stated, not stored yet; what is wrong is gathered at path.
	NewEmployee(ctx context.Context, o *ent.Organisation, in organisations.EmployeeInput, bad *fault.Collector, path ...string) (*ent.Employee, error)
	// InsertEmployee stores it with its line in the audit and its event.
	InsertEmployee(ctx context.Context, tx *ent.Tx, e *ent.Employee, ground access.Ground) error
}

// Uploads hands over the files that came with a ticket.
type Uploads interface {
	Claim(ctx context.Context, ticketID, forID string, path ...string) (*documents.Upload, error)
	Keep(ctx context.Context, tx *ent.Tx, u *documents.Upload, documentID string, path ...string) (*ent.File, error)
	Release(ctx context.Context, u *documents.Upload)
}

// Config is what the desk works with. Logger may be nil.
type Config struct {
	Store     *store.Store
	Catalog   Catalog
	Guard     *access.Guard
	Clock     *clock.Clock
	Employees Employees
	Uploads   Uploads
	Logger    *slog.Logger
}

// Desk is safe for concurrent use.
type Desk struct {
	store     *store.Store
	catalog   Catalog
	guard     *access.Guard
	clock     *clock.Clock
	employees Employees
	uploads   Uploads
	logger    *slog.Logger
}

// New opens the desk.
func New(c Config) *Desk {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return &Desk{
		store: c.Store, catalog: c.Catalog, guard: c.Guard, clock: c.Clock,
		employees: c.Employees, uploads: c.Uploads, logger: c.Logger,
	}
}

// now is regulation time as questions tell it, to the second.
func (d *Desk) now() time.Time { return d.clock.Regulation().Truncate(time.Second) }

// who is the person or token that asks.
func who(ctx context.Context) string {
	a := actor.From(ctx)
	if a.PersonID != "" {
		return a.PersonID
	}
	return a.TokenID
}
