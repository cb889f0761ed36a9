package projectfiles_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/testworld"
)

// Initials alone fit anybody: neither who is to sign nor who signed can be named so, and nothing of it is kept.
func TestInitialsAloneNameNobodyWhoSigns(t *testing.T) {
	t.Parallel()
	eachProject(t, func(w *project) {
		doc := w.hand("PROJECTOVEREENKOMST", question.DocumentInput{Document: fields.Document{Signatures: []question.SignatureInput{{Signer: "DIRECTOR", Name: new("A. de Vries")}}}})
		tickets := map[string]string{"A.B.": w.Upload(w.AsEmployer(), w.Plan, "een"), "drs. J.": w.Upload(w.AsEmployer(), w.Plan, "ander")}
		before, acts, events := w.PlanRow(), len(w.Acts(0)), len(w.Events(0))
		for name, ticket := range tickets {
			by := []question.SignatureInput{{Signer: "DIRECTOR", Name: &name}}
			_, amended := w.ProjectFiles.Amend(w.AsEmployer(), projectfiles.AmendInput{PlanID: w.Plan, ExpectedVersion: before.ProjectVersion, SignatoryName: &name})
			_, attached := w.ProjectFiles.AttachDocument(w.AsEmployer(), matrix.AttachDocumentInput{
				TicketID: ticket, ForID: w.Plan, ExpectedVersion: before.ProjectVersion, Kind: "PROJECTOVEREENKOMST",
				Statement: &question.DocumentInput{Document: fields.Document{Signatures: by}},
			})
			_, restated := w.ProjectFiles.AmendDocument(w.AsEmployer(), matrix.AmendDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version, Statement: &question.DocumentInput{Document: fields.Document{Signatures: by}}})
			got := [][]string{testworld.Refused(amended), testworld.Refused(attached), testworld.Refused(restated)}
			const signed = "INVALID NAME_INCOMPLETE input.statement.signatures.0.name"
			want := [][]string{{"INVALID NAME_INCOMPLETE input.signatoryName"}, {signed}, {signed}}
			if diff := cmp.Diff(want, got); diff != "" {
				w.T.Errorf("%s: %s", name, diff)
			}
		}
		after := w.PlanRow()
		if after.ProjectVersion != before.ProjectVersion || after.SignatoryName != nil {
			w.T.Errorf("something of it is kept: version %d, %v", after.ProjectVersion, after.SignatoryName)
		}
		if n, err := w.Store.Client().Document.Query().Where(document.PlanID(w.Plan)).Count(w.System()); err != nil || n != 1 {
			w.T.Errorf("%d documents are kept: %v", n, err)
		}
		if got := append(w.Acts(acts), w.Events(events)...); len(got) > 0 {
			w.T.Errorf("it is told: %v", got)
		}
		_, err := w.ProjectFiles.Amend(w.AsEmployer(), projectfiles.AmendInput{PlanID: w.Plan, ExpectedVersion: after.ProjectVersion, SignatoryName: new("A. de Vries")})
		w.Must(err)
	})
}
