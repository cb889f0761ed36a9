package main

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"
	"github.com/pressly/goose/v3"

	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

func TestTheMigrationsAreWhatTheSchemaAsks(t *testing.T) {
	t.Parallel()
	tables, err := tables("../../../ent/schema")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		db, err := openSQLite()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		expectNoPlan(t, db, "sqlite", tables)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		db, err := sql.Open("postgres", storetest.EmptyPostgresDSN(t))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		expectNoPlan(t, entsql.OpenDB(dialect.Postgres, db), "postgres", tables)
	})
}

// expectNoPlan compares in a copy, so that a difference does not end up among the migrations.
func expectNoPlan(t *testing.T, empty dialect.Driver, database string, tables []*schema.Table) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("../../../ent/migrate", database))); err != nil {
		t.Fatal(err)
	}
	local, err := sqltool.NewGooseDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate.Validate(local); err != nil {
		t.Errorf("a migration was changed after it was written: %v", err)
	}
	if err := diff(t.Context(), empty, local, "drift", tables); !errors.Is(err, migrate.ErrNoPlan) {
		written, _ := filepath.Glob(filepath.Join(dir, "*_drift.sql")) // the pattern is well-formed
		for _, name := range written {
			text, _ := os.ReadFile(name) // shown as far as it can be read
			t.Errorf("run go run ./internal/store/migration NAME:\n%s", text)
		}
		t.Errorf("compare: %v", err)
	}
}

// parents refer to nothing, children to a parent that takes them along when it goes.
func family(columns ...*schema.Column) []*schema.Table {
	key := func() *schema.Column { return &schema.Column{Name: "id", Type: field.TypeString} }
	parent := schema.NewTable("parents").AddPrimary(key())
	for _, c := range columns {
		parent.AddColumn(c)
	}
	of := &schema.Column{Name: "parent_id", Type: field.TypeString}
	child := schema.NewTable("children").AddPrimary(key()).AddColumn(of)
	child.AddForeignKey(&schema.ForeignKey{
		Symbol: "children_parents", Columns: []*schema.Column{of}, RefTable: parent, RefColumns: parent.PrimaryKey, OnDelete: schema.Cascade,
	})
	return []*schema.Table{parent, child}
}

// A column that may no longer be null makes SQLite rebuild its table: the children must still be there afterwards.
func TestARebuiltTableOfSQLiteKeepsItsChildren(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	steps := [][]*schema.Table{
		family(&schema.Column{Name: "name", Type: field.TypeString, Nullable: true}),
		family(&schema.Column{Name: "name", Type: field.TypeString}),
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "x.db")+"?_pragma=foreign_keys(1)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	for i, tables := range steps {
		plan(t, dir, i, tables)
		apply(t, db, dir)
		if i == 0 {
			mustExec(t, db, `INSERT INTO parents (id, name) VALUES ('p', 'x')`)
			mustExec(t, db, `INSERT INTO children (id, parent_id) VALUES ('c', 'p')`)
		}
	}
	var children, enforced int
	if err := db.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM children), (SELECT * FROM pragma_foreign_keys)`).Scan(&children, &enforced); err != nil {
		t.Fatal(err)
	}
	if children != 1 || enforced != 1 {
		t.Errorf("%d children are left, foreign keys enforced: %d", children, enforced)
	}
}

// plan writes the migration to tables as version i+1.
func plan(t *testing.T, dir string, i int, tables []*schema.Table) {
	t.Helper()
	empty, err := openSQLite()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = empty.Close() }()
	local, err := sqltool.NewGooseDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	name := []string{"first", "second"}[i]
	if err := diff(context.Background(), empty, local, name, tables); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "*_"+name+".sql"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	// Versions count seconds, which two of one test share.
	path := filepath.Join(dir, strconv.Itoa(i+1)+"_"+name+".sql")
	if err := os.Rename(found[0], path); err != nil {
		t.Fatal(err)
	}
	sum, err := local.Checksum()
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate.WriteSumFile(local, sum); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if rebuilds := strings.HasPrefix(string(text), "-- +goose NO TRANSACTION\n"); rebuilds != (i == 1) {
		t.Errorf("migration %s:\n%s", name, text)
	}
}

func apply(t *testing.T, db *sql.DB, dir string) {
	t.Helper()
	p, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func mustExec(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
