package matrix

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// Home is a plan with what everything below it is judged beside.
type Home struct {
	Plan         *ent.Plan
	Organisation *ent.Organisation
	Release      *catalog.Release

	At  time.Time // of reading, on the wall
	Now time.Time // in regulation time, to the second
}

// Manifest is that of the release to which the plan is pinned.
func (h Home) Manifest() *schemes.Manifest { return h.Release.Manifest }

// Under is the home of a plan as it will be when it is pinned to another release.
func (h Home) Under(to *catalog.Release) Home {
	p := *h.Plan
	p.ReleaseID, p.Version = to.ID, p.Version+1
	h.Plan, h.Release = &p, to
	return h
}

// Judged is an answer about something below the plan, as its receipt needs it.
func (h Home) Judged(q schemes.Question, a schemes.Answer) *question.Judged {
	return &question.Judged{
		Question: q, Answer: a, At: h.At,
		ReleaseID: h.Release.ID, ParametersHash: h.Release.ParametersHash(), ParameterFileID: h.Release.ParameterFileID(),
	}
}

// Releases are the releases to which a plan may be pinned, also those that were superseded.
type Releases interface {
	Release(id string) (*catalog.Release, bool)
}

// Source is where homes are read.
type Source struct {
	Store    *store.Store
	Releases Releases
	Clock    *clock.Clock
}

// Home reads a plan and what is shared below it, whoever asks. Fault: SCHEME_UNAVAILABLE.
func (s Source) Home(ctx context.Context, planID string) (Home, error) {
	p, err := s.Store.Client().Plan.Get(actor.AsSystem(ctx), planID)
	if err != nil {
		return Home{}, fmt.Errorf("read plan %s: %w", planID, err)
	}
	return s.HomeOf(ctx, p)
}

// HomeOf is [Source.Home] of a plan that was read.
func (s Source) HomeOf(ctx context.Context, p *ent.Plan) (Home, error) {
	ctx = actor.AsSystem(ctx)
	h := Home{Plan: p, At: s.Clock.Wall(), Now: s.Clock.Regulation().Truncate(time.Second)}
	var ok bool
	if h.Release, ok = s.Releases.Release(p.ReleaseID); !ok {
		return h, fault.Unavailable("SCHEME_UNAVAILABLE", fmt.Errorf("release %s of plan %s is not installed", p.ReleaseID, p.Number))
	}
	var err error
	if h.Organisation, err = s.Store.Client().Organisation.Get(ctx, p.OrganisationID); err != nil {
		return h, fmt.Errorf("read organisation of plan %s: %w", p.Number, err)
	}
	return h, nil
}

// Documents reads documents that were not removed, with the participations they serve, by id.
func (s Source) Documents(ctx context.Context, which ...predicate.Document) ([]*ent.Document, error) {
	return s.Store.Client().Document.Query().Where(which...).Where(document.RemovedAtIsNil()).Order(document.ByID()).
		WithParticipations(func(q *ent.ParticipationQuery) { q.Order(participation.ByID()) }).All(ctx)
}
