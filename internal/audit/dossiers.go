package audit

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/store"
)

// dossiers are the next ones after an id that have a head, a line or a plan. Each table gives no more than are wanted: none
// is read whole for a page.
const dossiers = `SELECT id FROM (
	SELECT * FROM (SELECT id FROM audit_heads WHERE id > $1 ORDER BY id LIMIT 500) AS heads
	UNION SELECT * FROM (SELECT DISTINCT dossier_id FROM audit_entries WHERE dossier_id > $1 ORDER BY dossier_id LIMIT 500) AS logs
	UNION SELECT * FROM (SELECT id FROM plans WHERE id > $1 ORDER BY id LIMIT 500) AS plans
) AS every ORDER BY id LIMIT 500`

// EachDossier goes through every dossier that has a head, a line or a plan, in the order of ids.
func EachDossier(ctx context.Context, s *store.Store, do func(id string) error) error {
	for last := ""; ; {
		var page []string
		err := s.Snapshot(ctx, func(tx *ent.Tx) error {
			return store.Statements(tx, func(raw *sql.Tx) (err error) {
				page, err = texts(ctx, raw, dossiers, last)
				return err
			})
		})
		if err != nil {
			return fmt.Errorf("list the dossiers: %w", err)
		}
		if len(page) == 0 {
			return nil
		}
		for _, id := range page {
			if err := do(id); err != nil {
				return err
			}
		}
		last = page[len(page)-1]
	}
}
