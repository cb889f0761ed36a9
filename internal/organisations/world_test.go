package organisations_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/event"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
)

var (
	regulation = time.Date(2025, 12, 1, 9, 0, 0, 0, time.UTC)
	wall       = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
)

// world is a desk at work on a database, with a clock that stands still.
type world struct {
	t       *testing.T
	store   *store.Store
	desk    *organisations.Desk
	rejudge *rejudge.Desk
	due     []string // plans and registrations that were to be judged again

	audited, evented int
}

func newWorld(t *testing.T, s *store.Store) *world {
	t.Helper()
	guard, err := access.New(s)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, store: s}
	w.desk = organisations.New(organisations.Config{
		Store: s, Guard: guard, Clock: clock.Still(regulation, func() time.Time { return wall }),
		Contacts: book{},
	})
	w.rejudge = rejudge.New(rejudge.Config{
		Store: s, Clock: clock.Still(regulation, func() time.Time { return wall }), Plans: w, Registrations: w,
	})
	w.write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Person.Create().SetID("per_new").SetName("N").SetEmail("n@x.nl").SetPasswordHash("-").SetCreatedAt(wall).Exec(ctx)
	})
	return w
}

// Load notes what is to be judged again, and finds nothing of it.
func (w *world) Load(_ context.Context, ids []string) ([]rejudge.Subject, map[string]error) {
	w.due = append(w.due, ids...)
	return nil, nil
}

// book makes contacts as the desk of identities does, without sessions.
type book struct{}

// Employ makes the person who asks a contact.
func (book) Employ(ctx context.Context, tx *ent.Tx, organisationID string) (actor.Actor, error) {
	a := actor.From(ctx)
	a.RoleID, a.Role, a.Signatory, a.OrganisationID = ids.New(ids.RoleAssignment), actor.Employer, true, organisationID
	return a, tx.RoleAssignment.Create().SetID(a.RoleID).SetPersonID(a.PersonID).SetRole(string(a.Role)).
		SetOrganisationID(organisationID).SetIsSignatory(true).SetSince(regulation).Exec(ctx)
}

func (w *world) system() context.Context { return actor.AsSystem(w.t.Context()) }

func (w *world) write(fn func(ctx context.Context, tx *ent.Tx) error) {
	w.t.Helper()
	if err := w.store.Tx(w.system(), func(tx *ent.Tx) error { return fn(w.system(), tx) }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) as(a actor.Actor) context.Context { return actor.With(w.t.Context(), a) }

func (w *world) newcomer() context.Context {
	return w.as(actor.Actor{PersonID: "per_new", SessionID: "ses_new"})
}

func (w *world) employer(of string) context.Context {
	return w.as(actor.Actor{PersonID: "per_employer", Role: actor.Employer, OrganisationID: of})
}

func (w *world) leader(of string) context.Context {
	return w.as(actor.Actor{PersonID: "per_leader", Role: actor.ProjectLeader, RegionalOrganisationID: of})
}

func (w *world) regioPlus() context.Context {
	return w.as(actor.Actor{PersonID: "per_plus", Role: actor.RegioPlus})
}

// groningen is an organisation in Groningen.
func groningen() organisations.CreateInput {
	return organisations.CreateInput{Name: "Zorg", KvkNumber: "12345678", Postcode: "9712 AB", FundingLaws: []string{"WLZ"}}
}

func (w *world) signedUp(change ...func(*organisations.CreateInput)) *ent.Organisation {
	w.t.Helper()
	in := groningen()
	for _, f := range change {
		f(&in)
	}
	o, _, err := w.desk.Create(w.newcomer(), in)
	return must(w.t, o, err)
}

func (w *world) reload(o *ent.Organisation) *ent.Organisation {
	w.t.Helper()
	now, err := w.store.Client().Organisation.Get(w.system(), o.ID)
	return must(w.t, now, err)
}

// expect compares every audit line and event since it was last asked; nothing means that nothing happened.
func (w *world) expect(want ...string) {
	w.t.Helper()
	var got []string
	audited, err := w.store.Client().AuditEntry.Query().Order(auditentry.ByID()).All(w.system())
	must(w.t, audited, err)
	for _, e := range audited[w.audited:] {
		told := e.Act + " " + e.Result
		if e.Reason != nil {
			told += ": " + *e.Reason
		}
		if e.Policy == nil || e.OrganisationID != e.DossierID {
			w.t.Errorf("%s has no ground, or is nobody's", told)
		}
		got = append(got, told)
	}
	evented, err := w.store.Client().Event.Query().Order(event.ByID()).All(w.system())
	must(w.t, evented, err)
	for _, e := range evented[w.evented:] {
		got = append(got, fmt.Sprintf("%s %s v%d", e.Type, ids.Prefix(e.SubjectID), *e.SubjectVersion))
	}
	w.audited, w.evented = len(audited), len(evented)
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Errorf("what happened:\n%s", diff)
	}
}

// forget passes over the events until now.
func (w *world) forget() {
	w.t.Helper()
	w.audited = w.store.Client().AuditEntry.Query().CountX(w.system())
	w.evented = w.store.Client().Event.Query().CountX(w.system())
	w.due = nil
}

func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// faults writes the faults in err as "REASON at path, expected".
func faults(err error) []string {
	var out []string
	for _, f := range fault.All(err) {
		told := f.Reason
		if len(f.Path) > 0 {
			told += fmt.Sprintf(" at %v", f.Path)
		}
		if f.Expected != "" {
			told += " " + f.Expected
		}
		if f.IsMendable() && (f.Text.NL == "" || f.Text.EN == "") {
			told += " (says nothing)"
		}
		out = append(out, told)
	}
	if err != nil && out == nil {
		out = []string{err.Error()}
	}
	return out
}

func given[T any](v T) entry.Change[T] { return entry.ChangeTo(v) }

func date(s string) entry.Change[*entry.Date] { return given(new(entry.Date(s))) }
