package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// AttachDocument makes an uploaded file a document of a registration; what it serves is judged again. Faults: those of
// [matrix.Matrix.Attach].
func (d *Desk) AttachDocument(ctx context.Context, in matrix.AttachDocumentInput) (*matrix.Attached, error) {
	var change *matrix.DocumentChange
	o := d.order(workflow.AttachDocument, in.ForID, in.ExpectedVersion)
	o.Field = "forID"
	o.Change = func(ctx context.Context, r *reading.Registration) (err error) {
		if change, err = r.Attach(ctx, d.uploads, in, actor.From(ctx).ID()); err != nil {
			return err
		}
		r.About, r.Below = reading.About{ID: change.Document.ID, Version: change.Document.Version}, change.Write
		return nil
	}
	o.Judge = func(ctx context.Context, r *reading.Registration) (*dossier.Judged, error) {
		return d.registry.Judge(ctx, r, matrix.InDocument(len(r.Docs)-1))
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	change.Release(ctx)
	return done.Subject.Reread(ctx, d.store.Client(), done.Subject.About.ID)
}

// AmendDocument changes what is stated about a document, or whom it serves. Faults: those of [matrix.Matrix.Amend].
func (d *Desk) AmendDocument(ctx context.Context, in matrix.AmendDocumentInput) (*matrix.Attached, error) {
	o, err := d.onDocument(ctx, workflow.AmendDocument, in.ID, in.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	o.Change = func(_ context.Context, r *reading.Registration) error {
		change, err := r.Amend(in)
		r.Below = change.Write
		return err
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return done.Subject.Reread(ctx, d.store.Client(), in.ID)
}

// ReplaceDocument puts a new file in the place of a document. Faults: those of [matrix.Matrix.Replace].
func (d *Desk) ReplaceDocument(ctx context.Context, in matrix.ReplaceDocumentInput) (*matrix.Attached, error) {
	o, err := d.onDocument(ctx, workflow.ReplaceDocument, in.ID, in.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	var change *matrix.DocumentChange
	o.Change = func(ctx context.Context, r *reading.Registration) (err error) {
		if change, err = r.Replace(ctx, d.uploads, in); err != nil {
			return err
		}
		r.Below = change.Write
		return nil
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	change.Release(ctx)
	return done.Subject.Reread(ctx, d.store.Client(), in.ID)
}

// RemoveDocument takes a document out while the employer can still change what was submitted, and returns the cells
// that it served.
func (d *Desk) RemoveDocument(ctx context.Context, in matrix.RemoveDocumentInput) ([]*ent.Cell, error) {
	o, err := d.onDocument(ctx, workflow.RemoveDocument, in.ID, in.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	o.Change = func(_ context.Context, r *reading.Registration) error {
		r.Below = r.Remove(in.ID).Write
		return nil
	}
	o.Judge = d.judged(entered.Input)
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return done.Subject.RereadCells(ctx, d.store.Client())
}

// CompleteCells reports that no more documents will come for cells of one column, or takes that back. Faults: those of
// [matrix.Matrix.Complete].
func (d *Desk) CompleteCells(ctx context.Context, in matrix.CompleteCellsInput) ([]*ent.Cell, error) {
	o := d.order(workflow.CompleteCells, in.ForID, in.ExpectedVersion)
	o.Field = "forID"
	o.Change = func(_ context.Context, r *reading.Registration) error { return r.Complete(in) }
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return done.Subject.RereadCells(ctx, d.store.Client())
}

// onDocument begins an act on one document of a registration.
func (d *Desk) onDocument(ctx context.Context, a workflow.Act, id string, version int) (order, error) {
	missing := fault.NotFound(matrix.DocumentNotFound)
	if !ids.Valid(id, ids.Document) {
		return order{}, missing
	}
	row, err := d.store.Client().Document.Get(ctx, id)
	if err != nil {
		return order{}, store.Missing(err, missing.Reason)
	}
	if row.RegistrationID == nil { // of a project file
		return order{}, missing
	}
	o := d.order(a, *row.RegistrationID, version)
	load := o.Load
	o.Load = func(ctx context.Context) (*reading.Registration, error) {
		r, err := load(ctx)
		if err != nil {
			return nil, err
		}
		doc, _ := r.Document(id)
		if doc == nil {
			return nil, missing // removed
		}
		r.About = reading.About{ID: doc.ID, Version: doc.Version + 1}
		return r, nil
	}
	o.Expect = func(r *reading.Registration) error {
		if doc, _ := r.Document(id); doc.Version != version {
			return fault.Stale(reading.PathVersion, doc, doc.Version)
		}
		return nil
	}
	o.Judge = func(ctx context.Context, r *reading.Registration) (*dossier.Judged, error) {
		_, at := r.Document(id)
		return d.registry.Judge(ctx, r, matrix.InDocument(at))
	}
	return o, nil
}
