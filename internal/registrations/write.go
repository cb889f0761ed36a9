package registrations

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// write carries out an act in one transaction, provided that nothing it rests on changed since it was read; else it
// returns procedure.ErrOvertaken.
func (d *Desk) write(ctx context.Context, f *file, w procedure.Writing) error {
	isNew, err := f.rest(w.Judged)
	if err != nil {
		return err
	}
	f.stamp()
	err = d.store.Tx(ctx, func(tx *ent.Tx) error {
		return d.writeIn(ctx, tx, f, writing{Writing: w, isNew: isNew, isLogged: true})
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", w.Act.Name, f.id(), err)
	}
	return nil
}

// writing is what an act brings to the database.
type writing struct {
	procedure.Writing
	isNew    bool // the judgement says something else than the one before
	isLogged bool // false for a part of an act that has its own line
}

// writeIn carries an act to the database within a transaction.
func (d *Desk) writeIn(ctx context.Context, tx *ent.Tx, f *file, w writing) error {
	cells := f.changed()
	if err := d.lock(ctx, tx, f); err != nil {
		return err
	}
	if f.receipt != nil {
		if _, err := dossier.Keep(ctx, tx, f.receipt); err != nil {
			return err
		}
	}
	if f.below != nil {
		if err := f.below(ctx, tx); err != nil {
			return err
		}
	}
	if err := f.markSize(actor.AsSystem(ctx), tx); err != nil {
		return err
	}
	if err := f.markNeighbours(ctx, tx); err != nil {
		return err
	}
	if err := f.saveOutcomes(ctx, tx); err != nil {
		return err
	}
	if err := f.saveCells(ctx, tx, cells); err != nil {
		return err
	}
	left := f.left()
	left.Events = f.events(w, cells)
	if w.isLogged {
		if err := left.Log(ctx, tx, w.Writing); err != nil {
			return err
		}
	}
	return left.Tell(ctx, tx)
}

// left is what an act on the file leaves behind.
func (f *file) left() procedure.Record {
	r := procedure.Record{Plan: f.plan, Subject: f.about.id, At: f.at, Receipt: f.receipt}
	if r.Subject == "" {
		r.Subject = f.id()
	}
	return r
}

// keepAttempt keeps an act that the regulation stopped, with its receipt; the registration stays as it was.
func (d *Desk) keepAttempt(ctx context.Context, f *file, w procedure.Writing) error {
	if _, err := f.rest(w.Judged); err != nil {
		return err
	}
	left := f.left()
	left.Refused = true
	return d.store.Tx(ctx, func(tx *ent.Tx) error {
		if _, err := dossier.Keep(ctx, tx, f.receipt); err != nil {
			return err
		}
		return left.Log(ctx, tx, w)
	})
}

// rest puts a judgement under the file: its receipt. It reports whether the judgement says something new.
func (f *file) rest(j *dossier.Judged) (isNew bool, err error) {
	f.receipt = nil
	if j == nil {
		return false, nil
	}
	if f.receipt, err = j.Receipt(f.subject()); err != nil || f.before == nil {
		return true, err
	}
	return j.Changes(f.before)
}

// stamp prepares the row for being written.
func (f *file) stamp() {
	if f.reg == nil {
		return
	}
	f.reg.UpdatedAt = f.at
	if f.receipt != nil {
		f.reg.EvaluationID = &f.receipt.ID
	}
}

// raise gives the file its next version, because what it states itself, or its state by hand, changed.
func (f *file) raise() {
	if f.reg == nil {
		f.plan.ProjectVersion = f.was.projectVersion + 1
		return
	}
	f.reg.Version = f.was.version + 1
}

// lock writes the row of the file first, so that acts on one file follow each other, and compares what was read.
func (d *Desk) lock(ctx context.Context, tx *ent.Tx, f *file) error {
	system := actor.AsSystem(ctx)
	if f.isNew() {
		if err := f.insert(ctx, tx); err != nil {
			return err
		}
		return f.compareAround(system, tx)
	}
	save := f.update
	if f.reg == nil {
		save = f.updateProject
	}
	n, err := save(ctx, tx)
	if err != nil {
		return err
	}
	if n == 0 {
		return procedure.ErrOvertaken
	}
	if err := f.compare(system, tx); err != nil {
		return err
	}
	return f.compareAround(system, tx)
}

// compare finds out whether somebody else's word on a cell, or a project document, came in between.
func (f *file) compare(ctx context.Context, tx *ent.Tx) error {
	which := []predicate.Cell{cell.PlanID(f.plan.ID), cell.RegistrationIDIsNil()}
	if f.reg != nil {
		which = []predicate.Cell{cell.RegistrationID(f.reg.ID)}
	}
	rows, err := tx.Cell.Query().Where(which...).Select(cell.FieldID, cell.FieldVersion).All(ctx)
	if err != nil {
		return err
	}
	if len(rows) != len(f.was.cells) {
		return procedure.ErrOvertaken
	}
	for _, row := range rows {
		if f.was.cells[row.ID].Version != row.Version {
			return procedure.ErrOvertaken
		}
	}
	if f.reg != nil {
		return nil
	}
	return f.compareReceipt(ctx, tx)
}

// update writes the row of a registration if it is still as it was read, and says how many rows were.
func (f *file) update(ctx context.Context, tx *ent.Tx) (int, error) {
	r := f.reg
	same := registration.EvaluationIDIsNil()
	if f.before != nil {
		same = registration.EvaluationID(f.before.ID)
	}
	up := tx.Registration.Update().
		Where(registration.ID(r.ID), registration.Version(f.was.version), registration.State(f.was.state), same).
		SetVersion(r.Version).SetUpdatedAt(r.UpdatedAt).SetState(r.State).SetTrainingTitle(r.TrainingTitle).SetTraining(r.Training).
		SetFacts(r.Facts).SetParticipantCount(r.ParticipantCount).SetNillableOutcome(r.Outcome).SetNillableEvaluationID(r.EvaluationID).
		SetNillableSubmittedAt(r.SubmittedAt).SetNillableReviewStartedAt(r.ReviewStartedAt).SetNillableAssessorID(r.AssessorID)
	put(r.Start, up.SetStart, up.ClearStart)
	put(r.End, up.SetEnd, up.ClearEnd)
	put(r.AmountCents, up.SetAmountCents, up.ClearAmountCents)
	put(r.ValidUntil, up.SetValidUntil, up.ClearValidUntil)
	f.saveContent(up)
	return up.Save(ctx)
}

// updateProject writes what a plan keeps of its project file if it is still as it was read.
func (f *file) updateProject(ctx context.Context, tx *ent.Tx) (int, error) {
	up := tx.Plan.Update().Where(plan.ID(f.plan.ID), plan.Version(f.plan.Version), plan.ProjectVersion(f.was.projectVersion)).
		SetProjectVersion(f.plan.ProjectVersion).SetUpdatedAt(f.at)
	put(f.plan.SignatoryName, up.SetSignatoryName, up.ClearSignatoryName)
	return up.Save(ctx)
}

// put sets a value, or clears it where there is none.
func put[T, U any](v *T, set func(T) U, unset func() U) {
	if v == nil {
		unset()
		return
	}
	set(*v)
}

// insert writes a registration for the first time.
func (f *file) insert(ctx context.Context, tx *ent.Tx) error {
	n, err := tx.Number.Create().Save(ctx)
	if err != nil {
		return err
	}
	r := f.reg
	r.Number = fmt.Sprintf("R-%04d-%06d", f.now.Year(), n.ID)
	return tx.Registration.Create().SetID(r.ID).SetNumber(r.Number).SetPlanID(r.PlanID).SetScheme(r.Scheme).SetActivity(r.Activity).
		SetOrganisationID(r.OrganisationID).SetRegionalOrganisationID(r.RegionalOrganisationID).
		SetVersion(r.Version).SetCreatedAt(f.at).SetUpdatedAt(f.at).SetState(r.State).
		SetTrainingTitle(r.TrainingTitle).SetTraining(r.Training).SetNillableStart(r.Start).SetNillableEnd(r.End).
		SetNillableExternalReference(r.ExternalReference).SetFacts(r.Facts).SetParticipantCount(r.ParticipantCount).
		SetNillableOutcome(r.Outcome).SetNillableAmountCents(r.AmountCents).
		SetNillableEvaluationID(r.EvaluationID).SetNillableValidUntil(r.ValidUntil).
		SetNillableContentJudge(r.ContentJudge).SetCellJudges(r.CellJudges).Exec(ctx)
}

// events are what an act changed, for the feed: the subject first, then its judgement, then cells.
func (f *file) events(w writing, cells []*ent.Cell) []outbox.Event {
	changed := f.about
	if w.Act.Event != workflow.DocumentChanged { // what is changed below changes the registration
		changed = about{f.id(), f.version()}
	}
	all := append(procedure.Changed(w.Act, changed.id, changed.version), f.also...)
	if f.reg != nil && f.reg.State != f.was.state && !f.isNew() {
		all = append(all, outbox.Event{Type: workflow.RegistrationStateChanged, SubjectID: f.reg.ID, SubjectVersion: f.reg.Version})
	}
	if w.isNew {
		all = append(all, outbox.Event{Type: workflow.JudgementChanged, SubjectID: f.id(), SubjectVersion: f.version()})
	}
	for _, c := range cells {
		before, known := f.was.cells[c.ID]
		if known && before.State != c.State && !f.silent {
			all = append(all, outbox.Event{Type: workflow.CellStateChanged, SubjectID: c.ID, SubjectVersion: c.Version})
		}
	}
	return all
}

func (f *file) version() int {
	if f.reg != nil {
		return f.reg.Version
	}
	return f.plan.Version
}
