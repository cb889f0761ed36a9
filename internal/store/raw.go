package store

import (
	"database/sql"
	"errors"

	entsql "entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
)

// Statements calls do with the transaction of which tx is a part, for a library that writes its own tables: what do
// writes is committed with tx, or never. While do runs nothing else runs in that transaction; do must not use tx.
func Statements(tx *ent.Tx, do func(*sql.Tx) error) error {
	below := tx.Below()
	if part, ok := below.(*joined); ok {
		part.mu.Lock()
		defer part.mu.Unlock()
		below = part.Tx
	}
	if own, ok := below.(*entsql.Tx); ok {
		if raw, ok := own.Tx.(*sql.Tx); ok {
			return do(raw)
		}
	}
	return errors.New("there is no transaction of the database below this one")
}

// Writer is the database as such, for package jobs, whose library polls it. Where there is but one connection that
// writes (SQLite) a call within a transaction would wait for itself: see Statements.
func (s *Store) Writer() *sql.DB { return s.db }
