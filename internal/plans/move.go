package plans

import (
	"context"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// MoveInput names the plan that moves with all its registrations, and the release of its scheme that it moves to.
type MoveInput struct {
	PlanID          string
	ReleaseID       string
	ExpectedVersion int
	Reason          string
}

var (
	pathRelease = []string{"input", "releaseID"}
	pathReason  = []string{"input", "reason"}
)

// Moving is a plan under the release it is pinned to, judged under another. Its registrations are apart.
type Moving struct {
	Plan     *ent.Plan // as it is
	From, To *catalog.Release
	Before   *ent.Evaluation // nil before the first judgement
	After    *ent.Evaluation // not stored
}

// Along judges the registrations that move along with a plan, and returns the function that writes them.
type Along func(ctx context.Context, m *Moving) (Write, error)

// Write writes the registrations within the transaction of the move, and returns the ids of those, and of their receipts,
// that leave no line of their own. It returns procedure.ErrOvertaken where somebody changed a row on which it rests.
type Write func(ctx context.Context, tx *ent.Tx, ground access.Ground) (wrote []string, err error)

// UnderRelease judges a plan under another release of its scheme and stores nothing. Faults: ALREADY_PINNED,
// OTHER_SCHEME, RELEASE_NOT_INSTALLED, ACTIVITY_LACKING.
func (d *Desk) UnderRelease(ctx context.Context, planID, releaseID string) (*Moving, error) {
	r, err := d.read(ctx, planID)
	if err != nil {
		return nil, err
	}

	if _, err := d.guard.Permit(ctx, access.MoveRelease, access.OfPlan(r.plan)); err != nil {
		return nil, err
	}
	if err := procedure.Step(r, workflow.MoveToRelease, "planID"); err != nil {
		return nil, err
	}
	m, err := d.pin(r, releaseID)
	if err != nil {
		return nil, err
	}

	judged, err := d.judge(ctx, r)
	if err != nil {
		return nil, err
	}
	return m, d.compare(ctx, m, judged)
}

// Move pins a plan to another release of its scheme, with all that goes along. It is stopped where a plan that was assessed
// or granted would no longer meet the demands: what was decided is not left alone under a release that forbids it. Faults:
// those of [Desk.UnderRelease], and REASON_REQUIRED.
func (d *Desk) Move(ctx context.Context, in MoveInput, along Along) (*Result, error) {
	var m *Moving
	o := d.order(workflow.MoveToRelease, in.PlanID, in.ExpectedVersion)
	o.Field = "planID"
	o.Change = func(_ context.Context, r *reading) (err error) {
		if err := reasoned(in.Reason); err != nil {
			return err
		}
		m, err = d.pin(r, in.ReleaseID)
		return err
	}
	o.Stops = undoes
	o.Settle = func(ctx context.Context, r *reading, w *procedure.Writing) error {
		w.Reason = in.Reason
		if err := d.compare(ctx, m, w.Judged); err != nil {
			return err
		}
		write, err := along(ctx, m)
		r.below = func(ctx context.Context, tx *ent.Tx) (err error) {
			if err := rekey(ctx, tx, r); err != nil {
				return err
			}
			r.wrote, err = write(ctx, tx, w.Ground)
			return err
		}
		return err
	}
	done, err := d.carry(ctx, o)
	if err != nil || !done.IsDone {
		return done, err
	}
	d.catalog.Unpin(done.Plan.ID)
	store.AfterCommit(ctx, func(context.Context) { d.catalog.Unpin(done.Plan.ID) })
	return done, nil
}

// undoes stops a move by which a plan on which was decided no longer meets the demands that it met.
func undoes(r *reading, j *question.Judged) (rules []string, is bool) {
	isDecided := r.was.State == workflow.Assessed || r.was.State == workflow.Granted
	if !isDecided || r.was.Outcome == nil || *r.was.Outcome != string(schemes.Eligible) {
		return nil, false
	}
	return demands(r, j)
}

// reasoned refuses a move without a reason.
func reasoned(reason string) error {
	var bad fault.Collector
	note(&reason, &bad, pathReason...)
	if strings.TrimSpace(reason) == "" {
		bad.Add(reasonRequired(fault.Text{
			NL: "Geef de reden waarom het plan naar een andere versie van de regeling gaat.",
			EN: "State why the plan moves to another release of the scheme.",
		}, pathReason...))
	}
	return bad.Err()
}

// pin makes the plan of a reading one of another release, in memory.
func (d *Desk) pin(r *reading, releaseID string) (*Moving, error) {
	to, err := d.candidate(r, releaseID)
	if err != nil {
		return nil, err
	}
	m := &Moving{Plan: r.was, From: r.release, To: to}
	r.release, r.plan.ReleaseID, r.plan.MovedAt = to, to.ID, &r.now
	return m, nil
}

// compare lays the judgement under the other release beside the one that is stored.
func (d *Desk) compare(ctx context.Context, m *Moving, judged *question.Judged) (err error) {
	if m.Before, err = d.receiptOf(ctx, m.Plan); err != nil {
		return err
	}
	m.After, err = judged.Receipt(subject(m.Plan))
	return err
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
		return nil, fault.Invalid(pathRelease, fault.ReasonNotFound, fault.Text{NL: "Deze versie van de regeling bestaat niet.", EN: "This release of the scheme does not exist."}, "")
	case to.Slug != r.plan.Scheme:
		return refuse("OTHER_SCHEME", "Deze versie hoort bij een andere regeling dan het plan.", "This release belongs to another scheme than the plan.")
	case to.ID == r.plan.ReleaseID:
		return refuse("ALREADY_PINNED", "Het plan valt al onder deze versie.", "The plan is already under this release.")
	case !d.catalog.IsInstalled(to.ID):
		return refuse("RELEASE_NOT_INSTALLED", "Deze versie is niet (meer) geïnstalleerd.", "This release is not installed, or no longer.")
	}
	if lacking := lacks(r, to.Manifest); lacking != "" {
		return refuse("ACTIVITY_LACKING",
			"In deze versie ontbreekt "+lacking+" uit het plan, of valt het onder een ander budget.",
			"In this release "+lacking+" of the plan is missing, or belongs to another budget.")
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
