package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/file"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
)

const mostSameFiles = 20

// SameFiles are read for all documents of a registration or project file at once. The row predicate of files and
// documents decides what the viewer sees; beyond that it is the same organisation, always.
func (r documentResolver) SameFiles(ctx context.Context, d *ent.Document) ([]*model.SameFile, error) {
	registrationID := ""
	if d.RegistrationID != nil {
		registrationID = *d.RegistrationID
	}
	found, err := recalled(ctx).sameFiles.get(d.PlanID+registrationID, func() (map[string][]*model.SameFile, error) {
		documents, err := r.documentsOf(ctx, d.PlanID, registrationID)
		if err != nil {
			return nil, err
		}
		return r.sameFiles(ctx, d.OrganisationID, documents)
	})
	if same := found[d.ID]; same != nil {
		return same, err
	}
	return []*model.SameFile{}, err
}

// sameFiles finds, for each document, the others that hold its file.
func (r *root) sameFiles(ctx context.Context, organisationID string, documents map[string]*ent.Document) (map[string][]*model.SameFile, error) {
	sums := map[string]string{} // of documents, by id
	var asked []string
	for id, d := range documents {
		files, err := r.filesOf(ctx, d)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if f.SupersededAt == nil {
				sums[id] = f.Sha256
				asked = append(asked, f.Sha256)
			}
		}
	}
	if len(asked) == 0 {
		return nil, nil
	}
	files, err := r.db().File.Query().
		Where(file.Sha256In(asked...), file.OrganisationID(organisationID), file.SupersededAtIsNil(), file.HasDocumentWith(document.RemovedAtIsNil())).
		WithDocument(func(q *ent.DocumentQuery) { q.WithPlan().WithRegistration() }).
		Order(ent.Asc(file.FieldUploadedAt, file.FieldID)).All(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string][]*model.SameFile{}
	for id, sum := range sums {
		for _, f := range files {
			if other := f.Edges.Document; f.Sha256 == sum && isShown(other) && other.ID != id && len(out[id]) < mostSameFiles {
				out[id] = append(out[id], sameFile(ctx, other))
			}
		}
	}
	return out, nil
}

// isShown reports whether the viewer sees where a document is.
func isShown(d *ent.Document) bool {
	return d != nil && d.Edges.Plan != nil && (d.RegistrationID == nil || d.Edges.Registration != nil)
}

func sameFile(ctx context.Context, d *ent.Document) *model.SameFile {
	out := &model.SameFile{Document: d, Plan: d.Edges.Plan, Registration: d.Edges.Registration}
	text := fault.Text{
		NL: "Hetzelfde bestand staat ook bij de projectdocumenten van plan " + out.Plan.Number + ".",
		EN: "The same file is also among the project documents of plan " + out.Plan.Number + ".",
	}
	if g := out.Registration; g != nil {
		text = fault.Text{NL: "Hetzelfde bestand staat ook in registratie " + g.Number + ".", EN: "The same file is also in registration " + g.Number + "."}
	}
	out.Message = words(actor.From(ctx).Language, text)
	return out
}
