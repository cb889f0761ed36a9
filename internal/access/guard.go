package access

import (
	"strings"
	"sync"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/policies"
)

// Guard decides by the policy. It is safe for concurrent use, and asks Casbin once for each (subject, object, action).
type Guard struct {
	policy *policy
	store  *store.Store
	known  sync.Map // question to decision
}

// New reads the embedded policy and puts every query of the store under it.
func New(s *store.Store) (*Guard, error) {
	p, err := readPolicy(policies.Model, policies.Policy)
	if err != nil {
		return nil, err
	}
	g := &Guard{policy: p, store: s}
	s.Restrict(g.Predicate)
	return g, nil
}

type question struct {
	isPerson, isToken bool
	role              actor.Role
	scopes            string
	noun              Noun
	action            Action
}

// decide returns the rules under which the actor may do this to a noun; none when it may not.
func (g *Guard) decide(a actor.Actor, n Noun, act Action) (decision, error) {
	q := question{
		isPerson: a.PersonID != "" && a.TokenID == "", isToken: a.TokenID != "",
		role: a.Role, scopes: strings.Join(a.Scopes, " "), noun: n, action: act,
	}
	known, _ := g.known.Load(q)
	if d, ok := known.(decision); ok {
		return d, nil
	}
	d, err := g.ask(q)
	if err != nil {
		return nil, err
	}
	g.known.Store(q, d)
	return d, nil
}

// ask puts the question to the policy, once per subject. A token has the employer's line and a scope's, or nothing.
func (g *Guard) ask(q question) (decision, error) {
	var d decision
	single := []subject{everybody}
	if q.isPerson {
		single = append(single, account, role(q.role))
		if q.role == "" {
			single[2] = noRole
		}
	}
	for _, s := range single {
		l, ok, err := g.policy.decide(s, q.noun, q.action)
		if err != nil {
			return nil, err
		}
		if ok {
			d = append(d, rule{l})
		}
	}
	if !q.isToken || q.role != actor.Employer {
		return d, nil
	}
	byRole, ok, err := g.policy.decide(role(q.role), q.noun, q.action)
	if err != nil || !ok {
		return d, err
	}
	for name := range strings.FieldsSeq(q.scopes) {
		byScope, ok, err := g.policy.decide(scope(name), q.noun, q.action)
		if err != nil {
			return nil, err
		}
		if ok {
			d = append(d, rule{byRole, byScope})
		}
	}
	return d, nil
}
