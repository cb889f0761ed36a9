package program

import (
	"context"
	"net/http"

	"github.com/penvoerder/penvoerder/graph"
	"github.com/penvoerder/penvoerder/internal/calendar"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/portal"
	"github.com/penvoerder/penvoerder/schema"
)

// handler routes every path of the server.
func (p *Program) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", p.desks.Identity.Middleware(p.graph(), nil))
	mux.Handle("GET /schema.graphql", schema.Handler())
	mux.Handle("/uploads/{ticket}", p.desks.Documents.Uploads())
	mux.Handle("GET /files/{token}", p.desks.Identity.Middleware(p.desks.Documents.Files(), nil))
	mux.Handle(calendar.Pattern, p.desks.Calendars.Feed())
	mux.Handle("GET "+receipts.Path+"{id}", p.desks.Identity.Middleware(p.desks.Receipts.Receipts(), nil))
	mux.Handle("GET "+receipts.Path+"key", p.desks.Receipts.PublicKey())
	mux.Handle("GET "+pagesPath, p.pages())
	mux.HandleFunc("GET /livez", alive)
	mux.Handle("GET /readyz", readiness(p.checks, p.log))
	if p.settings.AdminAddr == "" {
		mux.Handle("GET /metrics", p.metrics.handler())
	}
	mux.Handle("GET /graphiql/", http.StripPrefix("/graphiql", portal.GraphiQL()))
	mux.Handle("GET /{$}", http.RedirectHandler("/graphiql/", http.StatusFound))
	return secured(crossOrigin(logged(mux, p.log, p.metrics.seconds), p.settings.Origin))
}

// graph is the API.
func (p *Program) graph() http.Handler {
	d := p.desks
	return graph.NewHandler(graph.Config{
		Store: p.store, Guard: d.Guard, Catalog: p.catalog, Clock: p.clock, Identity: d.Identity, Organisations: d.Organisations, Ties: d.Ties,
		Plans: d.Plans, Moves: d.Moves, Rejudge: d.Rejudge, Releases: p.releases, Registrations: d.Registrations,
		ProjectFiles: d.ProjectFiles, Hypotheses: d.Hypotheses, Documents: d.Documents, Receipts: d.Receipts,
		Exchange: d.Exchange, Keeper: d.Keeper, Calendars: d.Calendars,
		AdvanceClock: p.advance, IsDemo: p.settings.IsDemo(), Log: p.log.With("part", "graph"),
	})
}

// checks are the parts that must work before the server is ready. A scheme that is down makes
// its own calls unavailable and nothing else: it is logged, and the server stays ready. So it does without two
// administrators, when nobody can be appointed.
func (p *Program) checks() []check {
	checks := []check{
		{name: "database", run: p.store.Ping},
		{name: "disk", run: p.writable},
		{name: "jobs", run: p.queue.Check, isTold: true},
		{name: "administrators", run: p.desks.Identity.CheckAdministrators, isTold: true},
	}
	for _, h := range p.catalog.Health() {
		checks = append(checks, check{name: "scheme " + h.Slug + " " + h.Version, run: func(context.Context) error { return h.Err() }, isTold: true})
	}
	return checks
}
