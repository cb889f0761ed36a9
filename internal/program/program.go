package program

import (
	"errors"
	"log/slog"

	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/desks"
	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Program is the whole server as a value: everything that Open makes, Close ends.
type Program struct {
	settings Settings
	log      *slog.Logger

	store    *store.Store
	clock    *clock.Clock
	catalog  *catalog.Catalog
	releases *catalog.Desk
	desks    *desks.Desks
	queue    *jobs.Queue
	metrics  *metrics

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
