package registrations

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Decided is what came of a decision.
type Decided struct {
	Registration *ent.Registration
	Decision     *ent.Decision // nil where a second assessor has to confirm it first
	Budget       string        // code of the budget it draws on
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
	RepairBy        *typed.Date
}

// Decide approves a registration when every cell that is asked is approved and the regulation is met, sends it back
// for repair when a cell is rejected, or rejects it as a whole; where an approval needs a second assessor it waits for that
// one. It is judged anew first: the decision and its amount
// rest on that receipt. Where that comes to something else than was seen, it is kept and the version is stale. Faults:
// CELLS_UNDECIDED, NOT_ELIGIBLE, HELD, NOTHING_REJECTED, REASON_REQUIRED, REPAIR_TERM_REQUIRED.
func (d *Desk) Decide(ctx context.Context, in DecideInput) (*Decided, error) {
	decision := ids.New(ids.Decision)
	var reason *string
	var due *time.Time
	o := d.order(verdicts[in.Verdict], in.RegistrationID, in.ExpectedVersion)
	o.Field, o.Judge = "registrationID", func(ctx context.Context, r *reading.Registration) (*question.Judged, error) {
		return d.registry.JudgeAsSeen(ctx, r, entered.Input)
	}
	o.Change = func(context.Context, *reading.Registration) (err error) {
		reason, due, err = d.stated(in)
		return err
	}
	o.Settle = func(ctx context.Context, r *reading.Registration, w *procedure.Writing) error {
		w.Reason, w.Rules = orEmpty(reason), r.Refusals(w.Judged.Answer)
		if second := d.secondFor(r, in.Verdict); second != nil {
			putToSecond(r, w, second, actor.From(ctx).ID())
			return mayDecide(r, in.Verdict, w.Judged)
		}
		r.End()
		if in.Verdict == verdictRepair {
			r.Row.ValidUntil = w.Judged.ValidUntil()
		}
		r.Below.Write = func(ctx context.Context, tx *ent.Tx) error {
			if in.Verdict == verdictRepair {
				if err := openRepair(ctx, tx, r, due, reason); err != nil {
					return err
				}
			}
			return insertDecision(ctx, tx, r, decision, in.Verdict, reason, actor.From(ctx).ID())
		}
		return mayDecide(r, in.Verdict, w.Judged)
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	if done.Subject.Row.State == workflow.AwaitingSecond {
		reg, err := d.registry.Fresh(ctx, in.RegistrationID)
		return &Decided{Registration: reg, Budget: budgetOf(done.Subject)}, err
	}
	return d.decided(ctx, done.Subject, decision)
}

// stated reads the note and the term of a decision.
func (d *Desk) stated(in DecideInput) (note *string, due *time.Time, err error) {
	if in.Verdict == verdictRepair {
		return matrix.RepairTerm(in.Note, in.RepairBy, "repairBy", clock.DateOf(d.clock.Regulation()))
	}
	var bad fault.Collector
	if in.Verdict == matrix.VerdictApproved {
		note = typed.Text(in.Note, longestNote, &bad, "input", "note")
	} else {
		note = matrix.RequiredNote(in.Note, &bad)
	}
	typed.Optional(in.RepairBy, &bad, "input", "repairBy")
	return note, nil, bad.Err()
}

// mayDecide holds a verdict against the cells and what the scheme says. What keeps an approval from being given is listed.
func mayDecide(r *reading.Registration, verdict string, j *question.Judged) error {
	switch verdict {
	case verdictRepair:
		if !slices.ContainsFunc(r.Cells, func(c *ent.Cell) bool { return c.State == matrix.Rejected }) {
			return cannotDecide("verdict", "NOTHING_REJECTED", matrix.NothingRejected)
		}
	case matrix.VerdictApproved:
		return mayApprove(r, j, "verdict")
	}
	return nil
}

// mayApprove refuses at a field of the input.
func mayApprove(r *reading.Registration, j *question.Judged, field string) error {
	hindering := r.ToApprove(j.Answer)
	open := undecided(r, hindering)
	wait, isHeld := Waits(r.Row, workflow.ApproveRegistration, typed.DateOf(clock.DateOf(r.Now)))
	var refused *fault.Error
	switch {
	case open.NL != "":
		refused = cannotDecide(field, "CELLS_UNDECIDED", open)
	case j.Answer.Whole.Outcome != schemes.Eligible:
		refused = cannotDecide(field, "NOT_ELIGIBLE", notEligible(r, j, hindering))
	case isHeld:
		refused = cannotDecide(field, fault.ReasonHeld, workflow.ApproveRegistration.Held(wait.First))
	default:
		return nil
	}
	receipt, err := j.Receipt(r.Subject())
	if err != nil {
		return err
	}
	refused.Hindrances = r.Hindered(receipt, hindering)
	return refused
}

// undecided names the columns with cells that are not approved, and how many each has; empty where there are none.
func undecided(r *reading.Registration, hindering []reading.Hindrance) fault.Text {
	cells, counts := map[string]bool{}, map[string]int{}
	var columns []string
	for _, h := range hindering {
		if h.Cell == nil || h.Kind == reading.HinderedByHold || cells[h.Cell.ID] {
			continue
		}
		cells[h.Cell.ID] = true
		if counts[h.Cell.Column]++; counts[h.Cell.Column] == 1 {
			columns = append(columns, h.Cell.Column)
		}
	}
	if len(columns) == 0 {
		return fault.Text{}
	}
	var nl, en []string
	for _, c := range columns {
		title := r.Manifest().ColumnTitle(c)
		nl, en = append(nl, fmt.Sprintf("%s (%d)", title.NL, counts[c])), append(en, fmt.Sprintf("%s (%d)", title.EN, counts[c]))
	}
	return fault.Text{
		NL: "Nog niet elke cel is goedgekeurd: " + strings.Join(nl, ", ") + ".",
		EN: "Not every cell is approved yet: " + strings.Join(en, ", ") + ".",
	}
}

// notEligible names what the regulation does not allow, or still misses, once for each rule.
func notEligible(r *reading.Registration, j *question.Judged, hindering []reading.Hindrance) fault.Text {
	text := fault.Text{NL: "Volgens de regeling is dit niet subsidiabel.", EN: "By the regulation this is not eligible."}
	if j.Answer.Whole.Outcome == schemes.Undetermined {
		text = fault.Text{NL: "Volgens de regeling ontbreekt er nog iets.", EN: "By the regulation something is still missing."}
	}
	for i, h := range hindering {
		if h.Kind == reading.HinderedByHold {
			continue
		}
		message, _ := h.Words(r)
		isSaid := slices.ContainsFunc(hindering[:i], func(other reading.Hindrance) bool { return other.Finding.Rule == h.Finding.Rule })
		if !isSaid {
			text.NL, text.EN = text.NL+" "+message.NL, text.EN+" "+message.EN
		}
	}
	return text
}

func cannotDecide(field, reason string, text fault.Text) *fault.Error {
	return fault.Conflict([]string{"input", field}, reason, text)
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
	return &Decided{Registration: reg, Decision: decision, Budget: budgetOf(r)}, nil
}

func budgetOf(r *reading.Registration) string {
	activity, _ := r.Manifest().Activity(r.Row.Activity)
	return activity.Budget
}
