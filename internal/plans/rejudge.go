package plans

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// JudgeDue judges every plan again whose judgement time, or an operator's parameter file, has overtaken, and says how
// many. What cannot be judged now stays due, and is told in the error; it does not keep the others.
func (d *Desk) JudgeDue(ctx context.Context) (int, error) {
	ctx = actor.AsSystem(ctx)
	n, err := d.judgeDue(ctx)
	m, err2 := d.judgeReplaced(ctx)
	return n + m, errors.Join(err, err2)
}

// judgeReplaced judges again what rests on other parameters than those of the file in force.
func (d *Desk) judgeReplaced(ctx context.Context) (int, error) {
	return d.replaced.Each(ctx, d.store.Client(), d.clock.Wall(), func(f *ent.ParameterFile) (int, error) {
		return d.judgeAll(ctx, plan.Scheme(f.Slug), dossier.UnderAnother(plan.FieldEvaluationID, f.ID))
	})
}

// JudgeOrganisation judges the plans of one organisation again that became due, such as by a change of what it
// states about itself.
func (d *Desk) JudgeOrganisation(ctx context.Context, organisationID string) error {
	_, err := d.judgeDue(actor.AsSystem(ctx), plan.OrganisationID(organisationID))
	return err
}

func (d *Desk) judgeDue(ctx context.Context, of ...predicate.Plan) (int, error) {
	return d.judgeAll(ctx, append(of, plan.ValidUntilLTE(d.clock.Regulation()))...)
}

// judgeAll judges again what is not at its end.
func (d *Desk) judgeAll(ctx context.Context, of ...predicate.Plan) (int, error) {
	page := func(after string) ([]*ent.Plan, error) {
		return d.store.Client().Plan.Query().Where(of...).
			Where(plan.StateNotIn(workflow.Rejected, workflow.Withdrawn), plan.IDGT(after)).
			Order(plan.ByID()).Limit(dossier.AtOnce).All(ctx)
	}
	again := func(due []*ent.Plan) (int, error) { return d.again(ctx, due) }
	return dossier.Through(page, func(p *ent.Plan) string { return p.ID }, again)
}

// again judges plans again, those of one release in one call.
func (d *Desk) again(ctx context.Context, due []*ent.Plan) (int, error) {
	byRelease := map[*catalog.Release][]*reading{}
	var failed []error
	for _, p := range due {
		r, err := d.around(ctx, p)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		byRelease[r.release] = append(byRelease[r.release], r)
	}
	done := 0
	for release, rs := range byRelease {
		n, err := d.judgeBatch(ctx, release, rs)
		done += n
		failed = append(failed, err)
	}
	return done, errors.Join(failed...)
}

func (d *Desk) judgeBatch(ctx context.Context, release *catalog.Release, rs []*reading) (int, error) {
	questions := make([]schemes.Question, len(rs))
	for i, r := range rs {
		questions[i] = dossier.Plan(r.now, r.facts, r.plan, r.others)
	}
	answers, err := d.catalog.JudgeEach(ctx, release, questions)
	if err != nil {
		return 0, fmt.Errorf("judge %d plans again: %w", len(rs), err)
	}
	done := 0
	var failed []error
	for i, r := range rs {
		if answers[i].Failure != "" {
			failed = append(failed, fault.Internal("SCHEME_FAILED", fmt.Errorf("judge plan %s again: %s", r.plan.Number, answers[i].Failure)))
			continue
		}
		if err := d.replace(ctx, r, judged(r, questions[i], answers[i])); err != nil {
			failed = append(failed, err)
			continue
		}
		done++
	}
	return done, errors.Join(failed...)
}

// replace stores a new judgement of a plan that nobody changed: its version stays. Where somebody did, that write
// brought a judgement of its own; where it was judged again meanwhile, by another round or another server, that was told
// already. A line and an event tell of a judgement that says something new.
func (d *Desk) replace(ctx context.Context, r *reading, j *dossier.Judged) error {
	if err := r.rest(j); err != nil {
		return err
	}
	isNew, err := d.changes(ctx, r.was, j)
	if err != nil {
		return err
	}
	err = d.store.Tx(ctx, func(tx *ent.Tx) error {
		up := tx.Plan.UpdateOneID(r.plan.ID).Where(plan.Version(r.was.Version), sameReceipt(r.was)).
			SetOutcome(r.receipt.Outcome).SetEvaluationID(r.receipt.ID)
		if r.receipt.ValidUntil == nil {
			up.ClearValidUntil()
		} else {
			up.SetValidUntil(*r.receipt.ValidUntil)
		}
		if err := follow(ctx, tx, r, up); err != nil {
			return err
		}
		saved, err := up.Save(ctx)
		if err != nil {
			return store.Stale(err)
		}
		if !isNew {
			return d.keep(ctx, tx, r, r.receipt)
		}
		return d.record(ctx, tx, r, procedure.Writing{Act: workflow.RejudgePlan, Ground: access.OfPlatform}, saved, isNew)
	})
	if fault.HasReason(err, fault.ReasonStaleVersion) {
		d.logger.InfoContext(ctx, "plan changed while it was judged again", slog.String("plan", r.plan.Number))
		return nil
	}
	if err != nil {
		return fmt.Errorf("judge plan %s again: %w", r.plan.Number, err)
	}
	return nil
}

// sameReceipt holds while a plan rests on the judgement with which it was read.
func sameReceipt(read *ent.Plan) predicate.Plan {
	if read.EvaluationID == nil {
		return plan.EvaluationIDIsNil()
	}
	return plan.EvaluationID(*read.EvaluationID)
}

// follow has a running plan keep up with its organisation: the group it now belongs to, and the region that helps it
// unless the plan is for another one.
// Where another plan of that group runs already both go on, which is for the scheme to find, and a third is refused.
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
