// Package page reads lists in pages by keyset: a page begins after the last entry of the one before, found by its place
// in the order and never by counting, so that the thousandth costs what the first does.
//
// A list is ordered by one column, ties are broken by id, and null is larger than every value on both databases.
package page

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent/intercept"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// Most is how many entries a page can hold.
const Most = 100

// Input says which page: First of the rows after After, or Last of those before Before.
type Input struct {
	First, Last   *int
	After, Before *string
	Total         bool // also count the whole list
}

// Order is the order in which a list of N is read: one column, then the id.
type Order[N any] struct {
	Key        Key[N] // the zero Key orders by id alone
	Descending bool
	ID         func(N) string
}

// Page is a part of a list.
type Page[N any] struct {
	Nodes           []N
	HasNextPage     bool
	HasPreviousPage bool
	Total           int // of the whole list; 0 unless asked

	order Order[N]
}

// Cursor is the cursor of one of the page's nodes.
func (p *Page[N]) Cursor(node N) string { return p.order.cursorOf(node) }

// StartCursor is the cursor of the first node; nil on an empty page.
func (p *Page[N]) StartCursor() *string { return p.cursorAt(0) }

// EndCursor is the cursor of the last node; nil on an empty page.
func (p *Page[N]) EndCursor() *string { return p.cursorAt(len(p.Nodes) - 1) }

func (p *Page[N]) cursorAt(i int) *string {
	if len(p.Nodes) == 0 {
		return nil
	}
	c := p.Cursor(p.Nodes[i])
	return &c
}

// Query is an ent query of N, such as *ent.RegistrationQuery.
type Query[N, Q any] interface {
	Clone() Q
	All(ctx context.Context) ([]N, error)
	Count(ctx context.Context) (int, error)
	Exist(ctx context.Context) (bool, error)
}

// Read reads a page of the rows that q selects; q itself stays as it is, and must have no order or limit of its own.
// A size or cursor that cannot be served is INVALID at first, last, after or before.
//
// It takes one statement (and one per eager-loaded edge), a second where the page lies across the border between
// values and nulls or its cursor's entry is gone, and one for the total.
func Read[N any, Q Query[N, Q]](ctx context.Context, q Q, in Input, order Order[N]) (*Page[N], error) {
	w, err := in.window()
	if err != nil {
		return nil, err
	}
	from, err := order.parse(w.cursor, w.path)
	if err != nil {
		return nil, err
	}
	p := &Page[N]{order: order}
	if in.Total {
		if p.Total, err = q.Clone().Count(ctx); err != nil {
			return nil, fmt.Errorf("count the list: %w", err)
		}
	}
	r := reader[N, Q]{query: q, order: order, from: from, up: order.Descending != w.forward}
	if err := r.read(ctx, w.size); err != nil {
		return nil, fmt.Errorf("read a page: %w", err)
	}
	p.Nodes, p.HasNextPage, p.HasPreviousPage = r.nodes, r.more, r.behind
	if !w.forward {
		slices.Reverse(p.Nodes)
		p.HasNextPage, p.HasPreviousPage = r.behind, r.more
	}
	return p, nil
}

// window is an Input that was found to be in order.
type window struct {
	forward bool
	size    int
	cursor  *string
	path    string // where the cursor came from
}

func (in Input) window() (window, error) {
	switch {
	case in.First != nil && in.Last != nil, in.First != nil && in.Before != nil, in.Last != nil && in.After != nil:
		return window{}, fault.Invalid([]string{"first"}, "PAGE_AMBIGUOUS", fault.Text{
			NL: "Gebruik first met after, of last met before.", EN: "Use first with after, or last with before.",
		}, "")
	case in.First != nil:
		return window{forward: true, size: *in.First, cursor: in.After, path: "after"}, checkSize(*in.First, "first")
	case in.Last != nil:
		return window{size: *in.Last, cursor: in.Before, path: "before"}, checkSize(*in.Last, "last")
	}
	return window{}, fault.Invalid([]string{"first"}, "PAGE_SIZE_REQUIRED", fault.Text{
		NL: "Geef met first of last op hoeveel regels een pagina heeft, van 1 tot en met 100.", EN: "Set the size of the page with first or last, from 1 to 100.",
	}, pageSizes)
}

const pageSizes = "1-100"

func checkSize(n int, path string) error {
	if n >= 1 && n <= Most {
		return nil
	}
	return fault.Invalid([]string{path}, "PAGE_SIZE_OUT_OF_RANGE", fault.Text{
		NL: "Vraag per pagina 1 tot en met 100 regels op.", EN: "Ask for 1 to 100 entries a page.",
	}, pageSizes)
}

// reader walks from a place in one direction.
type reader[N any, Q Query[N, Q]] struct {
	query Q
	order Order[N]
	from  *place // nil for the very end of the list
	up    bool   // towards larger values

	nodes  []N
	more   bool // there are others beyond the nodes
	behind bool // there are others on the near side of them
}

// read begins with the entry of the cursor itself, which shows without another query that rows lie behind.
func (r *reader[N, Q]) read(ctx context.Context, n int) error {
	limit := n + 1
	if r.from != nil {
		limit++
	}
	for _, part := range r.order.parts(r.from, r.up, true) {
		if len(r.nodes) >= limit {
			break
		}
		q, err := r.narrow(part)
		if err != nil {
			return err
		}
		generic, err := intercept.NewQuery(q)
		if err != nil {
			return err
		}
		generic.Limit(limit - len(r.nodes))
		nodes, err := q.All(ctx)
		if err != nil {
			return err
		}
		r.nodes = append(r.nodes, nodes...)
	}
	if err := r.lookBehind(ctx); err != nil {
		return err
	}
	if r.more = len(r.nodes) > n; r.more {
		r.nodes = r.nodes[:n]
	}
	return nil
}

// lookBehind drops the entry of the cursor; where that is gone it asks whether anything lies behind.
func (r *reader[N, Q]) lookBehind(ctx context.Context) error {
	if r.from == nil {
		return nil
	}
	if len(r.nodes) > 0 && r.order.ID(r.nodes[0]) == r.from.id {
		r.nodes, r.behind = r.nodes[1:], true
		return nil
	}
	for _, part := range r.order.parts(r.from, !r.up, false) {
		q, err := r.narrow(part)
		if err != nil {
			return err
		}
		if r.behind, err = q.Exist(ctx); err != nil || r.behind {
			return err
		}
	}
	return nil
}

func (r *reader[N, Q]) narrow(part func(*sql.Selector)) (Q, error) {
	q := r.query.Clone()
	generic, err := intercept.NewQuery(q)
	if err != nil {
		return q, err
	}
	generic.WhereP(part)
	return q, nil
}
