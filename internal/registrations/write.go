package registrations

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/outbox"
)

// act is what a use case writes beside the file as it made it.
type act struct {
	name     string // of the mutation, for the audit
	ground   access.Ground
	subject  string // what it was done to; the registration or plan when empty
	reason   *string
	rules    []string // that decided
	refused  bool
	silent   bool            // cells only follow the state of the registration, which has its own event
	unlogged bool            // a part of an act that has its own line
	isAgain  bool            // the platform's own, without anybody asking
	isRow    bool            // of an import
	judged   *dossier.Judged // nil where no fact changed
	events   []outbox.Event  // type, subject and version

	also func(ctx context.Context, tx *ent.Tx) error // rows below; may be nil
}

// write carries out an act in one transaction, provided that nothing it rests on changed since it was read; else it
// answers errMoved. It returns the receipt, nil where nothing was judged.
func (d *Desk) write(ctx context.Context, f *file, a act) (*ent.Evaluation, error) {
	receipt, told, err := f.receipt(a.judged)
	if err != nil {
		return nil, err
	}
	f.stamp(receipt)
	w := writing{act: a, receipt: receipt, told: told, cells: f.changed()}
	err = d.store.Tx(ctx, func(tx *ent.Tx) error { return d.writeIn(ctx, tx, f, w) })
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", a.name, f.id(), err)
	}
	d.afterSize(ctx, f)
	d.afterNeighbours(ctx, f, a)
	return receipt, nil
}

// writing is what an act brings to the database.
type writing struct {
	act
	receipt *ent.Evaluation // nil where nothing was judged
	told    bool            // whether it says something new
	cells   []*ent.Cell     // that changed
}

// writeIn carries an act to the database within a transaction.
func (d *Desk) writeIn(ctx context.Context, tx *ent.Tx, f *file, w writing) error {
	if err := d.lock(ctx, tx, f); err != nil {
		return err
	}
	if w.receipt != nil {
		if _, err := dossier.Keep(ctx, tx, w.receipt); err != nil {
			return err
		}
	}
	if w.also != nil {
		if err := w.also(ctx, tx); err != nil {
			return err
		}
	}
	if err := f.markSize(actor.AsSystem(ctx), tx); err != nil {
		return err
	}
	if err := f.markNeighbours(ctx, tx, w.act); err != nil {
		return err
	}
	if err := f.saveOutcomes(ctx, tx); err != nil {
		return err
	}
	if err := f.saveCells(ctx, tx, w.cells); err != nil {
		return err
	}
	if !w.unlogged {
		if err := d.log(ctx, tx, f, w.act, w.receipt); err != nil {
			return err
		}
	}
	return d.tell(ctx, tx, f, f.events(w.act, w.told, w.cells))
}

// receipt makes the receipt of a judgement, and says whether it says something new.
func (f *file) receipt(j *dossier.Judged) (e *ent.Evaluation, isNew bool, err error) {
	if j == nil {
		return nil, false, nil
	}
	if e, err = j.Receipt(f.subject()); err != nil || f.before == nil {
		return e, true, err
	}
	isNew, err = j.Changes(f.before)
	return e, isNew, err
}

// stamp prepares the row for being written.
func (f *file) stamp(receipt *ent.Evaluation) {
	if f.reg == nil {
		return
	}
	f.reg.UpdatedAt = f.at
	if receipt != nil {
		f.reg.EvaluationID = &receipt.ID
	}
}

// raise gives the file its next version, because what it states itself, or its state by hand, changed.
func (f *file) raise() {
	if f.reg == nil {
		f.plan.ProjectVersion++
		return
	}
	f.reg.Version++
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
		return errMoved
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
		return errMoved
	}
	for _, row := range rows {
		if f.was.cells[row.ID].Version != row.Version {
			return errMoved
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
	due := registration.ValidUntilIsNil()
	if f.was.validUntil != nil {
		due = registration.ValidUntil(*f.was.validUntil) // else somebody marked it as due meanwhile
	}
	up := tx.Registration.Update().
		Where(registration.ID(r.ID), registration.Version(f.was.version), registration.State(f.was.state), same, due).
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

// log writes the line of an act.
func (d *Desk) log(ctx context.Context, tx *ent.Tx, f *file, a act, receipt *ent.Evaluation) error {
	line := audit.Line{
		DossierID: f.plan.ID, OrganisationID: f.plan.OrganisationID, RegionalOrganisationID: f.plan.RegionalOrganisationID,
		At: f.at, Act: a.name, SubjectID: a.subject, Policy: string(a.ground), Rules: a.rules, Result: audit.Done,
	}
	if line.SubjectID == "" {
		line.SubjectID = f.id()
	}
	if a.refused {
		line.Result = audit.Refused
	}
	if a.reason != nil {
		line.Reason = *a.reason
	}
	if receipt != nil {
		line.EvaluationID = receipt.ID
	}
	return audit.Append(ctx, tx, line)
}

const eventsAtOnce = 500 // far below the parameters that a statement can have

// events are what an act changed, for the feed: the subject first, then its judgement, then cells.
func (f *file) events(a act, isNew bool, cells []*ent.Cell) []outbox.Event {
	all := a.events
	if f.reg != nil && f.reg.State != f.was.state && !f.isNew() {
		all = append(all, outbox.Event{Type: registrationStateChanged, SubjectID: f.reg.ID, SubjectVersion: f.reg.Version})
	}
	if isNew {
		all = append(all, outbox.Event{Type: judgementChanged, SubjectID: f.id(), SubjectVersion: f.version()})
	}
	for _, c := range cells {
		before, known := f.was.cells[c.ID]
		if known && before.State != c.State && !a.silent {
			all = append(all, outbox.Event{Type: cellStateChanged, SubjectID: c.ID, SubjectVersion: c.Version})
		}
	}
	return all
}

// tell appends events to the feed.
func (d *Desk) tell(ctx context.Context, tx *ent.Tx, f *file, events []outbox.Event) error {
	for i := range events {
		e := &events[i]
		e.At, e.DossierID = f.at, f.plan.ID
		e.OrganisationID, e.RegionalOrganisationID = f.plan.OrganisationID, f.plan.RegionalOrganisationID
	}
	for len(events) > 0 {
		n := min(len(events), eventsAtOnce)
		if err := outbox.Append(ctx, tx, events[:n]...); err != nil {
			return err
		}
		events = events[n:]
	}
	return nil
}

// The events of this desk.
const (
	registrationChanged      = "REGISTRATION_CHANGED"
	registrationStateChanged = "REGISTRATION_STATE_CHANGED"
	judgementChanged         = "JUDGEMENT_CHANGED"
	documentChanged          = "DOCUMENT_CHANGED"
	cellStateChanged         = "CELL_STATE_CHANGED"
	planChanged              = "PLAN_CHANGED"
)

func (f *file) version() int {
	if f.reg != nil {
		return f.reg.Version
	}
	return f.plan.Version
}

// changedEvent says that what the registration itself states changed.
func (f *file) changedEvent() outbox.Event {
	return outbox.Event{Type: registrationChanged, SubjectID: f.reg.ID, SubjectVersion: f.reg.Version}
}
