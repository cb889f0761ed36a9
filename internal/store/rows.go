package store

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/intercept"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// Predicate narrows a query to some of its rows. Columns are written with s.C, because the query may join.
type Predicate func(s *sql.Selector)

// Rule says which rows of a type ("Registration") the actor in the context may see. A nil Predicate
// means that there is no rule, and the query is refused: everything has to be said, with All.
type Rule func(ctx context.Context, typ string) (Predicate, error)

// All leaves every row.
func All(*sql.Selector) {}

// None leaves no row.
func None(s *sql.Selector) { s.Where(sql.False()) }

// published is the one type that everybody may read: which regulations are carried out, and how.
const published = "SchemeRelease"

// Restrict puts every query from now on, eager-loaded edges and counts too, under the rule. The platform itself
// (actor.System) sees all, and an anonymous actor sees nothing but releases of schemes, whatever the rule says.
func (s *Store) Restrict(rule Rule) { s.rule.Store(&rule) }

// rows is the one interceptor of every query type. It does not reach mutations, HasXWith and orders by a neighbour's
// count; see docs/decisions/001.
func (s *Store) rows() ent.Interceptor {
	return intercept.TraverseFunc(func(ctx context.Context, q intercept.Query) error {
		who := actor.From(ctx)
		switch {
		case who.System:
			return nil
		case who.IsAnonymous() && q.Type() == published:
			return nil
		case who.IsAnonymous():
			q.WhereP(None)
			return nil
		}
		p, err := s.predicate(ctx, q.Type())
		if err != nil {
			return fmt.Errorf("rows of %s: %w", q.Type(), err)
		}
		q.WhereP(p)
		return nil
	})
}

func (s *Store) predicate(ctx context.Context, typ string) (Predicate, error) {
	rule := s.rule.Load()
	if rule == nil {
		return nil, fault.Internal("NO_ROW_RULE", nil)
	}
	p, err := (*rule)(ctx, typ)
	if err == nil && p == nil {
		err = fault.Internal("NO_ROW_RULE", nil)
	}
	return p, err
}
