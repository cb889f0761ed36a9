package reminders

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/calendar"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Config says what a Desk works with.
type Config struct {
	Store   *store.Store
	Clock   *clock.Clock
	Schemes calendar.Schemes
	Notices *notice.Desk
}

// Desk reminds people. It is safe for concurrent use.
type Desk struct{ Config }

// New makes a Desk.
func New(c Config) *Desk { return &Desk{c} }

// Round tells of everything that is due now and was not told yet. What cannot be told now holds up nothing else.
func (d *Desk) Round(ctx context.Context) error {
	ctx = actor.AsSystem(ctx)
	return errors.Join(d.repairs(ctx), d.windows(ctx))
}

// stages are how many days before its end a term is remembered, the nearest first.
var stages = []int{1, 7, 14}

// nearest is the stage in which a term is that ends on a day: one alone, however many passed since the last round. A term that
// began within it was told of just now.
func nearest(today, begun, last time.Time) (stage int, is bool) {
	for _, days := range stages {
		if first := last.AddDate(0, 0, -days); !today.Before(first) {
			return days, !today.After(last) && begun.Before(first)
		}
	}
	return 0, false
}

// before names a stage of a term that ends on a day: a term that is moved is another.
func before(last time.Time, stage int) string {
	return last.Format(time.DateOnly) + " -" + strconv.Itoa(stage)
}

// tell writes reminders in a transaction of their own, together with the jobs that send them.
func (d *Desk) tell(ctx context.Context, all []notice.Reminder) error {
	if len(all) == 0 {
		return nil
	}
	now, at := d.Clock.Regulation(), d.Clock.Wall()
	for i := range all {
		all[i].Now, all[i].At = now, at
	}
	return d.Store.Tx(ctx, func(tx *ent.Tx) error { return d.Notices.Remind(ctx, tx, all) })
}
