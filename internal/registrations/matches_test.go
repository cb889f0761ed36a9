package registrations_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// elsewhere puts somebody into a registration of another organisation, handed in or not.
func (w *world) elsewhere(hash, number, state string, submitted bool, training fields.Training, born ...typed.PartialDate) {
	w.T.Helper()
	now := w.Clock.Wall()
	var bad fault.Collector
	days := append(born, "1990-05-06")[0].Parse(&bad)
	w.Must(bad.Err())
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		e, r := ids.New(ids.Employee), ids.New(ids.Registration)
		err := tx.Employee.Create().SetID(e).SetName("Iemand").SetDateOfBirth(days.First).SetNillableDateOfBirthLast(days.Until()).SetEmployment("EMPLOYED").
			SetOrganisationID(w.Other).SetRegionalOrganisationID("rgo_noord").SetCreatedAt(now).SetUpdatedAt(now).Exec(ctx)
		if err != nil {
			return err
		}
		err = tx.EmployeeName.Create().SetOrganisationID(w.Other).SetEmployeeID(e).SetName("Iemand").SetDateOfBirth(days.First).SetNillableDateOfBirthLast(days.Until()).
			SetRecordedAt(now).SetNamesakeHash(hash).SetPersonHash(hash).SetIsReserved(false).Exec(ctx)
		if err != nil {
			return err
		}
		create := tx.Registration.Create().SetID(r).SetNumber(number).SetPlanID(w.Plan).SetScheme("s").SetActivity("1A").SetState(state).
			SetTrainingTitle("t").SetTraining(training).SetOrganisationID(w.Other).SetRegionalOrganisationID("rgo_noord").SetCreatedAt(now).SetUpdatedAt(now)
		if submitted {
			create.SetSubmittedAt(now)
		}
		if err := create.Exec(ctx); err != nil {
			return err
		}
		return tx.Participation.Create().SetID(ids.New(ids.Participation)).SetRegistrationID(r).SetEmployeeID(e).SetEmployeeName("Iemand").
			SetStatement(fields.Participation{}).SetOrganisationID(w.Other).SetRegionalOrganisationID("rgo_noord").SetCreatedAt(now).SetUpdatedAt(now).Exec(ctx)
	})
}

func TestPossibleMatchesAreForTheAssessorAlone(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1"), testworld.Newcomer("Bram", "e2")))
		w.Create(w.ByHour(testworld.Participant("e1"))) // at the same organisation: for the regulation to judge
		ada := w.Store.Client().Participation.Query().Where(participation.RegistrationID(r.ID)).Order(participation.ByID()).WithEmployee().AllX(w.System())[0]
		hash := *ada.Edges.Employee.QueryNames().OnlyX(w.System()).NamesakeHash
		w.elsewhere(hash, "R-1", workflow.Submitted, true, fields.Training{Course: &fields.Course{Title: "Iets anders"}})
		w.elsewhere(hash, "R-2", workflow.Repair, true, r.Training)
		w.elsewhere(hash, "R-3", workflow.Draft, false, r.Training)
		w.elsewhere(hash, "R-4", workflow.Withdrawn, true, r.Training)
		w.elsewhere(hash, "R-5", workflow.Rejected, true, r.Training)
		w.elsewhere("another", "R-6", workflow.Submitted, true, r.Training)
		w.elsewhere(hash, "R-7", workflow.Submitted, true, r.Training, "1990-05")
		w.elsewhere(hash, "R-8", workflow.Submitted, true, r.Training, "1990-05-07") // somebody else
		if found, err := w.Registrations.PossibleMatches(w.AsAssessor(), []*ent.Registration{r}); err != nil || len(found) > 0 {
			t.Errorf("who judges the content alone learns who takes part: %v, %v", found, err)
		}
		w.HandIn(r.ID)
		w.Submit(r.ID)
		r = w.Reload(r.ID)

		found, err := w.Registrations.PossibleMatches(w.AsAssessor(), []*ent.Registration{r})
		w.Must(err)
		var got []string
		for _, m := range found[r.ID] {
			if m.Participation.Edges.Employee != nil {
				t.Error("a match brings the employee along, past the policy")
			}
			got = append(got, fmt.Sprintf("%s %t %t", m.Registration.Number, m.IsSameTraining, m.Participation.ID == ada.ID))
		}
		if diff := cmp.Diff([]string{"R-2 true true", "R-7 true true", "R-1 false true"}, got); diff != "" {
			t.Error(diff)
		}
		for _, role := range []actor.Role{actor.Employer, actor.ProjectLeader, actor.AMR, actor.VWS, actor.RegioPlus, actor.Administrator} {
			ctx := actor.With(t.Context(), actor.Actor{PersonID: "per_x", Role: role, OrganisationID: w.Organ, RegionalOrganisationID: "rgo_noord"})
			if found, err := w.Registrations.PossibleMatches(ctx, []*ent.Registration{r}); err != nil || found != nil {
				t.Errorf("%s sees %v, %v", role, found, err)
			}
		}
		if q := w.Store.Client().Evaluation.GetX(w.System(), *r.EvaluationID); len(w.Rules(q)) != 0 {
			t.Errorf("a match is a finding: %v", w.Rules(q))
		}
	})
}
