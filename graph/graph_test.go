package graph_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// count asks a query as the employer, and tells how many statements it took.
func (w *world) count(query string) int64 {
	w.T.Helper()
	before := w.statements.Load()
	var out json.RawMessage
	w.read(w.employer(), query, nil, &out)
	return w.statements.Load() - before
}

func TestAPageTakesTheSameStatementsWhateverItHolds(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, query string
		want        int64
	}{
		{"three levels", `{registrations(first: 50) {nodes {id number state matrix {rows {participation {id} cells {column state}}}}}}`, 3},
		{"the list", `{registrations(first: 50) {totalCount nodes {id activity {code title {text}} training {...on Course {title}} judgement {outcome amount findings {code on {id}}} outcomeCounts {outcome count} repair {dueAt} organisation {name} plan {number}}}}`, 7},
		{"what is missing", `{registrations(first: 15) {nodes {nextSteps {label {text}} matrix {rows {cells {findings {code} documents {id} lastJudgement {note}}}}}}}`, 0},
		{"what can be done", `{registrations(first: 8) {nodes {viewerCanEach(actions: [AMEND, SUBMIT, WITHDRAW, ASK_CONTENT, DECIDE]) {isAllowed}
			participations(first: 3) {nodes {viewerCanEach(actions: [AMEND, REMOVE]) {isAllowed}}}
			matrix {rows {cells {viewerCanEach(actions: [ATTACH_DOCUMENT, JUDGE_CELLS]) {isAllowed} documents {viewerCanEach(actions: [AMEND, REMOVE]) {isAllowed}}}}}}}}`, 0},
	}
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		w.registrations(2, 1)
		var few []int64
		for _, c := range cases {
			w.count(c.query) // what a release declares is looked up once
			few = append(few, w.count(c.query))
		}
		w.from = 2
		w.registrations(30, 3)
		for i, c := range cases {
			if many := w.count(c.query); many != few[i] || c.want != 0 && many != c.want {
				t.Errorf("%s: %d statements for two entries, %d for more, want %d", c.name, few[i], many, c.want)
			}
		}
	})
}

func TestEveryPageOfAnEmployerIsAnswered(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		g := w.registrations(1, 2)[0]
		var people struct {
			Registration struct {
				Participations struct{ Nodes []struct{ ID string } }
			}
		}
		w.read(w.employer(), `query($n: String!) {registration(by: {number: $n}) {participations(first: 1) {nodes {id}}}}`, map[string]any{"n": g.Number}, &people)
		pages := map[string]map[string]any{
			"dashboard": nil, "plan": {"id": w.plan.ID}, "registration_list": nil, "registration": {"number": g.Number},
			"amount": {"participation": people.Registration.Participations.Nodes[0].ID}, "releases": {"slug": "toy"},
		}
		for name, variables := range pages {
			text, err := os.ReadFile(filepath.Join("testdata", "pages", name+".graphql"))
			if err != nil {
				t.Fatal(err)
			}
			if name == "dashboard" {
				text = []byte(strings.ReplaceAll(string(text), "person { name }", "")) // nobody of this name is signed up
				text = []byte(strings.ReplaceAll(string(text), "actingRole { role isSignatory }", ""))
			}
			if r := w.ask(w.employer(), string(text), variables); len(r.Errors) > 0 {
				t.Errorf("%s: %+v", name, r.Errors)
			}
		}
	})
}

func TestWhatCanBeMendedIsInThePayloadAndNothingElse(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		g := w.registrations(1, 1)[0]
		const withdraw = `mutation($i: WithdrawRegistrationInput!) {withdrawRegistration(input: $i) {
			registration {id} userErrors {__typename code reason path ...on StateConflict {currentVersion current {id}}}}}`
		var got any
		w.read(w.employer(), withdraw, map[string]any{"i": map[string]any{"id": g.ID, "expectedVersion": 7}}, &got)
		want := map[string]any{"withdrawRegistration": map[string]any{
			"registration": nil, "userErrors": []any{map[string]any{
				"__typename": "StateConflict", "code": "CONFLICT", "reason": "STALE_VERSION", "path": []any{"input", "expectedVersion"},
				"currentVersion": 1.0, "current": map[string]any{"id": g.ID},
			}},
		}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		stranger := w.employer()
		stranger.OrganisationID = "org_01ARZ3NDEKTSV4RRFFQ69G5FAV"
		r := w.ask(stranger, withdraw, map[string]any{"i": map[string]any{"id": g.ID, "expectedVersion": 1}})
		if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "NOT_FOUND" {
			t.Errorf("%+v", r)
		}
	})
}

func TestAnActUnderAKeyIsAnsweredAgain(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		g := w.registrations(1, 2)[0]
		const withdraw = `mutation($i: WithdrawRegistrationInput!) {withdrawRegistration(input: $i) {
			registration {state organisation {name} plan {number} matrix {rows {cells {id findings {code}}}} participations(first: 5) {nodes {employee {name} judgement {outcome}}}} userErrors {reason}}}`
		act := map[string]any{"id": g.ID, "expectedVersion": 1}
		in := map[string]any{"i": act}
		first := w.ask(w.employer(), withdraw, in, "Idempotency-Key", "a")
		again := w.ask(w.employer(), withdraw, in, "Idempotency-Key", "a")
		if len(first.Errors) > 0 || string(first.Data) != string(again.Data) || !strings.Contains(string(first.Data), "WITHDRAWN") {
			t.Errorf("%+v\n%s\n%s", first.Errors, first.Data, again.Data)
		}
		act["reason"] = "other"
		if r := w.ask(w.employer(), withdraw, in, "Idempotency-Key", "a"); len(r.Errors) != 1 || r.Errors[0].Extensions.Reason != "IDEMPOTENCY_KEY_REUSED" || r.status != 409 {
			t.Errorf("%+v", r)
		}
		token := actor.Actor{TokenID: "tok_1", OrganisationID: w.organisation.ID, Role: actor.Employer, Scopes: []string{"READ"}}
		if r := w.ask(token, withdraw, in); len(r.Errors) != 1 || r.Errors[0].Extensions.Reason != "IDEMPOTENCY_KEY_REQUIRED" {
			t.Errorf("%+v", r)
		}
	})
}

func TestANodeIsFoundByItsIDInSightOnly(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		g := w.registrations(1, 1)[0]
		ids := []string{g.ID, w.plan.ID, w.organisation.ID, w.Catalog.Current.ID, "sch_toy", "rgo_utrechtzorg", "tsk_" + g.ID, "nothing", "reg_x", "", "rcp_01ARZ3NDEKTSV4RRFFQ69G5FAV"}
		const nodes = `query($ids: [ID!]!) {nodes(ids: $ids) {__typename id}}`
		seen := func(who actor.Actor) (names []string) {
			var got struct {
				Nodes []*struct {
					Typename string `json:"__typename"`
				}
			}
			w.read(who, nodes, map[string]any{"ids": ids}, &got)
			for _, n := range got.Nodes {
				if n == nil {
					names = append(names, "")
				} else {
					names = append(names, n.Typename)
				}
			}
			return names
		}
		if diff := cmp.Diff([]string{"Registration", "Plan", "Organisation", "SchemeRelease", "Scheme", "RegionalOrganisation", "", "", "", "", ""}, seen(w.employer())); diff != "" {
			t.Error(diff)
		}
		stranger := actor.Actor{PersonID: "per_2", Role: actor.Employer, OrganisationID: "org_01ARZ3NDEKTSV4RRFFQ69G5FAV"}
		if diff := cmp.Diff([]string{"", "", "", "SchemeRelease", "Scheme", "RegionalOrganisation", "", "", "", "", ""}, seen(stranger)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPagesWithinALongListTakeUpWhereTheyEnded(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		g := w.registrations(1, 5)[0]
		type page struct {
			Nodes    []struct{ Employee struct{ Name string } }
			PageInfo struct {
				HasNextPage bool
				EndCursor   string
			}
		}
		var inList struct {
			Registrations struct {
				Nodes []struct{ Participations page }
			}
		}
		w.read(w.employer(), `{registrations(first: 10) {nodes {participations(first: 2) {nodes {employee {name}} pageInfo {hasNextPage endCursor}}}}}`, nil, &inList)
		begin := inList.Registrations.Nodes[0].Participations
		var alone struct {
			Registration struct{ Participations page }
		}
		w.read(w.employer(), `query($n: String!, $a: String) {registration(by: {number: $n}) {participations(first: 3, after: $a) {nodes {employee {name}} pageInfo {hasNextPage endCursor}}}}`,
			map[string]any{"n": g.Number, "a": begin.PageInfo.EndCursor}, &alone)
		var names []string
		for _, n := range append(begin.Nodes, alone.Registration.Participations.Nodes...) {
			names = append(names, n.Employee.Name)
		}
		if diff := cmp.Diff([]string{"Clown 000", "Clown 001", "Clown 002", "Clown 003", "Clown 004"}, names); diff != "" || !begin.PageInfo.HasNextPage || alone.Registration.Participations.PageInfo.HasNextPage {
			t.Error(diff, begin.PageInfo, alone.Registration.Participations.PageInfo)
		}
	})
}
