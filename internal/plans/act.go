package plans

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// order begins an act on a plan; each use case adds its own part.
func (d *Desk) order(a workflow.Act, id string, version int) procedure.Order[*reading] {
	return procedure.Order[*reading]{
		Act: a, Field: "id",
		Load: func(ctx context.Context) (*reading, error) { return d.read(ctx, id) },
		Expect: func(r *reading) error {
			if r.plan.Version != version {
				return fault.Stale(pathVersion, r.plan, r.plan.Version)
			}
			return nil
		},
		Judge: d.judge, Write: d.write, Keep: d.keepAttempt,
	}
}

// Result is what came of an act on a plan.
type Result struct {
	Plan       *ent.Plan       // as the act made it, or as it was where the regulation stopped the act
	IsDone     bool            // false where the regulation stopped the act: the attempt was kept
	Evaluation *ent.Evaluation // the judgement at this moment; nil where nothing was judged
}

// carry carries an order out.
func (d *Desk) carry(ctx context.Context, o procedure.Order[*reading]) (*Result, error) {
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	r := done.Subject
	return &Result{Plan: r.plan, IsDone: done.IsDone, Evaluation: r.receipt}, nil
}

// demands stops an act for as long as the plan does not meet the demands of the regulation: by what blocks, and by what
// is still missing.
func demands(_ *reading, j *question.Judged) (rules []string, is bool) {
	return j.Refusals(), j.Outcome() != string(schemes.Eligible)
}

// judge asks the scheme about the plan as the act makes it.
func (d *Desk) judge(ctx context.Context, r *reading) (*question.Judged, error) {
	q := question.Plan(r.now, r.facts, r.plan, r.others)
	answers, err := d.catalog.Judge(ctx, r.release, []schemes.Question{q})
	if err != nil {
		return nil, fmt.Errorf("judge plan %s: %w", r.plan.Number, err)
	}
	return judged(r, q, answers[0]), nil
}

// reason gives an act the reason that was stated for it.
func reason(text *string) func(context.Context, *reading, *procedure.Writing) error {
	return func(_ context.Context, _ *reading, w *procedure.Writing) error {
		w.Reason = textOf(text)
		return nil
	}
}
