// Package moves is the desk at which RegioPlus moves a dossier to another release of its scheme: the plan, and with it all
// that is registered under it, as a whole or not at all.
//
// What is decided keeps its decision, its amount and its receipt. Plan and registrations are judged and written by their
// own desks; here they are brought together.
package moves

import (
	"cmp"
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
)

// Desk is safe for concurrent use.
type Desk struct {
	plans         *plans.Desk
	registrations *reading.Registry
	projectFiles  *projectfiles.Desk
}

// New opens the desk.
func New(p *plans.Desk, r *reading.Registry, f *projectfiles.Desk) *Desk {
	return &Desk{plans: p, registrations: r, projectFiles: f}
}

// Move is a dossier under the release it is pinned to and under another.
type Move struct {
	Plan     *ent.Plan // as it is; after the move as it has become
	From, To *catalog.Release
	Subjects []question.Moved // the plan first

	IsStopped bool            // the regulation forbids it: nothing moved, and nothing else is filled in
	Why       *ent.Evaluation // the judgement of the plan that stopped it

	registrations *reading.Following
	projectFile   *projectfiles.Following
}

// Preview judges a dossier under another release of its scheme and stores nothing. Faults: as of MoveToRelease.
func (d *Desk) Preview(ctx context.Context, planID, releaseID string) (*Move, error) {
	m, err := d.plans.UnderRelease(ctx, planID, releaseID)
	if err != nil {
		return nil, err
	}
	return d.follow(ctx, m)
}

// MoveToRelease pins a plan, with all that is registered under it, to another release of its scheme and judges it anew. It
// is stopped where what was decided on the plan could not stand under that release.
// Faults: ALREADY_PINNED, OTHER_SCHEME, RELEASE_NOT_INSTALLED, ACTIVITY_LACKING, REASON_REQUIRED.
func (d *Desk) MoveToRelease(ctx context.Context, in plans.MoveInput) (*Move, error) {
	var m *Move
	moved, err := d.plans.Move(ctx, in, func(ctx context.Context, p *plans.Moving) (write plans.Write, err error) {
		m, err = d.follow(ctx, p)
		return func(ctx context.Context, tx *ent.Tx, ground access.Ground) ([]string, error) {
			registered, err := m.registrations.Write(ctx, tx, ground, in.Reason)
			if err != nil {
				return nil, err
			}
			filed, err := m.projectFile.Write(ctx, tx, ground, in.Reason)
			return append(registered, filed...), err
		}, err
	})
	if err != nil {
		return nil, err
	}
	if !moved.IsDone {
		return &Move{Plan: moved.Plan, IsStopped: true, Why: moved.Evaluation}, nil
	}
	m.Plan = moved.Plan
	return m, nil
}

// follow judges what is registered under a plan that moves, and its project file.
func (d *Desk) follow(ctx context.Context, p *plans.Moving) (*Move, error) {
	m := &Move{Plan: p.Plan, From: p.From, To: p.To}
	var err error
	if m.registrations, err = d.registrations.Follow(ctx, p.Plan, p.To); err != nil {
		return nil, err
	}
	if m.projectFile, err = d.projectFiles.Follow(ctx, p.Plan, p.To); err != nil {
		return nil, err
	}
	own := question.Moved{
		Kind: question.SubjectPlan, ID: p.Plan.ID, Number: p.Plan.Number, State: p.Plan.State, Before: p.Before, After: p.After,
	}
	below := slices.Concat(m.registrations.Moved(), m.projectFile.Moved())
	slices.SortStableFunc(below, func(a, b question.Moved) int { return cmp.Compare(a.Number, b.Number) })
	m.Subjects = append([]question.Moved{own}, below...)
	return m, nil
}
