package projectfiles

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

const longestName = 200

// AmendInput is what changes in a project file.
type AmendInput struct {
	PlanID          string
	ExpectedVersion int     // of the project file
	SignatoryName   *string // nil clears
}

// Amend states who signs the project agreement. Who signed it is compared with that name, and what was approved is judged
// again. Fault: NAME_INCOMPLETE for initials alone.
func (d *Desk) Amend(ctx context.Context, in AmendInput) (*ent.Plan, error) {
	o := d.order(workflow.AmendProjectFile, in.PlanID, in.ExpectedVersion)
	o.Field = "planID"
	o.Change = func(_ context.Context, f *projectFile) error {
		var bad fault.Collector
		f.Plan.SignatoryName = entry.Text(in.SignatoryName, longestName, &bad, "input", "signatoryName")
		if name := f.Plan.SignatoryName; name != nil && !dossier.HasSurname(*name) {
			bad.Add(matrix.NameIncomplete([]string{"input", "signatoryName"}))
		}
		f.raise()
		return bad.Err()
	}
	if _, err := procedure.Carry(ctx, d.guard, o); err != nil {
		return nil, err
	}
	return d.store.Client().Plan.Get(ctx, in.PlanID)
}

// AttachDocument makes an uploaded file a project document; what it serves is judged again. Faults: those of
// [matrix.Matrix.Attach].
func (d *Desk) AttachDocument(ctx context.Context, in matrix.AttachDocumentInput) (*matrix.Attached, error) {
	var change *matrix.DocumentChange
	o := d.order(workflow.AttachProjectDocument, in.ForID, in.ExpectedVersion)
	o.Change = func(ctx context.Context, f *projectFile) (err error) {
		if change, err = f.Attach(ctx, d.uploads, in, actor.From(ctx).ID()); err != nil {
			return err
		}
		f.about, f.below = about{change.Document.ID, change.Document.Version}, change.Write
		return nil
	}
	o.Judge = func(ctx context.Context, f *projectFile) (*dossier.Judged, error) {
		return d.judge(ctx, f, matrix.InDocument(len(f.Docs)-1))
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	change.Release(ctx)
	return done.Subject.Reread(ctx, d.store.Client(), done.Subject.about.id)
}

// AmendDocument changes what is stated about a project document. Faults: those of [matrix.Matrix.Amend].
func (d *Desk) AmendDocument(ctx context.Context, in matrix.AmendDocumentInput) (*matrix.Attached, error) {
	o, err := d.onDocument(ctx, workflow.AmendProjectDocument, in.ID, in.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	o.Change = func(_ context.Context, f *projectFile) error {
		change, err := f.Matrix.Amend(in)
		f.below = change.Write
		return err
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return done.Subject.Reread(ctx, d.store.Client(), in.ID)
}

// ReplaceDocument puts a new file in the place of a project document. Faults: those of [matrix.Matrix.Replace].
func (d *Desk) ReplaceDocument(ctx context.Context, in matrix.ReplaceDocumentInput) (*matrix.Attached, error) {
	o, err := d.onDocument(ctx, workflow.ReplaceProjectDocument, in.ID, in.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	var change *matrix.DocumentChange
	o.Change = func(ctx context.Context, f *projectFile) (err error) {
		if change, err = f.Replace(ctx, d.uploads, in); err != nil {
			return err
		}
		f.below = change.Write
		return nil
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	change.Release(ctx)
	return done.Subject.Reread(ctx, d.store.Client(), in.ID)
}

// RemoveDocument takes a project document out, and returns the cells that it served.
func (d *Desk) RemoveDocument(ctx context.Context, in matrix.RemoveDocumentInput) ([]*ent.Cell, error) {
	o, err := d.onDocument(ctx, workflow.RemoveProjectDocument, in.ID, in.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	o.Change = func(_ context.Context, f *projectFile) error {
		f.below = f.Remove(in.ID).Write
		return nil
	}
	o.Judge = d.judged
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return done.Subject.RereadCells(ctx, d.store.Client())
}

// CompleteCells reports that no more documents will come for a column, or takes that back. Faults: those of
// [matrix.Matrix.Complete].
func (d *Desk) CompleteCells(ctx context.Context, in matrix.CompleteCellsInput) ([]*ent.Cell, error) {
	o := d.order(workflow.CompleteProjectCells, in.ForID, in.ExpectedVersion)
	o.Change = func(_ context.Context, f *projectFile) error { return f.Complete(in) }
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return done.Subject.RereadCells(ctx, d.store.Client())
}

type order = procedure.Order[*projectFile]

// order begins an act on the project file of a plan; the use case adds what is its own.
func (d *Desk) order(a workflow.Act, planID string, version int) order {
	return order{
		Act: a, Field: "forID",
		Load:   func(ctx context.Context) (*projectFile, error) { return d.load(ctx, planID) },
		Expect: func(f *projectFile) error { return f.expect(version) },
		Judge:  d.judged, Write: d.write,
	}
}

func (d *Desk) judged(ctx context.Context, f *projectFile) (*dossier.Judged, error) {
	return d.judge(ctx, f, input)
}

// onDocument begins an act on one project document.
func (d *Desk) onDocument(ctx context.Context, a workflow.Act, id string, version int) (order, error) {
	missing := fault.NotFound(matrix.DocumentNotFound)
	if !ids.Valid(id, ids.Document) {
		return order{}, missing
	}
	row, err := d.store.Client().Document.Get(ctx, id)
	if err != nil {
		return order{}, store.Missing(err, missing.Reason)
	}
	if row.RegistrationID != nil {
		return order{}, missing
	}
	o := d.order(a, row.PlanID, version)
	o.Field = "id"
	o.Load = func(ctx context.Context) (*projectFile, error) {
		f, err := d.load(ctx, row.PlanID)
		if err != nil {
			return nil, err
		}
		doc, _ := f.Document(id)
		if doc == nil {
			return nil, missing // removed
		}
		f.about = about{doc.ID, doc.Version + 1}
		return f, nil
	}
	o.Expect = func(f *projectFile) error {
		if doc, _ := f.Document(id); doc.Version != version {
			return fault.Stale(pathVersion, doc, doc.Version)
		}
		return nil
	}
	o.Judge = func(ctx context.Context, f *projectFile) (*dossier.Judged, error) {
		_, at := f.Document(id)
		return d.judge(ctx, f, matrix.InDocument(at))
	}
	return o, nil
}
