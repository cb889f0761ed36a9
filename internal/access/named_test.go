package access_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// judges are the roles that a scheme may name.
var judges = []string{"SSC", "AMR", "PROJECT_LEADER", "REGIOPLUS"}

// asJudge acts in a role that may judge; the leader is of the region of A.
func asJudge(role string) actor.Actor {
	if role == "PROJECT_LEADER" {
		return as("LEADER")
	}
	return as(role)
}

// buildNamed adds, for each role that a scheme may name, a registration whose content was put to it, one whose content
// will be, and two of which it judges a cell: handed in, and not.
func buildNamed(t *testing.T, s *store.Store) {
	t.Helper()
	build(t, s)
	ctx := actor.AsSystem(t.Context())
	err := s.Tx(ctx, func(tx *ent.Tx) error {
		for _, role := range judges {
			for _, kind := range []string{"content", "contentlater", "cells", "cellslater"} {
				id := "reg_A_" + kind + role
				row := tx.Registration.Create().SetID(id).SetOrganisationID("org_A").SetRegionalOrganisationID("rgo_A").SetNumber("R-" + kind + role).
					SetPlanID("pln_A_sub").SetScheme("toy").SetActivity("K").SetState("DRAFT").SetTrainingTitle("T").SetTraining(fields.Training{}).
					SetCreatedAt(noon).SetUpdatedAt(noon).SetCellJudges([]string{"SSC"}).SetContentJudge("NOBODY")
				column := tx.Cell.Create().SetID("cel_" + kind + role).SetOrganisationID("org_A").SetRegionalOrganisationID("rgo_A").
					SetPlanID("pln_A_sub").SetRegistrationID(id).SetColumn("c").SetKind("JUDGEMENT").SetState("IN_REVIEW").SetUpdatedAt(noon).SetJudge("SSC")
				switch kind {
				case "content":
					row.SetContentJudge(role).SetContentAskedAt(noon)
				case "contentlater":
					row.SetContentJudge(role)
				case "cells":
					row.SetSubmittedAt(noon).SetAssessorID("per_SSC").SetCellJudges([]string{"NOBODY", role})
					column.SetJudge(role)
				case "cellslater":
					row.SetCellJudges([]string{role})
					column.SetJudge(role)
				}
				if err := row.Exec(ctx); err != nil {
					return err
				}
				if err := column.Exec(ctx); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheCommitteeSeesOnlyWhatItIsNamedFor(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		buildNamed(t, s)
		if _, err := access.New(s); err != nil {
			t.Fatal(err)
		}
		ctx := actor.With(t.Context(), as("AMR"))
		rows, err := s.Client().Registration.Query().IDs(ctx)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(rows)
		if diff := cmp.Diff([]string{"reg_A_asked", "reg_A_cellsAMR", "reg_A_contentAMR", "reg_B_asked"}, rows); diff != "" {
			t.Error(diff)
		}
		cells, err := s.Client().Cell.Query().IDs(ctx)
		if diff := cmp.Diff([]string{"cel_cellsAMR"}, cells); diff != "" || err != nil {
			t.Error(diff, err)
		}
	})
}

func TestTheOthersSeeTheTrainingThatTheyAreNamedForBeforeItIsHandedIn(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		buildNamed(t, s)
		g, err := access.New(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, role := range []string{"SSC", "REGIOPLUS"} {
			ctx := actor.With(t.Context(), as(role))
			rows, err := s.Client().Registration.Query().Where(registration.SubmittedAtIsNil()).IDs(ctx)
			if diff := cmp.Diff([]string{"reg_A_content" + role}, rows); diff != "" || err != nil {
				t.Error(role, diff, err)
			}
			parts, err := s.Client().Cell.Query().Where(cell.RegistrationID("reg_A_content" + role)).IDs(ctx)
			if len(parts) > 0 || err != nil {
				t.Errorf("%s sees cells of what was not handed in: %v, %v", role, parts, err)
			}
			named := access.OfRegistration(s.Client().Registration.GetX(ctx, "reg_A_content"+role))
			if can := g.Can(ctx, string(access.ReadPersonalData), named); can.Allowed {
				t.Errorf("%s reads personal data of what was not handed in", role)
			}
		}
	})
}

// permitted is what comes of asking, in one word.
func permitted(err error) string {
	switch {
	case err == nil:
		return "allowed"
	case fault.Is(err, fault.CodeNotFound):
		return "not found"
	}
	for _, f := range fault.All(err) {
		return f.Reason
	}
	return err.Error()
}

func TestWhoTheSchemeNamesJudgesAndNobodyElse(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		buildNamed(t, s)
		g, err := access.New(s)
		if err != nil {
			t.Fatal(err)
		}
		system := actor.AsSystem(t.Context())
		for _, named := range judges {
			reg := s.Client().Registration.GetX(system, "reg_A_content"+named)
			handedIn := s.Client().Registration.GetX(system, "reg_A_cells"+named)
			one := s.Client().Cell.GetX(system, "cel_cells"+named)
			for _, role := range judges {
				ctx := actor.With(t.Context(), asJudge(role))
				for what, object := range map[string]struct {
					act access.Action
					to  access.Object
				}{
					"content":             {access.JudgeContent, access.OfRegistration(reg)},
					"cell":                {access.JudgeCells, access.OfCell(one, handedIn)},
					"cell, by itself":     {access.JudgeCells, access.OfCell(one, nil)},
					"cells of a whole":    {access.JudgeCells, access.OfRegistration(handedIn).As(access.Cell)},
					"content, never said": {access.JudgeContent, access.OfRegistration(handedIn)},
				} {
					if what == "cell, by itself" && role == "SSC" {
						continue // who is the assessor, the registration says
					}
					_, err := g.Permit(ctx, object.act, object.to)
					got := permitted(err)
					if is := role == named && what != "content, never said"; is != (got == "allowed") {
						t.Errorf("%s named for %s: %s is told %s", named, what, role, got)
					}
					if can := g.Can(ctx, string(object.act), object.to); can.Allowed != (got == "allowed") {
						t.Errorf("%s named for %s: viewerCan of %s says %t (%s), permit %s", named, what, role, can.Allowed, can.Reason, got)
					}
				}
			}
		}
	})
}

func TestARefusalNamesWhoTheSchemeNames(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	build(t, s)
	g, err := access.New(s)
	if err != nil {
		t.Fatal(err)
	}
	asked := access.OfRegistration(submittedRegistration())
	asked.IsContentAsked, asked.ContentJudge = true, "REGIOPLUS"
	can := g.Can(actor.With(t.Context(), as("SSC")), string(access.JudgeContent), asked)
	if can.Allowed || can.Reason != "ROLE" || can.Need.EN != "Who can: RegioPlus." {
		t.Errorf("content: %+v", can)
	}
	asked.ContentJudge = ""
	if can := g.Can(actor.With(t.Context(), as("SSC")), string(access.JudgeContent), asked); can.Reason != "NOT_APPLICABLE" {
		t.Errorf("content that nobody judges: %+v", can)
	}
}

func TestWhoBelongsToTheOrganisationJudgesNothingOfIt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		buildNamed(t, s)
		g, err := access.New(s)
		if err != nil {
			t.Fatal(err)
		}
		system := actor.AsSystem(t.Context())
		for _, role := range judges {
			insider := asJudge(role)
			insider.PersonID = "per_A" // a contact of the organisation
			ctx := actor.With(context.Background(), insider)
			content := access.OfRegistration(s.Client().Registration.GetX(system, "reg_A_content"+role))
			cells := access.OfRegistration(s.Client().Registration.GetX(system, "reg_A_cells"+role)).As(access.Cell)
			cells.AssessorID = "per_A"
			_, onContent := g.Permit(ctx, access.JudgeContent, content)
			_, onCells := g.Permit(ctx, access.JudgeCells, cells)
			if got := permitted(onContent) + ", " + permitted(onCells); strings.Count(got, "FOUR_EYES_REQUIRED") != 2 {
				t.Errorf("%s: %s", role, got)
			}
		}
	})
}
