// Package moves is the desk at which RegioPlus moves a dossier to another release of its scheme: the plan, and with it all
// that is registered under it, as a whole or not at all.
//
// What is decided keeps its decision, its amount and its receipt. Plan and registrations are judged and written by their
// own desks; here they are brought together.
package moves

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/rejudge"
)

// Desk is safe for concurrent use.
type Desk struct {
	plans         *plans.Desk
	registrations *registrations.Desk
}

// New opens the desk.
func New(p *plans.Desk, r *registrations.Desk) *Desk { return &Desk{plans: p, registrations: r} }

// Move is a dossier under the release it is pinned to and under another.
type Move struct {
	Plan     *ent.Plan // as it is; after the move as it has become
	From, To *catalog.Release
	Subjects []dossier.Moved // the plan first

	along *registrations.Following
}

// Preview judges a dossier under another release of its scheme and stores nothing. Faults: as of MoveToRelease.
func (d *Desk) Preview(ctx context.Context, planID, releaseID string) (*Move, error) {
	m, err := d.plans.UnderRelease(ctx, planID, releaseID)
	if err != nil {
		return nil, err
	}
	return d.follow(ctx, m)
}

const mostAttempts = 5

// MoveToRelease pins a plan, with all that is registered under it, to another release of its scheme and judges it anew.
// Faults: ALREADY_PINNED, OTHER_SCHEME, RELEASE_NOT_INSTALLED, ACTIVITY_LACKING, REASON_REQUIRED.
func (d *Desk) MoveToRelease(ctx context.Context, in plans.MoveInput) (*Move, error) {
	for attempt := 1; ; attempt++ {
		m, err := d.move(ctx, in)
		if !errors.Is(err, rejudge.ErrOvertaken) {
			return m, err
		}
		if attempt == mostAttempts {
			return nil, fault.Unavailable("BUSY", err)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(rand.N(time.Duration(attempt) * 10 * time.Millisecond)):
		}
	}
}

func (d *Desk) move(ctx context.Context, in plans.MoveInput) (*Move, error) {
	plan, err := d.plans.BeginMove(ctx, in)
	if err != nil {
		return nil, err
	}
	m, err := d.follow(ctx, plan)
	if err != nil {
		return nil, err
	}
	m.Plan, err = d.plans.EndMove(ctx, plan, in.Reason, func(ctx context.Context, tx *ent.Tx, ground access.Ground) error {
		return m.along.Write(ctx, tx, ground, in.Reason)
	})
	return m, err
}

// follow judges what is registered under a plan that moves.
func (d *Desk) follow(ctx context.Context, p *plans.Moving) (*Move, error) {
	m := &Move{Plan: p.Plan, From: p.From, To: p.To}
	var err error
	if m.along, err = d.registrations.Follow(ctx, p.Plan, p.To); err != nil {
		return nil, err
	}
	own := dossier.Moved{
		Kind: dossier.SubjectPlan, ID: p.Plan.ID, Number: p.Plan.Number, State: p.Plan.State, Before: p.Before, After: p.After,
	}
	m.Subjects = append([]dossier.Moved{own}, m.along.Moved()...)
	return m, nil
}
