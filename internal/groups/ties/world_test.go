package ties_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/groups"
	"github.com/penvoerder/penvoerder/internal/groups/ties"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

// Two regional organisations, of which organisations are in the first unless they are moved.
const (
	here  = testworld.RegionalOrganisation
	there = "rgo_daar"
)

var now = time.Date(2025, 12, 1, 9, 0, 0, 0, time.UTC)

type world struct{ *testworld.World }

// each runs a test in a world on both databases.
func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) { test(t, &world{testworld.Open(t, s, toy.Scheme, now)}) })
}

func elsewhere(c *ent.OrganisationCreate) {
	c.SetRegionID("rgn_utrecht").SetRegionalOrganisationID(there)
}

func named(name string) func(*ent.OrganisationCreate) {
	return func(c *ent.OrganisationCreate) { c.SetName(name) }
}

// capital is a tie of so many per cent of the capital.
func capital(holder, held, percent string) ties.StateInput {
	return ties.StateInput{
		Holder: ties.PartyInput{RegisterNumber: holder, Name: "Houder"}, Held: ties.PartyInput{RegisterNumber: held, Name: "Dochter"},
		Kind: string(groups.Capital), Share: ties.ShareInput{Percent: new(typed.Decimal(percent))}, Start: "2015-01-01",
	}
}

func votes(holder, held, percent string) ties.StateInput {
	in := capital(holder, held, percent)
	in.Kind = string(groups.Votes)
	return in
}

func (w *world) states(who context.Context, in ties.StateInput) *ent.Tie {
	w.T.Helper()
	t, err := w.Ties.State(who, in)
	return testworld.Must(w.T, t, err)
}

func confirmation(t *ent.Tie) ties.ConfirmInput {
	return ties.ConfirmInput{ID: t.ID, ExpectedVersion: t.Version, ExtractOn: new(typed.Date("2025-11-24"))}
}

// confirmed is a tie that a leader states and confirms.
func (w *world) confirmed(in ties.StateInput) *ent.Tie {
	w.T.Helper()
	t, err := w.Ties.Confirm(w.Leader(here), confirmation(w.states(w.Leader(here), in)))
	return testworld.Must(w.T, t, err)
}

// top lists who is at the top of an organisation on a day.
func (w *world) top(o *ent.Organisation, day string) string {
	w.T.Helper()
	on, err := time.Parse(time.DateOnly, day)
	w.Must(err)
	around, err := ties.Around(w.System(), w.Store.Client(), o.KvkNumber)
	w.Must(err)
	s, err := around.Standing(on)
	w.Must(err)
	return strings.Join(s.Top, " ")
}

// sees lists who of these see a tie.
func (w *world) sees(t *ent.Tie, all map[string]context.Context) string {
	w.T.Helper()
	var found []string
	for name, who := range all {
		n, err := w.Store.Client().Tie.Query().Count(who)
		w.Must(err)
		one, err := w.Store.Client().Tie.Get(who, t.ID)
		if (err == nil) != (n > 0) {
			w.T.Errorf("%s counts %d and reads %v, %v", name, n, one, err)
		}
		if err == nil {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return strings.Join(found, " ")
}

// happened tells every audit line and event since it was last asked.
func (w *world) happened() []string {
	w.T.Helper()
	var out []string
	lines, events := w.News()
	for _, e := range lines {
		told := e.Act + " by " + *e.Role
		if e.Policy == nil {
			told += " on no ground"
		}
		if e.Reason != nil {
			told += ": " + *e.Reason
		}
		out = append(out, told)
	}
	for _, e := range events {
		out = append(out, fmt.Sprintf("%s v%d", e.Type, *e.SubjectVersion))
	}
	return out
}

// verifying is a desk to which every contact is verified.
func (w *world) verifying() *ties.Desk {
	return ties.New(ties.Config{
		Store: w.Store, Guard: w.Guard, Clock: w.Clock,
		IsVerified: func(context.Context, actor.Actor) (bool, error) { return true, nil },
	})
}
