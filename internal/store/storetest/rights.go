package storetest

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lib/pq"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/store"
)

// serverRole is the user of the server in docs/operator.md.
const (
	serverRole = "penvoerder_server"
	asServer   = "&role=" + serverRole // in an address
)

// Allow gives the server's user its rights in a database that its owner has migrated.
func Allow(t testing.TB, owner string) {
	t.Helper()
	rights, err := documentedRights()
	if err == nil {
		err = grant(context.WithoutCancel(t.Context()), owner, rights)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// grant gives the server's user its rights in a database; the copies of it have them too.
func grant(ctx context.Context, owner, rights string) error {
	db, err := sql.Open("postgres", owner)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // all is done by then
	const exists = "42710"            // another process made it, on the same server
	var refused *pq.Error
	if _, err := db.ExecContext(ctx, "CREATE ROLE "+serverRole); err != nil && (!errors.As(err, &refused) || refused.Code != exists) {
		return err
	}
	_, err = db.ExecContext(ctx, rights)
	return err
}

// WithAllRights makes the rest of a transaction the work of somebody who may do anything in the database: the owner, and not
// the server's user as whom tests else write.
func WithAllRights(s *store.Store, tx *ent.Tx) error {
	if !s.IsPostgres() {
		return nil
	}
	return store.Statements(tx, func(raw *sql.Tx) error {
		_, err := raw.ExecContext(context.Background(), "SET LOCAL ROLE NONE") // the transaction ends with its own context
		return err
	})
}

// documentedRights are the statements of the operator's page, which stands above the directory of any test.
func documentedRights() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		page, err := os.ReadFile(filepath.Join(dir, "docs", "operator.md"))
		if err == nil {
			_, after, _ := strings.Cut(string(page), "<!-- rights: server -->\n```sql\n")
			statements, _, found := strings.Cut(after, "```")
			if !found {
				return "", errors.New("docs/operator.md does not say which rights the server's user needs")
			}
			return statements, nil
		}
		if above := filepath.Dir(dir); above != dir {
			dir = above
			continue
		}
		return "", err
	}
}
