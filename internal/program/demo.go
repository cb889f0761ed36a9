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
	of := demo.Desks{
		Store: p.store, Clock: p.clock, Catalog: p.catalog, Identity: p.desks.Identity, Organisations: p.desks.Organisations,
		Plans: p.desks.Plans, Registrations: p.desks.Registrations, ProjectFiles: p.desks.ProjectFiles, Documents: p.desks.Documents, Logger: p.log,
	}
	if p.settings.Demo == "empty" {
		return demo.Enrol(ctx, of)
	}
	if err := demo.Fill(ctx, of); err != nil {
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
