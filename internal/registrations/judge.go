package registrations

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// locate leads from a place in the facts to a place in the input of the act.
type locate func(pointer []string) []string

// judge asks the scheme about the file as the act makes it, and fills in what follows: outcomes, amounts, cells, and
// whether the registration is complete. What cannot be true whatever the regulation says is refused before it is asked,
// at its place in the input.
func (d *Desk) judge(ctx context.Context, f *file, at locate) (*dossier.Judged, error) {
	q, err := d.question(ctx, f)
	if err != nil {
		return nil, err
	}
	var bad fault.Collector
	dossier.Faults(f.manifest().Problems(q), &bad, at)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	answers, err := d.catalog.Judge(ctx, f.release, []schemes.Question{q})
	if err != nil {
		return nil, fmt.Errorf("judge %s: %w", f.id(), err)
	}
	return f.settle(q, answers[0]), nil
}

// question is what the scheme is asked about the file as it stands.
func (d *Desk) question(ctx context.Context, f *file) (schemes.Question, error) {
	if f.reg == nil {
		return dossier.ProjectFile(f.now, dossier.Organisation(f.organisation, f.docs), f.plan, f.docs), nil
	}
	others, err := d.others(ctx, f)
	if err != nil {
		return schemes.Question{}, err
	}
	return f.question(others), nil
}

// question is what the scheme is asked about a registration beside the others of its people.
func (f *file) question(others map[string][]schemes.Other) schemes.Question {
	organisation := dossier.Organisation(f.organisation, f.project)
	return dossier.Registration(f.now, organisation, f.plan.Facts, f.reg, f.parts, f.docs, others)
}

// settle takes an answer over into the file.
func (f *file) settle(q schemes.Question, a schemes.Answer) *dossier.Judged {
	j := &dossier.Judged{
		Question: q, Answer: a, At: f.at,
		ReleaseID: f.release.ID, ParametersHash: f.release.ParametersHash(), ParameterFileID: f.release.ParameterFileID(),
	}
	if f.reg == nil {
		f.settleCells(a)
		return j
	}
	before, outcome := f.worth(), j.Outcome()
	f.reg.Outcome, f.reg.AmountCents, f.reg.ValidUntil = &outcome, j.Amount(), j.ValidUntil()
	f.reg.ParticipantCount = len(f.parts)
	for i, p := range f.parts {
		own := string(a.Parts[i].Outcome)
		p.Outcome, p.AmountCents = &own, (*int64)(a.Parts[i].Amount)
	}
	if f.isWithAssessor() && f.worth() != before {
		f.raise() // who decides has seen another amount
	}
	f.settleCells(a)
	f.bindSlots()
	f.advance(a)
	return j
}

// advance lets the machine move between DRAFT and READY.
func (f *file) advance(a schemes.Answer) {
	act := workflow.Reopen
	if f.isComplete(a) {
		act = workflow.Complete
	}
	if to, ok := act.Next(f.reg.State); ok {
		f.reg.State = to
	}
}

// isComplete reports whether the registration can be handed in: somebody takes part, the regulation is met as far as
// the machine sees, every cell that is asked is complete, and the content was judged where that is asked.
func (f *file) isComplete(a schemes.Answer) bool {
	if len(f.parts) == 0 || !f.isContentJudged() || len(refusals(a)) > 0 {
		return false
	}
	for _, c := range f.cells {
		switch c.State {
		case cellMissing, cellIncomplete, cellRejected:
			return false
		}
	}
	return true
}

func (f *file) isContentJudged() bool {
	activity, _ := f.manifest().Activity(f.reg.Activity)
	return activity.ContentJudge == "" || f.reg.ContentVerdict != nil && *f.reg.ContentVerdict == verdictApproved
}

// refusals are the rules that keep a registration from being handed in, each once: those that block, and those for
// which a fact is missing. What keeps a single cell from being complete shows in the cell.
func refusals(a schemes.Answer) []string { return refusalsAt(a, func(string) bool { return true }) }

// refusalsAt are those about some places in the facts.
func refusalsAt(a schemes.Answer, place func(path string) bool) []string {
	var rules []string
	seen := map[string]bool{}
	for _, p := range append([]schemes.Part{a.Whole}, a.Parts...) {
		for _, f := range p.Findings {
			if f.Severity >= schemes.Missing && place(f.Path) && !seen[f.Rule] {
				seen[f.Rule] = true
				rules = append(rules, f.Rule)
			}
		}
	}
	return rules
}
