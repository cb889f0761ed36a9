package graph_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// filed puts a document with one file into a registration, or among the project documents, and returns its id.
func (w *world) filed(registrationID *string, organisationID, content string) string {
	w.T.Helper()
	id := ids.New(ids.Document)
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		err := tx.Document.Create().SetID(id).SetPlanID(w.plan.ID).SetNillableRegistrationID(registrationID).SetKind("X").SetStatement(fields.Document{}).SetAttachedBy("per_x").
			SetCreatedAt(wall).SetUpdatedAt(wall).SetOrganisationID(organisationID).SetRegionalOrganisationID(here).Exec(ctx)
		if err != nil {
			return err
		}
		return tx.File.Create().SetID(ids.New(ids.File)).SetDocumentID(id).SetBlobKey(content).SetName("scan.pdf").SetType("PDF").SetSize(1).
			SetSha256(strings.Repeat(content, 64)).SetUploadedAt(wall).SetOrganisationID(organisationID).SetRegionalOrganisationID(here).Exec(ctx)
	})
	return id
}

// sameFilesAs counts the places of a document's file that somebody sees.
func (w *world) sameFilesAs(who actor.Actor, document string) int {
	var got struct {
		Node struct {
			SameFiles []struct{ Plan struct{ ID string } }
		}
	}
	w.read(who, `query($id: ID!) {node(id: $id) {... on Document {sameFiles {plan {id}}}}}`, map[string]any{"id": document}, &got)
	return len(got.Node.SameFiles)
}

func TestTheSameFileElsewhereIsNoticed(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		regs := w.registrations(3, 1)
		first := w.filed(&regs[0].ID, w.organisation.ID, "a")
		second := w.filed(&regs[1].ID, w.organisation.ID, "a")
		project := w.filed(nil, w.organisation.ID, "a")
		other := w.filed(&regs[0].ID, w.organisation.ID, "b")
		w.filed(&regs[2].ID, ids.New(ids.Organisation), "a") // another employer's
		w.filed(&regs[2].ID, ids.New(ids.Organisation), "b")
		gone, replaced := w.filed(&regs[1].ID, w.organisation.ID, "b"), w.filed(&regs[1].ID, w.organisation.ID, "b")
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			if err := tx.Registration.Update().Where(registration.PlanID(w.plan.ID)).SetState(workflow.Submitted).SetSubmittedAt(wall).Exec(ctx); err != nil {
				return err
			}
			if err := tx.Document.UpdateOneID(gone).SetRemovedAt(wall).Exec(ctx); err != nil {
				return err
			}
			d, err := tx.Document.Get(ctx, replaced)
			if err != nil {
				return err
			}
			f, err := d.QueryFiles().Only(ctx)
			if err != nil {
				return err
			}
			return tx.File.UpdateOne(f).SetSupersededAt(wall).Exec(ctx)
		})
		assessor := actor.Actor{PersonID: "per_ssc", SessionID: "ses_ssc", Role: actor.SSC} // sees every organisation
		if n := w.sameFilesAs(assessor, first); n != 2 {
			t.Errorf("the assessor sees the file in %d other places, want the two of its own organisation", n)
		}
		const query = `query($ids: [ID!]!) {nodes(ids: $ids) {... on Document {sameFiles {document {id} registration {id} message {nl en}}}}}`
		type same struct {
			Document     struct{ ID string }
			Registration *struct{ ID string }
			Message      struct{ NL, EN string }
		}
		var got struct{ Nodes []struct{ SameFiles []same } }
		w.read(w.employer(), query, map[string]any{"ids": []string{first, second, project, other}}, &got)
		var places [][]string
		for _, n := range got.Nodes {
			var at []string
			for _, s := range n.SameFiles {
				at = append(at, s.Document.ID)
				if text := s.Message.NL; s.Message.EN == "" || s.Registration != nil && !strings.Contains(text, "R-2026-") || s.Registration == nil && !strings.Contains(text, "projectdocumenten") {
					t.Errorf("told %q", text)
				}
			}
			places = append(places, at)
		}
		byID := cmp.Transformer("set", func(in []string) map[string]bool {
			out := map[string]bool{}
			for _, id := range in {
				out[id] = true
			}
			return out
		})
		if diff := cmp.Diff([][]string{{second, project}, {first, project}, {first, second}, nil}, places, cmp.FilterPath(func(p cmp.Path) bool { return len(p) == 2 }, byID)); diff != "" {
			t.Error(diff)
		}
	})
}
