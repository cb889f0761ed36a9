package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Submission is what came of a submission.
type Submission struct {
	Registration *ent.Registration // submitted, or as it was
	IsSubmitted  bool
	Evaluation   *ent.Evaluation // what the regulation said of it at this moment
	Hindrances   reading.Hindrances
}

// SubmitInput names the registration that is submitted.
type SubmitInput struct {
	ID              string
	ExpectedVersion int
}

// Submit submits a registration, for the first time or after repair. Its plan has to be granted. What the regulation
// blocks, still misses or lets wait, and cells that are not complete, leave it as it was; the attempt is kept with its
// receipt, and everything that hinders is listed. Fault: CONTENT_NOT_APPROVED, with the list, where its training has to
// be judged first.
func (d *Desk) Submit(ctx context.Context, in SubmitInput) (*Submission, error) {
	o := d.order(workflow.SubmitRegistration, in.ID, in.ExpectedVersion)
	o.First = contentFirst
	var hindering []reading.Hindrance
	o.Change = func(_ context.Context, r *reading.Registration) error {
		r.Submit()
		return nil
	}
	o.Stops = func(r *reading.Registration, j *question.Judged) ([]string, bool) {
		hindering = r.ToSubmit(j.Answer)
		return reading.RulesOf(hindering), len(hindering) > 0
	}
	o.Settle = func(_ context.Context, r *reading.Registration, _ *procedure.Writing) error {
		r.Below.Write = func(ctx context.Context, tx *ent.Tx) error { return closeRepair(ctx, tx, r) }
		return nil
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	reg, err := d.registry.Fresh(ctx, in.ID)
	return &Submission{
		Registration: reg, IsSubmitted: done.IsDone, Evaluation: done.Subject.Receipt,
		Hindrances: done.Subject.Hindered(done.Subject.Receipt, hindering),
	}, err
}

// closeRepair ends the open repair of a registration, if there is one.
func closeRepair(ctx context.Context, tx *ent.Tx, r *reading.Registration) error {
	return tx.Repair.Update().Where(repair.RegistrationID(r.Row.ID), repair.ClosedAtIsNil()).SetClosedAt(r.Now).
		Exec(actor.AsSystem(ctx))
}

// WithdrawInput names the registration that is withdrawn.
type WithdrawInput struct {
	ID              string
	ExpectedVersion int
	Reason          *string
}

// Withdraw ends a registration at the employer's wish, before a decision. Its number is never used again.
func (d *Desk) Withdraw(ctx context.Context, in WithdrawInput) (*ent.Registration, error) {
	o := d.order(workflow.WithdrawRegistration, in.ID, in.ExpectedVersion)
	o.Judge = nil
	o.Settle = func(_ context.Context, r *reading.Registration, w *procedure.Writing) error {
		var bad fault.Collector
		w.Reason = orEmpty(typed.Text(in.Reason, longestNote, &bad, "input", "reason"))
		r.End()
		r.Row.FirstSubmittedAt = nil
		r.Below.Write = func(ctx context.Context, tx *ent.Tx) error { return closeRepair(ctx, tx, r) }
		return bad.Err()
	}
	return d.carry(ctx, o)
}

// orEmpty returns a note, or nothing.
func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
