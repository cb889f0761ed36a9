package registrations_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/schemes"
)

// others lists, of the judgement on which a registration rests now, the other registrations of its people by number.
func (w *world) others(id string) []string {
	w.t.Helper()
	receipt, err := w.store.Client().Evaluation.Get(w.system(), *w.reload(id).EvaluationID)
	w.must(err)
	var q schemes.Question
	w.must(json.Unmarshal(receipt.Facts, &q))
	all := []string{}
	for _, p := range q.Registration.Participations {
		for _, o := range p.Others {
			line := o.Number
			if o.SameTraining {
				line += " same"
			}
			if amount, stated := o.Amount.Get(); stated {
				line += " " + amount.String()
			}
			all = append(all, line)
		}
	}
	slices.Sort(all)
	return all
}

// dot is one person, entered in ways that are one name.
func dot(name, reference string) entered.ParticipantInput { return newcomer(name, reference) }

func TestAPersonWhoWasEnteredTwiceIsOnePerson(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		first := w.create(w.byDay(dot("Zoë Jansen-O'Hara", "e1"), newcomer("Bram", "e2")))
		second := w.create(w.byDay(dot("ZOE  jansen ohara", "e9")))
		w.round()
		if diff := cmp.Diff([]string{first.Number + " same 3019.36"}, w.others(second.ID)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{second.Number + " same 3019.36"}, w.others(first.ID)); diff != "" {
			t.Errorf("the earlier registration was not judged again:\n%s", diff)
		}
		if v := w.reload(first.ID).Version; v != 1 {
			t.Errorf("judging again raised the version to %d", v)
		}
		stranger := newcomer("Zoë Jansen-O'Hara", "e3")
		stranger.Employee.New.DateOfBirth = "1990-05-07"
		if got := w.others(w.create(w.byDay(stranger)).ID); len(got) != 0 {
			t.Errorf("somebody else of that name is taken for the person: %v", got)
		}
		_, err := w.desk.AddParticipants(w.employer(), registrations.AddParticipantsInput{
			RegistrationID: first.ID, ExpectedVersion: 1, Participants: []entered.ParticipantInput{{Employee: entered.EmployeeChoice{ExternalReference: new("e9")}}},
		})
		if diff := cmp.Diff([]string{"INVALID ALREADY_PARTICIPATES input.participants.0.employee"}, refused(err)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNeighboursAreJudgedAgainWhenOneChanges(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a, b := w.create(w.byDay(newcomer("Ada", "e1"))), w.create(w.byHour(participant("e1")))
		apart := w.create(w.byDay(newcomer("Bram", "e2")))
		before := *w.reload(apart.ID).EvaluationID
		check := func(step string, want ...string) {
			t.Helper()
			w.round()
			if diff := cmp.Diff(append([]string{}, want...), w.others(b.ID)); diff != "" {
				t.Errorf("%s:\n%s", step, diff)
			}
		}
		check("made", a.Number+" 3019.36")

		_, err := w.desk.Amend(w.employer(), entered.AmendInput{ID: a.ID, ExpectedVersion: 1, End: some(*date("2026-11-30"))})
		w.must(err)
		check("another amount", a.Number+" 2739.12")

		_, err = w.desk.AddParticipants(w.employer(), registrations.AddParticipantsInput{
			RegistrationID: apart.ID, ExpectedVersion: 1, Participants: []entered.ParticipantInput{participant("e1")},
		})
		w.must(err)
		check("a third", a.Number+" 2739.12", apart.Number+" 3019.36")
		if *w.reload(apart.ID).EvaluationID == before {
			t.Error("who gained a participant was not judged")
		}

		parts := w.parts(apart.ID)
		_, err = w.desk.RemoveParticipation(w.employer(), registrations.RemoveParticipationInput{ID: parts[len(parts)-1].ID, ExpectedVersion: parts[len(parts)-1].Version})
		w.must(err)
		check("removed", a.Number+" 2739.12")
		w.create(w.byHour(participant("e2")))
		check("somebody else's", a.Number+" 2739.12")

		_, err = w.desk.Withdraw(w.employer(), registrations.WithdrawInput{ID: a.ID, ExpectedVersion: w.reload(a.ID).Version})
		w.must(err)
		check("withdrawn")
	})
}

// participant is an employee who is known, by the employer's own key.
func participant(reference string) entered.ParticipantInput {
	return entered.ParticipantInput{Employee: entered.EmployeeChoice{ExternalReference: &reference}, Statement: clean()}
}

func TestRowsOfOneImportSeeEachOther(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		in := intake.ImportInput{PlanID: w.plan}
		for _, reference := range []string{"r1", "r2", "r3"} {
			in.Rows = append(in.Rows, intake.ImportRow{
				ExternalReference: reference, Activity: "1A", Training: nurse(), Start: date("2026-02-01"), End: date("2026-12-31"),
				Participants: []entered.ParticipantInput{newcomer("Ada", "e1")},
			})
		}
		done, err := w.intake.Import(w.employer(), in)
		w.must(err)
		for i, one := range done {
			if got := w.others(one.Registration.ID); len(got) != i {
				t.Errorf("row %d was judged beside %v, not beside those before it", i, got)
			}
		}
		w.round()
		for i, one := range done {
			if got := w.others(one.Registration.ID); len(got) != 2 {
				t.Errorf("row %d was judged beside %v", i, got)
			}
		}
	})
}

func TestTwoAtOnceSeeEachOther(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.create(w.byHour(newcomer("Ada", "e1")))
		var wait sync.WaitGroup
		made := make([]*ent.Registration, 4)
		for i := range made {
			wait.Go(func() {
				r, err := w.desk.Create(w.employer(), w.byDay(participant("e1")))
				if err != nil {
					t.Error(err)
					return
				}
				made[i] = r
			})
		}
		wait.Wait()
		w.round()
		for _, r := range made {
			if r == nil {
				continue
			}
			if got := w.others(r.ID); len(got) != len(made) {
				t.Errorf("%s was judged beside %s", r.Number, strings.Join(got, ", "))
			}
		}
	})
}
