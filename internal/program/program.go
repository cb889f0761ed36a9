package program

import (
	"errors"
	"log/slog"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/exchange"
	"github.com/penvoerder/penvoerder/internal/hypothesis"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/moves"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Program is the whole server as a value: everything that Open makes, Close ends.
type Program struct {
	settings Settings
	log      *slog.Logger

	store         *store.Store
	clock         *clock.Clock
	guard         *access.Guard
	catalog       *catalog.Catalog
	releases      *catalog.Desk
	identity      *identity.Desk
	organisations *organisations.Desk
	plans         *plans.Desk
	moves         *moves.Desk
	documents     *documents.Desk
	receipts      *receipts.Desk
	registrations *registrations.Desk
	projectFiles  *projectfiles.Desk
	hypotheses    *hypothesis.Desk
	rejudge       *rejudge.Desk
	exchange      *exchange.Desk
	keeper        *exchange.Keeper
	queue         *jobs.Queue
	metrics       *metrics

	closers []func() error
}

// Close ends what Open made, in the opposite order.
func (p *Program) Close() error {
	var errs []error
	for i := len(p.closers) - 1; i >= 0; i-- {
		errs = append(errs, p.closers[i]())
	}
	p.closers = nil
	return errors.Join(errs...)
}

func (p *Program) onClose(f func() error) { p.closers = append(p.closers, f) }
