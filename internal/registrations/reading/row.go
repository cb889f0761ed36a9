package reading

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/store"
)

// lock writes the row first, so that acts on one registration follow each other, and compares what was read.
func (r *Registration) lock(ctx context.Context, tx *ent.Tx) error {
	system := actor.AsSystem(ctx)
	if r.IsNew() {
		if err := r.insert(ctx, tx); err != nil {
			return err
		}
		return r.compareAround(system, tx)
	}
	n, err := r.update(ctx, tx)
	if err != nil {
		return err
	}
	if n == 0 {
		return procedure.ErrOvertaken
	}
	if err := r.Compare(system, tx); err != nil {
		return err
	}
	return r.compareAround(system, tx)
}

// update writes the row of a registration if it is still as it was read, and says how many rows were.
func (r *Registration) update(ctx context.Context, tx *ent.Tx) (int, error) {
	row := r.Row
	same := registration.EvaluationIDIsNil()
	if r.Before != nil {
		same = registration.EvaluationID(r.Before.ID)
	}
	up := tx.Registration.Update().
		Where(registration.ID(row.ID), registration.Version(r.was.version), registration.State(r.was.state), same).
		SetVersion(row.Version).SetUpdatedAt(row.UpdatedAt).SetState(row.State).SetTrainingTitle(row.TrainingTitle).SetTraining(row.Training).
		SetFacts(row.Facts).SetParticipantCount(row.ParticipantCount).SetNillableOutcome(row.Outcome).SetNillableEvaluationID(row.EvaluationID).
		SetNillableSubmittedAt(row.SubmittedAt).SetNillableReviewStartedAt(row.ReviewStartedAt)
	store.Put(row.AssessorID, up.SetAssessorID, up.ClearAssessorID)
	store.Put(row.FirstSubmittedAt, up.SetFirstSubmittedAt, up.ClearFirstSubmittedAt)
	store.Put(row.Start, up.SetStart, up.ClearStart)
	store.Put(row.End, up.SetEnd, up.ClearEnd)
	store.Put(row.AmountCents, up.SetAmountCents, up.ClearAmountCents)
	store.Put(row.ValidUntil, up.SetValidUntil, up.ClearValidUntil)
	if up.SetHolds(row.Holds); len(row.Holds) == 0 {
		up.ClearHolds()
	}
	if up.SetSecond(row.Second); row.Second == nil {
		up.ClearSecond()
	}
	if up.SetApprovedBy(row.ApprovedBy); len(row.ApprovedBy) == 0 {
		up.ClearApprovedBy()
	}
	r.saveContent(up)
	return up.Save(ctx)
}

// insert writes a registration for the first time.
func (r *Registration) insert(ctx context.Context, tx *ent.Tx) error {
	n, err := tx.Number.Create().Save(ctx)
	if err != nil {
		return err
	}
	row := r.Row
	row.Number = fmt.Sprintf("R-%04d-%06d", r.Now.Year(), n.ID)
	return tx.Registration.Create().SetID(row.ID).SetNumber(row.Number).SetPlanID(row.PlanID).SetScheme(row.Scheme).SetActivity(row.Activity).
		SetOrganisationID(row.OrganisationID).SetRegionalOrganisationID(row.RegionalOrganisationID).
		SetVersion(row.Version).SetCreatedAt(r.At).SetUpdatedAt(r.At).SetState(row.State).
		SetTrainingTitle(row.TrainingTitle).SetTraining(row.Training).SetNillableStart(row.Start).SetNillableEnd(row.End).
		SetNillableExternalReference(row.ExternalReference).SetFacts(row.Facts).SetParticipantCount(row.ParticipantCount).SetHolds(row.Holds).
		SetNillableOutcome(row.Outcome).SetNillableAmountCents(row.AmountCents).
		SetNillableEvaluationID(row.EvaluationID).SetNillableValidUntil(row.ValidUntil).
		SetNillableContentJudge(row.ContentJudge).SetCellJudges(row.CellJudges).Exec(ctx)
}

// saveOutcomes writes the results of participations that differ from what was read, those with equal results at once.
func (r *Registration) saveOutcomes(ctx context.Context, tx *ent.Tx) error {
	same := map[result][]string{}
	for _, p := range r.Parts {
		before, known := r.WasPart(p.ID)
		now := resultOfPart(p)
		if known && p.Outcome != nil && resultOfPart(&before) != now {
			same[now] = append(same[now], p.ID)
		}
	}
	for of, which := range same {
		up := tx.Participation.Update().Where(participation.IDIn(which...)).SetOutcome(of.outcome)
		if of.hasAmount {
			up.SetAmountCents(of.amount)
		} else {
			up.ClearAmountCents()
		}
		if of.hasClaimed {
			up.SetClaimedCents(of.claimed)
		} else {
			up.ClearClaimedCents()
		}
		if err := up.Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
