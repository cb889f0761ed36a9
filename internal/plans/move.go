package plans

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

var (
	pathPlan    = []string{"input", "planID"}
	pathRelease = []string{"input", "releaseID"}
	pathReason  = []string{"input", "reason"}
)

// Moving is a plan under the release it is pinned to, judged under another. What is registered under it is apart.
type Moving struct {
	Plan     *ent.Plan // as it is
	From, To *catalog.Release
	Before   *ent.Evaluation // nil before the first judgement
	After    *ent.Evaluation // not stored

	reading *reading
	state   string // after the move
	ground  access.Ground
	judged  dossier.Judged
}

// UnderRelease judges a plan under another release of its scheme and stores nothing. Faults: ALREADY_PINNED,
// OTHER_SCHEME, RELEASE_NOT_INSTALLED, ACTIVITY_LACKING.
func (d *Desk) UnderRelease(ctx context.Context, planID, releaseID string) (*Moving, error) {
	return d.underRelease(ctx, planID, releaseID, func(*reading) error { return nil })
}

// BeginMove is UnderRelease for a move that is asked. Faults: also REASON_REQUIRED.
func (d *Desk) BeginMove(ctx context.Context, in MoveInput) (*Moving, error) {
	return d.underRelease(ctx, in.PlanID, in.ReleaseID, func(r *reading) error {
		if err := expect(r.plan, in.ExpectedVersion); err != nil {
			return err
		}
		var bad fault.Collector
		note(&in.Reason, &bad, pathReason...)
		if strings.TrimSpace(in.Reason) == "" {
			bad.Add(reasonRequired(pathReason...))
		}
		return bad.Err()
	})
}

func (d *Desk) underRelease(ctx context.Context, planID, releaseID string, check func(*reading) error) (*Moving, error) {
	r, err := d.read(ctx, planID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.MoveRelease, access.OfPlan(r.plan))
	if err != nil {
		return nil, err
	}
	if err := check(r); err != nil {
		return nil, err
	}
	state, err := mayMove(r.plan)
	if err != nil {
		return nil, err
	}
	to, err := d.candidate(r, releaseID)
	if err != nil {
		return nil, err
	}

	m := &Moving{Plan: r.plan, From: r.release, To: to, reading: r, state: state, ground: ground}
	return m, d.judgeUnder(ctx, m)
}

// judgeUnder asks the other release about the plan.
func (d *Desk) judgeUnder(ctx context.Context, m *Moving) (err error) {
	if m.Plan.EvaluationID != nil {
		if m.Before, err = d.store.Client().Evaluation.Get(actor.AsSystem(ctx), *m.Plan.EvaluationID); err != nil {
			return fmt.Errorf("read receipt of plan %s: %w", m.Plan.Number, err)
		}
	}
	under := *m.reading
	under.release = m.To
	if m.judged, err = d.judge(ctx, &under, m.Plan); err != nil {
		return err
	}
	m.After, err = m.judged.Receipt(subject(m.Plan))
	return err
}

// EndMove pins the plan to the other release and returns it as it has become. What goes along is written by along, within
// the same transaction.
func (d *Desk) EndMove(ctx context.Context, m *Moving, reason string, along func(ctx context.Context, tx *ent.Tx, ground access.Ground) error) (*ent.Plan, error) {
	a := act{name: "moveToRelease", ground: m.ground, reason: reason, events: []string{planMoved}}
	if err := d.rest(ctx, m.reading, &a, m.judged); err != nil {
		return nil, err
	}
	moved := *m.reading
	moved.release = m.To
	a.set = func(up *ent.PlanUpdateOne) { up.SetState(m.state).SetReleaseID(m.To.ID).SetMovedAt(moved.at) }
	a.also = func(ctx context.Context, tx *ent.Tx) error {
		if err := rekey(ctx, tx, &moved); err != nil {
			return err
		}
		return along(ctx, tx, m.ground)
	}
	saved, err := d.write(ctx, &moved, a)
	if err != nil {
		return nil, err
	}
	d.catalog.Unpin(saved.ID)
	store.AfterCommit(ctx, func(context.Context) { d.catalog.Unpin(saved.ID) })
	return saved, nil
}

// mayMove returns the state of the plan after the move, or WRONG_STATE.
func mayMove(p *ent.Plan) (string, error) {
	to, err := next(p, workflow.Move)
	if f, ok := errors.AsType[*fault.Error](err); ok {
		f.Path = pathPlan
	}
	return to, err
}

// rekey gives a running plan the key under which its release has one plan alone.
func rekey(ctx context.Context, tx *ent.Tx, r *reading) error {
	up := tx.Plan.UpdateOneID(r.plan.ID)
	if err := follow(ctx, tx, r, up); err != nil {
		return err
	}
	return up.Exec(ctx)
}

// candidate returns the release that a plan may move to: of its scheme, installed, and with a place for all that the
// plan planned and was granted.
func (d *Desk) candidate(r *reading, releaseID string) (*catalog.Release, error) {
	refuse := func(reason, nl, en string) (*catalog.Release, error) {
		f := fault.Conflict(pathRelease, reason, fault.Text{NL: nl, EN: en})
		f.Current, f.CurrentVersion = r.plan, r.plan.Version
		return nil, f
	}
	to, ok := d.catalog.Release(releaseID)
	switch {
	case !ok:
		return nil, fault.Invalid(pathRelease, fault.ReasonNotFound, fault.Text{NL: "Deze versie is er niet.", EN: "There is no such release."}, "")
	case to.Slug != r.plan.Scheme:
		return refuse("OTHER_SCHEME", "Deze versie is van een andere regeling.", "This release is of another scheme.")
	case to.ID == r.plan.ReleaseID:
		return refuse("ALREADY_PINNED", "Het plan valt al onder deze versie.", "The plan is under this release already.")
	case !d.catalog.IsInstalled(to.ID):
		return refuse("RELEASE_NOT_INSTALLED", "Deze versie is niet (meer) geïnstalleerd.", "This release is not installed (any more).")
	}
	if lacking := lacks(r, to.Manifest); lacking != "" {
		return refuse("ACTIVITY_LACKING",
			"Deze versie heeft geen plaats voor "+lacking+" van het plan.", "This release has no place for "+lacking+" of the plan.")
	}
	return to, nil
}

// lacks names an activity or budget of a plan that another release does not have, or counts elsewhere: what was granted
// and approved would fall out of the ledger.
func lacks(r *reading, to *schemes.Manifest) string {
	for _, a := range r.release.Manifest.Activities {
		if other, ok := to.Activity(a.Code); !ok || other.Budget != a.Budget {
			return a.Code
		}
	}
	for _, g := range r.plan.Edges.Grants {
		if !hasBudget(to, g.Budget) {
			return g.Budget
		}
	}
	return ""
}

func hasBudget(m *schemes.Manifest, code string) bool {
	for _, b := range m.Budgets {
		if b.Code == code {
			return true
		}
	}
	return false
}
