package access

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Predicate is the rule of the store: the rows of this type that the actor may read, by the policy's READ lines. It
// refuses a type that it does not know.
func (g *Guard) Predicate(ctx context.Context, typ string) (store.Predicate, error) {
	t, ok := tables[typ]
	if !ok {
		return nil, nil // the store refuses the query
	}
	if t.noun == "" {
		return store.None, nil
	}
	a := actor.From(ctx)
	d, err := g.decide(a, t.noun, Read)
	if err != nil {
		return nil, err
	}
	if len(d) == 0 {
		return store.None, nil
	}
	for _, r := range d {
		if r.narrowest() == Any {
			return store.All, nil
		}
	}
	return func(s *sql.Selector) { s.Where(t.compile(s, a, d)) }, nil
}

// compile joins the rules by or, and the words within a rule by and; equal rules are written once.
func (t table) compile(s *sql.Selector, a actor.Actor, d decision) *sql.Predicate {
	var either []*sql.Predicate
	written := map[Word]bool{}
	for _, r := range d {
		// All words of a rule beside any are the same one: a scope is never wider or other than its role's line.
		for _, w := range r.narrowest().parts() {
			if !written[w] {
				either = append(either, t.words[w](s, a))
			}
			written[w] = true
		}
	}
	if len(either) == 1 {
		return enclosed(either[0])
	}
	return enclosed(sql.Or(either...))
}

// enclosed puts the predicate between parentheses. Ent leaves them away around an or that is the only member of
// another one, and what follows by and would then belong to its last part alone.
func enclosed(p *sql.Predicate) *sql.Predicate {
	return sql.P(func(b *sql.Builder) { b.Wrap(func(b *sql.Builder) { b.Join(p) }) })
}
