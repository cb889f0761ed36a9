package program

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/internal/demo"
)

// fillDemo makes demo data where there is none, and leaves the regulation clock at
// --now or now.
func (p *Program) fillDemo(ctx context.Context) error {
	empty, err := demo.IsEmpty(ctx, p.store)
	if err != nil || !empty || !p.settings.IsDemo() {
		return err
	}
	desks := demo.Desks{
		Store: p.store, Clock: p.clock, Catalog: p.catalog, Identity: p.identity, Organisations: p.organisations,
		Plans: p.plans, Registrations: p.registrations, ProjectFiles: p.projectFiles, Documents: p.documents, Logger: p.log,
	}
	if p.settings.Demo == "empty" {
		return demo.Enrol(ctx, desks)
	}
	if err := demo.Fill(ctx, desks); err != nil {
		return err
	}
	to := time.Now()
	if !p.settings.Now.IsZero() {
		to = p.settings.Now
	}
	if to.Before(p.clock.Regulation()) {
		p.log.Warn("demo data goes further than --now: the regulation clock stays where the data ends", "regulationTime", p.clock.Regulation())
		return p.keepTime(ctx)
	}
	return p.advance(ctx, to)
}
