package reading

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// final are the states in which nothing is judged any more.
var final = workflow.Final(workflow.Registration)

// again is a registration whose judgement is made again. That raises no version, but where an assessor would decide on
// an amount that is not the one seen.
type again struct {
	registry     *Registry
	registration *Registration
	question     schemes.Question
	writing      writing // what was taken over
}

// Load implements rejudge.Loader: undecided registrations with what lies around them.
func (g *Registry) Load(ctx context.Context, ids []string) (found []rejudge.Subject, failed map[string]error) {
	rows, err := g.store.Client().Registration.Query().
		Where(registration.IDIn(ids...), registration.StateNotIn(final...)).Order(registration.ByID()).All(ctx)
	if err == nil {
		found, err = g.loadAgain(ctx, rows)
	}
	if err == nil {
		return found, nil
	}
	failed = map[string]error{}
	if len(ids) == 1 {
		failed[ids[0]] = fmt.Errorf("read registration %s: %w", ids[0], err)
		return nil, failed
	}
	for _, id := range ids { // one of them, perhaps, is of a release that is not installed here
		one, lacking := g.Load(ctx, []string{id})
		found = append(found, one...)
		for id, err := range lacking {
			failed[id] = err
		}
	}
	return found, failed
}

// loadAgain reads what lies around registrations; the other registrations of their people once for each organisation.
func (g *Registry) loadAgain(ctx context.Context, rows []*ent.Registration) ([]rejudge.Subject, error) {
	around, err := g.Around(ctx, rows)
	if err != nil {
		return nil, err
	}
	places := map[string][]int{} // by organisation
	for i, r := range around {
		places[r.Plan.OrganisationID] = append(places[r.Plan.OrganisationID], i)
	}
	found := make([]rejudge.Subject, len(around))
	for _, of := range places {
		some := make([]*Registration, len(of))
		for k, i := range of {
			some[k] = around[i]
		}
		questions, err := g.Questions(ctx, some)
		if err != nil {
			return nil, err
		}
		for k, i := range of {
			found[i] = &again{registry: g, registration: some[k], question: questions[k]}
		}
	}
	return found, nil
}

// About implements rejudge.Subject.
func (a *again) About() question.Subject { return a.registration.Subject() }

// Asks implements rejudge.Subject.
func (a *again) Asks() rejudge.Asked {
	return rejudge.Asked{Release: a.registration.Release, Question: a.question, Before: a.registration.Before, Until: a.registration.Row.ValidUntil}
}

// Take implements rejudge.Subject.
func (a *again) Take(_ context.Context, answer schemes.Answer) error {
	return a.take(a.registration.Settle(a.question, answer))
}

func (a *again) take(judged *question.Judged) error {
	isNew, err := a.registration.rest(judged)
	if err != nil {
		return err
	}
	a.registration.stamp()
	a.writing = writing{Writing: procedure.Writing{Act: workflow.RejudgeRegistration, Ground: access.OfPlatform, Judged: judged}, isNew: isNew}
	return nil
}

// Keep implements rejudge.Subject. A registration that an act changed meanwhile was judged by that act.
func (a *again) Keep(ctx context.Context, tx *ent.Tx) (*ent.Evaluation, error) {
	return a.registration.Receipt, a.registration.write(ctx, tx, a.writing)
}
