package organisations_test

import (
	"context"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
)

func named(name, born, reference string) organisations.EmployeeInput {
	in := jansen()
	in.Name, in.DateOfBirth, in.ExternalReference = name, typed.Date(born), given(&reference)
	return in
}

func TestAPersonIsRecognisedByNameAndDateOfBirth(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		hash := func(e *ent.Employee) string { return *s.Client().Employee.GetX(w.System(), e.ID).PersonHash }
		zoe := hash(w.employed(o, named("Zoë Jansen-O'Hara", "1990-05-01", "1")))
		if len(zoe) != 64 || strings.Contains(zoe, "ans") {
			t.Errorf("hash %s", zoe)
		}
		for i, c := range []struct {
			name, born string
			same       bool
		}{
			{"ZOE jansen ohara", "1990-05-01", true},
			{"Zoe\u0308 Jansen.O\u2019Hara", "1990-05-01", true},
			{"Zoé  Jansen - O`Hara", "1990-05-01", true},
			{"Zoë Jansen", "1990-05-01", false},
			{"Zoë Jansen-O'Hara", "1990-05-02", false},
			{"Jansen-O'Hara Zoë", "1990-05-01", false},
			{"Zoëjansen O'Hara", "1990-05-01", false},
		} {
			if got := hash(w.employed(o, named(c.name, c.born, "x"+string(rune('a'+i))))); (got == zoe) != c.same {
				t.Errorf("%q of %s is the same person: %t, want %t", c.name, c.born, got == zoe, c.same)
			}
		}
		e := w.employed(o, named("Łukasz Ærø", "1990-05-01", "2"))
		if other := hash(w.employed(o, named("lukasz aeroe", "1990-05-01", "3"))); other == hash(e) {
			t.Error("another name is taken for the same")
		}
		got, err := w.Organisations.AmendEmployee(w.Employer(o.ID), organisations.AmendEmployeeInput{ID: e.ID, ExpectedVersion: 1, Employee: named("Zoe Jansen O Hara", "1990-05-01", "2")})
		testworld.Must(t, got, err)
		if hash(e) == zoe {
			t.Error("O Hara is two words, O'Hara one")
		}
		got, err = w.Organisations.AmendEmployee(w.Employer(o.ID), organisations.AmendEmployeeInput{ID: e.ID, ExpectedVersion: 2, Employee: named("zoe jansen-OHara", "1990-05-01", "2")})
		testworld.Must(t, got, err)
		if hash(e) != zoe {
			t.Error("the hash does not follow the name")
		}
	})
}

func TestRegistrationsFollowWhoIsTheSamePerson(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		first, second := w.employed(o, named("Ada", "1990-05-01", "1")), w.employed(o, named("Eva", "1990-05-01", "2"))
		d := w.dossier(o)
		w.takesPart(first, o, d["draft"], d["approved"])
		got, err := w.Organisations.AmendEmployee(w.Employer(o.ID), organisations.AmendEmployeeInput{ID: second.ID, ExpectedVersion: 1, Employee: named("ADÁ", "1990-05-01", "2")})
		testworld.Must(t, got, err)
		w.expectDue(d, "draft")
	})
}

func TestPeopleAreRecognisedAfterwards(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		ada, eva := w.employed(o, named("Ada", "1990-05-01", "1")), w.employed(o, named("Adà", "1990-05-01", "2"))
		bram := w.employed(o, named("Bram", "1990-05-01", "3"))
		d, apart := w.dossier(o), w.dossier(o)
		w.takesPart(eva, o, d["draft"], d["approved"], d["withdrawn"])
		w.takesPart(bram, o, apart["draft"])
		w.Write(func(ctx context.Context, tx *ent.Tx) error { return tx.Employee.Update().ClearPersonHash().Exec(ctx) })
		w.forget()

		recognise := func(desk *organisations.Desk, want int) {
			t.Helper()
			n, err := desk.RecognisePeople(t.Context())
			if err != nil || n != want {
				t.Errorf("recognised %d, %v; want %d", n, err, want)
			}
		}
		hash := func(e *ent.Employee) string { return *s.Client().Employee.GetX(w.System(), e.ID).PersonHash }
		recognise(w.Organisations, 3)
		recognise(w.Organisations, 0)
		if hash(ada) != hash(eva) || hash(ada) == hash(bram) || hash(ada) != *ada.PersonHash {
			t.Error("the hashes are others than those of people who are taken in now")
		}
		w.expectDue(d, "draft")
		w.expectDue(apart)
		w.expect()
		if v := s.Client().Employee.Query().Where(employee.VersionNEQ(1)).CountX(w.System()); v != 0 {
			t.Errorf("%d versions were raised", v)
		}

		guard, err := access.New(s)
		other := organisations.New(organisations.Config{Store: s, Guard: testworld.Must(t, guard, err), Clock: clock.Demo(regulation), PersonKey: []byte("another")})
		before := hash(ada)
		recognise(other, 3)
		if hash(ada) == before || hash(ada) != hash(eva) {
			t.Error("another key makes the same hashes")
		}
	})
}
