package ties

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/groups"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Group is the ties that count around an organisation: all above it, and all below it.
type Group struct {
	number string
	rows   []*ent.Tie
	names  map[string]string // as stated, by number
}

// counting are the states in which a tie counts.
var counting = []string{workflow.Confirmed, workflow.Ending}

// Around reads the ties around the organisation with a number, some statements whatever its size. It is for the platform
// itself: the caller's own sight holds where ctx carries it. Fault: UNAVAILABLE with reason GROUP_TOO_LARGE.
func Around(ctx context.Context, db *ent.Client, number string) (*Group, error) {
	g := &Group{number: number, names: map[string]string{}}
	seen := map[string]bool{}
	if err := g.follow(ctx, db, seen, tie.HeldNumberIn, func(t *ent.Tie) string { return t.HolderNumber }); err != nil {
		return nil, err
	}
	if err := g.follow(ctx, db, seen, tie.HolderNumberIn, func(t *ent.Tie) string { return t.HeldNumber }); err != nil {
		return nil, err
	}
	for _, t := range g.rows {
		g.names[t.HolderNumber], g.names[t.HeldNumber] = t.HolderName, t.HeldName
	}
	return g, nil
}

// follow reads on from organisation to organisation, one statement for each step away.
func (g *Group) follow(ctx context.Context, db *ent.Client, seen map[string]bool, from func(...string) predicate.Tie, to func(*ent.Tie) string) error {
	been := map[string]bool{g.number: true}
	for next := []string{g.number}; len(next) > 0; {
		found, err := db.Tie.Query().Where(from(next...), tie.StateIn(counting...)).Order(tie.ByID()).Limit(groups.Most + 1).All(ctx)
		if err != nil {
			return fmt.Errorf("read ties: %w", err)
		}
		next = nil
		for _, t := range found {
			if !seen[t.ID] {
				seen[t.ID] = true
				g.rows = append(g.rows, t)
			}
			if !been[to(t)] {
				been[to(t)] = true
				next = append(next, to(t))
			}
		}
		if len(g.rows) > groups.Most {
			return fault.Unavailable("GROUP_TOO_LARGE", groups.ErrTooMany)
		}
	}
	return nil
}

// Standing computes the place of the organisation on a day, by what is confirmed now.
func (g *Group) Standing(day time.Time) (groups.Standing, error) {
	all := make([]groups.Tie, len(g.rows))
	known := time.Time{}
	for i, row := range g.rows {
		all[i] = asTie(row)
		if row.ConfirmedAt.After(known) {
			known = *row.ConfirmedAt
		}
	}
	graph, err := groups.On(day, known, all)
	if err != nil {
		return groups.Standing{}, err
	}
	return graph.Standing(g.number), nil
}

// Name is how an organisation is called in the statements; its number where none names it.
func (g *Group) Name(number string) string {
	if name, ok := g.names[number]; ok {
		return name
	}
	return number
}

// organisations are the ids of those that have an account.
func (g *Group) organisations() []string {
	var found []string
	for _, t := range g.rows {
		for _, s := range sides(t) {
			if !slices.Contains(found, s.OrganisationID) {
				found = append(found, s.OrganisationID)
			}
		}
	}
	return found
}

// asTie is a row as it is computed with.
func asTie(row *ent.Tie) groups.Tie {
	t := groups.Tie{
		ID: row.ID, From: row.HolderNumber, To: row.HeldNumber, Kind: groups.Kind(row.Kind), Part: row.Part, Whole: row.Whole,
		Since: row.Since, Until: row.Until, Confirmed: row.ConfirmedAt,
	}
	if row.Body != nil {
		t.Body = groups.Body(*row.Body)
	}
	return t
}

// WithPlans lists, of the organisation and its group, those with a submitted plan that stands under a scheme.
func WithPlans(ctx context.Context, db *ent.Client, s groups.Standing, scheme string) ([]string, error) {
	with, err := db.Organisation.Query().
		Where(organisation.KvkNumberIn(append(s.Group(), s.Of)...), organisation.HasPlansWith(plan.Scheme(scheme), Stands())).
		Select(organisation.FieldKvkNumber).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for plans of a group: %w", err)
	}
	return with, nil
}

// Stands keeps the plans that were submitted and neither withdrawn nor rejected.
func Stands() predicate.Plan {
	return plan.StateIn(workflow.Submitted, workflow.Assessed, workflow.Granted)
}

// Numbers are those of all organisations around, and of the one in the middle.
func (g *Group) Numbers() []string {
	all := []string{g.number}
	for number := range g.names {
		if number != g.number {
			all = append(all, number)
		}
	}
	slices.Sort(all)
	return all
}
