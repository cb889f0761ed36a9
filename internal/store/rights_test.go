package store_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// The user of docs/operator.md can read and add what was decided, and neither change nor remove it.
func TestTheServersUserChangesNothingThatWasDecided(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), store.Config{DSN: storetest.ServerDSN(t), Connections: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // nothing was written
	var user string
	if err := s.Writer().QueryRowContext(t.Context(), `SELECT current_user`).Scan(&user); err != nil || user != "penvoerder_server" {
		t.Fatal(user, err)
	}
	for statement, allowed := range map[string]bool{
		`UPDATE audit_entries SET act = 'x'`:                        false,
		`UPDATE audit_entries SET hash = 'x'`:                       false,
		`DELETE FROM audit_entries`:                                 false,
		`TRUNCATE audit_entries`:                                    false,
		`ALTER TABLE audit_entries ADD COLUMN x text`:               false,
		`DROP TABLE audit_entries`:                                  false,
		`DELETE FROM audit_heads`:                                   false,
		`UPDATE evaluations SET amount_cents = 1`:                   false,
		`DELETE FROM evaluations`:                                   false,
		`UPDATE decisions SET verdict = 'APPROVED'`:                 false,
		`DELETE FROM decisions`:                                     false,
		`DELETE FROM registrations`:                                 false,
		`INSERT INTO goose_db_version VALUES (99999, 1, true)`:      false,
		`SELECT count(*) FROM audit_entries`:                        true,
		`UPDATE audit_heads SET hash = 'x' WHERE id = 'none'`:       true,
		`UPDATE decisions SET regional_organisation_id = 'rgo_1'`:   true,
		`UPDATE evaluations SET regional_organisation_id = 'rgo_1'`: true,
	} {
		if _, err := s.Writer().ExecContext(t.Context(), statement); (err == nil) != allowed {
			t.Errorf("%s: %v, want it allowed: %t", statement, err, allowed)
		}
	}
}
