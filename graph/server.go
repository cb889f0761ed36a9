package graph

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/gate"
	"github.com/penvoerder/penvoerder/graph/generated"
	"github.com/penvoerder/penvoerder/graph/transport"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/calendar"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/exchange"
	"github.com/penvoerder/penvoerder/internal/groups/ties"
	"github.com/penvoerder/penvoerder/internal/hypothesis"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/moves"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Catalog knows what is installed.
type Catalog interface {
	// Schemes lists the releases in force, by slug.
	Schemes() []*catalog.Release
	// InForce returns the release that new plans get.
	InForce(slug string) (*catalog.Release, bool)
	// Release returns any release that a dossier can be pinned to.
	Release(id string) (*catalog.Release, bool)
	// Known returns the release in force, also where it is no longer installed.
	Known(slug string) (*catalog.Release, bool)
	// IsInstalled reports whether a release is here for the taking.
	IsInstalled(id string) bool
	// Answers reports whether a release responds now.
	Answers(id string) bool
	// Pin returns the release of a plan, where that is remembered.
	Pin(planID string) (releaseID string, ok bool)
	// Remember the release of a plan, as it was just read.
	Remember(planID, releaseID string)
	// Available reports whether the release in force responds now.
	Available(slug string) bool
}

// Config is what the API stands on.
type Config struct {
	Store         *store.Store
	Guard         *access.Guard
	Catalog       Catalog
	Clock         *clock.Clock
	Identity      *identity.Desk
	Organisations *organisations.Desk
	Ties          *ties.Desk
	Plans         *plans.Desk
	Moves         *moves.Desk
	Releases      *catalog.Desk
	Registrations *registrations.Desk
	ProjectFiles  *projectfiles.Desk
	Hypotheses    *hypothesis.Desk
	Documents     *documents.Desk
	Receipts      *receipts.Desk
	Exchange      *exchange.Desk
	Calendars     *calendar.Desk
	Rejudge       *rejudge.Desk    // nil: what an act marks waits for the next round
	Keeper        transport.Keeper // nil: Idempotency-Key is not looked at

	// AdvanceClock moves regulation time and judges again what that changes; only asked in demo mode.
	AdvanceClock func(ctx context.Context, to time.Time) error

	IsDemo bool
	Limits gate.Limits // zero: gate.Default
	Log    *slog.Logger
}

// NewHandler serves GraphQL requests; the middleware of identity puts the actor in the context.
func NewHandler(c Config) http.Handler {
	r := &root{use: c}
	acts := namedActs{naming: names()}
	if c.Rejudge != nil {
		acts.acts = c.Rejudge
	}
	t := transport.Config{Schema: schemaOf(r), Limits: c.Limits, IsDemo: c.IsDemo, Keeper: c.Keeper, Acts: acts, Log: c.Log}
	h := transport.New(t)
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		h.ServeHTTP(w, req.WithContext(registrations.WithStaff(withRecall(req.Context()))))
	})
}

func schemaOf(r *root) graphql.ExecutableSchema {
	return generated.NewExecutableSchema(generated.Config{Resolvers: r})
}

// root resolves the roots, and is what every other resolver stands on.
type root struct {
	use       Config
	manifests manifests
}

// db reads under the row predicate of who asks.
func (r *root) db() *ent.Client { return r.use.Store.Client() }
