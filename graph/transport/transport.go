// Package transport takes GraphQL over HTTP: operations by POST with a JSON body, and nothing else.
//
// No GET, no forms, no multipart and no batches: each lets a foreign page act in a browser's session, or one request
// be many. It follows the GraphQL-over-HTTP specification for what it accepts, and never repeats a value that was
// sent.
package transport

import (
	"context"
	"log/slog"
	"mime"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"github.com/penvoerder/penvoerder/graph/gate"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// Keeper carries out a request once, however often it is sent under one key.
type Keeper interface {
	Once(ctx context.Context, key, request string, do func(context.Context) (answer []byte, keep bool)) ([]byte, error)
}

// Acts carries out mutations.
type Acts interface {
	// Around calls act once, in a context of its own, and returns what it does.
	Around(ctx context.Context, act func(context.Context) (any, error)) (any, error)
}

// Config holds the parts of a handler.
type Config struct {
	Schema graphql.ExecutableSchema
	Limits gate.Limits // zero: gate.Default
	IsDemo bool
	Keeper Keeper // nil: Idempotency-Key is not looked at
	Acts   Acts   // nil: the field of a mutation is resolved as any other
	Log    *slog.Logger
}

// Handler serves GraphQL requests. The actor is read from the context.
type Handler struct {
	executor *executor.Executor
	gate     *gate.Gate
	limits   gate.Limits
	keeper   Keeper
	log      *slog.Logger
}

// New returns a handler for the schema of c. Without Limits the default ones apply; without a Log nothing is logged.
func New(c Config) *Handler {
	if c.Limits == (gate.Limits{}) {
		c.Limits = gate.Default()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	g := gate.New(c.Schema.Schema(), c.Limits, c.IsDemo)
	h := &Handler{executor: executor.New(c.Schema), gate: g, limits: c.Limits, keeper: c.Keeper, log: c.Log}
	h.executor.Use(g)
	h.executor.SetQueryCache(g)
	h.executor.SetParserTokenLimit(c.Limits.Tokens)
	h.executor.SetDisableSuggestion(true)
	h.executor.SetErrorPresenter(h.present)
	h.executor.SetRecoverFunc(recovered)
	h.executor.Use(inTurn{acts: c.Acts})
	return h
}

const (
	responseJSON = "application/graphql-response+json"
	legacyJSON   = "application/json"
)

// ServeHTTP serves one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := h.introduce(r.Context(), w, r)
	accepted, ok := negotiate(r.Header.Values("Accept"))
	x := &call{Handler: h, w: w, r: r, accepted: accepted}
	switch {
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		x.refuse(ctx, http.StatusMethodNotAllowed, "METHOD", "Gebruik de methode POST.", "Use the POST method.")
	case !isJSON(r.Header.Get("Content-Type")):
		x.refuse(ctx, http.StatusUnsupportedMediaType, "CONTENT_TYPE", "Stuur het verzoek als application/json.", "Send the request as application/json.")
	case !ok:
		x.refuse(ctx, http.StatusNotAcceptable, "ACCEPT", "Het antwoord is JSON. Laat application/json toe in de header Accept.", "The response is JSON. Allow application/json in the Accept header.")
	default:
		ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(ctx), h.limits.Timeout)
		defer cancel()
		defer x.survive(ctx)
		x.serve(ctx)
	}
}

// introduce completes the actor, and sets the headers that every answer has.
func (h *Handler) introduce(ctx context.Context, w http.ResponseWriter, r *http.Request) context.Context {
	a := actor.From(ctx)
	if a.Language == "" {
		a.Language = Language(r.Header.Get("Accept-Language"))
	}
	if a.RequestID == "" {
		a.RequestID = requestID(r.Header.Get(headerRequestID))
	}
	header := w.Header()
	header.Set(headerRequestID, a.RequestID)
	header.Set("Content-Language", a.Language)
	header.Add("Vary", "Accept, Accept-Language")
	header.Set("Cache-Control", "private, no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	return actor.With(ctx, a)
}

func isJSON(contentType string) bool {
	media, parameters, err := mime.ParseMediaType(contentType)
	charset, told := parameters["charset"]
	return err == nil && media == legacyJSON && (!told || strings.EqualFold(charset, "utf-8"))
}

// negotiate chooses the type of the answer; application/json where nothing is said, as the specification asks.
func negotiate(accept []string) (chosen string, ok bool) {
	if len(accept) == 0 {
		return legacyJSON, true
	}
	for _, one := range strings.Split(strings.Join(accept, ","), ",") {
		media, parameters, err := mime.ParseMediaType(strings.TrimSpace(one))
		if err != nil || parameters["q"] == "0" {
			continue
		}
		switch media {
		case responseJSON:
			return responseJSON, true
		case legacyJSON, "application/*", "*/*":
			chosen, ok = legacyJSON, true
		}
	}
	if !ok {
		return legacyJSON, false
	}
	return chosen, ok
}

// refuse writes the answer to a request that is not GraphQL at all.
func (x *call) refuse(ctx context.Context, status int, reason, nl, en string) {
	x.answer(ctx, status, x.failure(ctx, fault.Invalid(nil, reason, fault.Text{NL: nl, EN: en}, "")))
}

// survive writes the answer after a panic outside every resolver, which would be a fault of this package.
func (x *call) survive(ctx context.Context) {
	if p := recover(); p != nil {
		x.answer(ctx, http.StatusInternalServerError, x.failure(ctx, recovered(ctx, p)))
	}
}
