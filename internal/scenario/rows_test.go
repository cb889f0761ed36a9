package scenario_test

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent/due"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// rows looks at the database beside the program.
type rows struct {
	t        testing.TB
	p        *program
	db       *sql.DB
	feed     *store.Store
	postgres bool
	tables   []table
}

// table is a table with the column that says whose its rows are.
type table struct {
	name  string
	owner string // an expression over a row
}

func openRows(t testing.TB, p *program) *rows {
	t.Helper()
	r := &rows{t: t, p: p, postgres: p.database != ""}
	driver, address := "sqlite", "file:"+filepath.Join(p.data, store.FileName)+"?_pragma=busy_timeout(60000)"
	if r.postgres {
		driver, address = "postgres", storetest.AsOwner(p.database) // a test changes what no server may
	}
	var err error
	if r.db, err = sql.Open(driver, address); err != nil {
		t.Fatal(err)
	}
	r.db.SetMaxOpenConns(4)
	if r.feed, err = store.Open(t.Context(), store.Config{DSN: p.database, DataDir: p.data, Connections: 1}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.db.Close(); err != nil {
			t.Error(err)
		}
		if err := r.feed.Close(); err != nil {
			t.Error(err)
		}
	})
	r.tables = r.findTables()
	return r
}

// in is the same database for another test.
func (r *rows) in(t testing.TB) *rows {
	s := *r
	s.t = t
	return &s
}

// settle waits until every event that was written can be read.
func (r *rows) settle() {
	r.t.Helper()
	storetest.Settle(r.t, r.feed)
}

// quiet has time pass until nothing of an organisation is due to be judged again, now or within a minute: the platform
// would do so of itself, at a moment of its own.
func (r *rows) quiet(organisations ...string) {
	r.t.Helper()
	guest := r.p.visitor(r.t, "guest")
	happens(r.t, "nothing is due to be judged again", func() bool {
		now, err := time.Parse(time.RFC3339, guest.ask(`{ clock { regulationTime } }`, nil).text("clock.regulationTime"))
		if err != nil {
			r.t.Fatal(err)
		}
		soon := now.Add(time.Minute) // it is told in whole seconds, and runs on
		if r.due(soon, organisations...) == 0 {
			return true
		}
		r.p.persona(r.t, "newcomer").try("demoAdvanceClock", object{"to": soon.Format(time.RFC3339)}, "clock { regulationTime }")
		return false
	})
}

// due counts what time has the platform judge again by then.
func (r *rows) due(by time.Time, organisations ...string) int {
	r.t.Helper()
	c, ctx := r.feed.Client(), actor.AsSystem(r.t.Context())
	regs, err := c.Registration.Query().Where(
		registration.OrganisationIDIn(organisations...), registration.ValidUntilLTE(by),
		registration.StateNotIn(workflow.Approved, workflow.Rejected, workflow.Settled, workflow.Withdrawn),
	).Count(ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	plans, err := c.Plan.Query().Where(plan.OrganisationIDIn(organisations...), plan.ValidUntilLTE(by), plan.StateNotIn(workflow.Rejected, workflow.Withdrawn)).Count(ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	marks, err := c.Due.Query().Where(due.OrganisationIDIn(organisations...)).Count(ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	return regs + plans + marks
}

// exec changes rows behind the program's back: what only time or an administrator could bring about.
func (r *rows) exec(query string, args ...any) {
	r.t.Helper()
	res, err := r.db.ExecContext(r.t.Context(), r.bind(query), args...)
	if err != nil {
		r.t.Fatal(err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		r.t.Fatalf("%s changed no row: %v", query, err)
	}
}

// bind writes the place of each argument as the database has it.
func (r *rows) bind(query string) string {
	if !r.postgres {
		return query
	}
	for i := 1; strings.Contains(query, "?"); i++ {
		query = strings.Replace(query, "?", fmt.Sprintf("$%d", i), 1)
	}
	return query
}

// texts returns the rows of a query, their columns joined by a space.
func (r *rows) texts(query string, args ...any) []string {
	r.t.Helper()
	found, err := r.db.QueryContext(r.t.Context(), r.bind(query), args...)
	if err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = found.Close() }()
	columns, err := found.Columns()
	if err != nil {
		r.t.Fatal(err)
	}
	var out []string
	for found.Next() {
		values := make([]any, len(columns))
		places := make([]any, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		if err := found.Scan(places...); err != nil {
			r.t.Fatal(err)
		}
		words := make([]string, len(values))
		for i, v := range values {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			words[i] = fmt.Sprint(v)
		}
		out = append(out, strings.Join(words, " "))
	}
	if err := found.Err(); err != nil {
		r.t.Fatal(err)
	}
	return out
}

// unwatched are tables that have rows of an organisation in which a refused act may leave something: that a token was
// used, and when.
var unwatched = map[string]bool{"partner_tokens": true}

func (r *rows) findTables() []table {
	r.t.Helper()
	list, columnsOf := `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`, `SELECT name FROM pragma_table_info(?)`
	if r.postgres {
		list = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name`
		columnsOf = `SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ?`
	}
	var out []table
	for _, name := range r.texts(list) {
		if unwatched[name] {
			continue
		}
		columns := r.texts(columnsOf, name)
		t := table{name: name}
		switch {
		case slices.Contains(columns, "organisation_id"):
			t.owner = "organisation_id"
		case name == "ties":
			t.owner = "held_id"
		case name == "organisations":
			t.owner = "id"
		case slices.Contains(columns, "plan_id"):
			t.owner = "(SELECT p.organisation_id FROM plans p WHERE p.id = plan_id)"
		case slices.Contains(columns, "document_id"):
			t.owner = "(SELECT d.organisation_id FROM documents d WHERE d.id = document_id)"
		default:
			continue // nobody's
		}
		out = append(out, t)
	}
	return out
}

// picture is everything stored of some organisations: per table how many rows, and a digest of what is in them.
func (r *rows) picture(organisations ...string) map[string]string {
	r.t.Helper()
	of := "'" + strings.Join(organisations, "','") + "'"
	out := map[string]string{}
	for _, t := range r.tables {
		found := r.texts("SELECT * FROM " + t.name + " WHERE " + t.owner + " IN (" + of + ")")
		slices.Sort(found)
		sum := sha256.Sum256([]byte(strings.Join(found, "\n")))
		out[t.name] = fmt.Sprintf("%d rows %x", len(found), sum[:4])
	}
	return out
}

// unchanged tells what a step stored of some organisations; nothing, as a rule.
func (r *rows) unchanged(what string, organisations []string, step func()) {
	r.t.Helper()
	r.quiet(organisations...)
	before := r.picture(organisations...)
	step()
	if diff := cmp.Diff(before, r.picture(organisations...)); diff != "" {
		r.t.Errorf("%s: something was stored (-before +after)\n%s", what, diff)
	}
}

// events are what the feed holds of an organisation, from a place on.
func (r *rows) events(organisation string, after int) []string {
	r.t.Helper()
	all := r.texts(`SELECT type FROM events WHERE organisation_id = ? ORDER BY id`, organisation)
	return all[min(after, len(all)):]
}
