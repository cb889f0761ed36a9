package reading_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/testworld"
)

// dot is one person, entered in ways that are one name.
func dot(name, reference string) entered.ParticipantInput { return testworld.Newcomer(name, reference) }

// rename gives the employee of a reference another name.
func rename(w *testworld.Dossier, reference, name string) {
	w.T.Helper()
	e := w.Store.Client().Employee.Query().Where(employee.ExternalReference(reference)).OnlyX(w.System())
	in := *testworld.Newcomer(name, reference).Employee.New
	_, err := w.Organisations.AmendEmployee(w.AsEmployer(), organisations.AmendEmployeeInput{ID: e.ID, ExpectedVersion: e.Version, Employee: in})
	w.Must(err)
}

func TestAPersonWhoWasEnteredTwiceIsOnePerson(t *testing.T) {
	t.Parallel()
	testworld.EachDossier(t, func(w *testworld.Dossier) {
		first := w.Create(w.ByDay(dot("Zoë Jansen-O'Hara", "e1"), testworld.Newcomer("Bram", "e2")))
		_, err := w.Registrations.Create(w.AsEmployer(), w.ByDay(dot("ZOE  jan\u200bsen ohara", "e9")))
		if diff := cmp.Diff([]string{"CONFLICT EMPLOYEE_EXISTS input.participants.0.employee.new"}, testworld.Refused(err)); diff != "" {
			t.Errorf("entered twice: %s", diff)
		}
		rename(w, "e1", "Zoë de Vries")
		second := w.Create(w.ByDay(dot("ZOE  jansen ohara", "e9")))
		w.Round()
		if diff := cmp.Diff([]string{first.Number + " same 3019.36"}, w.Others(second.ID)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{second.Number + " same 3019.36"}, w.Others(first.ID)); diff != "" {
			t.Errorf("the earlier registration was not judged again:\n%s", diff)
		}
		if v := w.Reload(first.ID).Version; v != 1 {
			t.Errorf("judging again raised the version to %d", v)
		}
		stranger, namesake := dot("Zoë Jansen-O'Hara", "e3"), dot("Zoë Jansen-O'Hara", "e4")
		stranger.Employee.New.DateOfBirth = "1990-05-07"
		namesake.Employee.New.Distinction = testworld.Some("junior")
		for _, other := range []entered.ParticipantInput{stranger, namesake} {
			if got := w.Others(w.Create(w.ByDay(other)).ID); len(got) != 0 {
				t.Errorf("somebody else of that name is taken for the person: %v", got)
			}
		}
		_, err = w.Registrations.AddParticipants(w.AsEmployer(), registrations.AddParticipantsInput{
			RegistrationID: first.ID, ExpectedVersion: 1, Participants: []entered.ParticipantInput{{Employee: entered.EmployeeChoice{ExternalReference: new("e9")}}},
		})
		if diff := cmp.Diff([]string{"INVALID ALREADY_PARTICIPATES input.participants.0.employee"}, testworld.Refused(err)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAnotherNameAfterApprovalHidesNoTraining(t *testing.T) {
	t.Parallel()
	testworld.EachDossier(t, func(w *testworld.Dossier) {
		first := w.Create(w.ByDay(dot("Ada Bakker", "e1")))
		w.HandIn(first.ID)
		w.Submit(first.ID)
		w.Review(first.ID)
		w.Judge(first.ID, "APPROVED", nil, "IN_REVIEW")
		w.Decide(first.ID, "APPROVED", nil, nil)
		rename(w, "e1", "Ida Smit")

		if p := w.Store.Client().Participation.Query().Where(participation.RegistrationID(first.ID)).OnlyX(w.System()); p.EmployeeName != "Ada Bakker" {
			t.Errorf("the approved registration shows %s", p.EmployeeName)
		}
		second := w.Create(w.ByDay(dot("Ada Bakker", "e9")))
		if diff := cmp.Diff([]string{first.Number + " same 3019.36"}, w.Others(second.ID)); diff != "" {
			t.Errorf("entered anew: %s", diff)
		}
		if rules := w.Rules(w.Store.Client().Evaluation.GetX(w.System(), *second.EvaluationID)); !slices.Contains(rules, "SOZW-ELIG-018/twice") {
			t.Errorf("the same training again is found by %v", rules)
		}
		rename(w, "e9", "Ada Visser")
		if diff := cmp.Diff([]string{first.Number + " same 3019.36"}, w.Others(second.ID)); diff != "" {
			t.Errorf("and renamed: %s", diff)
		}
	})
}

func TestNeighboursAreJudgedAgainWhenOneChanges(t *testing.T) {
	t.Parallel()
	testworld.EachDossier(t, func(w *testworld.Dossier) {
		a, b := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1"))), w.Create(w.ByHour(testworld.Participant("e1")))
		apart := w.Create(w.ByDay(testworld.Newcomer("Bram", "e2")))
		before := *w.Reload(apart.ID).EvaluationID
		check := func(step string, want ...string) {
			t.Helper()
			w.Round()
			if diff := cmp.Diff(append([]string{}, want...), w.Others(b.ID)); diff != "" {
				t.Errorf("%s:\n%s", step, diff)
			}
		}
		check("made", a.Number+" 3019.36")

		_, err := w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: a.ID, ExpectedVersion: 1, End: testworld.Some(*testworld.Date("2026-11-30"))})
		w.Must(err)
		check("another amount", a.Number+" 2739.12")

		_, err = w.Registrations.AddParticipants(w.AsEmployer(), registrations.AddParticipantsInput{
			RegistrationID: apart.ID, ExpectedVersion: 1, Participants: []entered.ParticipantInput{testworld.Participant("e1")},
		})
		w.Must(err)
		check("a third", a.Number+" 2739.12", apart.Number+" 3019.36")
		if *w.Reload(apart.ID).EvaluationID == before {
			t.Error("who gained a participant was not judged")
		}

		parts := w.Parts(apart.ID)
		_, err = w.Registrations.RemoveParticipation(w.AsEmployer(), registrations.RemoveParticipationInput{ID: parts[len(parts)-1].ID, ExpectedVersion: parts[len(parts)-1].Version})
		w.Must(err)
		check("removed", a.Number+" 2739.12")
		w.Create(w.ByHour(testworld.Participant("e2")))
		check("somebody else's", a.Number+" 2739.12")

		_, err = w.Registrations.Withdraw(w.AsEmployer(), registrations.WithdrawInput{ID: a.ID, ExpectedVersion: w.Reload(a.ID).Version})
		w.Must(err)
		check("withdrawn")
	})
}

func TestTwoAtOnceSeeEachOther(t *testing.T) {
	t.Parallel()
	testworld.EachDossier(t, func(w *testworld.Dossier) {
		w.Create(w.ByHour(testworld.Newcomer("Ada", "e1")))
		var wait sync.WaitGroup
		made := make([]*ent.Registration, 4)
		for i := range made {
			wait.Go(func() {
				r, err := w.Registrations.Create(w.AsEmployer(), w.ByDay(testworld.Participant("e1")))
				if err != nil {
					t.Error(err)
					return
				}
				made[i] = r
			})
		}
		wait.Wait()
		w.Round()
		for _, r := range made {
			if r == nil {
				continue
			}
			if got := w.Others(r.ID); len(got) != len(made) {
				t.Errorf("%s was judged beside %s", r.Number, strings.Join(got, ", "))
			}
		}
	})
}
