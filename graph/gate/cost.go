package gate

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/penvoerder/penvoerder/internal/fault"
)

const (
	pointsOfField = 1
	entriesOfList = 5 // of a plain list that says nothing else
)

// Cost is the cost of an operation, computed before it is executed.
type Cost struct {
	Requested int `json:"requested"` // points
	Limit     int `json:"limit"`
	nodes     int
}

// price is the cost of a selection set, taken once.
type price struct{ points, nodes int }

// till counts the cost of one operation of a validated document; each fragment is counted once.
type till struct {
	doc       *ast.QueryDocument
	variables map[string]any
	limits    Limits
	prices    map[string]price
	err       *gqlerror.Error
}

// count refuses an operation that asks a page without exactly one of first and last, or that costs too much.
func count(doc *ast.QueryDocument, o *ast.OperationDefinition, variables map[string]any, l Limits) (Cost, *gqlerror.Error) {
	t := &till{doc: doc, variables: variables, limits: l, prices: map[string]price{}}
	p := t.set(o.SelectionSet)
	cost := Cost{Requested: p.points, Limit: l.Cost, nodes: p.nodes}
	switch {
	case t.err != nil:
		return cost, t.err
	case p.nodes > l.Nodes:
		return cost, beyond(fmt.Sprintf("nodes (%d, at most %d)", p.nodes, l.Nodes), o.Position)
	case p.points > l.Cost:
		return cost, beyond(fmt.Sprintf("cost (%d, at most %d)", p.points, l.Cost), o.Position)
	}
	return cost, nil
}

func (t *till) set(set ast.SelectionSet) (sum price) {
	for _, selection := range set {
		var p price
		switch f := selection.(type) {
		case *ast.Field:
			p = t.field(f)
		case *ast.InlineFragment:
			p = t.set(f.SelectionSet)
		case *ast.FragmentSpread:
			p = t.fragment(f.Name)
		}
		sum.points, sum.nodes = plus(sum.points, p.points), plus(sum.nodes, p.nodes)
	}
	return sum
}

func (t *till) fragment(name string) price {
	if p, ok := t.prices[name]; ok {
		return p
	}
	p := t.set(t.doc.Fragments.ForName(name).SelectionSet)
	t.prices[name] = p
	return p
}

// field costs its weight, and its children as often as it has entries.
func (t *till) field(f *ast.Field) price {
	if f.Definition == nil || f.Name == "__schema" || f.Name == "__type" {
		return price{points: pointsOfField} // introspection is bounded by its shape
	}
	entries := t.entries(f)
	p := t.set(f.SelectionSet)
	if len(f.SelectionSet) > 0 {
		p.nodes = plus(p.nodes, 1)
	}
	p.points = plus(p.points, pointsOfField)
	return price{points: plus(times(p.points, entries), weightOf(f.Definition)), nodes: times(p.nodes, entries)}
}

// entries is the number of things that a field returns: a page by its size, `ids` by their number, a plain list by
// its usual length.
func (t *till) entries(f *ast.Field) int {
	switch {
	case f.Definition.Arguments.ForName("first") != nil:
		return t.page(f)
	case f.Definition.Type.Elem == nil || f.SelectionSet == nil || isPage(f.ObjectDefinition):
		return 1
	case f.Definition.Arguments.ForName("ids") != nil:
		return t.ids(f)
	}
	if size := number(f.Definition.Directives.ForName("listSize"), "assumed"); size > 0 {
		return size
	}
	return entriesOfList
}

// isPage reports whether a type is a connection: it was multiplied by its size already.
func isPage(d *ast.Definition) bool {
	return d != nil && d.Fields.ForName("pageInfo") != nil
}

// page requires exactly one of first and last, within bounds, wherever a page is asked.
func (t *till) page(f *ast.Field) int {
	args := f.ArgumentMap(t.variables)
	first, last := args["first"], args["last"]
	if (first == nil) == (last == nil) {
		t.refuse(f)
		return 1
	}
	size, ok := whole(first)
	if first == nil {
		size, ok = whole(last)
	}
	if !ok || size < 1 || size > t.limits.Page {
		t.refuse(f)
		return 1
	}
	return size
}

func (t *till) refuse(f *ast.Field) {
	if t.err != nil {
		return
	}
	most := strconv.Itoa(t.limits.Page)
	t.err = refuse(fault.Invalid(nil, reasonPage, fault.Text{
		NL: "Geef " + f.Name + " òf first òf last mee, met een waarde van 1 tot en met " + most + ".",
		EN: "Give " + f.Name + " either first or last, with a value from 1 to " + most + ".",
	}, "1-"+most), f.Position)
}

func (t *till) ids(f *ast.Field) int {
	ids, _ := f.ArgumentMap(t.variables)["ids"].([]any)
	if len(ids) > t.limits.Page && t.err == nil {
		t.err = beyond("ids", f.Position)
	}
	return max(len(ids), 1)
}

func weightOf(d *ast.FieldDefinition) int { return number(d.Directives.ForName("cost"), "weight") }

// number reads a whole number of a directive in the schema; 0 where there is none.
func number(d *ast.Directive, name string) int {
	if d == nil {
		return 0
	}
	n, err := strconv.Atoi(d.Arguments.ForName(name).Value.Raw)
	if err != nil {
		panic("schema: @" + d.Name + " holds no whole number")
	}
	return n
}

// whole reads an Int as a literal or a variable leaves it.
func whole(v any) (int, bool) {
	switch n := v.(type) {
	case int64:
		return int(n), true
	case int:
		return n, true
	case json.Number:
		i, err := n.Int64()
		return int(i), err == nil
	}
	return 0, false
}
