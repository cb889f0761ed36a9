package plans

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
)

// The events of this desk.
const (
	planChanged      = "PLAN_CHANGED"
	planMoved        = "PLAN_MOVED"
	planStateChanged = "PLAN_STATE_CHANGED"
	grantEntered     = "GRANT_ENTERED"
	judgementChanged = "JUDGEMENT_CHANGED"
)

// act is what a use case writes beside the new version of the plan.
type act struct {
	name    string // of the mutation, for the audit
	ground  access.Ground
	reason  string
	events  []string
	receipt *ent.Evaluation // nil where nothing was judged

	set  func(*ent.PlanUpdateOne)
	also func(ctx context.Context, tx *ent.Tx) error // rows below the plan; may be nil
}

// rest puts a judgement under an act: its receipt, and an event where it says something new.
func (d *Desk) rest(ctx context.Context, r *reading, a *act, j dossier.Judged) error {
	e, err := j.Receipt(subject(r.plan))
	if err != nil {
		return err
	}
	a.receipt = e
	changes, err := d.changes(ctx, r.plan, j)
	if changes {
		a.events = append(a.events, judgementChanged)
	}
	return err
}

// write carries out an act on the plan of r in one transaction, provided that nobody changed it since it was read.
func (d *Desk) write(ctx context.Context, r *reading, a act) (*ent.Plan, error) {
	var saved *ent.Plan
	err := d.store.Tx(ctx, func(tx *ent.Tx) (err error) {
		up := tx.Plan.UpdateOneID(r.plan.ID).Where(plan.Version(r.plan.Version)).AddVersion(1).SetUpdatedAt(r.at)
		repeat(up, a.receipt)
		a.set(up)
		if saved, err = up.Save(ctx); err != nil {
			return store.Stale(err, pathVersion...)
		}
		if a.also != nil {
			if err := a.also(ctx, tx); err != nil {
				return err
			}
		}
		if err := d.keep(ctx, tx, r, a.receipt); err != nil {
			return err
		}
		if err := d.log(ctx, tx, r, a); err != nil {
			return err
		}
		return d.tell(ctx, tx, r, saved, a.events)
	})
	switch {
	case fault.HasReason(err, fault.ReasonStaleVersion):
		return nil, d.overtaken(ctx, r.plan.ID)
	case err != nil:
		return nil, fmt.Errorf("%s %s: %w", a.name, r.plan.Number, err)
	}
	return saved.Unwrap(), nil
}

// overtaken says that a plan was changed while this request was under way.
func (d *Desk) overtaken(ctx context.Context, id string) error {
	now, err := d.store.Client().Plan.Get(ctx, id)
	if err != nil {
		return store.Missing(err, "PLAN_NOT_FOUND")
	}
	return fault.Stale(pathVersion, now, now.Version)
}

// repeat puts into the plan what lists show of its judgement.
func repeat(up *ent.PlanUpdateOne, e *ent.Evaluation) {
	if e == nil {
		return
	}
	up.SetOutcome(e.Outcome).SetEvaluationID(e.ID)
	if e.ValidUntil == nil {
		up.ClearValidUntil()
		return
	}
	up.SetValidUntil(*e.ValidUntil)
}

// keep stores the receipt of a plan that was just updated. Where the organisation changed since its facts were read,
// the plan is to be judged again: the organisation's desk cannot have reached the plan as it is now.
func (d *Desk) keep(ctx context.Context, tx *ent.Tx, r *reading, e *ent.Evaluation) error {
	if e == nil {
		return nil
	}
	if _, err := dossier.Keep(ctx, tx, e); err != nil {
		return err
	}
	same, err := tx.Organisation.Query().
		Where(organisation.ID(r.organisation.ID), organisation.Version(r.organisation.Version)).Exist(actor.AsSystem(ctx))
	if err != nil || same {
		return err
	}
	return rejudge.MarkDue(ctx, tx, r.now, rejudge.Organisation, rejudge.OfPlan(r.plan))
}

// changes reports whether a judgement says something else than the one before it.
func (d *Desk) changes(ctx context.Context, p *ent.Plan, j dossier.Judged) (bool, error) {
	if p.EvaluationID == nil {
		return true, nil
	}
	before, err := d.store.Client().Evaluation.Get(actor.AsSystem(ctx), *p.EvaluationID)
	if err != nil {
		return false, fmt.Errorf("read receipt of plan %s: %w", p.Number, err)
	}
	return j.Changes(before)
}

// log writes the audit line of an act that was done.
func (d *Desk) log(ctx context.Context, tx *ent.Tx, r *reading, a act) error {
	return audit.Append(ctx, tx, line(r, a))
}

func line(r *reading, a act) audit.Line {
	l := audit.Line{
		DossierID: r.plan.ID, SubjectID: r.plan.ID, At: r.at, Act: a.name, Policy: string(a.ground), Reason: a.reason,
		OrganisationID: r.plan.OrganisationID, RegionalOrganisationID: r.plan.RegionalOrganisationID,
	}
	if a.receipt != nil {
		l.EvaluationID = a.receipt.ID
	}
	return l
}

// tell appends the events of a plan as it is now.
func (d *Desk) tell(ctx context.Context, tx *ent.Tx, r *reading, p *ent.Plan, types []string) error {
	events := make([]outbox.Event, len(types))
	for i, t := range types {
		events[i] = outbox.Event{
			Type: t, At: r.at, SubjectID: p.ID, SubjectVersion: p.Version, DossierID: p.ID,
			OrganisationID: p.OrganisationID, RegionalOrganisationID: p.RegionalOrganisationID,
		}
	}
	return outbox.Append(ctx, tx, events...)
}
