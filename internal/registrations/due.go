package registrations

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// final are the states in which nothing is judged any more.
var final = workflow.Final(workflow.Registration)

// again is a registration whose judgement is made again. That raises no version, but where an assessor would decide on
// an amount that is not the one seen.
type again struct {
	desk     *Desk
	file     *file
	question schemes.Question
	writing  writing // what was taken over
}

// Load implements rejudge.Loader: undecided registrations with what lies around them.
func (d *Desk) Load(ctx context.Context, ids []string) (found []rejudge.Subject, failed map[string]error) {
	rows, err := d.store.Client().Registration.Query().
		Where(registration.IDIn(ids...), registration.StateNotIn(final...)).Order(registration.ByID()).All(ctx)
	if err == nil {
		found, err = d.loadAgain(ctx, rows)
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
		one, lacking := d.Load(ctx, []string{id})
		found = append(found, one...)
		for id, err := range lacking {
			failed[id] = err
		}
	}
	return found, failed
}

// loadAgain reads what lies around registrations; the other registrations of their people once for each organisation.
func (d *Desk) loadAgain(ctx context.Context, rows []*ent.Registration) ([]rejudge.Subject, error) {
	around, err := d.aroundAll(ctx, rows)
	if err != nil {
		return nil, err
	}
	byOrganisation := map[string][]*file{}
	for _, f := range around {
		byOrganisation[f.plan.OrganisationID] = append(byOrganisation[f.plan.OrganisationID], f)
	}
	others := map[string]elsewhere{}
	for id, files := range byOrganisation {
		if others[id], err = d.othersOf(ctx, files); err != nil {
			return nil, err
		}
	}
	found := make([]rejudge.Subject, len(around))
	for i, f := range around {
		found[i] = &again{desk: d, file: f, question: f.question(f.others(others[f.plan.OrganisationID]))}
	}
	return found, nil
}

// About implements rejudge.Subject.
func (g *again) About() dossier.Subject { return g.file.subject() }

// Asks implements rejudge.Subject.
func (g *again) Asks() rejudge.Asked {
	return rejudge.Asked{Release: g.file.release, Question: g.question, Before: g.file.before}
}

// Take implements rejudge.Subject.
func (g *again) Take(_ context.Context, a schemes.Answer) error {
	return g.take(g.file.settle(g.question, a))
}

func (g *again) take(judged *dossier.Judged) error {
	isNew, err := g.file.rest(judged)
	if err != nil {
		return err
	}
	g.file.stamp()
	g.writing = writing{Writing: procedure.Writing{Act: workflow.RejudgeRegistration, Ground: access.OfPlatform, Judged: judged}, isNew: isNew}
	return nil
}

// Keep implements rejudge.Subject. A registration that an act changed meanwhile was judged by that act.
func (g *again) Keep(ctx context.Context, tx *ent.Tx) (*ent.Evaluation, error) {
	return g.file.receipt, g.desk.writeIn(ctx, tx, g.file, g.writing)
}
