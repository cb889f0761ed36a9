package graph_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// repairing puts n more registrations into repair, due on one day after another from a day on.
func (w *world) repairing(n int, from time.Time) {
	w.T.Helper()
	for i, g := range w.registrations(n, 1) {
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			if err := tx.Registration.UpdateOneID(g.ID).SetState(workflow.Repair).Exec(ctx); err != nil {
				return err
			}
			return tx.Repair.Create().SetID(ids.New(ids.Repair)).SetRegistrationID(g.ID).SetOpenedAt(wall).SetDueOn(from.AddDate(0, 0, i)).
				SetOrganisationID(w.organisation.ID).SetRegionalOrganisationID(here).Exec(ctx)
		})
	}
	w.from += n
}

type calendarPage struct {
	Calendar struct {
		TotalCount int
		IsComplete bool
		PageInfo   struct{ HasNextPage, HasPreviousPage bool }
		Edges      []struct {
			Cursor string
			Node   struct {
				Kind, Act, Role, Date, At, Number string
				IsMine, IsOverdue                 bool
				On                                struct{ Number string }
			}
		}
	}
	Viewer struct {
		Deadlines []struct{ Code, At string }
	}
	Node struct {
		Deadlines []struct{ Code, At string }
	}
}

const calendarQuery = `query($n: Int, $after: String, $f: CalendarFilter, $plan: ID!) {calendar(first: $n, after: $after, filter: $f) {totalCount isComplete pageInfo {hasNextPage hasPreviousPage}
	edges {cursor node {kind act role date at number isMine isOverdue title {nl} citation {place} on {...on Registration {number state plan {number} organisation {name}}}}}}
	viewer {deadlines {code at}} node(id: $plan) {...on Plan {deadlines {code at}}}}`

// The fault that was seen: an overdue repair vanished from the deadlines of its employer.
func TestAnOverdueRepairStaysOnTopOfTheCalendar(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		w.repairing(3, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)) // yesterday, today and tomorrow
		var got calendarPage
		w.read(w.employer(), calendarQuery, map[string]any{"n": 2, "f": map[string]any{"kinds": []string{"REPAIR"}}, "plan": w.plan.ID}, &got)
		c := got.Calendar
		if c.TotalCount != 3 || !c.IsComplete || len(c.Edges) != 2 || !c.PageInfo.HasNextPage || c.PageInfo.HasPreviousPage {
			t.Fatalf("%+v", c)
		}
		if n := c.Edges[0].Node; !n.IsOverdue || n.Number != "R-2026-000001" || n.On.Number != n.Number || n.Act != "SUBMIT_REGISTRATION" ||
			n.Role != "EMPLOYER" || !n.IsMine || n.Date != "2026-03-01" || n.At != "2026-03-01T22:59:59Z" {
			t.Errorf("%+v", n)
		}
		if n := c.Edges[1].Node; n.IsOverdue || n.Number != "R-2026-000002" {
			t.Errorf("%+v", n)
		}
		for name, deadlines := range map[string][]struct{ Code, At string }{"of the viewer": got.Viewer.Deadlines, "of the plan": got.Node.Deadlines} {
			if len(deadlines) < 3 || deadlines[0].Code != "repair" || deadlines[0].At != "2026-03-01T22:59:59Z" {
				t.Errorf("the deadlines %s: %+v", name, deadlines)
			}
		}
		w.read(w.employer(), calendarQuery, map[string]any{"n": 2, "after": c.Edges[1].Cursor, "f": map[string]any{"kinds": []string{"REPAIR"}}, "plan": w.plan.ID}, &got)
		if c = got.Calendar; len(c.Edges) != 1 || c.Edges[0].Node.Number != "R-2026-000003" || c.PageInfo.HasNextPage || !c.PageInfo.HasPreviousPage {
			t.Errorf("the second page: %+v", c)
		}
	})
}

func TestACalendarTakesTheSameStatementsWhateverItHolds(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		cost := func() int64 {
			var got calendarPage
			before := w.statements.Load()
			w.read(w.employer(), `{calendar(first: 50) {totalCount edges {node {number title {nl} citation {place} on {...on Registration {number state organisation {name}}}}}}}`, nil, &got)
			return w.statements.Load() - before
		}
		w.repairing(2, regulation)
		cost()
		few := cost()
		w.repairing(20, regulation)
		if many := cost(); many != few || many > 12 {
			t.Errorf("%d statements for 2 repairs, %d for 22", few, many)
		}
	})
}

func TestWhatIsWrongWithAPageOfACalendarIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	for _, c := range []struct {
		arguments, want string
	}{
		{`first: 0`, "PAGE_SIZE"},
		{`first: 101`, "PAGE_SIZE"},
		{`first: 2, last: 2`, "PAGE_SIZE"},
		{``, "PAGE_SIZE"},
		{`first: 2, after: "repair/x"`, "CURSOR_MALFORMED"},
		{`first: 2, filter: {start: "2026-02-30"}`, "MALFORMED"},
		{`first: 2, filter: {end: "tomorrow"}`, "MALFORMED"},
	} {
		r := w.ask(w.employer(), fmt.Sprintf(`{calendar(%s) {totalCount}}`, c.arguments), nil)
		if c.arguments == "" {
			r = w.ask(w.employer(), `{calendar {totalCount}}`, nil)
		}
		var reasons []string
		for _, e := range r.Errors {
			reasons = append(reasons, e.Extensions.Reason)
		}
		if !slices.Contains(reasons, c.want) {
			t.Errorf("%q: %v, want %s", c.arguments, r.Errors, c.want)
		}
	}
}

func TestACalendarAddressIsShownOnceAndRevokedOverTheAPI(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		var made struct {
			CreateCalendarAddress struct {
				Address    struct{ ID, Label string }
				URL        string
				UserErrors []struct{ Reason string }
			}
		}
		const create = `mutation($l: String!) {createCalendarAddress(input: {label: $l}) {address {id label} url userErrors {reason}}}`
		w.read(w.employer(), create, map[string]any{"l": " "}, &made)
		if e := made.CreateCalendarAddress.UserErrors; len(e) != 1 || e[0].Reason != "REQUIRED" {
			t.Errorf("%+v", e)
		}
		w.read(w.employer(), create, map[string]any{"l": "Telefoon"}, &made)
		if a := made.CreateCalendarAddress; a.Address.Label != "Telefoon" || !strings.HasPrefix(a.URL, testworld.Origin+"/calendar/") || len(a.UserErrors) != 0 {
			t.Fatalf("%+v", a)
		}
		var seen struct {
			Viewer struct {
				CalendarAddresses []struct{ ID, Label, RevokedAt string }
			}
			RevokeCalendarAddress struct {
				Address    struct{ RevokedAt string }
				UserErrors []struct{ Reason string }
			}
		}
		const list = `{viewer {calendarAddresses {id label createdAt revokedAt}}}`
		w.read(w.employer(), list, nil, &seen)
		if l := seen.Viewer.CalendarAddresses; len(l) != 1 || l[0].ID != made.CreateCalendarAddress.Address.ID {
			t.Errorf("%+v", l)
		}
		w.read(committee, list, nil, &seen)
		if l := seen.Viewer.CalendarAddresses; len(l) != 0 {
			t.Errorf("somebody else sees it: %+v", l)
		}
		const revoke = `mutation($id: ID!) {revokeCalendarAddress(input: {id: $id}) {address {revokedAt} userErrors {reason}}}`
		id := map[string]any{"id": made.CreateCalendarAddress.Address.ID}
		w.read(w.employer(), revoke, id, &seen)
		if r := seen.RevokeCalendarAddress; r.Address.RevokedAt == "" || len(r.UserErrors) != 0 {
			t.Errorf("%+v", r)
		}
		w.read(w.employer(), revoke, id, &seen)
		if e := seen.RevokeCalendarAddress.UserErrors; len(e) != 1 || e[0].Reason != "WRONG_STATE" {
			t.Errorf("revoked twice: %+v", e)
		}
		w.read(w.employer(), list, nil, &seen)
		if l := seen.Viewer.CalendarAddresses; len(l) != 0 {
			t.Errorf("%+v", l)
		}
	})
}
