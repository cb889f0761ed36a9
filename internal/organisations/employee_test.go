package organisations_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
)

func jansen() organisations.EmployeeInput {
	return organisations.EmployeeInput{
		Name: "Jansen", DateOfBirth: "1990-05-01", Employment: "EMPLOYED",
		EmployedSince: date("2020-01-01"), ContractHours: given(new(typed.Hours("32.5"))), ExternalReference: given(new("P-1")),
	}
}

func (w *world) employed(o *ent.Organisation, in organisations.EmployeeInput) *ent.Employee {
	w.T.Helper()
	e, err := w.Organisations.CreateEmployee(w.Employer(o.ID), organisations.CreateEmployeeInput{Employee: in})
	return testworld.Must(w.T, e, err)
}

func TestAnEmployeeIsAddedAndAmended(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		w.forget()
		in := jansen()
		in.Name = "  Jan   Jansen "
		e := w.employed(o, in)
		if e.Name != "Jan Jansen" || *e.ContractHours != 3250 || *e.ExternalReference != "P-1" || e.EmployedUntil != nil ||
			typed.DateOf(e.DateOfBirth) != "1990-05-01" || e.OrganisationID != o.ID || e.RegionalOrganisationID != o.RegionalOrganisationID {
			t.Errorf("added %+v", e)
		}
		w.expect("createEmployee DONE", "EMPLOYEE_CHANGED emp v1")

		d := w.dossier(o)
		w.takesPart(e, o, d["draft"], d["approved"])
		w.forget()
		got, err := w.Organisations.AmendEmployee(w.Employer(o.ID), organisations.AmendEmployeeInput{ID: e.ID, ExpectedVersion: 1, Employee: organisations.EmployeeInput{
			Name: "Jan de Vries", DateOfBirth: "1990-05-01", Employment: "INTERN",
			EmployedUntil: date("2026-02-01"), ContractHours: given[*typed.Hours](nil),
		}})
		testworld.Must(t, got, err)
		if got.Name != "Jan de Vries" || got.ContractHours != nil || *got.ExternalReference != "P-1" || got.EmployedSince == nil || got.EmployedUntil == nil || got.Employment != "INTERN" {
			t.Errorf("amended %+v", got)
		}
		w.expect("amendEmployee DONE", "EMPLOYEE_CHANGED emp v2")
		w.expectDue(d, "draft")
	})
}

func TestWhatCannotBeTrueOfAnEmployee(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		w.employed(o, jansen())
		w.forget()
		for name, c := range map[string]struct {
			change func(*organisations.EmployeeInput)
			want   []string
		}{
			"all malformed": {func(in *organisations.EmployeeInput) {
				in.Name, in.DateOfBirth, in.EmployedSince, in.EmployedUntil = "", "1-5-1990", date("2026-02-29"), date("x")
				in.ContractHours, in.ExternalReference = given(new(typed.Hours("32,5"))), given(new(" "))
			}, []string{
				"REQUIRED at [input employee name]", "MALFORMED at [input employee dateOfBirth] 2026-02-01", "MALFORMED at [input employee employedSince] 2026-02-01",
				"MALFORMED at [input employee employedUntil] 2026-02-01", "MALFORMED at [input employee contractHours] 12.50", "REQUIRED at [input employee externalReference]",
			}},
			"from the future, for longer than a week": {func(in *organisations.EmployeeInput) {
				in.DateOfBirth, in.EmployedSince, in.EmployedUntil = "2025-12-02", date("2025-12-02"), date("2025-12-01")
				in.ContractHours = given(new(typed.Hours("168.01")))
			}, []string{
				"DATE_IN_FUTURE at [input employee dateOfBirth] <= 2025-12-01", "EMPLOYED_BEFORE_BIRTH at [input employee employedSince] > 2025-12-02",
				"END_BEFORE_START at [input employee employedUntil] >= 2025-12-02", "MORE_THAN_A_WEEK at [input employee contractHours] <= 168.00",
			}},
			"known already": {func(in *organisations.EmployeeInput) {
				in.Name, in.ExternalReference = "JANSEN", given(new("P-2"))
			}, []string{"EMPLOYEE_EXISTS at [input employee]"}},
			"a reference that is taken": {func(in *organisations.EmployeeInput) {
				in.Name = "Pietersen"
			}, []string{"EXTERNAL_REFERENCE_TAKEN at [input employee externalReference]"}},
		} {
			in := jansen()
			c.change(&in)
			_, err := w.Organisations.CreateEmployee(w.Employer(o.ID), organisations.CreateEmployeeInput{Employee: in})
			if diff := cmp.Diff(c.want, testworld.Faults(err)); diff != "" {
				t.Errorf("%s:\n%s", name, diff)
			}
		}
		w.expect()
	})
}

func TestTheOneWhoIsThereAlreadyIsShown(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		first := w.employed(o, jansen())
		_, err := w.Organisations.CreateEmployee(w.Employer(o.ID), organisations.CreateEmployeeInput{Employee: jansen()})
		f := fault.All(err)
		if len(f) != 1 || f[0].Code != fault.CodeConflict || f[0].CurrentVersion != 1 {
			t.Fatalf("got %v", err)
		}
		shown, ok := f[0].Current.(*ent.Employee)
		if !ok {
			t.Fatalf("shown %T", f[0].Current)
		}
		if of, err := shown.QueryOrganisation().Only(w.System()); shown.ID != first.ID || err != nil || of.ID != o.ID {
			t.Errorf("shown %+v, which cannot be read on from: %v", shown, err)
		}
		twin := jansen()
		twin.DateOfBirth, twin.ExternalReference = "1990-05-02", typed.Change[*string]{}
		w.employed(o, twin)
		elsewhere := w.signedUp(func(in *organisations.CreateInput) { in.KvkNumber = "11111111" })
		w.employed(elsewhere, jansen())
	})
}

func TestWhoMayWriteEmployees(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		e := w.employed(o, jansen())
		w.forget()
		token := func(scopes ...string) context.Context {
			return w.As(actor.Actor{TokenID: "tok_x", Role: actor.Employer, OrganisationID: o.ID, Scopes: scopes})
		}
		amend := func(ctx context.Context) error {
			_, err := w.Organisations.AmendEmployee(ctx, organisations.AmendEmployeeInput{ID: e.ID, ExpectedVersion: 9, Employee: jansen()})
			return err
		}
		create := func(ctx context.Context) error {
			in := jansen()
			in.Name = ""
			_, err := w.Organisations.CreateEmployee(ctx, organisations.CreateEmployeeInput{Employee: in})
			return err
		}
		for _, c := range []struct{ got, want string }{
			{short(amend(w.Employer(o.ID))), "CONFLICT STALE_VERSION"},
			{short(amend(token("WRITE_EMPLOYEES"))), "CONFLICT STALE_VERSION"},
			{short(amend(w.Employer("org_x"))), "NOT_FOUND EMPLOYEE_NOT_FOUND"},
			{short(amend(w.Leader(o.RegionalOrganisationID))), "NOT_FOUND EMPLOYEE_NOT_FOUND"},
			{short(amend(w.RegioPlus())), "NOT_FOUND EMPLOYEE_NOT_FOUND"},
			{short(create(w.Employer(o.ID))), "INVALID REQUIRED"},
			{short(create(token("WRITE_EMPLOYEES"))), "INVALID REQUIRED"},
			{short(create(token("READ"))), "FORBIDDEN SCOPE"},
			{short(create(w.newcomer())), "FORBIDDEN ROLE"},
			{short(create(w.As(actor.Actor{}))), "UNAUTHENTICATED SIGN_IN_REQUIRED"},
		} {
			if c.got != c.want {
				t.Errorf("got %s, want %s", c.got, c.want)
			}
		}
		w.expect()
	})
}

func TestTryingAnEmployeeWritesNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		e := w.employed(o, jansen())
		w.forget()
		other, taken, later := jansen(), jansen(), jansen()
		other.Name, other.ExternalReference = "Pietersen", given(new("P-2"))
		taken.Name = "Pietersen"
		later.EmployedUntil = date("2026-01-01")
		for name, c := range map[string]struct {
			before  *ent.Employee
			in      organisations.EmployeeInput
			changes bool
			want    []string
		}{
			"a new one":          {nil, other, true, nil},
			"a taken reference":  {nil, taken, false, []string{"EXTERNAL_REFERENCE_TAKEN at [input employee externalReference]"}},
			"one who is there":   {nil, jansen(), false, []string{"EMPLOYEE_EXISTS at [input employee]"}},
			"nothing new":        {e, jansen(), false, nil},
			"a last day in work": {e, later, true, nil},
		} {
			changes, err := w.Organisations.TryEmployee(w.Employer(o.ID), c.before, c.in)
			if diff := cmp.Diff(c.want, testworld.Faults(err)); changes != c.changes || diff != "" {
				t.Errorf("%s: changes is %t\n%s", name, changes, diff)
			}
		}
		w.expect()
	})
}

// takesPart enters an employee in registrations.
func (w *world) takesPart(e *ent.Employee, o *ent.Organisation, registrations ...string) {
	w.T.Helper()
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		for _, r := range registrations {
			tx.Participation.Create().SetID("par_" + r).SetRegistrationID(r).SetEmployeeID(e.ID).SetEmployeeName(e.Name).SetStatement(fields.Participation{}).
				SetOrganisationID(o.ID).SetRegionalOrganisationID(o.RegionalOrganisationID).SetCreatedAt(wall).SetUpdatedAt(wall).SaveX(ctx)
		}
		return nil
	})
}
