package organisations_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

var (
	regulation = time.Date(2025, 12, 1, 9, 0, 0, 0, time.UTC)
	wall       = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
)

// world is a world with somebody who has no role yet, in which it is noted what would be judged again.
type world struct {
	*testworld.World
	rejudge *rejudge.Desk
	due     []string // plans and registrations that were to be judged again
}

func newWorld(t *testing.T, s *store.Store) *world {
	t.Helper()
	w := &world{World: testworld.Open(t, s, toy.Scheme, regulation, wall)}
	w.rejudge = rejudge.New(rejudge.Config{Store: s, Clock: w.Clock, Plans: w, Registrations: w})
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Person.Create().SetID("per_new").SetName("N").SetEmail("n@x.nl").SetPasswordHash("-").SetCreatedAt(wall).Exec(ctx)
	})
	return w
}

// Load notes what is to be judged again, and finds nothing of it.
func (w *world) Load(_ context.Context, ids []string) ([]rejudge.Subject, map[string]error) {
	w.due = append(w.due, ids...)
	return nil, nil
}

func (w *world) newcomer() context.Context {
	return w.As(actor.Actor{PersonID: "per_new", SessionID: "ses_new"})
}

// groningen is an organisation in Groningen.
func groningen() organisations.CreateInput {
	return organisations.CreateInput{Name: "Zorg", KvkNumber: "12345678", Postcode: "9712 AB", FundingLaws: []string{"WLZ"}}
}

func (w *world) signedUp(change ...func(*organisations.CreateInput)) *ent.Organisation {
	w.T.Helper()
	in := groningen()
	for _, f := range change {
		f(&in)
	}
	o, _, err := w.Organisations.Create(w.newcomer(), in)
	return testworld.Must(w.T, o, err)
}

func (w *world) reload(o *ent.Organisation) *ent.Organisation {
	w.T.Helper()
	now, err := w.Store.Client().Organisation.Get(w.System(), o.ID)
	return testworld.Must(w.T, now, err)
}

// expect compares every audit line and event since it was last asked; nothing means that nothing happened.
func (w *world) expect(want ...string) {
	w.T.Helper()
	var got []string
	lines, events := w.News()
	for _, e := range lines {
		told := e.Act + " " + e.Result
		if e.Reason != nil {
			told += ": " + *e.Reason
		}
		if e.Policy == nil || e.OrganisationID != e.DossierID {
			w.T.Errorf("%s has no ground, or is nobody's", told)
		}
		got = append(got, told)
	}
	for _, e := range events {
		got = append(got, fmt.Sprintf("%s %s v%d", e.Type, ids.Prefix(e.SubjectID), *e.SubjectVersion))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.T.Errorf("what happened:\n%s", diff)
	}
}

// forget passes over what happened until now.
func (w *world) forget() {
	w.T.Helper()
	w.News()
	w.due = nil
}

func given[T any](v T) typed.Change[T] { return typed.ChangeTo(v) }

func date(s string) typed.Change[*typed.Date] { return given(new(typed.Date(s))) }
