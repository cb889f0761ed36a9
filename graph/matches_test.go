package graph_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// handedIn has everything handed in, and everybody be one person.
func (w *world) handedIn() {
	w.T.Helper()
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		for _, e := range tx.Employee.Query().Where(employee.Not(employee.HasNames())).AllX(ctx) {
			if err := tx.EmployeeName.Create().SetOrganisationID(e.OrganisationID).SetEmployeeID(e.ID).SetName(e.Name).SetDateOfBirth(e.DateOfBirth).
				SetRecordedAt(wall).SetNamesakeHash("one").SetPersonHash("one").SetIsReserved(false).Exec(ctx); err != nil {
				return err
			}
		}
		for _, o := range tx.Organisation.Query().AllX(ctx) { // within one organisation
			first := tx.Employee.Query().Where(employee.OrganisationID(o.ID)).Order(employee.ByID()).FirstX(ctx)
			tx.Employee.Update().Where(employee.OrganisationID(o.ID), employee.IDNEQ(first.ID)).SetSameAs(first.ID).ExecX(ctx)
		}
		return tx.Registration.Update().SetState(workflow.Submitted).SetSubmittedAt(wall).Exec(ctx)
	})
}

// neighbour is another organisation at which somebody takes part.
func (w *world) neighbour() {
	w.T.Helper()
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		o, e, r := ids.New(ids.Organisation), ids.New(ids.Employee), ids.New(ids.Registration)
		if err := tx.Organisation.Create().SetID(o).SetName("Elders").SetKvkNumber("87654321").SetPostcode("9711 CD").SetFundingLaws([]string{"WLZ"}).
			SetRegionID("rgn_groningen").SetRegionalOrganisationID("rgo_zorgpleinnoord").SetCreatedAt(wall).SetUpdatedAt(wall).Exec(ctx); err != nil {
			return err
		}
		if err := tx.Employee.Create().SetID(e).SetName("Clown").SetDateOfBirth(wall).SetEmployment("EMPLOYED").
			SetOrganisationID(o).SetRegionalOrganisationID("rgo_zorgpleinnoord").SetCreatedAt(wall).SetUpdatedAt(wall).Exec(ctx); err != nil {
			return err
		}
		if err := tx.Registration.Create().SetID(r).SetNumber("R-2026-900000").SetPlanID(w.plan.ID).SetScheme(w.plan.Scheme).
			SetActivity(w.Catalog.Current.Manifest.Activities[1].Code).SetState(workflow.Submitted).SetTrainingTitle("Ballen").
			SetTraining(fields.Training{Course: &fields.Course{Title: "ballen"}}).SetParticipantCount(1).
			SetOrganisationID(o).SetRegionalOrganisationID("rgo_zorgpleinnoord").SetCreatedAt(wall).SetUpdatedAt(wall).Exec(ctx); err != nil {
			return err
		}
		return tx.Participation.Create().SetID(ids.New(ids.Participation)).SetRegistrationID(r).SetEmployeeID(e).SetEmployeeName("Clown").
			SetStatement(fields.Participation{}).SetOrganisationID(o).SetRegionalOrganisationID("rgo_zorgpleinnoord").SetCreatedAt(wall).SetUpdatedAt(wall).Exec(ctx)
	})
}

func TestPossibleMatchesCostAsMuchForManyAsForFew(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		const query = `{registrations(first: 50) {nodes {number possibleMatches {isSameTraining participation {id} registration {number activity {code} organisation {name} plan {number}}}}}}`
		type found struct {
			Registrations struct {
				Nodes []struct {
					Number          string
					PossibleMatches []struct {
						IsSameTraining bool
						Registration   struct {
							Number       string
							Organisation struct{ Name string }
						}
					}
				}
			}
		}
		assessor := actor.Actor{PersonID: "per_ssc", SessionID: "ses_ssc", Role: actor.SSC}
		cost := func() (n int64, got found) {
			before := w.statements.Load()
			w.read(assessor, query, nil, &got)
			return w.statements.Load() - before, got
		}
		w.neighbour()
		w.registrations(2, 1)
		w.handedIn()
		cost() // what a release declares is looked up once
		few, _ := cost()
		w.from = 2
		w.registrations(20, 3)
		w.handedIn()
		many, got := cost()
		if many != few {
			t.Errorf("%d statements for two registrations, %d for more", few, many)
		}
		for _, g := range got.Registrations.Nodes {
			switch {
			case g.Number == "R-2026-900000" && len(g.PossibleMatches) != 62:
				t.Errorf("%s matches %d, want each participation of the other organisation", g.Number, len(g.PossibleMatches))
			case g.Number != "R-2026-900000" && (len(g.PossibleMatches) == 0 || !g.PossibleMatches[0].IsSameTraining || g.PossibleMatches[0].Registration.Organisation.Name != "Elders"):
				t.Errorf("%+v", g)
			}
		}
		var mine json.RawMessage
		before := w.statements.Load()
		w.read(w.employer(), `{registrations(first: 1) {nodes {possibleMatches {isSameTraining}}}}`, nil, &mine)
		if string(mine) != `{"registrations":{"nodes":[{"possibleMatches":null}]}}` || w.statements.Load()-before != 1 {
			t.Errorf("an employer reads %s in %d statements", mine, w.statements.Load()-before)
		}
	})
}
