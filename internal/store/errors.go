package store

import (
	"errors"
	"strings"

	"github.com/lib/pq"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// Fault turns a database error into a fault: a violated uniqueness into CONFLICT with the reason of that constraint
// and no path, which the desk adds where it knows it. Everything else, faults too, stays as it is.
func Fault(err error) error {
	name := violated(err)
	if name == "" {
		return err
	}
	for _, c := range constraints {
		if c.postgres == name || c.sqlite == name {
			f := fault.Conflict(nil, c.reason, c.text)
			f.Cause = err
			return f
		}
	}
	return err
}

// Missing turns the error of a row that is absent, or out of sight, into NOT_FOUND with the reason; other errors
// stay.
func Missing(err error, reason string) error {
	if !ent.IsNotFound(err) {
		return err
	}
	f := fault.NotFound(reason)
	f.Cause = err
	return f
}

// Stale turns the error of an update whose Where(version) met no row into CONFLICT at path; other errors stay.
func Stale(err error, path ...string) error {
	if !ent.IsNotFound(err) {
		return err
	}
	return fault.Stale(path, nil, 0)
}

// isRetryable reports whether the same transaction may well succeed when carried out again.
func isRetryable(err error) bool {
	if p, ok := errors.AsType[*pq.Error](err); ok {
		switch p.Code {
		case "40001", "40P01": // serialization_failure, deadlock_detected
			return true
		}
	}
	if s, ok := errors.AsType[*sqlite.Error](err); ok {
		switch s.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return true
		}
	}
	return violated(err) == firstOfChain
}

// violated names the uniqueness that err says was violated: by constraint on PostgreSQL, by columns on SQLite,
// which knows no names. It is empty for every other error.
func violated(err error) string {
	if p, ok := errors.AsType[*pq.Error](err); ok && p.Code == "23505" { // unique_violation
		return p.Constraint
	}
	s, ok := errors.AsType[*sqlite.Error](err)
	if !ok || s.Code() != sqlite3.SQLITE_CONSTRAINT_UNIQUE && s.Code() != sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY {
		return ""
	}
	_, columns, _ := strings.Cut(s.Error(), "UNIQUE constraint failed: ")
	columns, _, _ = strings.Cut(columns, " (")
	return columns
}
