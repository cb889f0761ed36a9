package projectfiles

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// write carries out an act in one transaction, provided that nothing it rests on changed since it was read; else it
// returns procedure.ErrOvertaken.
func (d *Desk) write(ctx context.Context, f *projectFile, w procedure.Writing) error {
	isNew, err := f.rest(w.Judged)
	if err != nil {
		return err
	}
	err = d.store.Tx(ctx, func(tx *ent.Tx) error {
		return f.writeIn(ctx, tx, writing{Writing: w, notices: d.notices, isNew: isNew, isLogged: true})
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", w.Act.Name, f.Plan.ID, err)
	}
	return nil
}

// writing is what an act brings to the database.
type writing struct {
	procedure.Writing
	notices  *notice.Desk
	isNew    bool // the judgement says something else than the one before
	isLogged bool // false for a part of an act that has its own line
}

// writeIn carries an act to the database within a transaction.
func (f *projectFile) writeIn(ctx context.Context, tx *ent.Tx, w writing) error {
	cells := f.Changed()
	if err := f.lock(ctx, tx); err != nil {
		return err
	}
	if w.Act.IsReview() {
		if err := f.KeepProjectJudge(ctx, tx); err != nil {
			return err
		}
	}
	if f.receipt != nil {
		if _, err := question.Keep(ctx, tx, f.receipt); err != nil {
			return err
		}
	}
	if err := f.SaveBelow(ctx, tx); err != nil {
		return err
	}
	if err := f.endRepair(actor.AsSystem(ctx), tx); err != nil {
		return err
	}
	if err := f.markSize(actor.AsSystem(ctx), tx); err != nil {
		return err
	}
	if err := f.Save(ctx, tx, cells); err != nil {
		return err
	}
	left := procedure.Record{
		Notices: w.notices, Plan: f.Plan, Subject: f.Below.ID, About: f.Plan.ID, At: f.At, Now: f.Now, Receipt: f.receipt, Events: f.events(w, cells),
	}
	if left.Subject == "" {
		left.Subject = f.Plan.ID
	}
	if w.isLogged {
		if err := left.Log(ctx, tx, w.Writing); err != nil {
			return err
		}
	}
	return left.Tell(ctx, tx)
}

// rest puts a judgement under the project file: its receipt. It reports whether the judgement says something new.
func (f *projectFile) rest(j *question.Judged) (isNew bool, err error) {
	f.receipt, isNew, err = j.Rest(f.subject(), f.before)
	return isNew, err
}

// lock writes the row of the plan first, so that acts on one project file follow each other, and compares what was read.
func (f *projectFile) lock(ctx context.Context, tx *ent.Tx) error {
	system := actor.AsSystem(ctx)
	n, err := f.update(tx).Save(ctx)
	if err == nil && n == 0 {
		err = procedure.ErrOvertaken
	}
	if err == nil {
		err = f.Compare(system, tx)
	}
	if err == nil {
		err = f.compareReceipt(system, tx)
	}
	if err != nil {
		return err
	}
	o := f.Organisation
	same, err := tx.Organisation.Query().Where(organisation.ID(o.ID), organisation.Version(o.Version)).Exist(system)
	if err == nil && !same {
		err = procedure.ErrOvertaken
	}
	return err
}

// update writes what the row of the plan keeps of its project file, if that is still as it was read.
func (f *projectFile) update(tx *ent.Tx) *ent.PlanUpdate {
	p := f.Plan
	up := tx.Plan.Update().Where(plan.ID(p.ID), plan.Version(p.Version), plan.ProjectVersion(f.was.version)).
		SetProjectVersion(p.ProjectVersion).SetUpdatedAt(f.At).SetProjectState(p.ProjectState).SetProjectJudges(p.ProjectJudges)
	store.Put(p.SignatoryName, up.SetSignatoryName, up.ClearSignatoryName)
	store.Put(p.ProjectWaitingSince, up.SetProjectWaitingSince, up.ClearProjectWaitingSince)
	store.Put(p.SizeClass, up.SetSizeClass, up.ClearSizeClass)
	store.Put(p.SizeEvidence, up.SetSizeEvidence, up.ClearSizeEvidence)
	store.Put(p.SizeAwaited, up.SetSizeAwaited, up.ClearSizeAwaited)
	return up
}

// endRepair closes the repair once nothing of it is left to the employer.
func (f *projectFile) endRepair(ctx context.Context, tx *ent.Tx) error {
	if f.repair == nil || f.isInRepair() {
		return nil
	}
	return tx.Repair.Update().Where(repair.ID(f.repair.ID)).SetClosedAt(f.Now).Exec(ctx)
}

// compareReceipt finds out whether the project file was judged in between.
func (f *projectFile) compareReceipt(ctx context.Context, tx *ent.Tx) error {
	last, err := lastReceipt(tx.Evaluation.Query(), f.Plan.ID).FirstID(ctx)
	if ent.IsNotFound(err) {
		last, err = "", nil
	}
	if err != nil {
		return err
	}
	if f.before == nil && last != "" || f.before != nil && last != f.before.ID {
		return procedure.ErrOvertaken
	}
	return nil
}

// markSize has every open registration of the plan judged again where the project file shows another size of the
// organisation, or another claim that waits.
func (f *projectFile) markSize(ctx context.Context, tx *ent.Tx) error {
	if sizeOf(f.Plan) == f.was.size {
		return nil
	}
	return rejudge.MarkDue(ctx, tx, f.Now, rejudge.ProjectFile, rejudge.OfDossier(f.Plan))
}

// events are what an act changed, for the feed.
func (f *projectFile) events(w writing, cells []*ent.Cell) []outbox.Event {
	of := matrix.Told{ID: f.Plan.ID, Version: f.Plan.Version, IsNew: w.isNew}
	if state, _ := f.Stands(); state != f.was.state {
		of.State = workflow.ProjectFileStateChanged
	}
	return f.Events(w.Writing, of, cells)
}
