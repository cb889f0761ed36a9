package registrations_test

import (
	"strings"
	"testing"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// PostgreSQL reads the queue from indexes of what waits alone, in their order: it does not grow with what was decided.
func TestTheQueueIsReadFromItsIndexes(t *testing.T) {
	t.Parallel()
	w := &world{Dossier: testworld.OpenDossier(t, storetest.Postgres(t), sozw.Scheme, testworld.WhenAllOver)}
	for index, order := range map[string]func(...sql.OrderTermOption) registration.OrderOption{
		"registration_waiting": registration.BySubmittedAt, "registration_waiting_amount": registration.ByAmountCents, "registration_in_review": registration.BySubmittedAt,
	} {
		var s *sql.Selector
		q := w.Registrations.Queue().Order(order(sql.OrderNullsLast()), registration.ByID()).Limit(10)
		if index == "registration_in_review" {
			q.Where(registrations.HeldBy("per_1"))
		}
		w.Must(q.Where(func(asked *sql.Selector) { s = asked }).Select(registration.FieldID).Scan(w.AsAssessor(), &[]string{}))
		if plan := w.explained(s); !strings.Contains(plan, index+" ") || strings.Contains(plan, "Sort") {
			t.Errorf("%s is not used:\n%s", index, plan)
		}
	}
}

// explained is how the database reads a query where going over the whole table, which is empty here, does not pay.
func (w *world) explained(s *sql.Selector) string {
	w.T.Helper()
	tx, err := w.Store.Writer().BeginTx(w.T.Context(), nil)
	w.Must(err)
	defer func() { _ = tx.Rollback() }()
	for _, way := range []string{"seqscan", "sort", "bitmapscan"} {
		_, err := tx.ExecContext(w.T.Context(), "SET LOCAL enable_"+way+" = off")
		w.Must(err)
	}
	s.SetTotal(0) // it was written once already
	query, args := s.Query()
	rows, err := tx.QueryContext(w.T.Context(), "EXPLAIN "+query, args...)
	w.Must(err)
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var line string
		w.Must(rows.Scan(&line))
		out = append(out, line)
	}
	w.Must(rows.Err())
	return strings.Join(out, "\n")
}
