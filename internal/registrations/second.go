package registrations

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Draw is what a registration draws: a number below [schemes.Draws], that of its R-number alone. So it is the same
// whenever and by whomever it is drawn, and anybody can draw it again: the first eight hexadecimal digits of the SHA-256
// of "second assessor R-2026-000123", as a number, modulo 10 000.
func Draw(number string) int {
	sum := sha256.Sum256([]byte("second assessor " + number))
	return int(binary.BigEndian.Uint32(sum[:4]) % schemes.Draws)
}

// secondOf is why an approval that would be given now needs a second assessor; nil where it does not. The values of today
// count, also for a review that began before them.
func secondOf(r *reading.Registration, today schemes.Date) *fields.Second {
	demand := r.Manifest().SecondDemand(r.Release.Overrides(), today)
	s := fields.Second{Draw: Draw(r.Row.Number)}
	if r.Row.AmountCents != nil {
		s.ByAmount = demand.ByAmount(schemes.Amount(*r.Row.AmountCents))
	}
	s.ByDraw = demand.ByDraw(s.Draw)
	if !s.ByAmount && !s.ByDraw {
		return nil
	}
	s.Threshold = (*int64)(demand.From)
	if demand.Share != nil {
		s.Share = demand.Share.String()
	}
	return &s
}

// secondFor is why a verdict needs a second assessor; nil for any other than approval.
func (d *Desk) secondFor(r *reading.Registration, verdict string) *fields.Second {
	if verdict != matrix.VerdictApproved {
		return nil
	}
	return secondOf(r, schemes.At(r.Now).Day())
}

// putToSecond turns an approval into one that a second assessor confirms.
func putToSecond(r *reading.Registration, w *procedure.Writing, second *fields.Second, by string) {
	w.Act, second.Note = workflow.ApproveAsFirst, w.Reason
	r.Enter(workflow.AwaitingSecond)
	r.Row.Second, r.Row.ApprovedBy = second, []string{by}
	for _, c := range r.Cells {
		if c.JudgedBy != nil && !slices.Contains(r.Row.ApprovedBy, *c.JudgedBy) {
			r.Row.ApprovedBy = append(r.Row.ApprovedBy, *c.JudgedBy)
		}
	}
	r.Row.ValidUntil = w.Judged.ValidUntil()
}

// ConfirmApprovalInput names the registration of which the approval is confirmed.
type ConfirmApprovalInput struct {
	ID              string
	ExpectedVersion int
}

// ConfirmApproval approves a registration, as the second assessor. It is judged anew first, as by the first, and everything
// that an approval asks is asked again. Faults: those of an approval by [Desk.Decide].
func (d *Desk) ConfirmApproval(ctx context.Context, in ConfirmApprovalInput) (*Decided, error) {
	decision := ids.New(ids.Decision)
	o := d.order(workflow.ConfirmApproval, in.ID, in.ExpectedVersion)
	o.Judge = func(ctx context.Context, r *reading.Registration) (*question.Judged, error) {
		return d.registry.JudgeAsSeen(ctx, r, entered.Input)
	}
	o.Settle = func(_ context.Context, r *reading.Registration, w *procedure.Writing) error {
		w.Rules = r.Refusals(w.Judged.Answer)
		r.End()
		r.Below.Write = func(ctx context.Context, tx *ent.Tx) error {
			return insertDecision(ctx, tx, r, decision, matrix.VerdictApproved, noteOf(r.Row.Second), actor.From(ctx).ID())
		}
		return mayApprove(r, w.Judged, "id")
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return d.decided(ctx, done.Subject, decision)
}

// noteOf are the words of the first assessor to the employer.
func noteOf(s *fields.Second) *string {
	if s == nil || s.Note == "" {
		return nil
	}
	return &s.Note
}

// ReturnApprovalInput sends an approval back.
type ReturnApprovalInput struct {
	ID              string
	ExpectedVersion int
	Reason          string
}

// ReturnApproval sends an approval back to the first assessor, with a reason; verdicts on cells stand. The next approval
// needs a second assessor again where the same holds. Fault: REASON_REQUIRED.
func (d *Desk) ReturnApproval(ctx context.Context, in ReturnApprovalInput) (*ent.Registration, error) {
	o := d.order(workflow.ReturnApproval, in.ID, in.ExpectedVersion)
	o.Judge = nil
	o.Change = func(_ context.Context, r *reading.Registration) error {
		var bad fault.Collector
		requireReason(&in.Reason, &bad)
		r.Row.ApprovedBy = nil
		if r.Row.Second != nil {
			second := *r.Row.Second
			second.Returned = in.Reason
			r.Row.Second = &second
		}
		r.Follow()
		return bad.Err()
	}
	o.Settle = because(&in.Reason)
	return d.carry(ctx, o)
}
