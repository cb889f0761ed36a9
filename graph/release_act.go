package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/moves"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/typed"
)

const (
	mostMoved    = 200 // subjects of a move that are shown
	mostFindings = 50  // of one of them
)

func (r mutationResolver) PutReleaseInForce(ctx context.Context, in catalog.PutInForceInput) (*model.PutReleaseInForcePayload, error) {
	release, err := r.use.Releases.PutInForce(ctx, in)
	out := &model.PutReleaseInForcePayload{Release: release}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) MoveToRelease(ctx context.Context, in plans.MoveInput) (*model.MoveToReleasePayload, error) {
	m, err := r.use.Moves.MoveToRelease(ctx, in)
	out := &model.MoveToReleasePayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Plan, out.IsMoved = m.Plan, new(!m.IsStopped)
	if out.Findings, err = r.findingsOf(ctx, m.Why); err != nil || m.IsStopped {
		return out, err
	}
	out.Move, err = r.releaseMove(ctx, m)
	return out, err
}

// ReleaseMove stores nothing.
func (r queryResolver) ReleaseMove(ctx context.Context, planID, releaseID string) (*model.ReleaseMove, error) {
	m, err := r.use.Moves.Preview(ctx, planID, releaseID)
	if err != nil {
		return nil, err
	}
	return r.releaseMove(ctx, m)
}

// releaseMove shows what a move changes, as far as the viewer may see the parts of the dossier.
func (r *root) releaseMove(ctx context.Context, m *moves.Move) (*model.ReleaseMove, error) {
	out := &model.ReleaseMove{Plan: m.Plan, Subjects: []*model.MovedSubject{}}
	var err error
	if out.From, err = r.release(ctx, m.From.ID); err != nil {
		return nil, err
	}
	if out.To, err = r.release(ctx, m.To.ID); err != nil {
		return nil, err
	}
	changed, err := sumUp(out, m)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(changed))
	for i, c := range changed {
		ids[i] = c.ID
	}
	if err := r.primeNodes(ctx, ids); err != nil {
		return nil, err
	}
	for _, c := range changed {
		node := r.seen(ctx, &c.ID)
		if node == nil {
			out.Hidden++
			continue
		}
		if len(out.Subjects) < mostMoved {
			shown, err := r.movedSubject(ctx, c, node)
			if err != nil {
				return nil, err
			}
			out.Subjects = append(out.Subjects, shown)
		}
	}
	return out, nil
}

// sumUp counts and adds up a move, and returns what is judged otherwise.
func sumUp(out *model.ReleaseMove, m *moves.Move) ([]question.Moved, error) {
	var changed []question.Moved
	before, after := int64(0), int64(0)
	for _, s := range m.Subjects {
		differs, err := s.Changes()
		if err != nil {
			return nil, err
		}
		if differs {
			out.Changed++
			changed = append(changed, s)
		}
		if s.Kind != question.SubjectRegistration || !s.Counts() {
			continue
		}
		before += cents(s.Before)
		if s.IsDecided {
			out.Decided++
			after += cents(s.Before)
			continue
		}
		out.Judged++
		after += cents(s.After)
	}
	out.AmountBefore, out.AmountAfter = typed.MoneyOf(before), typed.MoneyOf(after)
	return changed, nil
}

func cents(e *ent.Evaluation) int64 {
	if e == nil || e.AmountCents == nil {
		return 0
	}
	return *e.AmountCents
}

func (r *root) movedSubject(ctx context.Context, s question.Moved, node relay.Node) (*model.MovedSubject, error) {
	after, err := r.read(ctx, s.After)
	if err != nil {
		return nil, err
	}
	out := &model.MovedSubject{
		Subject: node, Kind: s.Kind, OutcomeAfter: s.After.Outcome, AmountAfter: money(s.After.AmountCents), Disappears: []*judgement.Finding{},
	}
	var before *judgement.Receipt
	if s.Before != nil {
		if before, err = r.read(ctx, s.Before); err != nil {
			return nil, err
		}
		out.OutcomeBefore, out.AmountBefore = &s.Before.Outcome, money(s.Before.AmountCents)
		out.Disappears = before.NotIn(after, mostFindings)
	}
	out.Appears = after.NotIn(before, mostFindings)
	return out, nil
}
