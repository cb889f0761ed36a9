package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

var (
	regulation = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	wall       = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
)

const here = "rgo_utrechtzorg"

// world is the API on a database with one organisation and its plan.
type world struct {
	*testworld.World
	api          http.Handler
	statements   *atomic.Int64
	organisation *ent.Organisation
	plan         *ent.Plan
	from         int // registrations there are
}

func newWorld(t *testing.T, s *store.Store) *world {
	t.Helper()
	w := &world{World: testworld.Open(t, s, toy.Scheme, regulation, wall), statements: &atomic.Int64{}}
	w.api = graph.NewHandler(graph.Config{
		Store: s, Guard: w.Guard, Catalog: w.Catalog, Clock: w.Clock, Identity: w.Identity, Organisations: w.Organisations, Ties: w.Ties, Plans: w.Plans,
		Moves: w.Moves, Rejudge: w.Rejudge, Registrations: w.Registrations, ProjectFiles: w.ProjectFiles, Hypotheses: w.Hypotheses,
		Documents: w.Documents, Receipts: w.Receipts, Exchange: w.Exchange, Keeper: w.Keeper, Calendars: w.Calendars,
	})
	w.organisation = w.Organisation(func(c *ent.OrganisationCreate) {
		c.SetName("Circus").SetKvkNumber("12345678").SetPostcode("3511 AB").SetRegionID("rgn_utrecht-inclusief-gooi-vechtstreek").SetRegionalOrganisationID(here)
	})
	w.plan = w.Granted(w.organisation.ID)
	s.Client().Intercept(ent.InterceptFunc(func(next ent.Querier) ent.Querier {
		return ent.QuerierFunc(func(ctx context.Context, q ent.Query) (ent.Value, error) {
			w.statements.Add(1)
			return next.Query(ctx, q)
		})
	}))
	return w
}

// registrations begins n registrations with so many participants, judged and laid out.
func (w *world) registrations(n, participants int) []*ent.Registration {
	w.T.Helper()
	activity := w.Catalog.Current.Manifest.Activities[1]
	var out []*ent.Registration
	for i := range n {
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			g := &ent.Registration{ID: ids.New(ids.Registration), Activity: activity.Code, Training: fields.Training{Course: &fields.Course{Title: "Ballen"}}}
			people, err := w.people(ctx, tx, g, participants)
			if err != nil {
				return err
			}
			receipt, err := w.judge(ctx, tx, g, people)
			if err != nil {
				return err
			}
			g, err = tx.Registration.Create().SetID(g.ID).SetNumber(fmt.Sprintf("R-2026-%06d", w.from+i+1)).SetPlanID(w.plan.ID).SetScheme(w.plan.Scheme).
				SetActivity(activity.Code).SetState(workflow.Draft).SetTrainingTitle("Ballen").SetTraining(g.Training).SetParticipantCount(participants).
				SetContentJudge(string(activity.ContentJudge)).SetCellJudges(judgesOf(w.Catalog.Current.Manifest, activity.Code)).
				SetEvaluationID(receipt.ID).SetOutcome(receipt.Outcome).SetOrganisationID(w.organisation.ID).SetRegionalOrganisationID(here).
				SetCreatedAt(wall).SetUpdatedAt(wall).Save(ctx)
			if err != nil {
				return err
			}
			out = append(out, g)
			return w.join(ctx, tx, g, people)
		})
	}
	return out
}

// judgesOf are the roles that judge a cell under an activity, as a row keeps them.
func judgesOf(m *schemes.Manifest, activity string) []string {
	var out []string
	for _, r := range m.CellJudges(activity) {
		out = append(out, string(r))
	}
	return out
}

func (w *world) people(ctx context.Context, tx *ent.Tx, g *ent.Registration, n int) ([]*ent.Participation, error) {
	var out []*ent.Participation
	for i := range n {
		e, err := tx.Employee.Create().SetID(ids.New(ids.Employee)).SetName(fmt.Sprintf("Clown %03d", i)).SetDateOfBirth(wall).SetEmployment("EMPLOYED").
			SetOrganisationID(w.organisation.ID).SetRegionalOrganisationID(here).SetCreatedAt(wall).SetUpdatedAt(wall).Save(ctx)
		if err != nil {
			return nil, err
		}
		p := &ent.Participation{ID: ids.New(ids.Participation), RegistrationID: g.ID, EmployeeID: e.ID, EmployeeName: e.Name}
		p.Edges.Employee = e
		out = append(out, p)
	}
	return out, nil
}

func (w *world) judge(ctx context.Context, tx *ent.Tx, g *ent.Registration, people []*ent.Participation) (*ent.Evaluation, error) {
	q := question.Registration(regulation, question.Organisation(w.organisation, nil), nil, g, people, nil, nil)
	answers, err := w.Catalog.Judge(ctx, w.Catalog.Current, []schemes.Question{q})
	if err != nil {
		return nil, err
	}
	receipt, err := question.Judged{Question: q, Answer: answers[0], ReleaseID: w.Catalog.Current.ID, At: wall}.Receipt(question.Subject{
		Kind: question.SubjectRegistration, ID: g.ID, PlanID: w.plan.ID, OrganisationID: w.organisation.ID, RegionalOrganisationID: here,
	})
	if err != nil {
		return nil, err
	}
	return question.Keep(ctx, tx, receipt)
}

func (w *world) join(ctx context.Context, tx *ent.Tx, g *ent.Registration, people []*ent.Participation) error {
	m := w.Catalog.Current.Manifest
	for _, p := range people {
		if err := tx.Participation.Create().SetID(p.ID).SetRegistrationID(g.ID).SetEmployeeID(p.EmployeeID).SetEmployeeName(p.EmployeeName).
			SetStatement(fields.Participation{}).SetOutcome("UNDETERMINED").SetOrganisationID(w.organisation.ID).SetRegionalOrganisationID(here).
			SetCreatedAt(wall).SetUpdatedAt(wall).Exec(ctx); err != nil {
			return err
		}
		for _, column := range m.Columns(g.Activity, schemes.PerParticipation) {
			judge, _ := m.Judge(column)
			if err := tx.Cell.Create().SetJudge(string(judge)).SetID(ids.New(ids.Cell)).SetPlanID(w.plan.ID).SetRegistrationID(g.ID).SetParticipationID(p.ID).SetColumn(column).
				SetKind("REQUIREMENT").SetState("MISSING").SetUpdatedAt(wall).SetOrganisationID(w.organisation.ID).SetRegionalOrganisationID(here).Exec(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *world) employer() actor.Actor {
	return actor.Actor{PersonID: "per_1", SessionID: "ses_1", Role: actor.Employer, OrganisationID: w.organisation.ID, RegionalOrganisationID: here}
}

type reply struct {
	status int
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct{ Code, Reason string }
	}
}

// ask sends a request as somebody.
func (w *world) ask(who actor.Actor, query string, variables map[string]any, header ...string) reply {
	w.T.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		w.T.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/graphql-response+json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res := httptest.NewRecorder()
	w.api.ServeHTTP(res, r.WithContext(actor.With(r.Context(), who)))
	out := reply{status: res.Code}
	if err := json.Unmarshal(res.Body.Bytes(), &out); err != nil {
		w.T.Fatalf("%v: %s", err, res.Body)
	}
	return out
}

// read asks what must succeed, into a value.
func (w *world) read(who actor.Actor, query string, variables map[string]any, into any) {
	w.T.Helper()
	r := w.ask(who, query, variables)
	if len(r.Errors) > 0 {
		w.T.Fatalf("%+v", r.Errors)
	}
	if err := json.Unmarshal(r.Data, into); err != nil {
		w.T.Fatalf("%v: %s", err, r.Data)
	}
}
