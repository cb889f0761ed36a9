package rejudge

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/parameterfile"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/registration"
)

// underWay is how long an act may still be under way that was judged before a parameter file was applied.
const underWay = 5 * time.Minute

// replaced remembers under which parameter files everything is judged. Its zero value knows of none.
type replaced struct{ done sync.Map } // by id

// judgeReplaced judges again what rests on other parameters than those of a file in force, file by file. A file is done
// with when nothing is left that rests on another, a while after it was applied.
func (d *Desk) judgeReplaced(ctx context.Context) (int, error) {
	files, err := d.store.Client().ParameterFile.Query().Where(parameterfile.EndedAtIsNil()).
		Select(parameterfile.FieldID, parameterfile.FieldSlug, parameterfile.FieldAppliedAt).Order(parameterfile.ByID()).All(ctx)
	if err != nil {
		return 0, fmt.Errorf("read parameter files: %w", err)
	}
	judged := 0
	var failed []error
	for _, f := range files {
		if _, done := d.replaced.done.Load(f.ID); done {
			continue
		}
		n, found, err := d.judgeUnder(ctx, f)
		judged, failed = judged+n, append(failed, err)
		if found == 0 && err == nil && d.clock.Wall().Sub(f.AppliedAt) > underWay {
			d.replaced.done.Store(f.ID, true)
		}
	}
	return judged, errors.Join(failed...)
}

// judgeUnder judges again what does not rest on a parameter file, and says how much that was.
func (d *Desk) judgeUnder(ctx context.Context, f *ent.ParameterFile) (judged, found int, err error) {
	w := newWorklist()
	if err := d.plans(ctx, w, Parameters, nil, plan.Scheme(f.Slug), underAnother(plan.FieldEvaluationID, f.ID)); err != nil {
		return 0, 0, err
	}
	if err := d.registrations(ctx, w, Parameters, nil, registration.Scheme(f.Slug), underAnother(registration.FieldEvaluationID, f.ID)); err != nil {
		return 0, 0, err
	}
	judged, err = d.work(ctx, w)
	return judged, len(w.all), err
}

// underAnother keeps the rows whose receipt, named by column, was made under another parameter file than this one.
func underAnother(column, fileID string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		e := sql.Table(evaluation.Table).As("receipt")
		made := sql.Dialect(s.Dialect()).Select(e.C(evaluation.FieldID)).From(e)
		made.Where(sql.And(
			sql.ColumnsEQ(e.C(evaluation.FieldID), s.C(column)),
			sql.Or(sql.IsNull(e.C(evaluation.FieldParameterFileID)), sql.NEQ(e.C(evaluation.FieldParameterFileID), fileID)),
		))
		s.Where(sql.Exists(made))
	}
}
