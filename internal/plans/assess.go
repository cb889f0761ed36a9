package plans

import (
	"context"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// AssessInput is the project leader's assessment.
type AssessInput struct {
	ID              string
	ExpectedVersion int
	Verdict         string // APPROVED or REJECTED
	Lines           []AssessLineInput
	Note            *string
}

// AssessLineInput is a line as assessed.
type AssessLineInput struct {
	LineID       string
	Participants int
	Amount       entry.Money
	Reason       *string
}

// The verdicts of a project leader.
const (
	Approved = "APPROVED"
	Rejected = "REJECTED"
)

// Assess is the project leader's assessment: each line as filed or lower, with a reason where it is lower, or the
// plan rejected with a note. Faults: LINE_MISSING, LINE_RAISED, REASON_REQUIRED.
func (d *Desk) Assess(ctx context.Context, in AssessInput) (*ent.Plan, error) {
	act := workflow.AssessPlan
	if in.Verdict == Rejected {
		act = workflow.RejectPlan
	}
	o := d.order(act, in.ID, in.ExpectedVersion)
	o.Change = func(ctx context.Context, r *reading) error {
		r.below = func(ctx context.Context, tx *ent.Tx) error { return saveAssessment(ctx, tx, r.plan) }
		r.plan.AssessmentVerdict, r.plan.AssessmentNote = &in.Verdict, in.Note
		r.plan.AssessedAt, r.plan.AssessedBy = &r.at, new(actor.From(ctx).PersonID)
		return assess(r.plan, in)
	}
	if in.Verdict == Rejected {
		o.Judge = nil
	}
	o.Settle = func(_ context.Context, r *reading, w *procedure.Writing) error {
		w.Reason = words(in.Note)
		if in.Verdict == Rejected {
			r.end()
		}
		return nil
	}
	return d.carry(ctx, o)
}

// assess puts the assessment into the lines of p; a rejection leaves them as filed.
func assess(p *ent.Plan, in AssessInput) error {
	var bad fault.Collector
	note(in.Note, &bad, "input", "note")
	if in.Verdict == Rejected {
		if strings.TrimSpace(words(in.Note)) == "" {
			bad.Add(reasonRequired("input", "note"))
		}
		return bad.Err()
	}
	for i, l := range in.Lines {
		at := dossier.At(pathLines, index(i))
		line := lineOf(p, l.LineID)
		switch {
		case line == nil:
			bad.Add(fault.Invalid(dossier.At(at, "lineID"), fault.ReasonNotFound, fault.Text{
				NL: "Deze regel hoort niet bij het plan.", EN: "This line is not of the plan.",
			}, ""))
		case line.AssessedCents != nil:
			bad.Add(repeated(dossier.At(at, "lineID")))
		default:
			assessLine(line, l, &bad, at)
		}
	}
	if slices.ContainsFunc(p.Edges.Lines, func(l *ent.PlanLine) bool { return l.AssessedCents == nil }) {
		bad.Add(fault.Invalid(pathLines, "LINE_MISSING", fault.Text{
			NL: "Beoordeel elke regel van het plan.", EN: "Assess every line of the plan.",
		}, ""))
	}
	return bad.Err()
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
	cents := in.Amount.Parse(bad, dossier.At(at, "amount")...)
	line.AssessedParticipants, line.AssessedCents = &in.Participants, &cents
	if in.Participants < 0 {
		bad.Add(fault.Invalid(dossier.At(at, "participants"), "NEGATIVE", fault.Text{
			NL: "Dit kan niet onder nul zijn.", EN: "This cannot be below zero.",
		}, ">= 0"))
	}
	if in.Participants > line.Participants {
		bad.Add(raised(dossier.At(at, "participants"), index(line.Participants)))
	}
	if cents > line.RequestedCents {
		bad.Add(raised(dossier.At(at, "amount"), string(entry.MoneyOf(line.RequestedCents))))
	}
	lower := in.Participants < line.Participants || cents < line.RequestedCents
	if lower && strings.TrimSpace(words(in.Reason)) == "" {
		bad.Add(reasonRequired(dossier.At(at, "reason")...))
	}
	if lower {
		line.ReductionReason = note(in.Reason, bad, dossier.At(at, "reason")...)
	}
}

func raised(path []string, most string) *fault.Error {
	return fault.Invalid(path, "LINE_RAISED", fault.Text{
		NL: "Een beoordeling kan niet hoger zijn dan wat is aangevraagd.", EN: "An assessment cannot be above what was requested.",
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
