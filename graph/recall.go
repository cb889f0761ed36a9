package graph

import (
	"context"
	"sync"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/registrations"
)

// recall is what one request has read: lists read for all their entries at once, so that no entry reads for itself.
type recall struct {
	receipts       cache[*judgement.Receipt]
	nodes          cache[relay.Node]
	participations cache[[]*ent.Participation] // all of a registration, by name
	cells          cache[[]*ent.Cell]          // of a registration
	outcomes       cache[map[string]int]       // of a registration
	documents      cache[map[string]*ent.Document]
	files          cache[[]*ent.File] // of a document, latest first
	sameFiles      cache[map[string][]*model.SameFile]
	ledgers        cache[[]plans.Budget] // of a plan
	repairs        cache[*ent.Repair]    // open, of a registration or of the project file of a plan
	openCells      cache[int]            // that wait for a judgement, likewise
	resubmitted    cache[bool]           // likewise
	matches        cache[[]*registrations.PossibleMatch]
	projects       cache[*judgement.Receipt]   // of a project file, by plan
	projectCells   cache[[]*ent.Cell]          // likewise, in the order of their columns
	parameters     cache[[]*ent.ParameterFile] // of a scheme, the last one first, without what they say
}

type recallKey struct{}

func withRecall(ctx context.Context) context.Context {
	return context.WithValue(ctx, recallKey{}, &recall{})
}

// recalled returns what the request has read; outside of one nothing is remembered.
func recalled(ctx context.Context) *recall {
	if r, ok := ctx.Value(recallKey{}).(*recall); ok {
		return r
	}
	return &recall{}
}

// cache holds one value per id, each read once however many fields ask for it at the same time.
type cache[V any] struct {
	mu      sync.Mutex
	entries map[string]*cached[V]
}

type cached[V any] struct {
	once  sync.Once
	value V
	err   error
}

func (c *cache[V]) entry(id string) *cached[V] {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries == nil {
		c.entries = map[string]*cached[V]{}
	}
	e, ok := c.entries[id]
	if !ok {
		e = &cached[V]{}
		c.entries[id] = e
	}
	return e
}

func (c *cache[V]) get(id string, read func() (V, error)) (V, error) {
	e := c.entry(id)
	e.once.Do(func() { e.value, e.err = read() })
	return e.value, e.err
}

// put keeps what was read for a list; what is there already stays.
func (c *cache[V]) put(id string, v V) {
	e := c.entry(id)
	e.once.Do(func() { e.value = v })
}

// lacks returns the ids of which nothing is kept, each once.
func (c *cache[V]) lacks(ids []string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := map[string]bool{}
	var out []string
	for _, id := range ids {
		if _, ok := c.entries[id]; !ok && id != "" && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
