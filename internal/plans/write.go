package plans

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// write carries out an act on a plan in one transaction, provided that nobody changed it since it was read. Where the
// organisation changed meanwhile, the act begins again: what it was judged by is no longer so.
func (d *Desk) write(ctx context.Context, r *reading, w procedure.Writing) error {
	if err := r.rest(w.Judged); err != nil {
		return err
	}
	isNew, err := d.changes(ctx, r.was, w.Judged)
	if err != nil {
		return err
	}
	var saved *ent.Plan
	err = d.store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if saved, err = r.update(tx).Save(ctx); err != nil {
			return store.Stale(err, pathVersion...)
		}
		if w.Judged != nil {
			if same, err := r.isAroundSame(ctx, tx); err != nil || !same {
				return cmp.Or(err, procedure.ErrOvertaken)
			}
		}
		if r.below != nil {
			if err := r.below(ctx, tx); err != nil {
				return err
			}
		}
		return d.record(ctx, tx, r, w, saved, isNew)
	})
	switch {
	case fault.HasReason(err, fault.ReasonStaleVersion):
		return d.overtaken(ctx, r.plan.ID)
	case fault.HasReason(err, "GROUP_HAS_PLAN"): // submitted at the same moment: the regulation says so when it is asked again
		return procedure.ErrOvertaken
	case err != nil:
		return fmt.Errorf("%s %s: %w", w.Act.Name, r.plan.Number, err)
	}
	r.plan = saved.Unwrap()
	return nil
}

// update writes the row of the plan as the act makes it, if it is still as it was read. A judgement that came in between
// raises no version: an act that judged nothing leaves it, and an ended plan frees its place and is judged no more.
func (r *reading) update(tx *ent.Tx) *ent.PlanUpdateOne {
	p := r.plan
	up := tx.Plan.UpdateOneID(p.ID).Where(plan.Version(r.was.Version)).AddVersion(1).SetUpdatedAt(r.at).
		SetState(p.State).SetReleaseID(p.ReleaseID).SetFacts(p.Facts).SetRequestedCents(p.RequestedCents).
		SetNillableMovedAt(p.MovedAt).SetNillableWithdrawnReason(p.WithdrawnReason).
		SetNillableAssessmentVerdict(p.AssessmentVerdict).SetNillableAssessmentNote(p.AssessmentNote).
		SetNillableAssessedAt(p.AssessedAt).SetNillableAssessedBy(p.AssessedBy).
		SetNillableGrantedAt(p.GrantedAt).SetNillableGrantedBy(p.GrantedBy).SetNillableLateReason(p.LateReason).
		SetNillableReturnedAt(p.ReturnedAt).SetNillableReturnedBy(p.ReturnedBy).SetNillableReturnReason(p.ReturnReason)
	store.Put(p.SubmittedAt, up.SetSubmittedAt, up.ClearSubmittedAt)
	r.putPlace(up)
	store.Put(p.WithdrawnPart, up.SetWithdrawnPart, up.ClearWithdrawnPart)
	store.Put(p.UnverifiedReason, up.SetUnverifiedReason, up.ClearUnverifiedReason)
	store.Put(p.GrantNote, up.SetGrantNote, up.ClearGrantNote)
	if r.receipt != nil {
		up.SetOutcome(r.receipt.Outcome).SetEvaluationID(r.receipt.ID)
		store.Put(r.receipt.ValidUntil, up.SetValidUntil, up.ClearValidUntil)
	}
	if slices.Contains(workflow.Final(workflow.Plan), p.State) {
		up.ClearActiveKey().ClearGroupKey().ClearValidUntil()
	}
	return up
}

// record stores the receipt, the line and the events of an act on a plan that was just saved.
func (d *Desk) record(ctx context.Context, tx *ent.Tx, r *reading, w procedure.Writing, saved *ent.Plan, isNew bool) error {
	if err := d.keep(ctx, tx, r, r.receipt); err != nil {
		return err
	}
	left := r.left()
	left.Notices = d.notices
	left.Events = procedure.Changed(w.Act, saved.ID, saved.Version)
	if r.was.State != workflow.New && saved.State != r.was.State {
		left.Events = append(left.Events, outbox.Event{Type: workflow.PlanStateChanged, SubjectID: saved.ID, SubjectVersion: saved.Version})
	}
	if isNew {
		left.Events = append(left.Events, outbox.Event{Type: workflow.JudgementChanged, SubjectID: saved.ID, SubjectVersion: saved.Version})
	}
	if err := left.Log(ctx, tx, w); err != nil {
		return err
	}
	return left.Tell(ctx, tx)
}

// keepAttempt keeps an act that the regulation stopped, with its receipt; the plan stays as it was.
func (d *Desk) keepAttempt(ctx context.Context, r *reading, w procedure.Writing) error {
	err := r.rest(w.Judged)
	r.plan = r.was
	if err != nil {
		return err
	}
	left := r.left()
	left.Refused = true
	err = d.store.Tx(ctx, func(tx *ent.Tx) error {
		if _, err := question.Keep(ctx, tx, r.receipt); err != nil {
			return err
		}
		return left.Log(ctx, tx, w)
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", w.Act.Name, r.plan.Number, err)
	}
	return nil
}

// overtaken refuses a request during which somebody else changed the plan.
func (d *Desk) overtaken(ctx context.Context, id string) error {
	now, err := d.store.Client().Plan.Get(ctx, id)
	if err != nil {
		return store.Missing(err, "PLAN_NOT_FOUND")
	}
	return fault.Stale(pathVersion, now, now.Version)
}

// keep stores the receipt of a plan that was just updated. Where the organisation changed since its facts were read,
// the plan is to be judged again: the organisation's desk cannot have reached the plan as it is now.
func (d *Desk) keep(ctx context.Context, tx *ent.Tx, r *reading, e *ent.Evaluation) error {
	if e == nil {
		return nil
	}
	if _, err := question.Keep(ctx, tx, e); err != nil {
		return err
	}
	same, err := r.isAroundSame(ctx, tx)
	if err != nil || same {
		return err
	}
	return rejudge.MarkDue(ctx, tx, r.now, rejudge.Organisation, rejudge.OfPlan(r.plan))
}

// isAroundSame reports whether the organisation, and its place in its group, are still as they were read.
func (r *reading) isAroundSame(ctx context.Context, tx *ent.Tx) (bool, error) {
	if same, err := r.isOrganisationSame(ctx, tx); err != nil || !same {
		return false, err
	}
	return r.isPlaceSame(ctx, tx)
}

// isOrganisationSame reports whether the organisation is still as it was read.
func (r *reading) isOrganisationSame(ctx context.Context, tx *ent.Tx) (bool, error) {
	return tx.Organisation.Query().
		Where(organisation.ID(r.organisation.ID), organisation.Version(r.organisation.Version)).Exist(actor.AsSystem(ctx))
}

// changes reports whether a judgement says something else than the one before it.
func (d *Desk) changes(ctx context.Context, was *ent.Plan, j *question.Judged) (bool, error) {
	if j == nil {
		return false, nil
	}
	before, err := d.receiptOf(ctx, was)
	if err != nil || before == nil {
		return err == nil, err
	}
	return j.Changes(before)
}

// receiptOf reads the receipt on which a plan rests; nil before the first judgement.
func (d *Desk) receiptOf(ctx context.Context, p *ent.Plan) (*ent.Evaluation, error) {
	if p.EvaluationID == nil {
		return nil, nil
	}
	e, err := d.store.Client().Evaluation.Get(actor.AsSystem(ctx), *p.EvaluationID)
	if err != nil {
		return nil, fmt.Errorf("read receipt of plan %s: %w", p.Number, err)
	}
	return e, nil
}
