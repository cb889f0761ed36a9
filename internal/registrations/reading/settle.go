package reading

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Settle takes an answer over: outcomes, amounts, cells, and whether the registration is complete.
func (r *Registration) Settle(q schemes.Question, a schemes.Answer) *question.Judged {
	j := r.Judged(q, a)
	before, outcome := r.worth(), j.Outcome()
	r.Row.Outcome, r.Row.AmountCents, r.Row.ValidUntil = &outcome, j.Amount(), j.ValidUntil()
	r.Row.ParticipantCount, r.Row.Holds = len(r.Parts), holds(&a)
	for i, p := range r.Parts {
		own := string(a.Parts[i].Outcome)
		p.Outcome, p.AmountCents, p.ClaimedCents = &own, (*int64)(a.Parts[i].Amount), (*int64)(a.Parts[i].Claimed)
	}
	if r.isWithAssessor() && r.worth() != before {
		r.Raise() // who decides has seen another amount
	}
	r.Matrix.Settle(a, matrix.Frame{Activity: r.Row.Activity, IsInReview: r.isInReview(), IsRestated: r.States() != r.was.stated})
	r.bindSlots()
	r.advance(a)
	return j
}

// holds are the acts that an answer holds, each with its day.
func holds(a *schemes.Answer) []fields.Hold {
	var all []fields.Hold
	for _, act := range schemes.HeldActs {
		wait, is := a.Held(act)
		if !is {
			continue
		}
		h := fields.Hold{Act: string(act)}
		if !wait.First.IsZero() {
			h.First = new(typed.Date(wait.First.String()))
		}
		all = append(all, h)
	}
	return all
}

// advance lets the scheme move the registration between DRAFT and READY.
func (r *Registration) advance(a schemes.Answer) {
	act := workflow.Reopen
	if r.IsComplete(a) {
		act = workflow.Complete
	}
	if to, ok := act.Next(r.Row.State); ok {
		r.Row.State = to
	}
}

// IsComplete reports whether the registration can be submitted: nothing hinders it, but for a day that has to come.
func (r *Registration) IsComplete(a schemes.Answer) bool {
	return !slices.ContainsFunc(r.ToSubmit(a), func(h Hindrance) bool { return h.Kind != HinderedByHold })
}

// Refusals are the rules that the registration does not meet, each once: those that block, and those for which a fact is
// missing. What keeps a single cell from being complete shows in the cell.
func (r *Registration) Refusals(a schemes.Answer) []string {
	return RulesOf(r.hindrances(a, demand{isStopping, noCell, ""}))
}

// result is what the scheme says of a registration as a whole, or of one participation.
type result struct {
	outcome    string
	amount     int64
	hasAmount  bool
	claimed    int64 // before caps that registrations share
	hasClaimed bool
}

// resultOfPart is the result of one participation.
func resultOfPart(p *ent.Participation) result {
	of := resultOf(p.Outcome, p.AmountCents)
	if p.ClaimedCents != nil {
		of.claimed, of.hasClaimed = *p.ClaimedCents, true
	}
	return of
}

// worth is the result of the registration as a whole.
func (r *Registration) worth() result { return resultOf(r.Row.Outcome, r.Row.AmountCents) }

func resultOf(outcome *string, cents *int64) result {
	var of result
	if outcome != nil {
		of.outcome = *outcome
	}
	if cents != nil {
		of.amount, of.hasAmount = *cents, true
	}
	return of
}
