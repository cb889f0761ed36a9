// Package store opens the database, on SQLite or PostgreSQL, and is the one door to it: migrations, transactions,
// the row predicate under every query, and the translation of database errors into faults.
//
// It knows the tables, and no desk: what may be seen is told to it by package access, what is written by the desks.
package store
