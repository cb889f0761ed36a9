package organisations_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// bornIn is somebody of whose date of birth something is known; a distinction may follow.
func bornIn(name, born, reference string, distinction ...string) organisations.EmployeeInput {
	in := named(name, "", reference)
	in.Born = typed.PartialDate(born)
	for _, d := range distinction {
		in.Distinction = given(&d)
	}
	return in
}

// amend is renamed for who may be refused.
func (w *world) amend(e *ent.Employee, in organisations.EmployeeInput) error {
	version := w.Store.Client().Employee.GetX(w.System(), e.ID).Version
	_, err := w.Organisations.AmendEmployee(w.Employer(e.OrganisationID), organisations.AmendEmployeeInput{ID: e.ID, ExpectedVersion: version, Employee: in})
	return err
}

var mayExist = []string{"EMPLOYEE_MAY_EXIST at [input employee]"}

func TestADateOfBirthKnownInPartStaysSo(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		for i, born := range []string{"1980", "1980-05", "1980-05-17"} {
			e := w.employed(o, bornIn(fmt.Sprint("Ada ", i), born, born))
			if got := organisations.Born(s.Client().Employee.GetX(w.System(), e.ID)); string(got) != born {
				t.Errorf("%s became %s", born, got)
			}
		}
		twice, neither, future := bornIn("Eva", "1980", "x"), bornIn("Eva", "", "x"), bornIn("Eva", "2026", "x")
		twice.DateOfBirth = "1980-05-17"
		for name, c := range map[string]struct {
			in   organisations.EmployeeInput
			want []string
		}{
			"no month": {bornIn("Eva", "1980-13", "x"), []string{"MALFORMED at [input employee born] 1980-05"}},
			"two":      {twice, []string{"NAMED_TWICE at [input employee born]"}},
			"none":     {neither, []string{"REQUIRED at [input employee dateOfBirth]"}},
			"to come": {future, []string{
				"DATE_IN_FUTURE at [input employee born] <= 2025-12-01", "EMPLOYED_BEFORE_BIRTH at [input employee employedSince] > 2026-01-01",
			}},
		} {
			if diff := cmp.Diff(c.want, testworld.Faults(w.add(o, c.in))); diff != "" {
				t.Errorf("%s:\n%s", name, diff)
			}
		}
	})
}

func TestWhoMayBeThereIsSettledByAPerson(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		for i, c := range []struct {
			there, comes string
			isRefused    bool
		}{
			{"1980", "1980-05-17", true},
			{"1980-05-17", "1980", true},
			{"1980", "1980", true},
			{"1980-05", "1980", true},
			{"1980-05", "1980-05-31", true},
			{"1980-05", "1980-06", false},
			{"1980-05", "1980-06-01", false},
			{"1980", "1981", false},
			{"1980", "1979-12-31", false},
		} {
			name := fmt.Sprint("Ada ", i)
			first := w.employed(o, bornIn(name, c.there, name+" 1"))
			err := w.add(o, bornIn(name, c.comes, name+" 2"))
			if got := fault.HasReason(err, "EMPLOYEE_MAY_EXIST"); got != c.isRefused || err != nil && !got {
				t.Errorf("%s beside %s: %v", c.comes, c.there, err)
			}
			if !c.isRefused {
				continue
			}
			f := fault.All(err)[0]
			if shown, ok := f.Current.(*ent.Employee); f.Code != fault.CodeConflict || !ok || shown.ID != first.ID {
				t.Errorf("%s beside %s shows %+v", c.comes, c.there, f.Current)
			}
			second := w.employed(o, bornIn(name, c.comes, name+" 2", "senior"))
			if w.person(first) == w.person(second) {
				t.Errorf("%s: who is told apart is one person", name)
			}
			for _, in := range []organisations.EmployeeInput{bornIn(name, c.comes, name+" 3"), bornIn(name, c.there, name+" 3")} {
				if err := w.add(o, in); !fault.HasReason(err, "EMPLOYEE_MAY_EXIST") && !fault.HasReason(err, "EMPLOYEE_EXISTS") {
					t.Errorf("%s: which of the two is it, %v", name, err)
				}
			}
		}
	})
}

func TestCompletingADateIsComparedToo(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		may, june := w.employed(o, bornIn("Ada", "1980-05", "1")), w.employed(o, bornIn("Ada", "1980-06-02", "2"))
		if diff := cmp.Diff(mayExist, testworld.Faults(w.amend(may, bornIn("Ada", "1980", "1")))); diff != "" {
			t.Errorf("known less:\n%s", diff)
		}
		if diff := cmp.Diff([]string{"EMPLOYEE_EXISTS at [input employee]"}, testworld.Faults(w.amend(may, bornIn("Ada", "1980-06-02", "1")))); diff != "" {
			t.Errorf("the date of another:\n%s", diff)
		}
		w.renamed(may, bornIn("Ada", "1980-05-17", "1"))
		w.employed(o, bornIn("Ada", "1980-05-18", "3"))
		if diff := cmp.Diff(mayExist, testworld.Faults(w.add(o, bornIn("Ada", "1980", "4")))); diff != "" {
			t.Errorf("after completing:\n%s", diff)
		}
		w.renamed(june, bornIn("Ada de Vries", "1980-06", "2"))
		if diff := cmp.Diff(mayExist, testworld.Faults(w.add(o, bornIn("Ada", "1980-06-02", "4")))); diff != "" {
			t.Errorf("under a former name:\n%s", diff)
		}
	})
}

// TestOfTwoWhoMayBeOneTheFirstComesIn has no equal keys: only one at a time may look and write.
func TestOfTwoWhoMayBeOneTheFirstComesIn(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		o := w.signedUp()
		for n := range 8 {
			name := fmt.Sprint("Ada ", n)
			var acts []func() error
			for i, born := range []string{"1980", "1980-05", "1980-05-17", "1980-05"} {
				acts = append(acts, func() error { return w.add(o, bornIn(name, born, fmt.Sprint(name, "-", i))) })
			}
			known := w.employed(o, bornIn("Eva "+fmt.Sprint(n), "1980-05-03", "e"+fmt.Sprint(n)))
			acts = append(acts, func() error { return w.amend(known, bornIn(name, "1980", "e"+fmt.Sprint(n))) })
			refused := 0
			for _, err := range testworld.AtOnce(acts...) {
				if fault.HasReason(err, "EMPLOYEE_MAY_EXIST") {
					refused++
				} else if err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			if there := s.Client().Employee.Query().Where(employee.Name(name)).CountX(w.System()); there != 1 || refused != len(acts)-1 {
				t.Errorf("%s is there %d times, %d refused", name, there, refused)
			}
		}
	})
}
