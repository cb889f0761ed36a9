package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/lib/pq"
)

// keptStatements bounds the prepared statements of one connection; when it is full it begins anew. Ent writes the
// same few dozen texts again and again; lists of ids of other lengths make the rest.
const keptStatements = 128

// preparing keeps the queries of each connection prepared, by their text. Ent sends every query unprepared: the driver
// then asks twice and waits twice, and the server parses and plans anew each time.
type preparing struct{ driver.Connector }

// connection lists the methods of a driver's connection that are passed on.
type connection interface {
	driver.Conn
	driver.QueryerContext
	driver.ExecerContext
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.NamedValueChecker
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// Connect opens a connection that has nothing prepared.
func (p preparing) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	able, ok := c.(connection)
	if !ok {
		return nil, errors.Join(fmt.Errorf("a connection of type %T cannot keep statements", c), c.Close())
	}
	return &preparedConnection{able, map[string]statement{}}, nil
}

// statement is a prepared query.
type statement interface {
	driver.Stmt
	driver.StmtQueryContext
}

type preparedConnection struct {
	connection
	kept map[string]statement
}

// QueryContext runs a query under its prepared statement. A query without arguments is rare and may be several
// statements in one: it is passed on.
func (c *preparedConnection) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if len(args) == 0 {
		return c.connection.QueryContext(ctx, query, args)
	}
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args)
	if p, ok := errors.AsType[*pq.Error](err); ok && (p.Code == "0A000" || p.Code == "26000") {
		c.forget(query) // the tables changed since, or something dropped the statement: the next one prepares anew
	}
	return rows, err
}

func (c *preparedConnection) statement(ctx context.Context, query string) (statement, error) {
	if s, found := c.kept[query]; found {
		return s, nil
	}
	if len(c.kept) == keptStatements {
		for other := range c.kept {
			c.forget(other)
		}
	}
	made, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s, ok := made.(statement)
	if !ok {
		return nil, errors.Join(fmt.Errorf("a statement of type %T cannot be asked", made), made.Close())
	}
	c.kept[query] = s
	return s, nil
}

func (c *preparedConnection) forget(query string) {
	_ = c.kept[query].Close() // a connection that is broken forgets by itself
	delete(c.kept, query)
}
