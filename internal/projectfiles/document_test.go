package projectfiles_test

import (
	"context"
	"testing"

	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes/sozw"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

func TestTheProjectFileOfAPlan(t *testing.T) {
	t.Parallel()
	testworld.EachDossier(t, func(w *testworld.Dossier) {
		done, err := w.ProjectFiles.AttachDocument(w.AsEmployer(), matrix.AttachDocumentInput{
			TicketID: w.Upload(w.AsEmployer(), w.Plan, "kvk"), ForID: w.Plan, ExpectedVersion: 1, Kind: "KVK_UITTREKSEL",
			Statement: &question.DocumentInput{Document: fields.Document{IssuedOn: new(typed.Date("2024-12-31"))}},
		})
		w.Must(err)
		if len(done.Cells) != 2 || done.Cells[0].State != "INCOMPLETE" || done.Cells[1].State != "MISSING" {
			t.Fatalf("cells: %+v", done.Cells)
		}
		_, err = w.ProjectFiles.AmendDocument(w.AsEmployer(), matrix.AmendDocumentInput{ID: done.Document.ID, ExpectedVersion: 1, Statement: &question.DocumentInput{Document: fields.Document{IssuedOn: new(typed.Date("2026-01-10"))}}})
		w.Must(err)
		cells, err := w.ProjectFiles.CompleteCells(w.AsEmployer(), matrix.CompleteCellsInput{ForID: w.Plan, ExpectedVersion: 1, Column: "KVK_UITTREKSEL", IsComplete: true})
		w.Must(err)
		if len(cells) != 1 || cells[0].State != "IN_REVIEW" {
			t.Errorf("complete, and put to its judge: %+v", cells)
		}
		p, err := w.ProjectFiles.Amend(w.AsEmployer(), projectfiles.AmendInput{PlanID: w.Plan, ExpectedVersion: 1, SignatoryName: new(" D. de Vries ")})
		w.Must(err)
		if p.ProjectVersion != 2 || *p.SignatoryName != "D. de Vries" {
			t.Errorf("signatory: %+v", p)
		}
		_, err = w.ProjectFiles.Amend(w.AsEmployer(), projectfiles.AmendInput{PlanID: w.Plan, ExpectedVersion: 1})
		if !fault.HasReason(err, fault.ReasonStaleVersion) {
			t.Errorf("a stale project file: %v", err)
		}
	})
}

func TestADocumentIsKnownAtOneDeskAlone(t *testing.T) {
	t.Parallel()
	w := testworld.OpenDossier(t, storetest.SQLite(t), sozw.Scheme, testworld.WhenAllOver)
	r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
	own := w.Attach(r.ID, "DIPLOMA", nil).Document
	done, err := w.ProjectFiles.AttachDocument(w.AsEmployer(), matrix.AttachDocumentInput{
		TicketID: w.Upload(w.AsEmployer(), w.Plan, "kvk"), ForID: w.Plan, ExpectedVersion: 1, Kind: "KVK_UITTREKSEL",
	})
	w.Must(err)
	project := done.Document
	if project.RegistrationID != nil || own.RegistrationID == nil || *own.RegistrationID != r.ID {
		t.Fatalf("documents of %v and %v", project.RegistrationID, own.RegistrationID)
	}
	for name, desk := range map[string]struct {
		remove func(id string) error
		id     string
	}{
		"a project document at the desk of registrations": {func(id string) error {
			_, err := w.Registrations.RemoveDocument(w.AsEmployer(), matrix.RemoveDocumentInput{ID: id, ExpectedVersion: 1})
			return err
		}, project.ID},
		"a document of a registration at the desk of project files": {func(id string) error {
			_, err := w.ProjectFiles.RemoveDocument(w.AsEmployer(), matrix.RemoveDocumentInput{ID: id, ExpectedVersion: 1})
			return err
		}, own.ID},
	} {
		if err := desk.remove(desk.id); !fault.HasReason(err, matrix.DocumentNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestViewerCanFollowsThePlanOfAProjectFile(t *testing.T) {
	t.Parallel()
	w := testworld.OpenDossier(t, storetest.SQLite(t), sozw.Scheme, testworld.WhenAllOver)
	done, err := w.ProjectFiles.AttachDocument(w.AsEmployer(), matrix.AttachDocumentInput{
		TicketID: w.Upload(w.AsEmployer(), w.Plan, "kvk"), ForID: w.Plan, ExpectedVersion: 1, Kind: "KVK_UITTREKSEL",
	})
	w.Must(err)
	for _, test := range []struct {
		plan    string
		allowed bool
	}{{workflow.Withdrawn, false}, {workflow.Granted, true}} {
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Plan.UpdateOneID(w.Plan).SetState(test.plan).Exec(ctx)
		})
		can := w.ProjectFiles.Can(w.AsEmployer(), "REMOVE", done.Document)
		_, err := w.ProjectFiles.RemoveDocument(w.AsEmployer(), matrix.RemoveDocumentInput{ID: done.Document.ID, ExpectedVersion: 1})
		if can.Allowed != test.allowed || (err == nil) != test.allowed || !test.allowed && !fault.HasReason(err, fault.ReasonWrongState) {
			t.Errorf("under a plan that is %s: %+v, and %v", test.plan, can, err)
		}
	}
}
