package registrations

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/document"
	entfile "github.com/penvoerder/penvoerder/ent/file"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// AmendDocument changes what is stated about a document, or whom it serves.
func (d *Desk) AmendDocument(ctx context.Context, in AmendDocumentInput) (*Attached, error) {
	return whileStill(ctx, func() (*Attached, error) { return d.amendDocument(ctx, in) })
}

func (d *Desk) amendDocument(ctx context.Context, in AmendDocumentInput) (*Attached, error) {
	f, doc, err := d.ofDocument(ctx, in.ID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.Amend, f.object().As(access.Document))
	if err != nil {
		return nil, err
	}
	if err := f.expectDocument(doc, in.ExpectedVersion); err != nil {
		return nil, err
	}
	if err := f.restateDocument(doc, in.Statement, in.ParticipationIDs); err != nil {
		return nil, err
	}

	_, at := f.document(doc.ID)
	judged, err := d.judge(ctx, f, inDocument(at))
	if err != nil {
		return nil, err
	}

	_, err = d.write(ctx, f, act{
		name: "amendDocument", subject: doc.ID, ground: ground, judged: judged, events: changedDocument(doc),
		also: func(ctx context.Context, tx *ent.Tx) error { return saveDocument(ctx, tx, f, doc) },
	})
	if err != nil {
		return nil, err
	}

	return d.attached(ctx, f, doc.ID)
}

// ReplaceDocument puts a new file in the place of a document; the old one stays readable in its history.
func (d *Desk) ReplaceDocument(ctx context.Context, in ReplaceDocumentInput) (*Attached, error) {
	return whileStill(ctx, func() (*Attached, error) { return d.replaceDocument(ctx, in) })
}

func (d *Desk) replaceDocument(ctx context.Context, in ReplaceDocumentInput) (*Attached, error) {
	f, doc, err := d.ofDocument(ctx, in.ID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.AttachDocument, f.object().As(access.Document))
	if err != nil {
		return nil, err
	}
	if err := f.expectDocument(doc, in.ExpectedVersion); err != nil {
		return nil, err
	}
	if err := f.restateDocument(doc, in.Statement, nil); err != nil {
		return nil, err
	}
	upload, err := d.uploads.Claim(ctx, in.TicketID, f.id(), "input", "ticketID")
	if err != nil {
		return nil, err
	}

	_, at := f.document(doc.ID)
	judged, err := d.judge(ctx, f, inDocument(at))
	if err != nil {
		return nil, err
	}

	_, err = d.write(ctx, f, act{
		name: "replaceDocument", subject: doc.ID, ground: ground, judged: judged, events: changedDocument(doc),
		also: func(ctx context.Context, tx *ent.Tx) error {
			if err := saveDocument(ctx, tx, f, doc); err != nil {
				return err
			}
			err := tx.File.Update().Where(entfile.DocumentID(doc.ID), entfile.SupersededAtIsNil()).SetSupersededAt(f.at).Exec(ctx)
			if err != nil {
				return err
			}
			_, err = d.uploads.Keep(ctx, tx, upload, doc.ID, "input", "ticketID")
			return err
		},
	})
	if err != nil {
		return nil, err
	}
	d.afterUpload(ctx, upload)

	return d.attached(ctx, f, doc.ID)
}

// RemoveDocument takes a document out while the employer can still change what was handed in, and returns the cells
// that it served.
func (d *Desk) RemoveDocument(ctx context.Context, in RemoveDocumentInput) ([]*ent.Cell, error) {
	return whileStill(ctx, func() ([]*ent.Cell, error) { return d.removeDocument(ctx, in) })
}

func (d *Desk) removeDocument(ctx context.Context, in RemoveDocumentInput) ([]*ent.Cell, error) {
	f, doc, err := d.ofDocument(ctx, in.ID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.Remove, f.object().As(access.Document))
	if err != nil {
		return nil, err
	}
	if err := f.expectDocument(doc, in.ExpectedVersion); err != nil {
		return nil, err
	}
	f.touchDocument(doc)
	f.docs = slices.DeleteFunc(f.docs, func(one *ent.Document) bool { return one.ID == doc.ID })

	judged, err := d.judge(ctx, f, input)
	if err != nil {
		return nil, err
	}

	doc.RemovedAt = &f.at
	_, err = d.write(ctx, f, act{
		name: "removeDocument", subject: doc.ID, ground: ground, judged: judged, events: changedDocument(doc),
		also: func(ctx context.Context, tx *ent.Tx) error { return saveDocument(ctx, tx, f, doc) },
	})
	if err != nil {
		return nil, err
	}

	return d.cellsWith(ctx, f)
}

// expectDocument refuses a version that was overtaken, and a registration whose documents cannot be changed.
func (f *file) expectDocument(doc *ent.Document, version int) error {
	if doc.Version != version {
		return fault.Stale(pathVersion, doc, doc.Version)
	}
	return f.step(workflow.Attach, "id")
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

func changedDocument(doc *ent.Document) []outbox.Event {
	return []outbox.Event{{Type: documentChanged, SubjectID: doc.ID, SubjectVersion: doc.Version + 1}}
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
		return errMoved
	}
	return tx.Document.UpdateOneID(doc.ID).ClearParticipations().AddParticipationIDs(served...).Exec(ctx)
}
