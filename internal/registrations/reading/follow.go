package reading

import (
	"context"
	"fmt"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// along is the row of a registration below a plan that moves: the plan itself has the event.
var along = workflow.Act{Name: workflow.MoveToRelease.Name, Subject: workflow.Registration, Slot: workflow.MoveToRelease.Slot}

// Following is every registration below a plan, judged under another release.
type Following struct {
	registry *Registry
	planID   string
	count    int
	open     []*follower
	moved    []question.Moved
}

// follower is a registration that moves along, as the other release makes it.
type follower struct {
	*Registration
	judged *question.Judged
	isNew  bool // the judgement says something else than the one before
}

const movedAtOnce = 100 // registrations of one call to the scheme

// Follow judges every registration of a plan that is not decided under another release. It stores nothing, and asks the
// scheme for a hundred registrations at a time.
func (g *Registry) Follow(ctx context.Context, p *ent.Plan, to *catalog.Release) (*Following, error) {
	ctx = actor.AsSystem(ctx) // the dossier moves as a whole, whoever may see which part
	all := &Following{registry: g, planID: p.ID}
	for after := ""; ; {
		rows, err := g.store.Client().Registration.Query().Where(registration.PlanID(p.ID), registration.IDGT(after)).
			Order(registration.ByID()).Limit(movedAtOnce).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("read registrations of plan %s: %w", p.Number, err)
		}
		if len(rows) == 0 {
			return all, nil
		}
		if err := all.add(ctx, rows, to); err != nil {
			return nil, err
		}
		after, all.count = rows[len(rows)-1].ID, all.count+len(rows)
	}
}

// add judges a number of registrations.
func (w *Following) add(ctx context.Context, rows []*ent.Registration, to *catalog.Release) error {
	around, err := w.registry.Around(ctx, rows)
	if err != nil {
		return err
	}
	var open []*Registration
	for _, r := range around {
		if slices.Contains(final, r.Row.State) {
			m := r.moved()
			m.IsDecided = true
			w.moved = append(w.moved, m)
			continue
		}
		r.Home = r.Under(to)
		open = append(open, r)
	}
	return w.judge(ctx, open, to)
}

func (r *Registration) moved() question.Moved {
	return question.Moved{Kind: question.SubjectRegistration, ID: r.Row.ID, Number: r.Row.Number, State: r.Row.State, Before: r.Before}
}

// judge asks the other release about registrations and takes its answers over into them.
func (w *Following) judge(ctx context.Context, open []*Registration, to *catalog.Release) error {
	if len(open) == 0 {
		return nil
	}
	questions, err := w.registry.Questions(ctx, open)
	if err != nil {
		return err
	}
	answers, err := w.registry.schemes.JudgeEach(ctx, to, questions)
	if err != nil {
		return fmt.Errorf("judge under release %s: %w", to.Version, err)
	}
	for i, r := range open {
		if answers[i].Failure != "" {
			return fault.Internal("SCHEME_FAILED", fmt.Errorf("judge %s under release %s: %s", r.Row.ID, to.Version, answers[i].Failure))
		}
		m := r.moved()
		own := &follower{Registration: r, judged: r.Settle(questions[i], answers[i])}
		if own.isNew, err = r.rest(own.judged); err != nil {
			return err
		}
		m.After = r.Receipt
		w.open, w.moved = append(w.open, own), append(w.moved, m)
	}
	return nil
}

// Moved says of each registration what becomes of it.
func (w *Following) Moved() []question.Moved { return w.moved }

// Write stores the new judgements within the transaction that moves the plan. It returns procedure.ErrOvertaken where
// something that they rest on has changed. What is judged otherwise has a line of its own in the audit; the ids of the
// others, and of their receipts, are returned.
func (w *Following) Write(ctx context.Context, tx *ent.Tx, ground access.Ground, reason string) (wrote []string, err error) {
	for _, own := range w.open {
		own.Silent = true
		own.stamp()
		err := own.write(ctx, tx, writing{
			Writing: procedure.Writing{Act: along, Ground: ground, Reason: reason, Judged: own.judged}, notices: w.registry.notices, isNew: own.isNew, isLogged: own.isNew,
		})
		if err != nil {
			return nil, fmt.Errorf("move %s: %w", own.Row.ID, err)
		}
		if !own.isNew {
			wrote = append(wrote, own.Row.ID, own.Receipt.ID)
		}
	}
	for _, own := range w.open { // again, for each was written by itself
		if err := own.markNeighbours(ctx, tx); err != nil {
			return nil, err
		}
	}
	return wrote, w.same(actor.AsSystem(ctx), tx)
}

// same finds out whether a registration came in between. The plan is locked by now: who begins another waits for it.
func (w *Following) same(ctx context.Context, tx *ent.Tx) error {
	n, err := tx.Registration.Query().Where(registration.PlanID(w.planID)).Count(ctx)
	if err == nil && n != w.count {
		err = procedure.ErrOvertaken
	}
	return err
}
