package plans

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/planline"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// ConfirmInput names the plan that is confirmed.
type ConfirmInput struct {
	ID              string
	ExpectedVersion int
}

// Confirm stands by a plan whose submitter turned out not to speak for the organisation: by a verified contact, or by the
// project leader of its region. It is submitted again, at the moment at which it was. Where it does not meet the demands,
// because the group got another plan meanwhile for one, it stays as it was.
func (d *Desk) Confirm(ctx context.Context, in ConfirmInput) (*Result, error) {
	o := d.order(workflow.ConfirmPlan, in.ID, in.ExpectedVersion)
	o.Change = func(_ context.Context, r *reading) error {
		r.plan.GroupKey = r.group.key(r.release.Manifest.Slug)
		return nil
	}
	o.Stops = demands
	return d.carry(ctx, o)
}

// Unconfirm has the plans that a contact submitted count as drafts until they are confirmed, within the transaction that
// ends the contact of whom nobody ever established that it speaks for the organisation. What the project leader assessed
// is to be assessed again: it was the plan of nobody.
func (d *Desk) Unconfirm(ctx context.Context, tx *ent.Tx, contact *ent.RoleAssignment, ground access.Ground, reason string) error {
	act, system := workflow.UnconfirmPlan, actor.AsSystem(ctx)
	found, err := tx.Plan.Query().Where(plan.OrganisationID(*contact.OrganisationID), plan.StateIn(act.From()...)).Order(plan.ByID()).All(system)
	if err != nil {
		return fmt.Errorf("look for plans of a contact that ends: %w", err)
	}
	for _, p := range found {
		is, err := isSubmitter(system, tx, contact, p.ID)
		if err != nil {
			return err
		}
		if !is {
			continue
		}
		if err := d.unconfirm(ctx, tx, p, procedure.Writing{Act: act, Ground: ground, Reason: reason}); err != nil {
			return fmt.Errorf("%s %s: %w", act.Name, p.Number, err)
		}
	}
	return nil
}

// isSubmitter reports whether a contact was the last to submit or confirm a plan, as the log of the plan says. No partner
// token does either.
func isSubmitter(system context.Context, tx *ent.Tx, contact *ent.RoleAssignment, planID string) (bool, error) {
	last, err := tx.AuditEntry.Query().Where(
		auditentry.DossierID(planID), auditentry.ActIn(workflow.SubmitPlan.Name, workflow.ConfirmPlan.Name), auditentry.Result(string(audit.Done)),
	).Order(auditentry.BySequence(sql.OrderDesc())).First(system)
	switch {
	case ent.IsNotFound(err):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("look who submitted plan %s: %w", planID, err)
	}
	return last.ActorPerson != nil && *last.ActorPerson == contact.PersonID, nil
}

func (d *Desk) unconfirm(ctx context.Context, tx *ent.Tx, p *ent.Plan, w procedure.Writing) error {
	system := actor.AsSystem(ctx)
	saved, err := tx.Plan.UpdateOneID(p.ID).Where(plan.Version(p.Version)).AddVersion(1).SetUpdatedAt(d.clock.Wall()).
		SetState(workflow.Unconfirmed).ClearGroupKey().
		ClearAssessmentVerdict().ClearAssessmentNote().ClearAssessedAt().ClearAssessedBy().ClearLateReason().Save(system)
	if err != nil {
		return err
	}
	err = tx.PlanLine.Update().Where(planline.PlanID(p.ID)).
		ClearAssessedParticipants().ClearAssessedCents().ClearReductionReason().Exec(system)
	if err != nil {
		return err
	}
	left := procedure.Record{Notices: d.notices, Plan: saved, Subject: p.ID, About: p.ID, At: d.clock.Wall(), Now: d.now(), Events: []outbox.Event{
		{Type: workflow.PlanStateChanged, SubjectID: saved.ID, SubjectVersion: saved.Version},
	}}
	if err := left.Log(ctx, tx, w); err != nil {
		return err
	}
	return left.Tell(ctx, tx)
}
