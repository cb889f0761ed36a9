package rejudge

import (
	"context"
	"errors"
	"fmt"

	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
)

// Round makes every judgement again that is due: marked by an act, overtaken by time, or resting on other parameters than
// those in force. It says how many were made again. What cannot be judged now stays due, and the error names it; it
// holds up no other.
func (d *Desk) Round(ctx context.Context) (int, error) {
	ctx = actor.AsSystem(Later(ctx))
	w, err := d.marks(ctx)
	if err == nil {
		err = d.terms(ctx, w)
	}
	if err != nil {
		return 0, err
	}
	n, err := d.work(ctx, w)
	m, err2 := d.judgeReplaced(ctx)
	return n + m, errors.Join(err, err2)
}

// terms adds what time overtook.
func (d *Desk) terms(ctx context.Context, w *worklist) error {
	now := d.clock.Regulation()
	if err := d.plans(ctx, w, Term, nil, plan.ValidUntilLTE(now)); err != nil {
		return err
	}
	return d.registrations(ctx, w, Term, nil, registration.ValidUntilLTE(now))
}

// Waiting counts the marks that wait for a round.
func (d *Desk) Waiting(ctx context.Context) (int, error) {
	n, err := d.store.Client().Due.Query().Count(actor.AsSystem(ctx))
	if err != nil {
		return 0, fmt.Errorf("count what is due: %w", err)
	}
	return n, nil
}
