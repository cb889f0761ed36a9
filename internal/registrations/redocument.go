package registrations

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/document"
	entfile "github.com/penvoerder/penvoerder/ent/file"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// AmendDocument changes what is stated about a document, or whom it serves.
func (d *Desk) AmendDocument(ctx context.Context, in AmendDocumentInput) (*Attached, error) {
	o, err := d.onDocument(ctx, workflow.AmendDocument, workflow.AmendProjectDocument, in.ID, in.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	o.Change = func(_ context.Context, f *file) error {
		doc, _ := f.document(in.ID)
		f.below = func(ctx context.Context, tx *ent.Tx) error { return saveDocument(ctx, tx, f, doc) }
		return f.restateDocument(doc, in.Statement, in.ParticipationIDs)
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return d.attached(ctx, done.Subject, in.ID)
}

// onDocument begins an act on one document of a registration or of a project file.
func (d *Desk) onDocument(ctx context.Context, registration, project workflow.Act, id string, version int) (order, error) {
	home, err := d.homeOfDocument(ctx, id)
	if err != nil {
		return order{}, err
	}
	o := d.orderFor(registration, project, home, version)
	load := o.Load
	o.Field = "id"
	o.Load = func(ctx context.Context) (*file, error) {
		f, err := load(ctx)
		if err != nil {
			return nil, err
		}
		doc, _ := f.document(id)
		if doc == nil {
			return nil, fault.NotFound(documentNotFound) // removed
		}
		f.about = about{doc.ID, doc.Version + 1}
		return f, nil
	}
	o.Expect = func(f *file) error {
		if doc, _ := f.document(id); doc.Version != version {
			return fault.Stale(pathVersion, doc, doc.Version)
		}
		return nil
	}
	o.Judge = func(ctx context.Context, f *file) (*dossier.Judged, error) {
		_, at := f.document(id)
		return d.judge(ctx, f, inDocument(at))
	}
	return o, nil
}

// ReplaceDocument puts a new file in the place of a document; the old one stays readable in its history.
func (d *Desk) ReplaceDocument(ctx context.Context, in ReplaceDocumentInput) (*Attached, error) {
	o, err := d.onDocument(ctx, workflow.ReplaceDocument, workflow.ReplaceProjectDocument, in.ID, in.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	var upload *documents.Upload
	o.Change = func(ctx context.Context, f *file) (err error) {
		doc, _ := f.document(in.ID)
		if err := f.restateDocument(doc, in.Statement, nil); err != nil {
			return err
		}
		upload, err = d.uploads.Claim(ctx, in.TicketID, f.id(), "input", "ticketID")
		f.below = func(ctx context.Context, tx *ent.Tx) error { return d.replaceFile(ctx, tx, f, doc, upload) }
		return err
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	d.afterUpload(ctx, upload)
	return d.attached(ctx, done.Subject, in.ID)
}

// replaceFile writes the next version of a document with the file that was uploaded for it.
func (d *Desk) replaceFile(ctx context.Context, tx *ent.Tx, f *file, doc *ent.Document, upload *documents.Upload) error {
	if err := saveDocument(ctx, tx, f, doc); err != nil {
		return err
	}
	err := tx.File.Update().Where(entfile.DocumentID(doc.ID), entfile.SupersededAtIsNil()).SetSupersededAt(f.at).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = d.uploads.Keep(ctx, tx, upload, doc.ID, "input", "ticketID")
	return err
}

// RemoveDocument takes a document out while the employer can still change what was submitted, and returns the cells
// that it served.
func (d *Desk) RemoveDocument(ctx context.Context, in RemoveDocumentInput) ([]*ent.Cell, error) {
	o, err := d.onDocument(ctx, workflow.RemoveDocument, workflow.RemoveProjectDocument, in.ID, in.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	o.Change = func(_ context.Context, f *file) error {
		doc, _ := f.document(in.ID)
		f.touchDocument(doc)
		f.docs = slices.DeleteFunc(f.docs, func(one *ent.Document) bool { return one.ID == doc.ID })
		doc.RemovedAt = &f.at
		f.below = func(ctx context.Context, tx *ent.Tx) error { return saveDocument(ctx, tx, f, doc) }
		return nil
	}
	o.Judge = d.judged(input)
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return d.cellsWith(ctx, done.Subject)
}

// restateDocument takes over what changes in a document. It answers to the cells that it served and to those that it
// serves from now on.
func (f *file) restateDocument(doc *ent.Document, in *dossier.DocumentInput, named []string) error {
	var bad fault.Collector
	kind, _ := f.manifest().Kind(doc.Kind)
	f.touchDocument(doc)
	if named != nil {
		doc.Edges.Participations = f.serving(kind, named, false, &bad)
		f.touchDocument(doc)
	}
	if in != nil {
		doc.Statement = f.stated(kind, doc.Statement, *in, &bad)
	}
	return bad.Err()
}

// saveDocument writes the next version of a document.
func saveDocument(ctx context.Context, tx *ent.Tx, f *file, doc *ent.Document) error {
	served := make([]string, len(doc.Edges.Participations))
	for i, p := range doc.Edges.Participations {
		served[i] = p.ID
	}
	n, err := tx.Document.Update().Where(document.ID(doc.ID), document.Version(doc.Version)).
		SetVersion(doc.Version + 1).SetUpdatedAt(f.at).SetStatement(doc.Statement).SetNillableRemovedAt(doc.RemovedAt).Save(ctx)
	if err != nil {
		return err
	}
	if n == 0 {
		return procedure.ErrOvertaken
	}
	return tx.Document.UpdateOneID(doc.ID).ClearParticipations().AddParticipationIDs(served...).Exec(ctx)
}
