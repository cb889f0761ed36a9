package registrations_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

func TestADocumentIsKnownAtOneDeskAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	r := w.create(w.byDay(newcomer("Ada", "e1")))
	own := w.attach(r.ID, "DIPLOMA", nil).Document
	done, err := w.project.AttachDocument(w.employer(), matrix.AttachDocumentInput{
		TicketID: w.upload(w.employer(), w.plan, "kvk"), ForID: w.plan, ExpectedVersion: 1, Kind: "KVK_UITTREKSEL",
	})
	w.must(err)
	project := done.Document
	if project.RegistrationID != nil || own.RegistrationID == nil || *own.RegistrationID != r.ID {
		t.Fatalf("documents of %v and %v", project.RegistrationID, own.RegistrationID)
	}
	for name, desk := range map[string]struct {
		remove func(id string) error
		id     string
	}{
		"a project document at the desk of registrations": {func(id string) error {
			_, err := w.desk.RemoveDocument(w.employer(), matrix.RemoveDocumentInput{ID: id, ExpectedVersion: 1})
			return err
		}, project.ID},
		"a document of a registration at the desk of project files": {func(id string) error {
			_, err := w.project.RemoveDocument(w.employer(), matrix.RemoveDocumentInput{ID: id, ExpectedVersion: 1})
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
	w := newWorld(t, storetest.SQLite(t))
	done, err := w.project.AttachDocument(w.employer(), matrix.AttachDocumentInput{
		TicketID: w.upload(w.employer(), w.plan, "kvk"), ForID: w.plan, ExpectedVersion: 1, Kind: "KVK_UITTREKSEL",
	})
	w.must(err)
	for _, test := range []struct {
		plan    string
		allowed bool
	}{{workflow.Withdrawn, false}, {workflow.Granted, true}} {
		w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error { return tx.Plan.UpdateOneID(w.plan).SetState(test.plan).Exec(w.system()) }))
		can := w.project.Can(w.employer(), "REMOVE", done.Document)
		_, err := w.project.RemoveDocument(w.employer(), matrix.RemoveDocumentInput{ID: done.Document.ID, ExpectedVersion: 1})
		if can.Allowed != test.allowed || (err == nil) != test.allowed || !test.allowed && !fault.HasReason(err, fault.ReasonWrongState) {
			t.Errorf("under a plan that is %s: %+v, and %v", test.plan, can, err)
		}
	}
}
