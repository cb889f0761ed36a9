package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/lib/pq"

	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest/cluster"
)

// database is a migrated database of the run's own.
type database struct {
	dsn       string
	db        *sql.DB
	processID int // of the server; 0 when it runs elsewhere
	close     func() error
}

// openDatabase makes a database in the server of the settings, or in a server started for the run.
func openDatabase(ctx context.Context, s settings) (*database, error) {
	if s.Database != "" {
		return databaseIn(ctx, s.Database, s.Keep)
	}
	c, err := cluster.Start(ctx, "")
	if err != nil {
		return nil, err
	}
	d, err := databaseIn(ctx, c.DSN("postgres"), true) // the server takes it along
	if err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	ended := d.close
	d.close = func() error { return errors.Join(ended(), c.Stop()) }
	return d, nil
}

func databaseIn(ctx context.Context, server string, keep bool) (*database, error) {
	address, err := url.Parse(server)
	if err != nil {
		return nil, errors.New("--database is no postgres:// address")
	}
	admin, err := sql.Open("postgres", server)
	if err != nil {
		return nil, err
	}
	name := "bench_" + strings.ToLower(ids.New("db"))
	if _, err := admin.ExecContext(ctx, "CREATE DATABASE "+pq.QuoteIdentifier(name)); err != nil {
		return nil, errors.Join(err, admin.Close())
	}
	address.Path = "/" + name
	d := &database{dsn: address.String()}
	if d.db, err = migrated(ctx, d.dsn); err != nil {
		return nil, errors.Join(err, admin.Close())
	}
	d.processID = serverProcess(ctx, d.db)
	d.close = func() error {
		err := d.db.Close()
		if !keep {
			_, dropped := admin.ExecContext(context.WithoutCancel(ctx), "DROP DATABASE "+pq.QuoteIdentifier(name)+" WITH (FORCE)")
			err = errors.Join(err, dropped)
		}
		return errors.Join(err, admin.Close())
	}
	return d, nil
}

func migrated(ctx context.Context, dsn string) (*sql.DB, error) {
	s, err := store.Open(ctx, store.Config{DSN: dsn})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.Migrate(ctx), s.Close()); err != nil {
		return nil, err
	}
	return sql.Open("postgres", dsn)
}

// serverProcess finds the process whose children are the backends, when it runs on this machine.
func serverProcess(ctx context.Context, db *sql.DB) int {
	var backend int
	if err := db.QueryRowContext(ctx, "SELECT pg_backend_pid()").Scan(&backend); err != nil {
		return 0
	}
	all, err := processes()
	if err != nil || all[backend].name != "postgres" {
		return 0
	}
	return all[backend].parent
}

// settle brings the database to rest: nothing is left for a measured page to clean up, and nothing cleans up meanwhile.
func (d *database) settle(ctx context.Context) error {
	for _, statement := range []string{"VACUUM (ANALYZE)", "CHECKPOINT"} {
		if _, err := d.db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}
