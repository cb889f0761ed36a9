package reading

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/schemes"
)

// Locate leads from a place in the facts to a place in the input of the act.
type Locate func(pointer []string) []string

// Judge asks the scheme about the registration as the act makes it, and takes the answer over. What cannot be true
// whatever the regulation says is refused before it is asked, at its place in the input.
func (g *Registry) Judge(ctx context.Context, r *Registration, at Locate) (*question.Judged, error) {
	questions, err := g.Questions(ctx, []*Registration{r})
	if err != nil {
		return nil, err
	}
	var bad fault.Collector
	question.Faults(r.Manifest().Impossible(questions[0]), &bad, at)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	answers, err := g.schemes.Judge(ctx, r.Release, questions)
	if err != nil {
		return nil, fmt.Errorf("judge %s: %w", r.Row.ID, err)
	}
	return r.Settle(questions[0], answers[0]), nil
}

// Questions are what the scheme is asked about registrations of one organisation, in order.
func (g *Registry) Questions(ctx context.Context, of []*Registration) ([]schemes.Question, error) {
	others, err := g.othersOf(ctx, of)
	if err != nil {
		return nil, err
	}
	claims, err := claimsOf(ctx, g.store.Client(), of)
	if err != nil {
		return nil, err
	}
	questions := make([]schemes.Question, len(of))
	for i, r := range of {
		organisation := question.Organisation(r.Organisation, r.Plan)
		questions[i] = question.Registration(r.Now, organisation, r.Plan.Facts, r.Row, r.Parts, r.Docs, r.others(others))
		questions[i].Registration.Approved = r.approved()
		r.claim(questions[i].Registration, claims)
	}
	return questions, nil
}

// JudgeAsSeen judges a registration that is decided on: nobody decides on an amount that was not seen. A judgement that
// comes to something else than the last is kept, and the version that was decided on is stale.
func (g *Registry) JudgeAsSeen(ctx context.Context, r *Registration, at Locate) (*question.Judged, error) {
	seen := r.worth()
	judged, err := g.Judge(ctx, r, at)
	if err != nil || r.worth() == seen {
		return judged, err
	}
	r.Row.State = r.was.state // the judgement alone is kept
	anew := &again{registry: g, registration: r}
	if err := anew.take(r.Settle(judged.Question, judged.Answer)); err != nil {
		return nil, err
	}
	r.Raise()
	if err := rejudge.Keep(ctx, g.store, r.At, rejudge.Decision, anew); err != nil {
		return nil, err
	}
	row, err := g.Fresh(ctx, r.Row.ID)
	if err != nil {
		return nil, err
	}
	return nil, fault.Stale(PathVersion, row, row.Version)
}
