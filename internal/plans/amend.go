package plans

import (
	"context"
	"reflect"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/planline"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Amend changes a draft, or a submitted plan while its window is open. Faults: ACTIVITY_UNKNOWN, FACT_UNKNOWN, and
// WRONG_STATE also where the window has closed.
func (d *Desk) Amend(ctx context.Context, in AmendInput) (*ent.Plan, error) {
	o := d.order(workflow.AmendPlan, in.ID, in.ExpectedVersion)
	o.Change = func(_ context.Context, r *reading) error {
		if err := r.amendable(); err != nil {
			return err
		}
		var bad fault.Collector
		state(r.plan, in.Lines, in.Facts, r.release.Manifest, &bad)
		r.below = func(ctx context.Context, tx *ent.Tx) error { return saveAmended(ctx, tx, r, in.Lines != nil) }
		return bad.Err()
	}
	return d.carry(ctx, o)
}

// statesOther reports whether the act changed facts of the plan, which are those of its registrations too.
func (r *reading) statesOther() bool { return !reflect.DeepEqual(r.plan.Facts, r.was.Facts) }

func saveAmended(ctx context.Context, tx *ent.Tx, r *reading, lines bool) error {
	if r.statesOther() {
		if err := rejudge.MarkDue(ctx, tx, r.now, rejudge.PlanFacts, rejudge.OfDossier(r.plan)); err != nil {
			return err
		}
	}
	if !lines {
		return nil
	}
	return replaceLines(ctx, tx, r.plan)
}

func replaceLines(ctx context.Context, tx *ent.Tx, p *ent.Plan) error {
	if _, err := tx.PlanLine.Delete().Where(planline.PlanID(p.ID)).Exec(ctx); err != nil {
		return err
	}
	return insertLines(ctx, tx, p)
}

// amendable refuses to change a submitted plan once its window has closed.
func (r *reading) amendable() error {
	if r.plan.State == workflow.Submitted && !isOpen(r.release.Manifest, r.now) {
		return r.Conflict("id", fault.ReasonWrongState, windowClosed)
	}
	return nil
}

var windowClosed = fault.Text{
	NL: "De aanvraagperiode is gesloten; een ingediend plan kan niet meer worden gewijzigd.",
	EN: "The application window is closed; a plan that was submitted can no longer be changed.",
}

// isOpen reports whether plans can be filed now. A window that was not announced bounds nothing.
func isOpen(m *schemes.Manifest, now time.Time) bool {
	bounded := false
	for _, w := range m.Windows {
		if w.Kind != schemes.WindowApplication {
			continue
		}
		told, inside := within(w, now)
		if inside {
			return true
		}
		bounded = bounded || told
	}
	return !bounded
}

// within reports whether a window was announced, and if so whether now lies in it.
func within(w schemes.Window, now time.Time) (told, inside bool) {
	switch {
	case !w.OpensAt.IsZero() || !w.ClosesAt.IsZero():
		return true, w.ContainsMoment(schemes.At(now))
	case !w.OpensOn.IsZero() || !w.ClosesOn.IsZero():
		return true, w.ContainsDay(schemes.DateOf(now.In(clock.Amsterdam)))
	}
	return false, false
}
