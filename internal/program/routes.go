package program

import (
	"context"
	"errors"
	"net/http"

	"github.com/penvoerder/penvoerder/graph"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/portal"
	"github.com/penvoerder/penvoerder/schema"
)

// handler routes every path of the server.
func (p *Program) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", p.identity.Middleware(p.graph(), nil))
	mux.Handle("GET /schema.graphql", schema.Handler())
	mux.Handle("/uploads/{ticket}", p.documents.Uploads())
	mux.Handle("GET /files/{token}", p.identity.Middleware(p.documents.Files(), nil))
	mux.Handle("GET "+receipts.Path+"{id}", p.identity.Middleware(p.receipts.Receipts(), nil))
	mux.Handle("GET "+receipts.Path+"key", p.receipts.PublicKey())
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
	return graph.NewHandler(graph.Config{
		Store: p.store, Guard: p.guard, Catalog: p.catalog, Clock: p.clock, Identity: p.identity, Organisations: p.organisations,
		Plans: p.plans, Moves: p.moves, Rejudge: p.rejudge, Releases: p.releases, Registrations: p.registrations, ProjectFiles: p.projectFiles, Hypotheses: p.hypotheses, Documents: p.documents, Receipts: p.receipts, Exchange: p.exchange, Keeper: p.keeper,
		AdvanceClock: p.advance, IsDemo: p.settings.IsDemo(), Log: p.log.With("part", "graph"),
	})
}

// checks are the parts that must work before the server is ready. A scheme that is down makes
// its own calls unavailable and nothing else: it is logged, and the server stays ready.
func (p *Program) checks() []check {
	checks := []check{{name: "database", run: p.store.Ping}, {name: "jobs", run: p.queue.Check, isTold: true}}
	for _, h := range p.catalog.Health() {
		checks = append(checks, check{name: "scheme " + h.Slug + " " + h.Version, run: p.schemeUp(h.Digest), isTold: true})
	}
	return checks
}

func (p *Program) schemeUp(digest string) func(context.Context) error {
	return func(context.Context) error {
		for _, h := range p.catalog.Health() {
			if h.Digest == digest {
				return h.Err()
			}
		}
		return errors.New("not installed")
	}
}
