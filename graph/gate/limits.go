// Package gate refuses a request before anything of it is executed: by its shape before it is validated, by its
// values, by its cost, and by the fields that are closed to anonymous callers.
//
// Each measure is linear in the request: validation is quadratic in duplicate fields and a naive count exponential in
// nested fragments, so the shape comes first and every fragment is weighed once. It knows no rights of dossiers.
package gate

import "time"

// Limits bound one request. Every number of the table can be set; Default is the documented table.
type Limits struct {
	Body       int64 // bytes
	Tokens     int
	Depth      int // of selections, fragments followed
	Selections int // of one operation, fragments followed
	Aliases    int
	Directives int
	Fragments  int
	Operations int // in one document
	Roots      int // root fields of one operation
	Nesting    int // of literals and of variables
	Page       int // most of `first` or `last`
	Nodes      int // objects that an answer may hold
	Cost       int // points, as published in extensions.cost
	Timeout    time.Duration

	// The standard introspection query has a budget of its own.
	IntrospectionDepth int
	IntrospectionRoots int
}

// Default is the table of the documentation.
func Default() Limits {
	return Limits{
		Body: 256 << 10, Tokens: 2000, Depth: 15, Selections: 400, Aliases: 30, Directives: 30, Fragments: 30, Operations: 10, Roots: 10,
		Nesting: 15, Page: 100, Nodes: 20_000, Cost: 50_000, Timeout: 15 * time.Second,
		IntrospectionDepth: 20, IntrospectionRoots: 2,
	}
}
