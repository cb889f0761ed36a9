package reading

import (
	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Settle takes an answer over: outcomes, amounts, cells, and whether the registration is complete.
func (r *Registration) Settle(q schemes.Question, a schemes.Answer) *dossier.Judged {
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
			h.First = new(entry.Date(wait.First.String()))
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

// IsComplete reports whether the registration can be submitted: somebody takes part, the regulation is met as far as the
// scheme sees, every cell that is asked is complete, and the content was judged where that is asked.
func (r *Registration) IsComplete(a schemes.Answer) bool {
	if len(r.Parts) == 0 || !r.IsContentJudged() || len(Refusals(a)) > 0 {
		return false
	}
	for _, c := range r.Cells {
		switch c.State {
		case matrix.Missing, matrix.Incomplete, matrix.Rejected:
			return false
		}
	}
	return true
}

// Refusals are the rules that keep a registration from being submitted, each once: those that block, and those for which
// a fact is missing. What keeps a single cell from being complete shows in the cell.
func Refusals(a schemes.Answer) []string { return RefusalsAt(a, func(string) bool { return true }) }

// RefusalsAt are those about some places in the facts.
func RefusalsAt(a schemes.Answer, place func(path string) bool) []string {
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
