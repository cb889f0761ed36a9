package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// FileName is the name of the SQLite database within the data directory.
const FileName = "penvoerder.db"

// busyTimeout is how long a writer waits for another process; within this one there is a single writer.
const busyTimeout = 5 * time.Second

// openSQLite opens one connection for writing, whose transactions take the lock when they begin, and several for
// reading, which never wait for it (write-ahead log).
func openSQLite(ctx context.Context, c Config) (*Store, dialect.Driver, error) {
	if c.DataDir == "" {
		return nil, nil, errors.New("no data directory")
	}
	path := filepath.Join(c.DataDir, FileName)
	writing := url.Values{"_txlock": {"immediate"}}
	prepare := reserve
	if c.ReadOnly {
		writing, prepare = onlyReading, exists
	}
	if err := prepare(path); err != nil {
		return nil, nil, err
	}
	write, err := sql.Open("sqlite", sqliteDSN(path, writing))
	if err != nil {
		return nil, nil, err
	}
	write.SetMaxOpenConns(1)
	if err := assertPragmas(ctx, write); err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	read, err := sql.Open("sqlite", sqliteDSN(path, onlyReading))
	if err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(readers(c))
	read.SetMaxIdleConns(readers(c))
	s := &Store{
		dialect: dialect.SQLite, db: write,
		close: func() error { return errors.Join(read.Close(), write.Close()) },
	}
	driver := &split{Driver: entsql.OpenDB(dialect.SQLite, write), read: entsql.OpenDB(dialect.SQLite, read)}
	return s, driver, nil
}

var onlyReading = url.Values{"_pragma": {"query_only(1)"}}

func exists(path string) error {
	_, err := os.Stat(path)
	return err
}

// reserve makes the file where it is absent, readable for its owner only: it holds personal data. The files that
// SQLite writes beside it get the same mode.
func reserve(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func readers(c Config) int {
	if c.Connections > 0 {
		return c.Connections
	}
	return max(4, runtime.NumCPU())
}

func sqliteDSN(path string, more url.Values) string {
	q := url.Values{"_timezone": {"UTC"}, "_time_format": {"sqlite"}, "_dqs": {"0"}}
	q["_pragma"] = append([]string{
		"busy_timeout(" + strconv.FormatInt(busyTimeout.Milliseconds(), 10) + ")",
		"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
	}, more["_pragma"]...)
	if lock := more.Get("_txlock"); lock != "" {
		q.Set("_txlock", lock)
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}).String()
}

// assertPragmas reads the settings of the address back, because SQLite and its drivers ignore those they do not know.
func assertPragmas(ctx context.Context, db *sql.DB) error {
	for _, p := range []struct{ name, want string }{
		{"journal_mode", "wal"},
		{"synchronous", "2"},
		{"foreign_keys", "1"},
		{"busy_timeout", strconv.FormatInt(busyTimeout.Milliseconds(), 10)},
	} {
		var got string
		if err := db.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&got); err != nil {
			return fmt.Errorf("read pragma %s: %w", p.name, err)
		}
		if got != p.want {
			return fmt.Errorf("pragma %s is %s, want %s", p.name, got, p.want)
		}
	}
	return nil
}

// split sends single queries to the readers and everything else to the writer. A statement that writes outside a
// transaction and returns rows would reach a reader, which refuses to write.
type split struct {
	*entsql.Driver
	read *entsql.Driver
}

// Query reads outside any transaction.
func (s *split) Query(ctx context.Context, query string, args, v any) error {
	return s.read.Query(ctx, query, args, v)
}
