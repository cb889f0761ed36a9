package rejudge

import (
	"context"
	"log/slog"
	"time"

	"github.com/penvoerder/penvoerder/ent/due"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store"
)

const (
	fewEnough  = 20               // subjects that are judged again at once
	longestAct = 10 * time.Second // that judging them may take
)

// Around carries an act out, and once it is committed makes the few judgements again that it marked, so that its caller
// sees them. What is more than a few, or cannot be judged now, waits for the next round: the act stands.
func (d *Desk) Around(ctx context.Context, act func(context.Context) (any, error)) (any, error) {
	m := &marked{}
	done, err := act(context.WithValue(ctx, markedKey{}, m))
	for _, id := range m.ids {
		store.AfterCommit(ctx, func(ctx context.Context) { d.atOnce(ctx, id) })
	}
	return done, err
}

// atOnce makes the few judgements of an organisation again that are due; many wait for the round.
func (d *Desk) atOnce(ctx context.Context, organisationID string) {
	ctx, cancel := context.WithTimeout(actor.AsSystem(Later(context.WithoutCancel(ctx))), longestAct) // the act stands, whoever waits for it
	defer cancel()
	w, err := d.marks(ctx, due.OrganisationID(organisationID))
	if err == nil && len(w.all) <= fewEnough {
		_, err = d.work(ctx, w)
	}
	if err != nil {
		d.logger.WarnContext(ctx, "judge again later", slog.String("organisation", organisationID), slog.Any("error", err))
	}
}
