package graph_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/exchange"
	"github.com/penvoerder/penvoerder/internal/hypothesis"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

var (
	regulation = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	wall       = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
)

const here = "rgo_utrechtzorg"

// shelf is a catalogue with one release, judged in memory.
type shelf struct {
	scheme  schemes.Scheme
	release *catalog.Release
	pins    *sync.Map
}

func (s shelf) Schemes() []*catalog.Release                { return []*catalog.Release{s.release} }
func (s shelf) InForce(of string) (*catalog.Release, bool) { return s.release, of == s.release.Slug }
func (s shelf) Release(id string) (*catalog.Release, bool) { return s.release, id == s.release.ID }
func (s shelf) Known(of string) (*catalog.Release, bool)   { return s.InForce(of) }
func (s shelf) IsInstalled(id string) bool                 { return id == s.release.ID }
func (s shelf) Answers(id string) bool                     { return id == s.release.ID }
func (s shelf) Unpin(planID string)                        { s.pins.Delete(planID) }
func (s shelf) Remember(planID, releaseID string)          { s.pins.Store(planID, releaseID) }

func (s shelf) Pin(planID string) (string, bool) {
	pin, _ := s.pins.Load(planID)
	releaseID, ok := pin.(string)
	return releaseID, ok
}

func (s shelf) Available(of string) bool { return of == s.release.Slug }

func (s shelf) Judge(ctx context.Context, r *catalog.Release, qs []schemes.Question) ([]schemes.Answer, error) {
	return s.scheme.Judge(ctx, schemes.Batch{Overrides: r.Overrides(), Questions: qs})
}

func (s shelf) JudgeEach(ctx context.Context, release *catalog.Release, qs []schemes.Question) ([]schemes.Answer, error) {
	return s.Judge(ctx, release, qs)
}

// world is the API on a database with one organisation and its plan.
type world struct {
	t            *testing.T
	store        *store.Store
	shelf        shelf
	api          http.Handler
	statements   *atomic.Int64
	organisation *ent.Organisation
	plan         *ent.Plan
	from         int // registrations there are
}

func newWorld(t *testing.T, s *store.Store) *world {
	t.Helper()
	guard, err := access.New(s)
	if err != nil {
		t.Fatal(err)
	}
	scheme := toy.Scheme
	w := &world{t: t, store: s, statements: &atomic.Int64{}, shelf: shelf{scheme: scheme, pins: &sync.Map{}, release: &catalog.Release{
		ID: ids.New(ids.SchemeRelease), Slug: scheme.Manifest().Slug, Version: "0.1.0", Digest: "d", State: catalog.StateInForce, Manifest: scheme.Manifest(),
	}}}
	c := clock.Still(regulation, func() time.Time { return wall })
	giver, err := receipts.New(receipts.Config{Store: s, Guard: guard, Clock: c, Key: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))})
	if err != nil {
		t.Fatal(err)
	}
	orgs := organisations.New(organisations.Config{Store: s, Guard: guard, Clock: c})
	w.api = graph.NewHandler(graph.Config{
		Store: s, Guard: guard, Catalog: w.shelf, Clock: c, Organisations: orgs,
		Plans: plans.New(plans.Config{Store: s, Catalog: w.shelf, Guard: guard, Clock: c}),
		Registrations: registrations.New(registrations.Config{
			Store: s, Catalog: w.shelf, Guard: guard, Clock: c, Registry: reading.New(s, w.shelf, c),
			Clerk: &entered.Clerk{Store: s, Guard: guard, Employees: orgs},
		}),
		ProjectFiles: projectfiles.New(projectfiles.Config{Store: s, Schemes: w.shelf, Guard: guard, Clock: c}),
		Hypotheses:   hypothesis.New(hypothesis.Config{Store: s, Catalog: w.shelf, Guard: guard, Clock: c}),
		Keeper:       &exchange.Keeper{Store: s, Clock: c}, Receipts: giver,
	})
	w.fill()
	s.Client().Intercept(ent.InterceptFunc(func(next ent.Querier) ent.Querier {
		return ent.QuerierFunc(func(ctx context.Context, q ent.Query) (ent.Value, error) {
			w.statements.Add(1)
			return next.Query(ctx, q)
		})
	}))
	return w
}

func (w *world) write(do func(ctx context.Context, tx *ent.Tx) error) {
	w.t.Helper()
	ctx := actor.AsSystem(w.t.Context())
	if err := w.store.Tx(ctx, func(tx *ent.Tx) error { return do(ctx, tx) }); err != nil {
		w.t.Fatal(err)
	}
}

// fill signs up an organisation with a granted plan.
func (w *world) fill() {
	w.t.Helper()
	w.write(func(ctx context.Context, tx *ent.Tx) (err error) {
		r := w.shelf.release
		if err = tx.SchemeRelease.Create().SetID(r.ID).SetSlug(r.Slug).SetSemver(r.Version).SetDigest(r.Digest).
			SetState(r.State).SetStateSince(wall).SetManifest([]byte("{}")).Exec(ctx); err != nil {
			return err
		}
		if w.organisation, err = tx.Organisation.Create().SetID(ids.New(ids.Organisation)).SetName("Circus").SetKvkNumber("12345678").
			SetPostcode("3511 AB").SetFundingLaws([]string{"WLZ"}).SetRegionID("rgn_utrecht-inclusief-gooi-vechtstreek").
			SetRegionalOrganisationID(here).SetCreatedAt(wall).SetUpdatedAt(wall).Save(ctx); err != nil {
			return err
		}
		w.plan, err = tx.Plan.Create().SetID(ids.New(ids.Plan)).SetNumber("P-2026-000001").SetScheme(r.Slug).SetReleaseID(r.ID).
			SetState(workflow.Granted).SetSubmittedAt(wall).SetGrantedAt(wall).SetOrganisationID(w.organisation.ID).SetRegionalOrganisationID(here).
			SetCreatedAt(wall).SetUpdatedAt(wall).Save(ctx)
		return err
	})
}

// registrations begins n registrations with so many participants, judged and laid out.
func (w *world) registrations(n, participants int) []*ent.Registration {
	w.t.Helper()
	activity := w.shelf.release.Manifest.Activities[1]
	var out []*ent.Registration
	for i := range n {
		w.write(func(ctx context.Context, tx *ent.Tx) error {
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
				SetContentJudge(string(activity.ContentJudge)).SetCellJudges(judgesOf(w.shelf.release.Manifest, activity.Code)).
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
	q := dossier.Registration(regulation, dossier.Organisation(w.organisation, nil), nil, g, people, nil, nil)
	answers, err := w.shelf.Judge(ctx, w.shelf.release, []schemes.Question{q})
	if err != nil {
		return nil, err
	}
	receipt, err := dossier.Judged{Question: q, Answer: answers[0], ReleaseID: w.shelf.release.ID, At: wall}.Receipt(dossier.Subject{
		Kind: dossier.SubjectRegistration, ID: g.ID, PlanID: w.plan.ID, OrganisationID: w.organisation.ID, RegionalOrganisationID: here,
	})
	if err != nil {
		return nil, err
	}
	return dossier.Keep(ctx, tx, receipt)
}

func (w *world) join(ctx context.Context, tx *ent.Tx, g *ent.Registration, people []*ent.Participation) error {
	m := w.shelf.release.Manifest
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
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		w.t.Fatal(err)
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
		w.t.Fatalf("%v: %s", err, res.Body)
	}
	return out
}

// read asks what must succeed, into a value.
func (w *world) read(who actor.Actor, query string, variables map[string]any, into any) {
	w.t.Helper()
	r := w.ask(who, query, variables)
	if len(r.Errors) > 0 {
		w.t.Fatalf("%+v", r.Errors)
	}
	if err := json.Unmarshal(r.Data, into); err != nil {
		w.t.Fatalf("%v: %s", err, r.Data)
	}
}
