// Package store opens the database, on SQLite or PostgreSQL, and is the one door to it: migrations, transactions, the
// row predicate under every query, and the translation of database errors into faults.
//
// It knows the tables, and no desk: package access supplies the row predicate, and the desks write.
package store
