package access

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// Permit returns the ground on which the actor in the context may do this to this, or why not: UNAUTHENTICATED for an
// anonymous actor, NOT_FOUND (reason such as PLAN_NOT_FOUND) for a thing out of sight, else FORBIDDEN with reason ROLE, SCOPE,
// NOT_YOURS, NOT_ASSIGNED or FOUR_EYES_REQUIRED.
func (g *Guard) Permit(ctx context.Context, act Action, o Object) (Ground, error) {
	a := actor.From(ctx)
	if a.System {
		return OfPlatform, nil
	}
	if !act.makes() {
		visible, err := g.visible(a, o)
		if err != nil {
			return "", err
		}
		if !visible && a.IsAnonymous() {
			return "", signIn()
		}
		if !visible {
			return "", fault.NotFound(strings.ToUpper(string(o.Noun)) + "_NOT_FOUND")
		}
	}
	ground, why, err := g.judge(ctx, act, o)
	if err != nil {
		return "", err
	}
	if why != "" && a.IsAnonymous() {
		return "", signIn()
	}
	if why != "" {
		return "", fault.Forbidden(why, refusals[why].message)
	}
	return ground, nil
}

// visible reports whether the actor sees this row. What has no READ line for anybody is no row: it is not hidden.
func (g *Guard) visible(a actor.Actor, o Object) (bool, error) {
	d, err := g.decide(a, o.Noun, Read)
	if err != nil {
		return false, err
	}
	if !g.policy.has(o.Noun, Read) {
		return true, nil
	}
	for _, r := range d {
		if covered, err := g.covered(a, r, o); covered || err != nil {
			return covered, err
		}
	}
	return false, nil
}

// judge returns the ground, or else the reason of the refusal.
func (g *Guard) judge(ctx context.Context, act Action, o Object) (Ground, string, error) {
	a := actor.From(ctx)
	d, err := g.decide(a, o.Noun, act)
	if err != nil {
		return "", "", err
	}
	if len(d) == 0 {
		return "", g.lacking(a, o.Noun, act), nil
	}
	why := reasonNotYours
	for _, r := range d {
		covered, err := g.covered(a, r, o)
		if err != nil {
			return "", "", err
		}
		if !covered {
			continue
		}
		kept, err := g.kept(ctx, r, act, o)
		if err != nil {
			return "", "", err
		}
		if kept == "" {
			return r.ground(), "", nil
		}
		why = kept
	}
	return "", why, nil
}

// covered reports whether the words of the rule hold for the row. Where a row does not say, its being seen may: it was
// loaded under the predicate, so that one of the rules to read it holds; the only one that can is the one that does.
func (g *Guard) covered(a actor.Actor, r rule, o Object) (bool, error) {
	switch r.covers(o, a) {
	case yes:
		return true, nil
	case no:
		return false, nil
	}
	reading, err := g.decide(a, o.seen, Read)
	if err != nil {
		return false, err
	}
	var open []rule
	for _, seen := range reading {
		switch seen.covers(o, a) {
		case yes:
			return false, nil
		case unknown:
			open = append(open, seen)
		}
	}
	return len(open) > 0 && !slices.ContainsFunc(open, func(seen rule) bool { return !seen.implies(r) }), nil
}

// kept returns the reason why a condition is not met; empty when all are.
func (g *Guard) kept(ctx context.Context, r rule, act Action, o Object) (string, error) {
	a := actor.From(ctx)
	for _, l := range r {
		for _, c := range l.conditions {
			switch c {
			case Named:
				if len(o.named(act)) == 0 {
					return ReasonNotApplicable, nil
				}
				if !o.names(act, a.Role) {
					return reasonRole, nil
				}
			case Assigned:
				if a.PersonID == "" || o.AssessorID != a.PersonID {
					return reasonNotAssigned, nil
				}
			case Another:
				if a.PersonID == "" || o.PersonID == a.PersonID {
					return reasonFourEyes, nil
				}
			case Second:
				if a.PersonID == "" || slices.Contains(o.Earlier, a.PersonID) {
					return reasonFourEyes, nil
				}
			case Verified:
				if !a.Verified {
					return reasonNotVerified, nil
				}
			case FourEyes, Outsider:
				involved, err := g.isInvolved(ctx, a, c, o)
				if err != nil {
					return "", err
				}
				if involved {
					return reasonFourEyes, nil
				}
			default:
				return "", fmt.Errorf("condition %q has no meaning", c)
			}
		}
	}
	return "", nil
}

// lacking returns the reason where no line of the policy allows the act.
func (g *Guard) lacking(a actor.Actor, n Noun, act Action) string {
	if !g.policy.has(n, act) {
		return ReasonNotApplicable
	}
	if _, ok, err := g.policy.decide(role(a.Role), n, act); a.TokenID != "" && ok && err == nil {
		return reasonScope
	}
	return reasonRole
}

// Sees reports whether the actor may see any row of this noun at all. A row of another noun shows what it
// has of such rows to nobody else.
func (g *Guard) Sees(ctx context.Context, n Noun) bool {
	a := actor.From(ctx)
	if a.System {
		return true
	}
	d, err := g.decide(a, n, Read)
	return err == nil && len(d) > 0
}

// CanReadPersonal reports whether every row of this noun that the actor sees may be read with its personal fields.
// Where it is false, single rows may still be: ask Can for those.
func (g *Guard) CanReadPersonal(ctx context.Context, n Noun) bool {
	a := actor.From(ctx)
	if a.System {
		return true
	}
	reading, err := g.decide(a, n, Read)
	if err != nil || len(reading) == 0 {
		return false
	}
	personal, err := g.decide(a, n, ReadPersonalData)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(reading, func(seen rule) bool {
		return !slices.ContainsFunc(personal, func(p rule) bool { return p.narrowest() == Any || p.narrowest() == seen.narrowest() })
	})
}
