package wire

import (
	"maps"
	"slices"

	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// FromAnswer writes the answer to the question at index i.
func FromAnswer(i int, a schemes.Answer) *schemev1.Answer {
	if a.Failure != "" {
		return &schemev1.Answer{Question: int32(i), Failure: text(a.Failure)}
	}
	return &schemev1.Answer{
		Question: int32(i), Whole: fromPart(a.Whole), Parts: list(a.Parts, fromPart), ValidUntil: fromInstant(a.ValidUntil),
	}
}

// ToAnswer reads the answer to the question at index i, or says which field is
// wrong. Its error holds no text of the plugin.
func ToAnswer(i int, p *schemev1.Answer) (schemes.Answer, error) {
	r := &reader{}
	if int(p.GetQuestion()) != i {
		r.fail("question", "answers question %d instead of %d", p.GetQuestion(), i)
		return schemes.Answer{}, r.err
	}
	if p.GetFailure() != "" {
		return schemes.Answer{Failure: p.GetFailure()}, nil
	}
	a := schemes.Answer{
		Whole: within(r, "whole", p.GetWhole(), toPart), Parts: each(r, "parts", p.GetParts(), toPart),
		ValidUntil: r.instant("valid_until", p.ValidUntil),
	}
	return a, r.err
}

func fromPart(s schemes.Part) *schemev1.Part {
	out := &schemev1.Part{
		Key: text(s.Key), Outcome: outcomes.to(s.Outcome), Findings: list(s.Findings, fromFinding),
		Steps: fromSteps(s.Steps), Cells: list(s.Cells, fromCell),
	}
	if s.Amount != nil {
		out.AmountCents = new(int64(*s.Amount))
	}
	if s.Claimed != nil {
		out.ClaimedCents = new(int64(*s.Claimed))
	}
	return out
}

func toPart(r *reader, p *schemev1.Part) schemes.Part {
	if p == nil {
		r.fail("", "missing")
		return schemes.Part{}
	}
	return schemes.Part{
		Key: p.GetKey(), Outcome: outcomes.from(r, "outcome", p.GetOutcome()), Findings: each(r, "findings", p.GetFindings(), toFinding),
		Amount: r.cents("amount_cents", p.AmountCents), Claimed: r.cents("claimed_cents", p.ClaimedCents), Steps: each(r, "steps", p.GetSteps(), toStep), Cells: each(r, "cells", p.GetCells(), toCell),
	}
}

func fromFinding(f schemes.Finding) *schemev1.Finding {
	out := &schemev1.Finding{
		Rule: text(f.Rule), Severity: severities.to(f.Severity), Path: text(f.Path), Suggestion: text(f.Suggestion),
		Holds: list(f.Holds, heldActs.to), First: fromDate(f.First),
	}
	for _, name := range slices.Sorted(maps.Keys(f.Params)) {
		out.Params = append(out.Params, &schemev1.Param{Name: text(name), Value: text(f.Params[name])})
	}
	return out
}

func toFinding(r *reader, p *schemev1.Finding) schemes.Finding {
	f := schemes.Finding{
		Rule: p.GetRule(), Severity: severities.from(r, "severity", p.GetSeverity()), Path: p.GetPath(), Suggestion: p.GetSuggestion(),
		Holds: each(r, "holds", p.GetHolds(), toHeldAct), First: r.date("first", p.First),
	}
	if len(p.GetParams()) > 0 {
		f.Params = make(schemes.Params, len(p.GetParams()))
		for _, v := range p.GetParams() {
			f.Params[v.GetName()] = v.GetValue()
		}
	}
	return f
}

func toHeldAct(r *reader, p schemev1.HeldAct) schemes.HeldAct { return heldActs.from(r, "", p) }

// fromSteps writes a trace, which is most of an answer: one allocation for all of
// its steps, one for all of their arguments.
func fromSteps(in []schemes.Step) []*schemev1.Step {
	if len(in) == 0 {
		return nil
	}
	n := 0
	for i := range in {
		n += len(in[i].Args)
	}
	steps, args, out := make([]schemev1.Step, len(in)), make([]int32, 0, n), make([]*schemev1.Step, len(in))
	for i := range in {
		s, p, from := &in[i], &steps[i], len(args)
		for _, a := range s.Args {
			args = append(args, int32(a))
		}
		p.Line, p.Operation, p.Args = text(s.Line), operations.to(s.Op), args[from:len(args):len(args)]
		p.Path, p.Parameter, p.Assumption, p.Value = text(s.Path), text(s.Parameter), s.Assumption, text(s.Value)
		out[i] = p
	}
	return out
}

func toStep(r *reader, p *schemev1.Step) schemes.Step {
	s := schemes.Step{
		Line: p.GetLine(), Op: operations.from(r, "operation", p.GetOperation()), Path: p.GetPath(),
		Parameter: p.GetParameter(), Assumption: p.GetAssumption(), Value: p.GetValue(),
	}
	if len(p.GetArgs()) > 0 {
		s.Args = make([]int, len(p.GetArgs()))
		for i, a := range p.GetArgs() {
			s.Args[i] = int(a)
		}
	}
	return s
}

func fromCell(c schemes.Cell) *schemev1.Cell {
	return &schemev1.Cell{
		Column: text(c.Column), State: cellStates.to(c.State), Documents: list(c.Documents, text), Findings: list(c.Findings, fromFinding),
	}
}

func toCell(r *reader, p *schemev1.Cell) schemes.Cell {
	return schemes.Cell{
		Column: p.GetColumn(), State: cellStates.from(r, "state", p.GetState()), Documents: p.GetDocuments(),
		Findings: each(r, "findings", p.GetFindings(), toFinding),
	}
}

// FromOverrides writes replaced parameters in order of code.
func FromOverrides(o schemes.Overrides) []*schemev1.Override {
	out := make([]*schemev1.Override, 0, len(o))
	for _, code := range slices.Sorted(maps.Keys(o)) {
		out = append(out, &schemev1.Override{Parameter: code, Values: list(o[code], fromValue)})
	}
	return out
}

// ToOverrides reads replaced parameters, or says which field is wrong.
func ToOverrides(in []*schemev1.Override) (schemes.Overrides, error) {
	if len(in) == 0 {
		return nil, nil
	}
	r := &reader{}
	out := make(schemes.Overrides, len(in))
	r.enter("overrides")
	for _, p := range in {
		out[p.GetParameter()] = each(r, p.GetParameter(), p.GetValues(), toValue)
	}
	return out, r.err
}
