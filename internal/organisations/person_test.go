package organisations_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/employeename"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/rejudge"
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

func (w *world) add(o *ent.Organisation, in organisations.EmployeeInput) error {
	_, err := w.Organisations.CreateEmployee(w.Employer(o.ID), organisations.CreateEmployeeInput{Employee: in})
	return err
}

// renamed amends an employee.
func (w *world) renamed(e *ent.Employee, in organisations.EmployeeInput) *ent.Employee {
	w.T.Helper()
	version := w.Store.Client().Employee.GetX(w.System(), e.ID).Version
	got, err := w.Organisations.AmendEmployee(w.Employer(e.OrganisationID), organisations.AmendEmployeeInput{ID: e.ID, ExpectedVersion: version, Employee: in})
	return testworld.Must(w.T, got, err)
}

// person is who an employee is.
func (w *world) person(e *ent.Employee) string {
	return rejudge.PersonOf(w.Store.Client().Employee.GetX(w.System(), e.ID))
}

func TestAPersonIsRecognisedByNameAndDateOfBirth(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		w.employed(o, named("Zoë Jansen-O'Hara", "1990-05-01", "1"))
		w.forget()
		for _, name := range []string{
			"ZOE jansen ohara", "Zoe\u0308 Jansen.O\u2019Hara", "Zoé  Jansen - O`Hara",
			"Zo\u200bë Jansen-O'Hara", "Zoë Jan\u00adsen-O'Hara", "\u202eZoë\u202c Jansen-O'Hara", "Zoë\ufe0f Jansen-O'Hara",
			"Zoë\U000e0041 Jansen-O'Hara", "Zoë\u2060 Jansen-O'Hara", "Zoë Jansen-O'Hara\u3164", "\ufeffZoë Jansen-O'Hara\u034f",
		} {
			if diff := cmp.Diff([]string{"EMPLOYEE_EXISTS at [input employee]"}, testworld.Faults(w.add(o, named(name, "1990-05-01", "2")))); diff != "" {
				t.Errorf("%+q:\n%s", name, diff)
			}
		}
		w.expect()
		for i, c := range []struct{ name, born string }{
			{"Zoë Jansen", "1990-05-01"},
			{"Zoë Jansen-O'Hara", "1990-05-02"},
			{"Jansen-O'Hara Zoë", "1990-05-01"},
			{"Zoëjansen O'Hara", "1990-05-01"},
			{"Zoe Jansen O Hara", "1990-05-01"},
			{"Łukasz Ærø", "1990-05-01"},
			{"lukasz aeroe", "1990-05-01"},
		} {
			w.employed(o, named(c.name, c.born, "x"+string(rune('a'+i))))
		}
		for _, n := range s.Client().EmployeeName.Query().AllX(w.System()) {
			if len(*n.PersonHash) != 64 || strings.Contains(*n.PersonHash, "ans") || *n.PersonHash == *n.NamesakeHash {
				t.Errorf("hashes %s, %s", *n.PersonHash, *n.NamesakeHash)
			}
		}
	})
}

func TestANameIsKeptWholeOrRefused(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		for i, name := range []string{"Иван Петров", "محمد علي", "王小明", "Ελένη Παπαδοπούλου", "प्रिया शर्मा"} {
			born := "1990-05-0" + string(rune('1'+i))
			if e := w.employed(o, named(name, born, "s"+born)); e.Name != name {
				t.Errorf("%q became %q", name, e.Name)
			}
			long := strings.Repeat(name+" ", 1000)
			long = strings.TrimSpace(string([]rune(long)[:1000]))
			if diff := cmp.Diff([]string{"TOO_LONG at [input employee name] <= 200"}, testworld.Faults(w.add(o, named(long, born, "l")))); diff != "" {
				t.Errorf("1 000 characters of %q:\n%s", name, diff)
			}
			whole := strings.TrimSpace(string([]rune(long)[:200]))
			if e := w.employed(o, named(whole, born, "w"+born)); e.Name != whole {
				t.Errorf("%d bytes became %d", len(whole), len(e.Name))
			}
		}
		for _, name := range []string{"\u200b\u200b", "-", "\u3164"} {
			if diff := cmp.Diff([]string{"MALFORMED at [input employee name]"}, testworld.Faults(w.add(o, named(name, "1990-05-01", "n")))); diff != "" {
				t.Errorf("%+q:\n%s", name, diff)
			}
		}
	})
}

func TestNamesakesAreToldApartByADistinction(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		with := func(distinction, reference string) organisations.EmployeeInput {
			in := named("Jan Smit", "1990-05-01", reference)
			if distinction != "" {
				in.Distinction = given(&distinction)
			}
			return in
		}
		first := w.employed(o, with("", "1"))
		second := w.employed(o, with("senior", "2"))
		if w.person(first) == w.person(second) || second.Distinction == nil || *second.Distinction != "senior" {
			t.Errorf("namesakes are one person, or the distinction is lost: %v", second.Distinction)
		}
		exists := []string{"EMPLOYEE_EXISTS at [input employee]"}
		for _, d := range []string{"", "SENIOR", "s\u200benior"} {
			if diff := cmp.Diff(exists, testworld.Faults(w.add(o, with(d, "3")))); diff != "" {
				t.Errorf("distinction %q:\n%s", d, diff)
			}
		}
		w.renamed(first, with("junior", "1"))
		if diff := cmp.Diff(exists, testworld.Faults(w.add(o, with("", "3")))); diff != "" {
			t.Errorf("which of the two it is was not said:\n%s", diff)
		}
		_, err := w.Organisations.AmendEmployee(w.Employer(o.ID), organisations.AmendEmployeeInput{ID: first.ID, ExpectedVersion: 2, Employee: with("senior", "1")})
		if diff := cmp.Diff(exists, testworld.Faults(err)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"MALFORMED at [input employee distinction]"}, testworld.Faults(w.add(o, with("\u200b", "3")))); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhoIsEnteredUnderAFormerNameIsTheSamePerson(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		first, second := w.employed(o, named("Ada", "1990-05-01", "1")), w.employed(o, named("Eva", "1990-05-01", "2"))
		d := w.dossier(o)
		w.takesPart(first, o, d["draft"], d["approved"])
		w.renamed(first, named("Ada de Vries", "1990-05-01", "1"))
		w.expectDue(d, "draft")
		w.forget()
		third := w.employed(o, named("Adá", "1990-05-01", "3"))
		if w.person(third) != first.ID || w.person(second) == first.ID {
			t.Errorf("persons %s, %s", w.person(second), w.person(third))
		}
		w.forget()
		w.renamed(third, named("Ida", "1990-05-01", "3"))
		w.expectDue(d, "draft")
		w.renamed(second, named("ADÁ", "1990-05-01", "2"))
		if w.person(second) != first.ID {
			t.Errorf("after a change of name it is %s, not %s", w.person(second), first.ID)
		}
		names := s.Client().EmployeeName.Query().Where(employeename.EmployeeID(first.ID)).Order(employeename.ByID()).AllX(w.System())
		if len(names) != 2 || names[0].Name != "Ada" || names[0].IsReserved || !names[1].IsReserved {
			t.Errorf("names %v", names)
		}
	})
}

func TestADecidedRegistrationShowsTheNameAsItWas(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		e := w.employed(o, named("Ada", "1990-05-01", "1"))
		d := w.dossier(o)
		w.takesPart(e, o, d["draft"], d["approved"])
		w.renamed(e, named("Ida", "1990-05-01", "1"))
		for state, want := range map[string]string{"draft": "Ida", "approved": "Ada"} {
			if p := s.Client().Participation.GetX(w.System(), "par_"+d[state]); p.EmployeeName != want {
				t.Errorf("%s shows %s, want %s", state, p.EmployeeName, want)
			}
		}
	})
}

// entered puts an employee there as before names were reserved.
func (w *world) entered(o *ent.Organisation, name string) *ent.Employee {
	w.T.Helper()
	e := w.employed(o, named(name+" x", "1990-05-01", name))
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		day := e.DateOfBirth
		if err := tx.Employee.UpdateOneID(e.ID).SetName(name).Exec(ctx); err != nil {
			return err
		}
		if _, err := tx.EmployeeName.Delete().Where(employeename.EmployeeID(e.ID)).Exec(ctx); err != nil {
			return err
		}
		return tx.EmployeeName.Create().SetOrganisationID(o.ID).SetEmployeeID(e.ID).SetName(name).SetDateOfBirth(day).SetRecordedAt(wall).SetIsReserved(true).Exec(ctx)
	})
	e.Name = name
	return e
}

func TestPeopleAreRecognisedAfterwards(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		ada, eva := w.entered(o, "Ada"), w.entered(o, "A\u200bdà")
		bram := w.entered(o, "Bram")
		d, apart := w.dossier(o), w.dossier(o)
		w.takesPart(eva, o, d["draft"], d["approved"], d["withdrawn"])
		w.takesPart(bram, o, apart["draft"])
		w.forget()

		recognise := func(desk *organisations.Desk, want int) {
			t.Helper()
			n, err := desk.RecognisePeople(t.Context())
			if err != nil || n != want {
				t.Errorf("recognised %d, %v; want %d", n, err, want)
			}
		}
		recognise(w.Organisations, 3)
		recognise(w.Organisations, 0)
		if w.person(eva) != ada.ID || w.person(ada) != ada.ID || w.person(bram) != bram.ID {
			t.Errorf("persons %s, %s, %s", w.person(ada), w.person(eva), w.person(bram))
		}
		w.expectDue(d, "draft")
		w.expectDue(apart)
		w.expect()
		if v := s.Client().Employee.Query().Where(employee.VersionNEQ(1)).CountX(w.System()); v != 0 {
			t.Errorf("%d versions were raised", v)
		}
		if diff := cmp.Diff([]string{"EMPLOYEE_EXISTS at [input employee]"}, testworld.Faults(w.add(o, named("Ada", "1990-05-01", "9")))); diff != "" {
			t.Error(diff)
		}

		hash := func(e *ent.Employee) string { return *e.QueryNames().OnlyX(w.System()).PersonHash }
		guard, err := access.New(s)
		other := organisations.New(organisations.Config{Store: s, Guard: testworld.Must(t, guard, err), Clock: clock.Demo(regulation), PersonKey: []byte("another")})
		before := hash(ada)
		recognise(other, 3)
		if hash(ada) == before || hash(ada) != hash(eva) {
			t.Error("another key makes the same hashes")
		}
	})
}

func TestOneWhoWasEnteredTwiceCanBeAmended(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		ada, twin := w.entered(o, "Ada"), w.entered(o, "Adà")
		_, err := w.Organisations.RecognisePeople(t.Context())
		testworld.Must(t, true, err)
		for _, e := range []*ent.Employee{ada, twin} {
			in := named(e.Name, "1990-05-01", e.Name)
			in.EmployedUntil = date("2026-02-01")
			if got := w.renamed(e, in); got.EmployedUntil == nil {
				t.Errorf("%s was not amended", e.Name)
			}
		}
		w.renamed(twin, named("ADA", "1990-05-01", "Adà"))
		w.renamed(twin, named("Adelheid", "1990-05-01", "Adà"))
		if w.person(twin) != ada.ID {
			t.Error("a change of name makes another person")
		}
	})
}
