package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/parameterfile"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store/page"
)

func (r schemeResolver) ParameterFile(ctx context.Context, s *model.Scheme) (*ent.ParameterFile, error) {
	release, ok := r.use.Catalog.Known(s.Slug)
	if !ok {
		return nil, nil
	}
	return r.parameterFile(ctx, release.ParameterFileID())
}

// parameterFile reads an operator's file, which is public, once in a request; nil for none.
func (r *root) parameterFile(ctx context.Context, id *string) (*ent.ParameterFile, error) {
	if id == nil {
		return nil, nil
	}
	n, err := recalled(ctx).nodes.get(*id, func() (relay.Node, error) {
		return r.db().ParameterFile.Get(actor.AsSystem(ctx), *id)
	})
	f, _ := n.(*ent.ParameterFile)
	return f, err
}

func (r parameterValueResolver) ReplacedBy(ctx context.Context, v *regulation.ParameterValue) (*ent.ParameterFile, error) {
	id, ok := v.File()
	if !ok {
		return nil, nil
	}
	return r.parameterFile(ctx, &id)
}

// lastNumber is the order of the files of a scheme, the last one first.
var lastNumber = page.Order[*ent.ParameterFile]{
	ID: func(f *ent.ParameterFile) string { return f.ID }, Descending: true,
	Key: page.Integer(parameterfile.FieldNumber, func(f *ent.ParameterFile) int64 { return int64(f.Number) }),
}

// ParameterFiles are public.
func (r schemeResolver) ParameterFiles(ctx context.Context, s *model.Scheme, first *int, after *string, last *int, before *string) (*relay.ParameterFileConnection, error) {
	in := page.Input{First: first, After: after, Last: last, Before: before, Total: asked(ctx).any("totalCount")}
	p, err := page.Read(actor.AsSystem(ctx), r.db().ParameterFile.Query().Where(parameterfile.Slug(s.Slug)), in, lastNumber)
	if err != nil {
		return nil, err
	}
	for _, f := range p.Nodes {
		recalled(ctx).nodes.put(f.ID, f)
	}
	return relay.Of(p), nil
}

func (r parameterFileResolver) Release(ctx context.Context, f *ent.ParameterFile) (*ent.SchemeRelease, error) {
	if f.ReleaseID == nil {
		return nil, nil
	}
	return r.release(ctx, *f.ReleaseID)
}

// Parameters reads the manifest of the release under the file, and under the one before it.
func (r parameterFileResolver) Parameters(ctx context.Context, f *ent.ParameterFile) ([]*regulation.ReplacedParameter, error) {
	release, ok := r.use.Catalog.Known(f.Slug)
	if f.ReleaseID != nil {
		release, ok = r.use.Catalog.Release(*f.ReleaseID)
	}
	if !ok {
		return []*regulation.ReplacedParameter{}, nil
	}
	earlier, err := r.fileBefore(ctx, f)
	if err != nil {
		return nil, err
	}
	before, err := r.manifestAt(ctx, release.ID, earlier)
	if err != nil {
		return nil, err
	}
	after, err := r.manifestAt(ctx, release.ID, &f.ID)
	if err != nil {
		return nil, err
	}
	return regulation.Replacements(before, after), nil
}

// fileBefore returns the id of the file whose place f took; nil for none. The numbers of a scheme are read once in a
// request.
func (r *root) fileBefore(ctx context.Context, f *ent.ParameterFile) (*string, error) {
	all, err := recalled(ctx).parameters.get(f.Slug, func() ([]*ent.ParameterFile, error) {
		return r.db().ParameterFile.Query().Where(parameterfile.Slug(f.Slug)).Order(ent.Desc(parameterfile.FieldNumber)).
			Select(parameterfile.FieldID, parameterfile.FieldNumber).All(actor.AsSystem(ctx))
	})
	for _, other := range all {
		if other.Number < f.Number {
			return &other.ID, nil
		}
	}
	return nil, err
}
