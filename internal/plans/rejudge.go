package plans

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// again is a plan whose judgement is made again.
type again struct {
	desk     *Desk
	reading  *reading
	question schemes.Question
	before   *ent.Evaluation
	isNew    bool // what was taken over says something else than before
}

// Load implements rejudge.Loader: running plans with what lies around them.
func (d *Desk) Load(ctx context.Context, ids []string) (found []rejudge.Subject, failed map[string]error) {
	failed = map[string]error{}
	rows, err := d.store.Client().Plan.Query().
		Where(plan.IDIn(ids...), plan.StateNotIn(workflow.Rejected, workflow.Withdrawn)).Order(plan.ByID()).All(ctx)
	if err != nil {
		for _, id := range ids {
			failed[id] = fmt.Errorf("read plans that are due: %w", err)
		}
		return nil, failed
	}
	for _, p := range rows {
		one, err := d.loadAgain(ctx, p)
		if err != nil {
			failed[p.ID] = err
			continue
		}
		found = append(found, one)
	}
	return found, failed
}

func (d *Desk) loadAgain(ctx context.Context, p *ent.Plan) (*again, error) {
	r, err := d.around(ctx, p)
	if err != nil {
		return nil, err
	}
	g := &again{desk: d, reading: r, question: question.Plan(r.now, r.facts, p, r.others)}
	g.before, err = d.receiptOf(ctx, p)
	return g, err
}

// About implements rejudge.Subject.
func (g *again) About() question.Subject { return subject(g.reading.plan) }

// Asks implements rejudge.Subject. A plan follows its organisation into another region; see follow.
func (g *again) Asks() rejudge.Asked {
	return rejudge.Asked{Release: g.reading.release, Question: g.question, Before: g.before, Until: g.reading.was.ValidUntil, IsAlways: true}
}

// Take implements rejudge.Subject.
func (g *again) Take(ctx context.Context, a schemes.Answer) (err error) {
	r := g.reading
	j := judged(r, g.question, a)
	if err := r.rest(j); err != nil {
		return err
	}
	g.isNew, err = g.desk.changes(ctx, r.was, j)
	return err
}

// Keep implements rejudge.Subject. The version of a plan that nobody changed stays; an event reports a judgement that
// says something new.
func (g *again) Keep(ctx context.Context, tx *ent.Tx) (*ent.Evaluation, error) {
	r := g.reading
	up := tx.Plan.UpdateOneID(r.plan.ID).Where(plan.Version(r.was.Version), sameReceipt(r.was)).
		SetOutcome(r.receipt.Outcome).SetEvaluationID(r.receipt.ID)
	store.Put(r.receipt.ValidUntil, up.SetValidUntil, up.ClearValidUntil)
	r.putPlace(up)
	if err := follow(ctx, tx, r, up); err != nil {
		return nil, err
	}
	saved, err := up.Save(ctx)
	if ent.IsNotFound(err) {
		return nil, procedure.ErrOvertaken
	}
	if err != nil {
		return nil, err
	}
	if err := g.desk.keep(ctx, tx, r, r.receipt); err != nil || !g.isNew {
		return r.receipt, err
	}
	left := r.left()
	left.Events = []outbox.Event{{Type: workflow.JudgementChanged, SubjectID: saved.ID, SubjectVersion: saved.Version}}
	return r.receipt, left.Tell(ctx, tx)
}

// sameReceipt holds while a plan rests on the judgement with which it was read.
func sameReceipt(read *ent.Plan) predicate.Plan {
	if read.EvaluationID == nil {
		return plan.EvaluationIDIsNil()
	}
	return plan.EvaluationID(*read.EvaluationID)
}

// follow has a running plan keep up with its organisation: the region that it is now in, unless the plan is for another
// one. Where another plan runs there already both go on, which is for the scheme to find, and a third is refused.
func follow(ctx context.Context, tx *ent.Tx, r *reading, up *ent.PlanUpdateOne) error {
	if r.plan.RegionID == nil {
		up.SetRegionalOrganisationID(r.organisation.RegionalOrganisationID)
	}
	key := activeKey(r.release.Manifest, r.organisation, regionOf(r.plan, r.organisation))
	if r.plan.ActiveKey == nil || *r.plan.ActiveKey == key {
		return nil
	}
	taken, err := tx.Plan.Query().Where(plan.ActiveKey(key), plan.IDNEQ(r.plan.ID)).Exist(ctx)
	if err != nil {
		return err
	}
	if taken {
		key += ":" + r.plan.ID
	}
	up.SetActiveKey(key)
	return nil
}
