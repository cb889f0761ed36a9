package graph_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

func TestADocumentIsChangedAtTheDeskWhereItLives(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	g := w.registrations(1, 1)[0]
	project, own := ids.New(ids.Document), ids.New(ids.Document)
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		for _, id := range []string{project, own} {
			create := tx.Document.Create().SetID(id).SetPlanID(g.PlanID).SetKind("X").SetStatement(fields.Document{}).SetAttachedBy("per_x").SetCreatedAt(wall).SetUpdatedAt(wall).
				SetOrganisationID(g.OrganisationID).SetRegionalOrganisationID(g.RegionalOrganisationID)
			if id == own {
				create.SetRegistrationID(g.ID)
			}
			if err := create.Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	for name, test := range map[string]struct{ id, reason string }{
		"a project document":           {project, "STALE_VERSION"},
		"a document of a registration": {own, "STALE_VERSION"},
		"no document":                  {ids.New(ids.Document), "DOCUMENT_NOT_FOUND"},
	} {
		r := w.ask(w.employer(), `mutation($id: ID!) {removeDocument(input: {id: $id, expectedVersion: 9}) {userErrors {reason}}}`, map[string]any{"id": test.id})
		if got := reasonOf(r); got != test.reason {
			t.Errorf("%s: %s, want %s", name, got, test.reason)
		}
	}
}

// reasonOf is why a removal was refused: a user error, or a fault.
func reasonOf(r reply) string {
	if len(r.Errors) > 0 {
		return r.Errors[0].Extensions.Reason
	}
	var got struct {
		RemoveDocument struct{ UserErrors []struct{ Reason string } }
	}
	if err := json.Unmarshal(r.Data, &got); err != nil || len(got.RemoveDocument.UserErrors) == 0 {
		return string(r.Data)
	}
	return got.RemoveDocument.UserErrors[0].Reason
}
