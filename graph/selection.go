package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
)

// selection is what the caller asks below a field, so that a list reads for its entries what they will show and no more.
type selection map[string]selection

// asked returns what is asked below the field that is being resolved.
func asked(ctx context.Context) selection {
	if graphql.GetFieldContext(ctx) == nil {
		return nil
	}
	return collect(graphql.GetOperationContext(ctx), graphql.CollectFieldsCtx(ctx, nil))
}

func collect(o *graphql.OperationContext, fields []graphql.CollectedField) selection {
	out := selection{}
	for _, f := range fields {
		below := collect(o, graphql.CollectFields(o, f.Selections, nil))
		if out[f.Name] == nil {
			out[f.Name] = below
			continue
		}
		for name, s := range below { // the same field under another alias
			out[f.Name][name] = s
		}
	}
	return out
}

// at returns what is asked below this path.
func (s selection) at(path ...string) selection {
	for _, name := range path {
		s = s[name]
	}
	return s
}

// any reports whether one of these fields is asked.
func (s selection) any(names ...string) bool {
	for _, name := range names {
		if _, ok := s[name]; ok {
			return true
		}
	}
	return false
}

// entries returns what is asked of the entries of a connection.
func (s selection) entries() selection {
	out := selection{}
	for _, from := range []selection{s["nodes"], s.at("edges", "node")} {
		for name, below := range from {
			out[name] = below
		}
	}
	return out
}

// onlyID reports whether nothing but the identity is asked, which needs no reading.
func (s selection) onlyID() bool {
	for name := range s {
		if name != "id" && name != "__typename" {
			return false
		}
	}
	return true
}

// within reports whether nothing else than these fields is asked.
func (s selection) within(names ...string) bool {
	for name := range s {
		if name != "__typename" && !slices.Contains(names, name) {
			return false
		}
	}
	return true
}
