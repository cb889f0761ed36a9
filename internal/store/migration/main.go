// Command migration compares ent/schema with the migrations in ent/migrate and writes what is lacking, for both
// databases:
//
//	go run ./internal/store/migration add_phone
//
// Run from the root of the repository. SQLite is replayed in memory; PostgreSQL in a cluster that is started for it. A
// migration of what is stored is written by hand in both directories, and then entered in their sums:
//
//	go run ./internal/store/migration -sum
//
// Migrations are history: a file that was released is never changed.
package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"
	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"

	"github.com/penvoerder/penvoerder/internal/store/storetest/cluster"
)

const (
	sqliteDir   = "ent/migrate/sqlite"
	postgresDir = "ent/migrate/postgres"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./internal/store/migration NAME | -sum")
	}
	if os.Args[1] == "-sum" {
		if err := errors.Join(sum(sqliteDir), sum(postgresDir)); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, name string) error {
	tables, err := tables("./ent/schema")
	if err != nil {
		return err
	}
	lite, err := openSQLite()
	if err != nil {
		return err
	}
	defer func() { _ = lite.Close() }() // it is in memory
	if err := write(ctx, lite, sqliteDir, name, tables); err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	c, err := cluster.Start(ctx, "")
	if err != nil {
		return err
	}
	defer func() { _ = c.Stop() }() // it ends with the process at the latest
	db, err := sql.Open("postgres", c.DSN("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // it ends with the cluster
	if err := write(ctx, entsql.OpenDB(dialect.Postgres, db), postgresDir, name, tables); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	return nil
}

// sum enters the files of dir, those written by hand among them, in its atlas.sum.
func sum(dir string) error {
	local, err := sqltool.NewGooseDir(dir)
	if err != nil {
		return err
	}
	files, err := local.Checksum()
	if err != nil {
		return err
	}
	return migrate.WriteSumFile(local, files)
}

// write adds a migration to dir, or says that none is needed.
func write(ctx context.Context, empty dialect.Driver, dir, name string, tables []*schema.Table) error {
	if err := os.MkdirAll(filepath.FromSlash(dir), 0o755); err != nil {
		return err
	}
	local, err := sqltool.NewGooseDir(dir)
	if err != nil {
		return err
	}
	err = diff(ctx, empty, local, name, tables)
	if errors.Is(err, migrate.ErrNoPlan) {
		log.Printf("%s: nothing to do", dir)
		return nil
	}
	return err
}

// diff replays the migrations of dir in an empty database and adds to dir the difference from the tables. It returns
// migrate.ErrNoPlan where they agree.
func diff(ctx context.Context, empty dialect.Driver, dir migrate.Dir, name string, tables []*schema.Table) error {
	m, err := schema.NewMigrate(empty,
		schema.WithDir(dir), schema.WithFormatter(formatter{}), schema.WithMigrationMode(schema.ModeReplay),
		schema.WithDropColumn(true), schema.WithDropIndex(true), schema.WithErrNoPlan(true),
	)
	if err != nil {
		return err
	}
	return m.NamedDiff(ctx, name, tables...)
}

// formatter writes goose files. SQLite changes a table by rebuilding it, with foreign keys switched off so that the rows
// that refer to it stay; inside a transaction that switch does nothing, and children would be deleted.
type formatter struct{}

// Format writes the files of a plan.
func (formatter) Format(plan *migrate.Plan) ([]migrate.File, error) {
	files, err := sqltool.GooseFormatter.Format(plan)
	if err != nil {
		return nil, err
	}
	for i, f := range files {
		if bytes.Contains(f.Bytes(), []byte("PRAGMA foreign_keys")) {
			files[i] = migrate.NewLocalFile(f.Name(), append([]byte("-- +goose NO TRANSACTION\n"), f.Bytes()...))
		}
	}
	return files, nil
}

// tables reads the data model from its source.
func tables(path string) ([]*schema.Table, error) {
	graph, err := entc.LoadGraph(path, &gen.Config{})
	if err != nil {
		return nil, err
	}
	return graph.Tables()
}

func openSQLite() (*entsql.Driver, error) {
	db, err := sql.Open("sqlite", "file:replay?mode=memory&_pragma=foreign_keys(1)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return entsql.OpenDB(dialect.SQLite, db), nil
}
