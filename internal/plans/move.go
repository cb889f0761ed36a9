package plans

import (
	"context"
	"fmt"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

var (
	pathRelease = []string{"input", "releaseID"}
	pathReason  = []string{"input", "reason"}
)

// Registrations goes along when a plan changes or moves to another release.
type Registrations interface {
	// JudgeOrganisation judges again what became due of one organisation.
	JudgeOrganisation(ctx context.Context, organisationID string) error
	// Follow judges everything below a plan under another release and stores nothing.
	Follow(ctx context.Context, p *ent.Plan, to *catalog.Release) (Following, error)
}

// Following is what lies below a plan, judged under another release.
type Following interface {
	// Moved tells each registration, by number, and the project file where there is one.
	Moved() []Moved
	// Write stores the new judgements within the transaction that moves the plan. It returns procedure.ErrOvertaken where
	// something that they rest on has changed.
	Write(ctx context.Context, tx *ent.Tx, ground access.Ground, reason string) error
}

// Moved is one subject of a dossier under two releases.
type Moved struct {
	Kind      string // one of the subjects of package dossier
	ID        string // of the plan for a plan and its project file
	Number    string
	State     string
	IsDecided bool            // keeps its decision, its amount and its receipt
	Before    *ent.Evaluation // nil before the first judgement
	After     *ent.Evaluation // not stored; nil for what is decided
}

// Counts reports whether a registration counts: not when it was withdrawn or rejected.
func (m Moved) Counts() bool { return m.State != workflow.Withdrawn && m.State != workflow.Rejected }

// Changes reports whether the subject is judged otherwise.
func (m Moved) Changes() (bool, error) {
	if m.IsDecided || m.After == nil {
		return false, nil
	}
	if m.Before == nil {
		return true, nil
	}
	return dossier.Differ(m.Before, m.After)
}

// Move is a dossier under the release it is pinned to and under another.
type Move struct {
	Plan     *ent.Plan // as it is; after the move as it has become
	From, To *catalog.Release
	Subjects []Moved // the plan first

	following Following
}

// PreviewMove judges a dossier under another release of its scheme and stores nothing. Faults: as MoveToRelease.
func (d *Desk) PreviewMove(ctx context.Context, planID, releaseID string) (*Move, error) {
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
	m, err := d.under(r, releaseID)
	if err != nil {
		return nil, err
	}

	judged, err := d.judge(ctx, r)
	if err != nil {
		return nil, err
	}
	m.Plan = r.was
	return m, d.judgeBelow(ctx, r, m, judged)
}

// MoveToRelease pins a plan, with all that is registered under it, to another release of its scheme and judges it
// anew. What is decided keeps its decision, its amount and its receipt. Faults: ALREADY_PINNED, OTHER_SCHEME,
// RELEASE_NOT_INSTALLED, ACTIVITY_LACKING, REASON_REQUIRED.
func (d *Desk) MoveToRelease(ctx context.Context, in MoveInput) (*Move, error) {
	var m *Move
	o := d.order(workflow.MoveToRelease, in.PlanID, in.ExpectedVersion)
	o.Field = "planID"
	o.Change = func(_ context.Context, r *reading) (err error) {
		var bad fault.Collector
		note(&in.Reason, &bad, pathReason...)
		if strings.TrimSpace(in.Reason) == "" {
			bad.Add(reasonRequired(pathReason...))
		}
		if err := bad.Err(); err != nil {
			return err
		}
		m, err = d.under(r, in.ReleaseID)
		return err
	}
	o.Settle = func(ctx context.Context, r *reading, w *procedure.Writing) error {
		w.Reason = in.Reason
		if err := d.judgeBelow(ctx, r, m, w.Judged); err != nil {
			return err
		}
		r.below = func(ctx context.Context, tx *ent.Tx) error {
			if err := rekey(ctx, tx, r); err != nil {
				return err
			}
			return m.following.Write(ctx, tx, w.Ground, in.Reason)
		}
		return nil
	}
	moved, err := d.carry(ctx, o)
	if err != nil {
		return nil, err
	}
	m.Plan = moved
	d.catalog.Unpin(m.Plan.ID)
	store.AfterCommit(ctx, func(context.Context) { d.catalog.Unpin(m.Plan.ID) })
	return m, nil
}

// rekey gives a running plan the key under which its release has one plan alone.
func rekey(ctx context.Context, tx *ent.Tx, r *reading) error {
	up := tx.Plan.UpdateOneID(r.plan.ID)
	if err := follow(ctx, tx, r, up); err != nil {
		return err
	}
	return up.Exec(ctx)
}

// under pins a plan that was read to another release, in memory.
func (d *Desk) under(r *reading, releaseID string) (*Move, error) {
	to, err := d.candidate(r, releaseID)
	if err != nil {
		return nil, err
	}
	m := &Move{From: r.release, To: to}
	r.release, r.plan.ReleaseID, r.plan.MovedAt = to, to.ID, &r.at
	return m, nil
}

// judgeBelow tells what a plan that is pinned to another release, and all below it, is judged.
func (d *Desk) judgeBelow(ctx context.Context, r *reading, m *Move, judged *dossier.Judged) (err error) {
	own := Moved{Kind: dossier.SubjectPlan, ID: r.was.ID, Number: r.was.Number, State: r.was.State}
	if r.was.EvaluationID != nil {
		if own.Before, err = d.store.Client().Evaluation.Get(actor.AsSystem(ctx), *r.was.EvaluationID); err != nil {
			return fmt.Errorf("read receipt of plan %s: %w", r.was.Number, err)
		}
	}
	if own.After, err = judged.Receipt(subject(r.was)); err != nil {
		return err
	}
	if m.following, err = d.registrations.Follow(ctx, r.was, m.To); err != nil {
		return err
	}
	m.Subjects = append([]Moved{own}, m.following.Moved()...)
	return nil
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
