package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Submission is what came of handing in.
type Submission struct {
	Registration *ent.Registration // handed in, or as it was
	IsSubmitted  bool
	Evaluation   *ent.Evaluation // what the regulation said of it at this moment
}

// Submit hands a registration in, for the first time or after repair. Its plan has to be granted. What the regulation
// blocks or still misses, and cells that are not complete, leave it as it was; the attempt is kept with its receipt.
// Fault: CONTENT_NOT_APPROVED where its training has to be judged first.
func (d *Desk) Submit(ctx context.Context, in SubmitInput) (*Submission, error) {
	return whileStill(ctx, func() (*Submission, error) { return d.submit(ctx, in) })
}

func (d *Desk) submit(ctx context.Context, in SubmitInput) (*Submission, error) {
	f, err := d.registration(ctx, in.ID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.Submit, f.object())
	if err != nil {
		return nil, err
	}
	if err := f.expect(in.ExpectedVersion); err != nil {
		return nil, err
	}
	to, ok := workflow.Next(workflow.Registration, f.reg.State, workflow.Submit)
	if (ok || isWithContent(f.reg.State)) && !f.isContentJudged() {
		return nil, f.contentFirst("id")
	}
	if !ok {
		return nil, f.wrongState("id", notInState)
	}
	if f.plan.State != workflow.Granted {
		return nil, f.wrongState("id", notGranted)
	}

	judged, err := d.judge(ctx, f, input)
	if err != nil {
		return nil, err
	}
	a := act{name: "submitRegistration", ground: ground, judged: judged}
	if !f.isComplete(judged.Answer) {
		a.rules = refusals(judged.Answer)
		return d.refuse(ctx, f, a)
	}

	f.reg.State, f.reg.SubmittedAt = to, &f.at
	f.raise()
	a.also = func(ctx context.Context, tx *ent.Tx) error { return closeRepair(ctx, tx, f) }
	receipt, err := d.write(ctx, f, a)
	if err != nil {
		return nil, err
	}

	reg, err := d.fresh(ctx, f.reg.ID)
	return &Submission{Registration: reg, IsSubmitted: true, Evaluation: receipt}, err
}

// refuse keeps an attempt, and leaves the registration as it was.
func (d *Desk) refuse(ctx context.Context, f *file, a act) (*Submission, error) {
	receipt, _, err := f.receipt(a.judged)
	if err != nil {
		return nil, err
	}
	a.refused = true
	err = d.store.Tx(ctx, func(tx *ent.Tx) error {
		if receipt, err = dossier.Keep(ctx, tx, receipt); err != nil {
			return err
		}
		return d.log(ctx, tx, f, a, receipt)
	})
	if err != nil {
		return nil, err
	}
	reg, err := d.fresh(ctx, f.reg.ID)
	return &Submission{Registration: reg, Evaluation: receipt.Unwrap()}, err
}

// closeRepair ends the open repair of a registration, if there is one.
func closeRepair(ctx context.Context, tx *ent.Tx, f *file) error {
	return tx.Repair.Update().Where(repair.RegistrationID(f.reg.ID), repair.ClosedAtIsNil()).SetClosedAt(f.at).
		Exec(actor.AsSystem(ctx))
}

// Withdraw ends a registration at the employer's wish, before a decision. Its number is never used again.
func (d *Desk) Withdraw(ctx context.Context, in WithdrawInput) (*ent.Registration, error) {
	return whileStill(ctx, func() (*ent.Registration, error) { return d.withdraw(ctx, in) })
}

func (d *Desk) withdraw(ctx context.Context, in WithdrawInput) (*ent.Registration, error) {
	f, err := d.registration(ctx, in.ID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.Withdraw, f.object())
	if err != nil {
		return nil, err
	}
	if err := f.expect(in.ExpectedVersion); err != nil {
		return nil, err
	}
	if err := f.step(workflow.Withdraw, "id"); err != nil {
		return nil, err
	}
	var bad fault.Collector
	reason := note(in.Reason, &bad, "input", "reason")
	if err := bad.Err(); err != nil {
		return nil, err
	}

	f.end()
	_, err = d.write(ctx, f, act{
		name: "withdrawRegistration", ground: ground, reason: reason, silent: true,
		also: func(ctx context.Context, tx *ent.Tx) error { return closeRepair(ctx, tx, f) },
	})
	if err != nil {
		return nil, err
	}

	return d.fresh(ctx, f.reg.ID)
}

// end prepares a registration for a state by hand in which time changes nothing any more.
func (f *file) end() {
	f.raise()
	f.relabel()
	f.reg.ValidUntil = nil
}
