package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/lib/pq"
)

const (
	postgresConnections = 16 // of one replica; many more only queue in the server
	connectionLifetime  = 30 * time.Minute
	idleTransaction     = "60000" // ms; a transaction forgotten by a dead client would hold up the feed of events
)

func openPostgres(ctx context.Context, c Config) (*Store, dialect.Driver, error) {
	config, err := pq.NewConfig(c.DSN)
	if err != nil {
		return nil, nil, errors.New("the address of PostgreSQL cannot be read") // the cause would quote the password
	}
	if err := checkTLS(config, c.RequireTLS); err != nil {
		return nil, nil, err
	}
	if config.Runtime == nil {
		config.Runtime = map[string]string{}
	}
	config.Runtime["TimeZone"] = "UTC"
	config.Runtime["idle_in_transaction_session_timeout"] = idleTransaction
	if c.ReadOnly {
		config.Runtime["default_transaction_read_only"] = "on"
	}
	connector, err := pq.NewConnectorConfig(config)
	if err != nil {
		return nil, nil, err
	}
	db := sql.OpenDB(preparing{connector})
	limit := c.Connections
	if limit <= 0 {
		limit = postgresConnections
	}
	db.SetMaxOpenConns(limit)
	db.SetMaxIdleConns(limit)
	db.SetConnMaxLifetime(connectionLifetime)
	if err := assertOrder(ctx, db); err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return &Store{dialect: dialect.Postgres, db: db, close: db.Close}, entsql.OpenDB(dialect.Postgres, db), nil
}

// checkTLS requires of the address what production needs: the server proves its name, or sits behind a local socket.
// The driver's own default changes between versions, so an address over a network has to state its mode.
func checkTLS(config pq.Config, required bool) error {
	local := strings.HasPrefix(config.Host, "/") || strings.HasPrefix(config.Host, "@")
	switch {
	case local || config.SSLMode == pq.SSLModeVerifyFull:
		return nil
	case required:
		return fmt.Errorf("sslmode is %q; production needs verify-full, or a local socket", config.SSLMode)
	}
	return nil
}

// assertOrder checks that events are still in the order of commits: after a dump was loaded into another cluster the
// transaction ids of old events may lie in its future, and new events would sort before those that readers have seen.
func assertOrder(ctx context.Context, db *sql.DB) error {
	var exists bool
	if err := db.QueryRowContext(ctx, `SELECT to_regclass('events') IS NOT NULL`).Scan(&exists); err != nil || !exists {
		return err
	}
	var ahead bool
	const query = `SELECT COALESCE((SELECT max(xid) FROM events) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint, false)`
	if err := db.QueryRowContext(ctx, query).Scan(&ahead); err != nil {
		return fmt.Errorf("compare events with the transaction counter: %w", err)
	}
	if ahead {
		return errors.New("events carry transaction ids that this cluster has yet to reach: it was filled from a dump; see docs/decisions/002")
	}
	return nil
}
