package registrations_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
)

// Initials alone fit anybody: neither who is to sign nor who signed can be named so, and nothing of it is kept.
func TestInitialsAloneNameNobodyWhoSigns(t *testing.T) {
	t.Parallel()
	eachProject(t, func(w *project) {
		doc := w.hand("PROJECTOVEREENKOMST", dossier.DocumentInput{Signatures: entry.ChangeTo([]dossier.SignatureInput{{Signer: "DIRECTOR", Name: new("A. de Vries")}})})
		tickets := map[string]string{"A.B.": w.upload(w.employer(), w.plan, "een"), "drs. J.": w.upload(w.employer(), w.plan, "ander")}
		before, acts, events := w.planRow(), len(w.acts(0)), len(w.events(0))
		for name, ticket := range tickets {
			by := entry.ChangeTo([]dossier.SignatureInput{{Signer: "DIRECTOR", Name: &name}})
			_, amended := w.project.Amend(w.employer(), projectfiles.AmendInput{PlanID: w.plan, ExpectedVersion: before.ProjectVersion, SignatoryName: &name})
			_, attached := w.project.AttachDocument(w.employer(), matrix.AttachDocumentInput{
				TicketID: ticket, ForID: w.plan, ExpectedVersion: before.ProjectVersion, Kind: "PROJECTOVEREENKOMST",
				Statement: &dossier.DocumentInput{Signatures: by},
			})
			_, restated := w.project.AmendDocument(w.employer(), matrix.AmendDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version, Statement: &dossier.DocumentInput{Signatures: by}})
			got := [][]string{refused(amended), refused(attached), refused(restated)}
			const signed = "INVALID NAME_INCOMPLETE input.statement.signatures.0.name"
			want := [][]string{{"INVALID NAME_INCOMPLETE input.signatoryName"}, {signed}, {signed}}
			if diff := cmp.Diff(want, got); diff != "" {
				w.t.Errorf("%s: %s", name, diff)
			}
		}
		after := w.planRow()
		if after.ProjectVersion != before.ProjectVersion || after.SignatoryName != nil {
			w.t.Errorf("something of it is kept: version %d, %v", after.ProjectVersion, after.SignatoryName)
		}
		if n, err := w.store.Client().Document.Query().Where(document.PlanID(w.plan)).Count(w.system()); err != nil || n != 1 {
			w.t.Errorf("%d documents are kept: %v", n, err)
		}
		if got := append(w.acts(acts), w.events(events)...); len(got) > 0 {
			w.t.Errorf("it is told: %v", got)
		}
		_, err := w.project.Amend(w.employer(), projectfiles.AmendInput{PlanID: w.plan, ExpectedVersion: after.ProjectVersion, SignatoryName: new("A. de Vries")})
		w.must(err)
	})
}
