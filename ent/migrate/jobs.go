package migrate

import (
	"context"
	"database/sql"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// jobTables are the migrations that make the tables of the job queue: for each version of its own tables that the library knows, in
// order, ours. A new release of the library that brings another version gets another line here; a test holds them equal.
var jobTables = []int64{
	20261130074001, 20261130074002, 20261130074003, 20261130074004,
	20261130074005, 20261130074006, 20261130074007, 20261130074008,
}

// SQLiteJobs returns the migrations of the tables of the job queue on SQLite.
func SQLiteJobs() []*goose.Migration {
	return jobs(func() riverdriver.Driver[*sql.Tx] { return riversqlite.New(nil) })
}

// PostgresJobs returns the migrations of the tables of the job queue on PostgreSQL.
func PostgresJobs() []*goose.Migration {
	return jobs(func() riverdriver.Driver[*sql.Tx] { return riverdatabasesql.New(nil) })
}

// jobs has each version in a transaction of its own: PostgreSQL does not use a value of an enumeration in the
// transaction that adds it.
func jobs(driver func() riverdriver.Driver[*sql.Tx]) []*goose.Migration {
	migrations := make([]*goose.Migration, len(jobTables))
	for i, ours := range jobTables {
		up := rivermigrate.MigrateOpts{TargetVersion: i + 1}
		down := rivermigrate.MigrateOpts{TargetVersion: i}
		if i == 0 {
			down.TargetVersion = -1 // to none
		}
		migrations[i] = goose.NewGoMigration(ours,
			&goose.GoFunc{RunTx: step(driver, rivermigrate.DirectionUp, up)},
			&goose.GoFunc{RunTx: step(driver, rivermigrate.DirectionDown, down)},
		)
	}
	return migrations
}

func step(driver func() riverdriver.Driver[*sql.Tx], to rivermigrate.Direction, opts rivermigrate.MigrateOpts) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		m, err := rivermigrate.New(driver(), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			return err
		}
		_, err = m.MigrateTx(ctx, tx, to, &opts) //nolint:staticcheck // advised against for several versions in one transaction; these are one each
		return err
	}
}
