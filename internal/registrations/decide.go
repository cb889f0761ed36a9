package registrations

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Decided is what came of a decision.
type Decided struct {
	Registration *ent.Registration
	Decision     *ent.Decision
	Budget       string // code of the budget it draws on
}

// verdictRepair sends a registration back; the other verdicts are as on cells.
const verdictRepair = "REPAIR"

// verdicts on a registration, by the name that the API gives them.
var verdicts = map[string]workflow.Act{
	matrix.VerdictApproved: workflow.ApproveRegistration, verdictRepair: workflow.AskRepair, matrix.VerdictRejected: workflow.RejectRegistration,
}

// DecideInput is a decision on a registration.
type DecideInput struct {
	RegistrationID  string
	ExpectedVersion int
	Verdict         string // APPROVED, REPAIR or REJECTED
	Note            *string
	RepairBy        *entry.Date
}

// Decide approves a registration when every cell that is asked is approved and the regulation is met, sends it back
// for repair when a cell is rejected, or rejects it as a whole. It is judged anew first: the decision and its amount
// rest on that receipt. Where that comes to something else than was seen, it is kept and the version is stale. Faults:
// CELLS_UNDECIDED, NOT_ELIGIBLE, HELD, NOTHING_REJECTED, REASON_REQUIRED, REPAIR_TERM_REQUIRED.
func (d *Desk) Decide(ctx context.Context, in DecideInput) (*Decided, error) {
	decision := ids.New(ids.Decision)
	var reason *string
	var due *time.Time
	o := d.order(verdicts[in.Verdict], in.RegistrationID, in.ExpectedVersion)
	o.Field, o.Judge = "registrationID", func(ctx context.Context, r *reading.Registration) (*dossier.Judged, error) {
		return d.registry.JudgeAsSeen(ctx, r, entered.Input)
	}
	o.Change = func(context.Context, *reading.Registration) (err error) {
		reason, due, err = d.stated(in)
		return err
	}
	o.Settle = func(_ context.Context, r *reading.Registration, w *procedure.Writing) error {
		w.Reason, w.Rules = orEmpty(reason), reading.Refusals(w.Judged.Answer)
		r.End()
		if in.Verdict == verdictRepair {
			r.Row.ValidUntil = w.Judged.ValidUntil()
		}
		r.Below = func(ctx context.Context, tx *ent.Tx) error {
			if in.Verdict == verdictRepair {
				if err := openRepair(ctx, tx, r, due, reason); err != nil {
					return err
				}
			}
			return insertDecision(ctx, tx, r, decision, in.Verdict, reason, actor.From(ctx).ID())
		}
		return mayDecide(r, in.Verdict)
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return d.decided(ctx, done.Subject, decision)
}

// stated reads the note and the term of a decision.
func (d *Desk) stated(in DecideInput) (note *string, due *time.Time, err error) {
	var bad fault.Collector
	note = entry.Text(in.Note, longestNote, &bad, "input", "note")
	due = entry.Optional(in.RepairBy, &bad, "input", "repairBy")
	if note == nil && in.Verdict != matrix.VerdictApproved {
		bad.Add(fault.Invalid([]string{"input", "note"}, "REASON_REQUIRED", fault.Text{
			NL: "Zeg de werkgever waarom.", EN: "Tell the employer why.",
		}, ""))
	}
	today := clock.DateOf(d.clock.Regulation())
	switch {
	case in.Verdict != verdictRepair:
		due = nil
	case in.RepairBy == nil:
		bad.Add(fault.Invalid([]string{"input", "repairBy"}, "REPAIR_TERM_REQUIRED", fault.Text{
			NL: "Noem de laatste dag voor herstel.", EN: "Name the last day for repair.",
		}, "> "+string(entry.DateOf(today))))
	case due != nil && !due.After(today):
		bad.Add(fault.Invalid([]string{"input", "repairBy"}, "REPAIR_TERM_REQUIRED", fault.Text{
			NL: "De laatste dag voor herstel ligt na vandaag.", EN: "The last day for repair lies after today.",
		}, "> "+string(entry.DateOf(today))))
	}
	return note, due, bad.Err()
}

// mayDecide holds a verdict against the cells and what the scheme says.
func mayDecide(r *reading.Registration, verdict string) error {
	rejected, open := 0, 0
	for _, c := range r.Cells {
		switch c.State {
		case matrix.Rejected:
			rejected++
		case matrix.Approved, matrix.NotRequired:
		default:
			open++
		}
	}
	switch {
	case verdict == verdictRepair && rejected == 0:
		return cannotDecide("NOTHING_REJECTED", fault.Text{
			NL: "Herstel vraagt om minstens één afgekeurde cel.", EN: "A repair needs at least one rejected cell.",
		})
	case verdict == matrix.VerdictApproved && rejected+open > 0:
		return cannotDecide("CELLS_UNDECIDED", fault.Text{
			NL: "Nog niet elke cel is goedgekeurd.", EN: "Not every cell is approved yet.",
		})
	case verdict == matrix.VerdictApproved && *r.Row.Outcome != string(schemes.Eligible):
		return cannotDecide("NOT_ELIGIBLE", fault.Text{
			NL: "Volgens de regeling is dit niet subsidiabel; zie de bevindingen.",
			EN: "By the regulation this is not eligible; see the findings.",
		})
	}
	if h, is := Waits(r.Row, verdicts[verdict], entry.DateOf(clock.DateOf(r.Now))); is {
		return cannotDecide(reasonHeld, verdicts[verdict].Held(h.First))
	}
	return nil
}

func cannotDecide(reason string, text fault.Text) error {
	return fault.Conflict([]string{"input", "verdict"}, reason, text)
}

func openRepair(ctx context.Context, tx *ent.Tx, r *reading.Registration, due *time.Time, note *string) error {
	return tx.Repair.Create().SetID(ids.New(ids.Repair)).SetRegistrationID(r.Row.ID).SetOpenedAt(r.Now).
		SetNillableDueOn(due).SetNillableNote(note).
		SetOrganisationID(r.Plan.OrganisationID).SetRegionalOrganisationID(r.Plan.RegionalOrganisationID).Exec(ctx)
}

// insertDecision keeps the decision with the receipt that was just stored.
func insertDecision(ctx context.Context, tx *ent.Tx, r *reading.Registration, id, verdict string, note *string, by string) error {
	return tx.Decision.Create().SetID(id).SetRegistrationID(r.Row.ID).SetVerdict(verdict).SetNillableNote(note).
		SetAt(r.Now).SetBy(by).SetEvaluationID(*r.Row.EvaluationID).SetNillableAmountCents(r.Row.AmountCents).
		SetOrganisationID(r.Plan.OrganisationID).SetRegionalOrganisationID(r.Plan.RegionalOrganisationID).Exec(ctx)
}

func (d *Desk) decided(ctx context.Context, r *reading.Registration, decisionID string) (*Decided, error) {
	reg, err := d.registry.Fresh(ctx, r.Row.ID)
	if err != nil {
		return nil, err
	}
	decision, err := d.store.Client().Decision.Get(ctx, decisionID)
	if err != nil {
		return nil, store.Missing(err, "DECISION_NOT_FOUND")
	}
	activity, _ := r.Manifest().Activity(r.Row.Activity)
	return &Decided{Registration: reg, Decision: decision, Budget: activity.Budget}, nil
}
