package graph_test

import (
	"context"
	"encoding/base64"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gql "github.com/vektah/gqlparser/v2/ast"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// spoken is a world with a registration in review about which people wrote something, and one of the same people whose
// content is judged before it is submitted.
func spoken(t *testing.T, s *store.Store) (w *world, g *ent.Registration, employeeID string) {
	t.Helper()
	w = newWorld(t, s)
	w.rename("SSC", "REGIOPLUS")
	all := w.registrations(2, 2)
	g = all[0]
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		one, err := tx.Participation.Query().Where(participation.RegistrationID(g.ID)).Order(participation.ByEmployeeName()).First(ctx)
		if err != nil {
			return err
		}
		employeeID = one.EmployeeID
		if err := tx.Registration.UpdateOneID(g.ID).SetState(workflow.InReview).SetSubmittedAt(wall).SetExternalReference("personeel-007").Exec(ctx); err != nil {
			return err
		}
		if err := tx.Registration.UpdateOneID(all[1].ID).SetState(workflow.AwaitingContent).SetContentAskedAt(wall).Exec(ctx); err != nil {
			return err
		}
		if err := tx.Participation.Create().SetID(ids.New(ids.Participation)).SetRegistrationID(all[1].ID).SetEmployeeID(employeeID).SetEmployeeName("Clown 000").
			SetStatement(one.Statement).SetOrganisationID(g.OrganisationID).SetRegionalOrganisationID(here).SetCreatedAt(wall).SetUpdatedAt(wall).Exec(ctx); err != nil {
			return err
		}
		for column, judge := range map[string]string{"a": "SSC", "b": "REGIOPLUS"} {
			if err := tx.Cell.Create().SetID(ids.New(ids.Cell)).SetJudge(judge).SetPlanID(g.PlanID).SetRegistrationID(g.ID).SetColumn(column).SetKind("JUDGEMENT").SetState("REJECTED").SetVerdict("REJECTED").
				SetNote("Over " + column + ".").SetJudgedAt(wall).SetUpdatedAt(wall).SetOrganisationID(g.OrganisationID).SetRegionalOrganisationID(here).Exec(ctx); err != nil {
				return err
			}
		}
		if err := tx.Repair.Create().SetID(ids.New(ids.Repair)).SetRegistrationID(g.ID).SetOpenedAt(wall).SetDueOn(wall).SetNote("Over wie.").
			SetOrganisationID(g.OrganisationID).SetRegionalOrganisationID(here).Exec(ctx); err != nil {
			return err
		}
		return tx.Repair.Create().SetID(ids.New(ids.Repair)).SetPlanID(g.PlanID).SetOpenedAt(wall).SetDueOn(wall).SetNote("Over het project.").
			SetOrganisationID(g.OrganisationID).SetRegionalOrganisationID(here).Exec(ctx)
	})
	return w, g, employeeID
}

// readers are those who see the registration, and the tokens of its organisation.
func (w *world) readers() map[string]actor.Actor {
	who := staff()
	delete(who, "AMR")
	who["EMPLOYER"] = w.employer()
	token := actor.Actor{TokenID: "tok_1", Role: actor.Employer, OrganisationID: w.organisation.ID, RegionalOrganisationID: here, Scopes: []string{"READ"}}
	who["READ"] = token
	token.Scopes = []string{"READ", "READ_PERSONAL_DATA"}
	who["READER"] = token
	return who
}

func TestFreeTextIsForWhoSeesEmployees(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w, g, _ := spoken(t, s)
		for role, who := range w.readers() {
			var got struct {
				Node struct {
					ExternalReference *string
					Repair            struct{ Note *string }
					Plan              struct {
						ProjectFile struct{ Repair struct{ Note *string } }
					}
				}
			}
			w.read(who, `query($id: ID!) {node(id: $id) {...on Registration {externalReference repair {note} plan {projectFile {repair {note}}}}}}`, map[string]any{"id": g.ID}, &got)
			sees := role != "PROJECT_LEADER" && role != "REGIOPLUS"
			for field, text := range map[string]*string{"externalReference": got.Node.ExternalReference, "repair.note": got.Node.Repair.Note} {
				if (text != nil) != sees {
					t.Errorf("%s reads %s: %v", role, field, text != nil)
				}
			}
			if got.Node.Plan.ProjectFile.Repair.Note == nil {
				t.Errorf("%s does not read what is asked of the project file", role)
			}
			if sees {
				continue
			}
			notes := map[string]string{}
			for _, n := range w.notes(who, g.ID) {
				notes[n.column] = n.text
			}
			want := map[string]string{"a": "", "b": map[string]string{"REGIOPLUS": "Over b."}[role]} // who judges a column reads what was said
			if diff := cmp.Diff(want, notes); diff != "" {
				t.Errorf("%s: %s", role, diff)
			}
		}
	})
}

type noted struct{ column, text string }

// notes are those on the cells that a registration has for itself.
func (w *world) notes(who actor.Actor, id string) []noted {
	w.T.Helper()
	var cells []*ent.Cell
	w.Write(func(ctx context.Context, tx *ent.Tx) (err error) {
		cells, err = tx.Cell.Query().All(ctx)
		return err
	})
	var out []noted
	for _, c := range cells {
		if c.RegistrationID != id || c.ParticipationID != nil {
			continue
		}
		var got struct {
			Node struct{ LastJudgement struct{ Note string } }
		}
		w.read(who, `query($id: ID!) {node(id: $id) {...on MatrixCell {lastJudgement {note}}}}`, map[string]any{"id": c.ID}, &got)
		out = append(out, noted{c.Column, got.Node.LastJudgement.Note})
	}
	return out
}

func TestTrainingsAreLinkedByAnEmployeeOnlyForWhoSeesBoth(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w, _, employeeID := spoken(t, s)
		for filter, want := range map[string]map[string]int{
			// The SSC sees both registrations, but only of the first who takes part.
			`{employeeID: "` + employeeID + `"}`: {"EMPLOYER": 2, "READ": 2, "READER": 2, "SSC": 1},
			`{search: "personeel-0"}`:            {"EMPLOYER": 1, "READ": 1, "READER": 1, "SSC": 1},
			`{search: "Ballen"}`:                 {"EMPLOYER": 2, "READ": 2, "READER": 2, "SSC": 2, "PROJECT_LEADER": 2, "REGIOPLUS": 1},
		} {
			for role, who := range w.readers() {
				var got struct {
					Registrations      struct{ TotalCount int }
					RegistrationCounts []struct{ Count int }
				}
				w.read(who, `{registrations(first: 5, filter: `+filter+`) {totalCount} registrationCounts(filter: `+filter+`) {count}}`, nil, &got)
				counted := 0
				for _, c := range got.RegistrationCounts {
					counted += c.Count
				}
				if got.Registrations.TotalCount != want[role] || counted != want[role] {
					t.Errorf("%s, %s: %d, counted %d, want %d", role, filter, got.Registrations.TotalCount, counted, want[role])
				}
			}
		}
	})
}

type participants struct {
	Edges []struct {
		Cursor string
		Node   struct{ ID string }
	}
	PageInfo struct{ EndCursor string }
}

// A cursor holds what a list is ordered by: no name for who reads none, however the list is read.
func TestNoNameStandsInACursor(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w, g, _ := spoken(t, s)
		const page = `participations(first: 1, after: $after) {edges {cursor node {id}} pageInfo {endCursor}}`
		for role, who := range w.readers() {
			isNamed := role != "PROJECT_LEADER" && role != "REGIOPLUS" && role != "READ"
			for query, variables := range map[string]map[string]any{
				`query($id: ID!, $after: String) {node(id: $id) {...on Registration {` + page + `}}}`:                                           {"id": g.ID},
				`query($after: String) {registrations(first: 1, filter: {states: [IN_REVIEW]}) {nodes {` + page + ` matrix {columns {code}}}}}`: {},
			} {
				seen := map[string]bool{}
				for range 2 {
					var got struct {
						Node          struct{ Participations participants }
						Registrations struct {
							Nodes []struct{ Participations participants }
						}
					}
					w.read(who, query, variables, &got)
					p := got.Node.Participations
					if len(got.Registrations.Nodes) > 0 {
						p = got.Registrations.Nodes[0].Participations
					}
					variables["after"], seen[p.Edges[0].Node.ID] = p.PageInfo.EndCursor, true
					if text := reading(t, p.Edges[0].Cursor+" "+p.PageInfo.EndCursor); strings.Contains(text, "Clown") != isNamed {
						t.Errorf("%s: %s", role, text)
					}
				}
				if len(seen) != 2 {
					t.Errorf("%s turned two pages and saw %d participants", role, len(seen))
				}
			}
		}
		var got struct {
			Viewer struct {
				Organisation struct {
					Employees, Found struct {
						TotalCount int
						PageInfo   struct{ EndCursor string }
					}
				}
			}
		}
		for role, want := range map[string]int{"READ": 0, "READER": 4} {
			w.read(w.readers()[role], `{viewer {organisation {employees(first: 2) {totalCount pageInfo {endCursor}} found: employees(first: 2, filter: {search: "Clown"}) {totalCount}}}}`, nil, &got)
			if o := got.Viewer.Organisation; strings.Contains(reading(t, o.Employees.PageInfo.EndCursor), "Clown") != (want > 0) || o.Found.TotalCount != want || o.Employees.TotalCount != 4 {
				t.Errorf("%s: %+v", role, o)
			}
		}
	})
}

// reading is what cursors hold.
func reading(t *testing.T, cursors string) string {
	t.Helper()
	var out []string
	for _, c := range strings.Fields(cursors) {
		text, err := base64.RawURLEncoding.DecodeString(c)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text))
	}
	return strings.Join(out, " ")
}

// A text that is new is looked at: can people write about an employee in it?
func TestEveryTextSaysWhoseWordsItHolds(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/texts.txt")
	if err != nil {
		t.Fatal(err)
	}
	stated := map[string]string{}
	for line := range strings.Lines(string(file)) {
		if words := strings.Fields(line); words[0] != "#" {
			stated[words[0]] = words[1]
		}
	}
	for _, d := range own(schema(t)) {
		for _, f := range d.Fields {
			if d.Kind != gql.Object || f.Type.Name() != "String" {
				continue
			}
			name := d.Name + "." + f.Name
			switch kind := stated[name]; {
			case !slices.Contains([]string{"code", "published", "dossier", "own", "personal", "employees"}, kind):
				t.Errorf("%s stands in testdata/texts.txt as %q", name, kind)
			case (kind == "personal") != (f.Directives.ForName("personal") != nil):
				t.Errorf("%s is %s, and the schema says otherwise", name, kind)
			}
			delete(stated, name)
		}
	}
	for name := range stated {
		t.Errorf("%s is no text", name)
	}
}
