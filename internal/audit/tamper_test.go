package audit_test

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/internal/anchors"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
)

// proven are the tables of which no row can be changed without that it shows. The first two are the log itself.
var proven = []string{
	"audit_entries", "audit_heads", "decisions", "registrations", "participations", "evaluations", "plans", "grant_amounts", "plan_lines",
}

// free are the columns of them that decide nothing, or are repeated from elsewhere.
var free = []string{"employee_name", "regional_organisation_id", "updated_at", "version", "is_covered"}

// crime is a database with a dossier in which was decided, in the hands of somebody with all rights.
type crime struct {
	*testworld.Dossier
	anchors string
	key     ed25519.PrivateKey
	before  map[string]table // at the first anchor
	after   map[string]table // at the last
	tried   int
	missed  []string
}

// table is all that a table holds.
type table struct {
	columns []string
	rows    [][]any
}

// Everything that somebody with all rights in the database can do to what was decided is found: by the chain, by what its
// lines left, or by the heads that lie elsewhere.
func TestWhatWasDecidedStaysAsItWas(t *testing.T) {
	t.Parallel()
	testworld.EachDossier(t, func(d *testworld.Dossier) {
		c := &crime{Dossier: d, anchors: t.TempDir()}
		c.prepare()
		if flaws := c.flaws(); len(flaws) > 0 {
			d.T.Fatalf("flaws before anything was done:\n%s", strings.Join(flaws, "\n"))
		}
		c.edits()
		c.removals()
		c.additions()
		c.swaps()
		c.cuts()
		c.recomputations()
		c.rollbacks()
		d.T.Logf("%d tried, %d missed", c.tried, len(c.missed))
		if c.tried < 250 {
			d.T.Errorf("only %d were tried", c.tried)
		}
		for _, m := range c.missed {
			d.T.Errorf("nobody would know of it: %s", m)
		}
	})
}

// prepare has a dossier decided in part, anchored, decided further, and anchored again a day later.
func (c *crime) prepare() {
	c.T.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	c.Must(err)
	c.key = key
	if !c.Store.IsPostgres() {
		_, err := c.Store.Writer().ExecContext(c.T.Context(), "PRAGMA foreign_keys = OFF")
		c.Must(err)
	}
	c.Write(func(ctx context.Context, tx *ent.Tx) error { // the plan stands as a round left it: give it a grant and a line
		if err := tx.GrantAmount.Create().SetID("gra_1").SetPlanID(c.Plan).SetBudget("1").SetAmountCents(500_000).Exec(ctx); err != nil {
			return err
		}
		return tx.PlanLine.Create().SetID("pll_1").SetPlanID(c.Plan).SetActivity("1A").SetPosition(1).SetParticipants(2).SetRequestedCents(500_000).Exec(ctx)
	})
	c.decided("Bas", "b-1")
	c.decided("Cor", "c-1")
	c.anchor()
	c.before = c.dump()
	c.Pass(24 * time.Hour)
	c.AsAssessor = c.AsColleague // the plan keeps who reviewed
	c.decided("Dirk", "d-1")
	c.Create(c.ByDay(testworld.Newcomer("Eva", "e-1")))
	c.anchor()
	c.after = c.dump()
}

// decided is a registration on which was decided.
func (c *crime) decided(name, reference string) {
	c.T.Helper()
	r := c.Create(c.ByDay(testworld.Newcomer(name, reference)))
	c.HandIn(r.ID)
	c.Submit(r.ID)
	c.Review(r.ID)
	c.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
	c.Decide(r.ID, "APPROVED", nil, nil)
}

func (c *crime) anchor() {
	c.T.Helper()
	c.Must(anchors.Writer{Store: c.Store, Dir: c.anchors, Key: c.key, Wall: c.Wall}.Write(c.System()))
}

// flaws are all that a verification finds.
func (c *crime) flaws() (all []string) {
	c.T.Helper()
	err := audit.EachDossier(c.System(), c.Store, func(id string) error {
		v, err := audit.Verify(c.System(), c.Store, id)
		for _, b := range v.Breaks {
			all = append(all, id+": "+b.String())
		}
		return err
	})
	c.Must(err)
	public, _ := c.key.Public().(ed25519.PublicKey)
	_, err = anchors.Verifier{
		Store: c.Store, Dir: c.anchors, Keys: []ed25519.PublicKey{public}, Found: func(flaw string) { all = append(all, flaw) },
	}.Verify(c.System())
	c.Must(err)
	return all
}

// try does something with all rights, looks whether it is found, and undoes it.
func (c *crime) try(what string, do func(ctx context.Context, tx *ent.Tx) error) {
	c.T.Helper()
	ctx := c.System()
	c.Must(c.Store.Tx(ctx, func(tx *ent.Tx) error {
		if err := c.unbound(ctx, tx); err != nil {
			return err
		}
		if err := do(ctx, tx); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		return nil
	}))
	if c.tried++; len(c.flaws()) == 0 {
		c.missed = append(c.missed, what)
	}
	c.restore(c.after)
}

// unbound takes every right, and is held to no reference between tables.
func (c *crime) unbound(ctx context.Context, tx *ent.Tx) error {
	if err := storetest.WithAllRights(c.Store, tx); err != nil || !c.Store.IsPostgres() {
		return err
	}
	return c.exec(ctx, tx, "SET LOCAL session_replication_role = replica")
}

func (c *crime) exec(ctx context.Context, tx *ent.Tx, statement string, args ...any) error {
	return store.Statements(tx, func(raw *sql.Tx) error {
		_, err := raw.ExecContext(ctx, statement, args...)
		return err
	})
}

// run is a way to try statements.
func (c *crime) run(statements ...string) func(context.Context, *ent.Tx) error {
	return func(ctx context.Context, tx *ent.Tx) error {
		for _, s := range statements {
			if err := c.exec(ctx, tx, s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	}
}

// dump is all that the proven tables hold.
func (c *crime) dump() map[string]table {
	c.T.Helper()
	all := map[string]table{}
	for _, name := range proven {
		all[name] = c.table(name)
	}
	return all
}

func (c *crime) table(name string) (of table) {
	c.T.Helper()
	rows, err := c.Store.Writer().QueryContext(c.T.Context(), "SELECT * FROM "+name+" ORDER BY id")
	c.Must(err)
	defer func() { c.Must(rows.Close()) }()
	of.columns, err = rows.Columns()
	c.Must(err)
	for rows.Next() {
		row, to := make([]any, len(of.columns)), make([]any, len(of.columns))
		for i := range row {
			to[i] = &row[i]
		}
		c.Must(rows.Scan(to...))
		of.rows = append(of.rows, row)
	}
	c.Must(rows.Err())
	return of
}

// restore makes tables what they were.
func (c *crime) restore(to map[string]table) {
	c.T.Helper()
	ctx := c.System()
	c.Must(c.Store.Tx(ctx, func(tx *ent.Tx) error {
		if err := c.unbound(ctx, tx); err != nil {
			return err
		}
		return c.put(ctx, tx, to, proven...)
	}))
}

func (c *crime) put(ctx context.Context, tx *ent.Tx, to map[string]table, names ...string) error {
	for _, name := range names {
		if err := c.exec(ctx, tx, "DELETE FROM "+name); err != nil {
			return err
		}
		of := to[name]
		holes := make([]string, len(of.columns))
		quoted := make([]string, len(of.columns))
		for i, column := range of.columns {
			holes[i], quoted[i] = fmt.Sprintf("$%d", i+1), `"`+column+`"`
		}
		for _, row := range of.rows {
			if err := c.exec(ctx, tx, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", name, strings.Join(quoted, ", "), strings.Join(holes, ", ")), row...); err != nil {
				return fmt.Errorf("put back %s: %w", name, err)
			}
		}
	}
	return nil
}

// edits changes each column that holds something, in the first and the last row.
func (c *crime) edits() {
	for _, name := range proven {
		of := c.after[name]
		for _, n := range slices.Compact([]int{0, len(of.rows) - 1}) {
			for i, column := range of.columns {
				value := other(of.rows[n][i])
				if value == nil || slices.Contains(free, column) {
					continue
				}
				id := of.rows[n][slices.Index(of.columns, "id")]
				c.try(fmt.Sprintf("edit %s.%s of row %d", name, column, n), func(ctx context.Context, tx *ent.Tx) error {
					return c.exec(ctx, tx, fmt.Sprintf(`UPDATE %s SET "%s" = $1 WHERE id = $2`, name, column), value, id)
				})
			}
		}
	}
}

// other is another value of the same kind; nil for nothing.
func other(v any) any {
	switch v := v.(type) {
	case string:
		if json.Valid([]byte(v)) && strings.ContainsAny(v, "{[") {
			return `{"changed":true}`
		}
		return v + "x"
	case []byte:
		if json.Valid(v) {
			return []byte(`{"changed":true}`)
		}
		return append(slices.Clone(v), 'x')
	case int64:
		return v + 100_000
	case bool:
		return !v
	case time.Time:
		return v.AddDate(0, 0, 1)
	}
	return nil
}

func (c *crime) ids(name string) []string {
	of := c.after[name]
	all := make([]string, len(of.rows))
	for i, row := range of.rows {
		all[i] = fmt.Sprint(row[slices.Index(of.columns, "id")])
	}
	return all
}

func (c *crime) removals() {
	for _, name := range proven {
		all := c.ids(name)
		for _, n := range slices.Compact([]int{0, len(all) / 2, len(all) - 1}) {
			c.try(fmt.Sprintf("delete row %d of %s", n, name), c.run(fmt.Sprintf("DELETE FROM %s WHERE id = '%s'", name, all[n])))
		}
		c.try("delete all of "+name, c.run("DELETE FROM "+name))
	}
	c.try("delete the log of the dossier", c.run("DELETE FROM audit_entries WHERE dossier_id = '"+c.Plan+"'", "DELETE FROM audit_heads WHERE id = '"+c.Plan+"'"))
	c.try("delete all that there is", c.run("DELETE FROM participations", "DELETE FROM decisions", "DELETE FROM evaluations", "DELETE FROM registrations", "DELETE FROM plan_lines",
		"DELETE FROM grant_amounts", "DELETE FROM plans", "DELETE FROM audit_entries", "DELETE FROM audit_heads"))
}

// additions copies a row under another id.
func (c *crime) additions() {
	also := map[string]string{
		"audit_entries": "sequence", "registrations": "number", "participations": "employee_id", "plans": "number",
		"grant_amounts": "budget", "plan_lines": "activity",
	}
	for _, name := range proven {
		of := c.after[name]
		for _, n := range slices.Compact([]int{0, len(of.rows) - 1}) {
			row := slices.Clone(of.rows[n])
			for i, column := range of.columns {
				switch {
				case column == "id" || column == also[name] && column != "sequence":
					row[i] = fmt.Sprint(row[i]) + "x"
				case column == "sequence" && name == "audit_entries":
					row[i] = int64(10_000)
				case column == "active_key" || column == "group_key" || column == "external_reference":
					row[i] = nil
				}
			}
			c.try(fmt.Sprintf("insert a copy of row %d into %s", n, name), func(ctx context.Context, tx *ent.Tx) error {
				holes := make([]string, len(row))
				for i := range row {
					holes[i] = fmt.Sprintf("$%d", i+1)
				}
				quoted := `"` + strings.Join(of.columns, `", "`) + `"`
				return c.exec(ctx, tx, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", name, quoted, strings.Join(holes, ", ")), row...)
			})
		}
	}
}

// swaps has two rows change places.
func (c *crime) swaps() {
	for _, name := range proven {
		all := c.ids(name)
		if len(all) < 2 {
			continue
		}
		a, b := all[0], all[1]
		swap := c.run(
			fmt.Sprintf("UPDATE %s SET id = 'swapped' WHERE id = '%s'", name, a), fmt.Sprintf("UPDATE %s SET id = '%s' WHERE id = '%s'", name, a, b),
			fmt.Sprintf("UPDATE %s SET id = '%s' WHERE id = 'swapped'", name, b),
		)
		c.try("reorder "+name, swap)
	}
	c.try("reorder lines by their numbers", c.run(
		fmt.Sprintf("UPDATE audit_entries SET sequence = 9999 WHERE dossier_id = '%s' AND sequence = 3", c.Plan),
		fmt.Sprintf("UPDATE audit_entries SET sequence = 3 WHERE dossier_id = '%s' AND sequence = 4", c.Plan),
		fmt.Sprintf("UPDATE audit_entries SET sequence = 4 WHERE dossier_id = '%s' AND sequence = 9999", c.Plan),
	))
}

// cuts takes the last rows away, and sets the head back where there is one.
func (c *crime) cuts() {
	lines := c.lines()
	for _, n := range []int{1, 2, 5, len(lines) - 1} {
		last := lines[len(lines)-1-n]
		c.try(fmt.Sprintf("cut %d lines and set the head back", n), c.run(
			fmt.Sprintf("DELETE FROM audit_entries WHERE dossier_id = '%s' AND sequence > %d", c.Plan, last.Sequence),
			fmt.Sprintf("UPDATE audit_heads SET sequence = %d, hash = '%s' WHERE id = '%s'", last.Sequence, last.Hash, c.Plan),
		))
		c.try(fmt.Sprintf("set the head %d back", n), c.run(
			fmt.Sprintf("UPDATE audit_heads SET sequence = %d, hash = '%s' WHERE id = '%s'", last.Sequence, last.Hash, c.Plan),
		))
	}
	for _, name := range proven[2:] {
		all := c.ids(name)
		c.try("cut the last two of "+name, c.run(fmt.Sprintf("DELETE FROM %s WHERE id >= '%s'", name, all[max(0, len(all)-2)])))
	}
}

func (c *crime) lines() []*ent.AuditEntry {
	c.T.Helper()
	lines, err := c.Store.Client().AuditEntry.Query().Where(auditentry.DossierID(c.Plan)).Order(auditentry.BySequence()).All(c.System())
	c.Must(err)
	return lines
}

// recomputations change something and compute the whole chain anew, so that the chain itself tells nothing.
func (c *crime) recomputations() {
	lines := c.lines()
	recompute := func(lines []*ent.AuditEntry, statements ...string) func(context.Context, *ent.Tx) error {
		return func(ctx context.Context, tx *ent.Tx) error {
			if err := c.run(statements...)(ctx, tx); err != nil {
				return err
			}
			return audit.Recompute(ctx, tx, c.Plan, lines)
		}
	}
	for what, statement := range map[string]string{
		"edit a decision":        "UPDATE decisions SET verdict = 'REJECTED' WHERE id = '" + c.ids("decisions")[0] + "'",
		"delete a decision":      "DELETE FROM decisions WHERE id = '" + c.ids("decisions")[1] + "'",
		"edit an amount":         "UPDATE participations SET amount_cents = 1 WHERE id = '" + c.ids("participations")[0] + "'",
		"delete a participation": "DELETE FROM participations WHERE id = '" + c.ids("participations")[1] + "'",
		"edit a registration":    "UPDATE registrations SET state = 'REJECTED' WHERE id = '" + c.ids("registrations")[0] + "'",
		"delete a registration":  "DELETE FROM registrations WHERE id = '" + c.ids("registrations")[1] + "'",
		"edit a receipt":         "UPDATE evaluations SET amount_cents = 1 WHERE id = '" + c.ids("evaluations")[0] + "'",
		"delete a receipt":       "DELETE FROM evaluations WHERE id = '" + c.ids("evaluations")[1] + "'",
		"edit a plan":            "UPDATE plans SET requested_cents = 1 WHERE id = '" + c.Plan + "'",
		"edit a grant":           "UPDATE grant_amounts SET amount_cents = 1",
		"edit the head":          "UPDATE audit_heads SET sequence = 1",
	} {
		c.try(what+" and recompute the chain", recompute(lines, statement))
	}
	edited := *lines[4]
	edited.Act, edited.ActorPerson = "somethingElse", nil
	c.try("edit a line and recompute the chain", recompute(slices.Replace(slices.Clone(lines), 4, 5, &edited)))
	c.try("delete a line and recompute the chain", recompute(slices.Delete(slices.Clone(lines), 4, 5)))
	extra := *lines[4]
	extra.ID = "aud_extra"
	c.try("insert a line and recompute the chain", recompute(slices.Insert(slices.Clone(lines), 5, &extra)))
	c.try("reorder lines and recompute the chain", recompute(slices.Insert(slices.Delete(slices.Clone(lines), 4, 5), 6, lines[4])))
	c.try("cut the tail and recompute the chain", recompute(lines[:len(lines)-1]))
}

// rollbacks puts back what was there at the first anchor.
func (c *crime) rollbacks() {
	for _, name := range proven {
		if name == "grant_amounts" || name == "plan_lines" {
			continue // nothing happened to them in between
		}
		c.try("roll back "+name, func(ctx context.Context, tx *ent.Tx) error { return c.put(ctx, tx, c.before, name) })
	}
	c.try("roll back the log", func(ctx context.Context, tx *ent.Tx) error {
		return c.put(ctx, tx, c.before, "audit_entries", "audit_heads")
	})
	c.try("roll back all but the log", func(ctx context.Context, tx *ent.Tx) error { return c.put(ctx, tx, c.before, proven[2:]...) })
	c.try("roll back everything", func(ctx context.Context, tx *ent.Tx) error { return c.put(ctx, tx, c.before, proven...) })
}
