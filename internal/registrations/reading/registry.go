package reading

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// Schemes are asked about registrations.
type Schemes interface {
	matrix.Releases
	// Judge answers every question, in order, or none.
	Judge(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
	// JudgeEach is Judge where single answers may say that the scheme failed on them.
	JudgeEach(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
}

// Registry is where registrations are read and written. It is safe for concurrent use.
type Registry struct {
	store   *store.Store
	schemes Schemes
	source  matrix.Source
	notices *notice.Desk
}

// New opens the registry.
func New(s *store.Store, of Schemes, c *clock.Clock, n *notice.Desk) *Registry {
	return &Registry{store: s, schemes: of, source: matrix.Source{Store: s, Releases: of, Clock: c}, notices: n}
}

const registrationNotFound = "REGISTRATION_NOT_FOUND"

// Registration loads a registration in the caller's sight. What lies around it is read by the platform itself, so that
// the facts do not depend on who asks.
func (g *Registry) Registration(ctx context.Context, id string) (*Registration, error) {
	if !ids.Valid(id, ids.Registration) {
		return nil, fault.NotFound(registrationNotFound)
	}
	row, err := g.Fresh(ctx, id)
	if err != nil {
		return nil, err
	}
	all, err := g.Around(ctx, []*ent.Registration{row})
	if err != nil {
		return nil, fmt.Errorf("read registration %s: %w", row.Number, err)
	}
	return all[0], nil
}

// Fresh reads the row of a registration as it is now, in the caller's sight.
func (g *Registry) Fresh(ctx context.Context, id string) (*ent.Registration, error) {
	row, err := g.store.Client().Registration.Get(ctx, id)
	if err != nil {
		return nil, store.Missing(err, registrationNotFound)
	}
	return row, nil
}

// Home loads a plan in the caller's sight, as the home of registrations to come.
func (g *Registry) Home(ctx context.Context, planID string) (matrix.Home, error) {
	const notFound = "PLAN_NOT_FOUND"
	if !ids.Valid(planID, ids.Plan) {
		return matrix.Home{}, fault.NotFound(notFound)
	}
	if _, err := g.store.Client().Plan.Get(ctx, planID); err != nil {
		return matrix.Home{}, store.Missing(err, notFound)
	}
	return g.source.Home(ctx, planID)
}

// OfParticipation loads the registration of a participation in the caller's sight.
func (g *Registry) OfParticipation(ctx context.Context, id string) (*Registration, *ent.Participation, error) {
	missing := fault.NotFound("PARTICIPATION_NOT_FOUND")
	if !ids.Valid(id, ids.Participation) {
		return nil, nil, missing
	}
	row, err := g.store.Client().Participation.Get(ctx, id)
	if err != nil {
		return nil, nil, store.Missing(err, missing.Reason)
	}
	r, err := g.Registration(ctx, row.RegistrationID)
	if err != nil {
		return nil, nil, err
	}
	p, _ := r.Participation(id)
	if p == nil { // removed in between
		return nil, nil, missing
	}
	return r, p, nil
}

// Around loads what lies around registrations that were read, in a fixed number of statements and three for each plan
// among them.
func (g *Registry) Around(ctx context.Context, rows []*ent.Registration) ([]*Registration, error) {
	ctx = actor.AsSystem(ctx)
	rest, err := g.below(ctx, rows)
	if err != nil {
		return nil, err
	}
	homes := map[string]matrix.Home{}
	all := make([]*Registration, len(rows))
	for i, row := range rows {
		home, known := homes[row.PlanID]
		if !known {
			if home, err = g.source.Home(ctx, row.PlanID); err != nil {
				return nil, err
			}
			homes[row.PlanID] = home
		}
		all[i] = rest.of(row, home)
	}
	return all, nil
}

// below are the rows below some registrations.
type below struct {
	parts  []*ent.Participation
	docs   []*ent.Document
	cells  []*ent.Cell
	before []*ent.Evaluation
}

func (g *Registry) below(ctx context.Context, rows []*ent.Registration) (b below, err error) {
	var which, receipts []string
	for _, row := range rows {
		which = append(which, row.ID)
		if row.EvaluationID != nil {
			receipts = append(receipts, *row.EvaluationID)
		}
	}
	b.parts, err = g.store.Client().Participation.Query().Where(participation.RegistrationIDIn(which...)).
		Order(participation.ByID()).WithEmployee().All(ctx)
	if err != nil {
		return b, fmt.Errorf("read participations: %w", err)
	}
	if b.docs, err = g.source.Documents(ctx, document.RegistrationIDIn(which...)); err != nil {
		return b, fmt.Errorf("read documents: %w", err)
	}
	if b.cells, err = g.store.Client().Cell.Query().Where(cell.RegistrationIDIn(which...)).Order(cell.ByID()).All(ctx); err != nil {
		return b, fmt.Errorf("read cells: %w", err)
	}
	if b.before, err = g.store.Client().Evaluation.Query().Where(evaluation.IDIn(receipts...)).All(ctx); err != nil {
		return b, fmt.Errorf("read receipts: %w", err)
	}
	return b, nil
}

// of picks what is below one registration.
func (b below) of(row *ent.Registration, home matrix.Home) *Registration {
	var before *ent.Evaluation
	if last := only(b.before, func(e *ent.Evaluation) bool { return row.EvaluationID != nil && e.ID == *row.EvaluationID }); len(last) > 0 {
		before = last[0]
	}
	return lay(matrix.OfRegistration(home, row.ID,
		only(b.parts, func(p *ent.Participation) bool { return p.RegistrationID == row.ID }),
		only(b.docs, func(doc *ent.Document) bool { return *doc.RegistrationID == row.ID }),
		only(b.cells, func(c *ent.Cell) bool { return c.RegistrationID == row.ID }),
	), row, before)
}

func only[T any](rows []T, belongs func(T) bool) []T {
	var mine []T
	for _, row := range rows {
		if belongs(row) {
			mine = append(mine, row)
		}
	}
	return mine
}

// ReferenceTaken is the reason of the fault that another registration has the employer's own key.
const ReferenceTaken = "EXTERNAL_REFERENCE_TAKEN"
