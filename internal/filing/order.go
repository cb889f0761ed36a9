package filing

import (
	"context"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// onDocument begins an act on one document, of which the caller saw a version.
func (d *Desk[S]) onDocument(ctx context.Context, a workflow.Act, id string, version int) (o procedure.Order[S], err error) {
	missing := fault.NotFound(matrix.DocumentNotFound)
	if !ids.Valid(id, ids.Document) {
		return o, missing
	}
	row, err := d.c.Store.Client().Document.Get(ctx, id)
	if err != nil {
		return o, store.Missing(err, missing.Reason)
	}
	of, is := d.c.Of(row)
	if !is {
		return o, missing
	}

	o = d.c.Order(a, of, version)
	o.Field = "id"
	load := o.Load
	o.Load = func(ctx context.Context) (S, error) {
		s, err := load(ctx)
		if err != nil {
			return s, err
		}
		doc, _ := s.Grid().Document(id)
		if doc == nil {
			return s, missing // removed
		}
		s.Grid().Below = matrix.Below{ID: doc.ID, Version: doc.Version + 1}
		return s, nil
	}
	o.Expect = func(s S) error {
		if doc, _ := s.Grid().Document(id); doc.Version != version {
			return fault.Stale([]string{"input", "expectedVersion"}, doc, doc.Version)
		}
		return nil
	}
	o.Judge = func(ctx context.Context, s S) (*question.Judged, error) {
		_, at := s.Grid().Document(id)
		return d.c.Judge(ctx, s, matrix.InDocument(at))
	}
	return o, nil
}
