package plans

import (
	"context"
	"reflect"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/planline"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Amend changes a draft, or a submitted plan while its window is open. Faults: ACTIVITY_UNKNOWN, FACT_UNKNOWN, and
// WRONG_STATE also where the window has closed.
func (d *Desk) Amend(ctx context.Context, in AmendInput) (*ent.Plan, error) {
	r, err := d.read(ctx, in.ID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.Amend, access.OfPlan(r.plan))
	if err != nil {
		return nil, err
	}
	if err := expect(r.plan, in.ExpectedVersion); err != nil {
		return nil, err
	}
	if err := d.amendable(r); err != nil {
		return nil, err
	}

	p := copyOf(r)
	var bad fault.Collector
	state(p, in.Lines, in.Facts, r.release.Manifest, &bad)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	judged, err := d.judge(ctx, r, p)
	if err != nil {
		return nil, err
	}

	a := act{name: "amendPlan", ground: ground, events: []string{planChanged}}
	if err := d.rest(ctx, r, &a, judged); err != nil {
		return nil, err
	}
	a.set = func(up *ent.PlanUpdateOne) { up.SetFacts(p.Facts).SetRequestedCents(p.RequestedCents) }
	isOther := !reflect.DeepEqual(p.Facts, r.plan.Facts)
	a.also = func(ctx context.Context, tx *ent.Tx) error {
		if isOther {
			if err := rejudge.MarkDue(ctx, tx, r.now, rejudge.PlanFacts, rejudge.OfDossier(r.plan)); err != nil {
				return err
			}
		}
		if in.Lines == nil {
			return nil
		}
		return replaceLines(ctx, tx, p)
	}
	return d.write(ctx, r, a)
}

func replaceLines(ctx context.Context, tx *ent.Tx, p *ent.Plan) error {
	if _, err := tx.PlanLine.Delete().Where(planline.PlanID(p.ID)).Exec(ctx); err != nil {
		return err
	}
	return insertLines(ctx, tx, p)
}

// amendable refuses to change what can no longer be changed.
func (d *Desk) amendable(r *reading) error {
	if _, err := next(r.plan, workflow.Amend); err != nil {
		return err
	}
	if r.plan.State == workflow.Submitted && !isOpen(r.release.Manifest, r.now) {
		return wrongState(r.plan, fault.Text{
			NL: "De aanvraagperiode is gesloten; een ingediend plan kan niet meer worden gewijzigd.",
			EN: "The application window is closed; a plan that was handed in can no longer be changed.",
		})
	}
	return nil
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
