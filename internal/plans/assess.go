package plans

import (
	"context"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// AssessInput is the project leader's assessment.
type AssessInput struct {
	ID              string
	ExpectedVersion int
	Verdict         string // APPROVED or REJECTED
	Lines           []AssessLineInput
	Note            *string
	LateReason      *string // needed once the window for assessing has closed
}

// AssessLineInput is a line as assessed.
type AssessLineInput struct {
	LineID       string
	Participants int
	Amount       typed.Money
	Reason       *string
}

// The verdicts of a project leader.
const (
	Approved = "APPROVED"
	Rejected = "REJECTED"
)

// Assess is the project leader's assessment: each line as filed or lower, with a reason where it is lower, or the
// plan rejected with a note. A plan that does not meet the demands at this moment is not approved, and stays as it was; it
// can be rejected always. Before its window assessing is refused, after it a reason is needed. Faults: LINE_MISSING,
// LINE_RAISED, REASON_REQUIRED, and HELD before the window.
func (d *Desk) Assess(ctx context.Context, in AssessInput) (*Result, error) {
	act := workflow.AssessPlan
	if in.Verdict == Rejected {
		act = workflow.RejectPlan
	}
	o := d.order(act, in.ID, in.ExpectedVersion)
	o.Change = func(ctx context.Context, r *reading) error {
		if w, ok := assessment(r.release.Manifest); ok && isBefore(r.now, w) {
			return r.Conflict("id", fault.ReasonHeld, act.Held(firstDay(w)))
		}
		r.below = func(ctx context.Context, tx *ent.Tx) error { return saveAssessment(ctx, tx, r.plan) }
		r.plan.AssessmentVerdict = &in.Verdict
		r.plan.AssessedAt, r.plan.AssessedBy = &r.now, new(actor.From(ctx).PersonID)
		return assess(r, in)
	}
	o.Stops = demands
	if in.Verdict == Rejected {
		o.Judge, o.Stops = nil, nil
	}
	o.Settle = func(_ context.Context, r *reading, w *procedure.Writing) error {
		w.Reason = joined(r.plan.AssessmentNote, r.plan.LateReason)
		if window, ok := assessment(r.release.Manifest); ok && isPast(r.now, window) && window.Source.Rule != "" {
			w.Rules = append(w.Rules, string(window.Source.Rule))
		}
		return nil
	}
	return d.carry(ctx, o)
}

// assess puts the assessment into the lines of the plan; a rejection leaves them as filed.
func assess(r *reading, in AssessInput) error {
	p, m := r.plan, r.release.Manifest
	var bad fault.Collector
	p.AssessmentNote = note(in.Note, &bad, "input", "note")
	if w, ok := assessment(m); ok && isPast(r.now, w) {
		p.LateReason = note(in.LateReason, &bad, "input", "lateReason")
		if strings.TrimSpace(textOf(in.LateReason)) == "" {
			bad.Add(reasonRequired(lateReasonAsked(w), "input", "lateReason"))
		}
	}
	if in.Verdict == Rejected {
		if strings.TrimSpace(textOf(in.Note)) == "" {
			bad.Add(reasonRequired(fault.Text{
				NL: "Geef de reden waarom u het plan afwijst.", EN: "State why you reject the plan.",
			}, "input", "note"))
		}
		return bad.Err()
	}
	for i, l := range in.Lines {
		at := question.At(pathLines, index(i))
		line := lineOf(p, l.LineID)
		switch {
		case line == nil:
			bad.Add(fault.Invalid(question.At(at, "lineID"), fault.ReasonNotFound, fault.Text{
				NL: "Deze regel hoort niet bij dit plan. Beoordeel alleen de regels van het plan zelf.",
				EN: "This line does not belong to this plan. Assess only the lines of the plan itself.",
			}, ""))
		case line.AssessedCents != nil:
			title := activityTitle(m, line.Activity)
			bad.Add(repeated(fault.Text{
				NL: "De regel voor " + title.NL + " staat twee keer in de beoordeling. Beoordeel elke regel één keer.",
				EN: "The line for " + title.EN + " is assessed twice. Assess each line once.",
			}, question.At(at, "lineID")))
		default:
			assessLine(line, l, &bad, at)
		}
	}
	bad.Add(unassessed(p, m))
	return bad.Err()
}

// unassessed names the lines that an assessment leaves out; nil where there are none.
func unassessed(p *ent.Plan, m *schemes.Manifest) *fault.Error {
	var nl, en []string
	for _, l := range p.Edges.Lines {
		if l.AssessedCents == nil {
			title := activityTitle(m, l.Activity)
			nl, en = append(nl, title.NL), append(en, title.EN)
		}
	}
	if len(nl) == 0 {
		return nil
	}
	return fault.Invalid(pathLines, "LINE_MISSING", fault.Text{
		NL: "Beoordeel elke regel van het plan. Nog niet beoordeeld: " + strings.Join(nl, ", ") + ".",
		EN: "Assess every line of the plan. Not assessed yet: " + strings.Join(en, ", ") + ".",
	}, "")
}

func lineOf(p *ent.Plan, id string) *ent.PlanLine {
	i := slices.IndexFunc(p.Edges.Lines, func(l *ent.PlanLine) bool { return l.ID == id })
	if i < 0 {
		return nil
	}
	return p.Edges.Lines[i]
}

// assessLine puts one assessed line into place: as filed or lower, and lower with a reason.
func assessLine(line *ent.PlanLine, in AssessLineInput, bad *fault.Collector, at []string) {
	cents := in.Amount.Parse(bad, question.At(at, "amount")...)
	line.AssessedParticipants, line.AssessedCents = &in.Participants, &cents
	if in.Participants < 0 {
		bad.Add(fault.Invalid(question.At(at, "participants"), "NEGATIVE", fault.Text{
			NL: "Het aantal deelnemers kan niet lager zijn dan nul.", EN: "The number of participants cannot be less than zero.",
		}, ">= 0"))
	}
	if in.Participants > line.Participants {
		most := index(line.Participants)
		bad.Add(raised(question.At(at, "participants"), most, fault.Text{NL: most + " deelnemers", EN: most + " participants"}))
	}
	if cents > line.RequestedCents {
		bad.Add(raised(question.At(at, "amount"), string(typed.MoneyOf(line.RequestedCents)), inEuros(line.RequestedCents)))
	}
	lower := in.Participants < line.Participants || cents < line.RequestedCents
	if lower && strings.TrimSpace(textOf(in.Reason)) == "" {
		bad.Add(reasonRequired(fault.Text{
			NL: "Geef de reden waarom deze regel lager is beoordeeld dan is aangevraagd.",
			EN: "State why this line is assessed below the request.",
		}, question.At(at, "reason")...))
	}
	if lower {
		line.ReductionReason = note(in.Reason, bad, question.At(at, "reason")...)
	}
}

func raised(path []string, most string, spoken fault.Text) *fault.Error {
	return fault.Invalid(path, "LINE_RAISED", fault.Text{
		NL: "De beoordeling kan niet hoger zijn dan de aanvraag: hoogstens " + spoken.NL + ".",
		EN: "The assessment cannot exceed the request: at most " + spoken.EN + ".",
	}, "<= "+most)
}

func saveAssessment(ctx context.Context, tx *ent.Tx, p *ent.Plan) error {
	for _, l := range p.Edges.Lines {
		if l.AssessedCents == nil {
			continue
		}
		err := tx.PlanLine.UpdateOneID(l.ID).SetNillableAssessedParticipants(l.AssessedParticipants).
			SetNillableAssessedCents(l.AssessedCents).SetNillableReductionReason(l.ReductionReason).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}
