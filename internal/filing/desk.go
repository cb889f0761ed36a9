package filing

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Subject is what documents are filed in.
type Subject interface {
	procedure.Subject
	Grid() *matrix.Matrix
}

// Acts are the rows of the table that a desk carries out.
type Acts struct {
	Attach, Amend, Replace, Remove, Complete workflow.Act
}

// Config is what a desk works with.
type Config[S Subject] struct {
	Store   *store.Store
	Guard   *access.Guard
	Uploads matrix.Uploads
	Acts    Acts

	// Of returns what a document belongs to; false where it is filed at another desk.
	Of func(doc *ent.Document) (id string, is bool)
	// Order begins an act on a subject of an id, of which the caller saw a version.
	Order func(a workflow.Act, id string, version int) procedure.Order[S]
	// Judge asks the scheme about a subject; at leads from a place in the facts to one in the input.
	Judge func(ctx context.Context, s S, at func([]string) []string) (*question.Judged, error)
}

// Desk is where documents are filed. It is safe for concurrent use.
type Desk[S Subject] struct{ c Config[S] }

// New opens a desk; c needs all its fields.
func New[S Subject](c Config[S]) *Desk[S] { return &Desk[S]{c} }

// AttachDocument makes an uploaded file a document of the subject; what it serves is judged again. Faults: those of
// [matrix.Matrix.Attach].
func (d *Desk[S]) AttachDocument(ctx context.Context, in matrix.AttachDocumentInput) (*matrix.Attached, error) {
	var change *matrix.DocumentChange
	o := d.c.Order(d.c.Acts.Attach, in.ForID, in.ExpectedVersion)
	o.Field = "forID"
	o.Change = func(ctx context.Context, s S) (err error) {
		m := s.Grid()
		if change, err = m.Attach(ctx, d.c.Uploads, in, actor.From(ctx).ID()); err != nil {
			return err
		}
		m.Below = matrix.Below{ID: change.Document.ID, Version: change.Document.Version, Write: change.Write}
		return nil
	}
	o.Judge = func(ctx context.Context, s S) (*question.Judged, error) {
		return d.c.Judge(ctx, s, matrix.InDocument(len(s.Grid().Docs)-1))
	}
	done, err := procedure.Carry(ctx, d.c.Guard, o)
	if err != nil {
		return nil, err
	}
	change.Release(ctx)
	return done.Subject.Grid().Reread(ctx, d.c.Store.Client(), change.Document.ID)
}

// AmendDocument changes what is stated about a document, or whom it serves. Faults: those of [matrix.Matrix.Amend].
func (d *Desk[S]) AmendDocument(ctx context.Context, in matrix.AmendDocumentInput) (*matrix.Attached, error) {
	return d.change(ctx, d.c.Acts.Amend, in.ID, in.ExpectedVersion, func(_ context.Context, m *matrix.Matrix) (*matrix.DocumentChange, error) {
		return m.Amend(in)
	})
}

// ReplaceDocument puts a new file in the place of a document. Faults: those of [matrix.Matrix.Replace].
func (d *Desk[S]) ReplaceDocument(ctx context.Context, in matrix.ReplaceDocumentInput) (*matrix.Attached, error) {
	return d.change(ctx, d.c.Acts.Replace, in.ID, in.ExpectedVersion, func(ctx context.Context, m *matrix.Matrix) (*matrix.DocumentChange, error) {
		return m.Replace(ctx, d.c.Uploads, in)
	})
}

// RemoveDocument takes a document out while the employer can still change what was submitted, and returns the cells
// that it served.
func (d *Desk[S]) RemoveDocument(ctx context.Context, in matrix.RemoveDocumentInput) ([]*ent.Cell, error) {
	o, err := d.onDocument(ctx, d.c.Acts.Remove, in.ID, in.ExpectedVersion)
	if err != nil {
		return nil, err
	}
	o.Change = func(_ context.Context, s S) error {
		m := s.Grid()
		m.Below.Write = m.Remove(in.ID).Write
		return nil
	}
	o.Judge = func(ctx context.Context, s S) (*question.Judged, error) { return d.c.Judge(ctx, s, inInput) }
	return d.cells(ctx, o)
}

// CompleteCells reports that no more documents will come for cells of one column, or takes that back. Faults: those of
// [matrix.Matrix.Complete].
func (d *Desk[S]) CompleteCells(ctx context.Context, in matrix.CompleteCellsInput) ([]*ent.Cell, error) {
	o := d.c.Order(d.c.Acts.Complete, in.ForID, in.ExpectedVersion)
	o.Field = "forID"
	o.Change = func(_ context.Context, s S) error { return s.Grid().Complete(in) }
	return d.cells(ctx, o)
}

// change carries out what changes one document, and returns it as it then is, in the caller's sight.
func (d *Desk[S]) change(
	ctx context.Context, a workflow.Act, id string, version int,
	change func(context.Context, *matrix.Matrix) (*matrix.DocumentChange, error),
) (*matrix.Attached, error) {
	o, err := d.onDocument(ctx, a, id, version)
	if err != nil {
		return nil, err
	}
	var changed *matrix.DocumentChange
	o.Change = func(ctx context.Context, s S) (err error) {
		if changed, err = change(ctx, s.Grid()); err != nil {
			return err
		}
		s.Grid().Below.Write = changed.Write
		return nil
	}
	done, err := procedure.Carry(ctx, d.c.Guard, o)
	if err != nil {
		return nil, err
	}
	changed.Release(ctx)
	return done.Subject.Grid().Reread(ctx, d.c.Store.Client(), id)
}

// cells carries an order out and returns the cells that changed with it, in the caller's sight.
func (d *Desk[S]) cells(ctx context.Context, o procedure.Order[S]) ([]*ent.Cell, error) {
	done, err := procedure.Carry(ctx, d.c.Guard, o)
	if err != nil {
		return nil, err
	}
	return done.Subject.Grid().RereadCells(ctx, d.c.Store.Client())
}

// inInput is the place of a problem that the input does not name.
func inInput([]string) []string { return []string{"input"} }
