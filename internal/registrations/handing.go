package registrations

import (
	"context"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// ClaimInput names the registration that is claimed.
type ClaimInput struct {
	ID              string
	ExpectedVersion int
}

// Claim makes who asks the assessor on record: of a registration that waits, that was let go of, or whose assessor is
// away. Of two who claim at once one is refused. Faults: TAKEN, and WRONG_STATE for one's own.
func (d *Desk) Claim(ctx context.Context, in ClaimInput) (*ent.Registration, error) {
	return d.carry(ctx, d.handing(ctx, workflow.ClaimRegistration, in.ID, in.ExpectedVersion, nil))
}

// ReleaseInput names the registration of which its assessor lets go.
type ReleaseInput struct {
	ID              string
	ExpectedVersion int
	Reason          *string
}

// Release leaves a registration in review without an assessor; what was judged stands.
func (d *Desk) Release(ctx context.Context, in ReleaseInput) (*ent.Registration, error) {
	o := d.order(workflow.ReleaseRegistration, in.ID, in.ExpectedVersion)
	o.Judge = nil
	o.Change = func(_ context.Context, r *reading.Registration) error {
		var bad fault.Collector
		typed.Text(in.Reason, longestNote, &bad, pathReason...)
		r.Row.AssessorID = nil
		pass(r)
		return bad.Err()
	}
	o.Settle = because(in.Reason)
	return d.carry(ctx, o)
}

// AssignInput gives a registration to a colleague.
type AssignInput struct {
	ID              string
	ExpectedVersion int
	AssessorID      string
	Reason          string
}

// Assign makes a colleague the assessor on record, of a registration that is nobody's, whose assessor is away, or of one's
// own. Faults: TAKEN, REASON_REQUIRED, and for the colleague ASSESSOR_UNKNOWN, ASSESSOR_AWAY or FOUR_EYES_REQUIRED.
func (d *Desk) Assign(ctx context.Context, in AssignInput) (*ent.Registration, error) {
	o := d.handing(ctx, workflow.AssignRegistration, in.ID, in.ExpectedVersion, &in.AssessorID)
	hand := o.Change
	o.Change = func(ctx context.Context, r *reading.Registration) error {
		var bad fault.Collector
		requireReason(&in.Reason, &bad)
		if err := d.mayBeGiven(ctx, r, in.AssessorID, &bad); err != nil {
			return err
		}
		if err := bad.Err(); err != nil {
			return err
		}
		return hand(ctx, r)
	}
	o.Settle = because(&in.Reason)
	return d.carry(ctx, o)
}

// TakeOverInput takes a registration from a colleague.
type TakeOverInput struct {
	ID              string
	ExpectedVersion int
	Reason          *string
}

// TakeOver makes who asks the assessor on record in the place of a colleague. The reason may be left out where that
// colleague is away. Faults: REASON_REQUIRED, and WRONG_STATE for what is nobody's or one's own.
func (d *Desk) TakeOver(ctx context.Context, in TakeOverInput) (*ent.Registration, error) {
	o := d.handing(ctx, workflow.TakeOverRegistration, in.ID, in.ExpectedVersion, nil)
	hand := o.Change
	o.Change = func(ctx context.Context, r *reading.Registration) error {
		h, err := d.holding(ctx, r.Row)
		if err != nil {
			return err
		}
		var bad fault.Collector
		if h == absents {
			typed.Text(in.Reason, longestNote, &bad, pathReason...)
		} else {
			requireReason(in.Reason, &bad)
		}
		if err := bad.Err(); err != nil {
			return err
		}
		return hand(ctx, r)
	}
	o.Settle = because(in.Reason)
	return d.carry(ctx, o)
}

// handing is an act that makes somebody the assessor on record: who asks, where nobody is named. How the registration is
// held is looked at before its version, so that who comes second hears that somebody was first.
func (d *Desk) handing(ctx context.Context, a workflow.Act, id string, version int, to *string) order {
	o := d.order(a, id, version)
	o.Judge = nil
	if to == nil {
		to = new(actor.From(ctx).ID())
	}
	begins := false
	o.Expect = func(r *reading.Registration) error {
		begins = r.Row.State == workflow.Submitted
		h, err := d.holding(ctx, r.Row)
		if err != nil {
			return err
		}
		if reason, text, is := unfree(a, h); is && r.Row.State == workflow.InReview {
			return r.Conflict("id", reason, text)
		}
		return r.Expect(version)
	}
	o.Change = func(_ context.Context, r *reading.Registration) error {
		r.Row.AssessorID = to
		if begins {
			r.Row.ReviewStartedAt = &r.Now
		}
		pass(r)
		return nil
	}
	return o
}

// pass fits a registration to another assessor: a decision on what was seen before is stale.
func pass(r *reading.Registration) {
	r.Follow()
	r.Raise()
}

// mayBeGiven holds the colleague to whom a registration is to be given against what a claim would ask.
func (d *Desk) mayBeGiven(ctx context.Context, r *reading.Registration, personID string, bad *fault.Collector) error {
	staff, err := d.assessors(ctx)
	if err != nil {
		return err
	}
	refuse := func(reason string, text fault.Text) {
		bad.Add(fault.Invalid([]string{"input", "assessorID"}, reason, text, ""))
	}
	colleague := staff[personID]
	if !colleague.assesses {
		refuse("ASSESSOR_UNKNOWN", fault.Text{NL: "Dit is geen beoordelaar van het SSC.", EN: "This is no assessor of the SSC."})
		return nil
	}
	if !colleague.isThere() {
		refuse("ASSESSOR_AWAY", fault.Text{NL: "Deze beoordelaar is afwezig. Kies een collega die er is.", EN: "This assessor is away. Choose a colleague who is there."})
		return nil
	}
	_, err = d.guard.Permit(actor.With(ctx, actor.Actor{PersonID: personID, Role: actor.SSC}), access.Claim, r.Object())
	if fault.HasReason(err, "FOUR_EYES_REQUIRED") {
		refuse("FOUR_EYES_REQUIRED", fault.Text{
			NL: "Deze beoordelaar hoort bij de organisatie of beoordeelde een ander deel van dit dossier (vier ogen). Kies een collega die er niet bij betrokken is.",
			EN: "This assessor belongs to the organisation, or judged another part of this dossier (four eyes). Choose a colleague who has no part in it.",
		})
		return nil
	}
	return err
}

var pathReason = []string{"input", "reason"}

// requireReason reads why a registration passes from one colleague to another.
func requireReason(reason *string, bad *fault.Collector) {
	typed.Text(reason, longestNote, bad, pathReason...)
	if reason == nil || strings.TrimSpace(*reason) == "" {
		bad.Add(fault.Invalid(pathReason, "REASON_REQUIRED", fault.Text{
			NL: "Geef de reden; uw collega leest die.", EN: "State why; your colleague reads it.",
		}, ""))
	}
}

// because keeps a reason in the audit.
func because(reason *string) func(context.Context, *reading.Registration, *procedure.Writing) error {
	return func(_ context.Context, _ *reading.Registration, w *procedure.Writing) error {
		w.Reason = strings.TrimSpace(orEmpty(reason))
		return nil
	}
}
