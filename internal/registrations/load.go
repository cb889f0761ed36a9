package registrations

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

func descending(o *sql.OrderTermOptions) { o.Desc = true }

// documents returns documents that were not removed, with the participations they serve.
func (d *Desk) documents(ctx context.Context, which ...predicate.Document) ([]*ent.Document, error) {
	return d.store.Client().Document.Query().Where(which...).Where(document.RemovedAtIsNil()).Order(document.ByID()).
		WithParticipations(func(q *ent.ParticipationQuery) { q.Order(participation.ByID()) }).All(ctx)
}

// aroundAll loads what lies around registrations that were read, in a fixed number of statements and three for each
// plan among them.
func (d *Desk) aroundAll(ctx context.Context, rows []*ent.Registration) ([]*file, error) {
	ctx = actor.AsSystem(ctx)
	var which, receipts []string
	for _, r := range rows {
		which = append(which, r.ID)
		if r.EvaluationID != nil {
			receipts = append(receipts, *r.EvaluationID)
		}
	}
	parts, err := d.store.Client().Participation.Query().Where(participation.RegistrationIDIn(which...)).
		Order(participation.ByID()).WithEmployee().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read participations: %w", err)
	}
	docs, err := d.documents(ctx, document.RegistrationIDIn(which...))
	if err != nil {
		return nil, fmt.Errorf("read documents: %w", err)
	}
	cells, err := d.store.Client().Cell.Query().Where(cell.RegistrationIDIn(which...)).Order(cell.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read cells: %w", err)
	}
	before, err := d.store.Client().Evaluation.Query().Where(evaluation.IDIn(receipts...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read receipts: %w", err)
	}
	plans := map[string]*file{}
	files := make([]*file, len(rows))
	for i, r := range rows {
		if plans[r.PlanID] == nil {
			if plans[r.PlanID], err = d.homeOf(ctx, r.PlanID); err != nil {
				return nil, err
			}
		}
		f := *plans[r.PlanID]
		f.reg, f.touched = r, map[cellKey]bool{}
		f.parts = of(parts, func(p *ent.Participation) bool { return p.RegistrationID == r.ID })
		f.docs = of(docs, func(doc *ent.Document) bool { return *doc.RegistrationID == r.ID })
		f.cells = of(cells, func(c *ent.Cell) bool { return c.RegistrationID == r.ID })
		if last := of(before, func(e *ent.Evaluation) bool { return r.EvaluationID != nil && e.ID == *r.EvaluationID }); len(last) > 0 {
			f.before = last[0]
		}
		f.remember()
		files[i] = &f
	}
	return files, nil
}

// homeOf loads a plan and what every file of it shares.
func (d *Desk) homeOf(ctx context.Context, planID string) (*file, error) {
	p, err := d.store.Client().Plan.Get(ctx, planID)
	if err != nil {
		return nil, fmt.Errorf("read plan %s: %w", planID, err)
	}
	f := d.begin()
	f.plan = p
	return f, d.ofPlan(ctx, f)
}

// of returns the rows that belong to one file.
func of[T any](rows []T, belongs func(T) bool) []T {
	var mine []T
	for _, row := range rows {
		if belongs(row) {
			mine = append(mine, row)
		}
	}
	return mine
}

// ofParticipation loads the registration of a participation in the caller's sight.
func (d *Desk) ofParticipation(ctx context.Context, id string) (*file, *ent.Participation, error) {
	missing := fault.NotFound("PARTICIPATION_NOT_FOUND")
	if !ids.Valid(id, ids.Participation) {
		return nil, nil, missing
	}
	row, err := d.store.Client().Participation.Get(ctx, id)
	if err != nil {
		return nil, nil, store.Missing(err, missing.Reason)
	}
	f, err := d.registration(ctx, row.RegistrationID)
	if err != nil {
		return nil, nil, err
	}
	p, _ := f.participation(id)
	if p == nil { // removed in between
		return nil, nil, missing
	}
	return f, p, nil
}

const documentNotFound = "DOCUMENT_NOT_FOUND"

// homeOfDocument returns the id of the registration, or of the plan whose project file it is, to which a document in the
// caller's sight belongs.
func (d *Desk) homeOfDocument(ctx context.Context, id string) (string, error) {
	if !ids.Valid(id, ids.Document) {
		return "", fault.NotFound(documentNotFound)
	}
	row, err := d.store.Client().Document.Get(ctx, id)
	if err != nil {
		return "", store.Missing(err, documentNotFound)
	}
	if row.RegistrationID != nil {
		return *row.RegistrationID, nil
	}
	return row.PlanID, nil
}

// fresh reads a registration again after an act, in the caller's sight.
func (d *Desk) fresh(ctx context.Context, id string) (*ent.Registration, error) {
	r, err := d.store.Client().Registration.Get(ctx, id)
	if err != nil {
		return nil, store.Missing(err, "REGISTRATION_NOT_FOUND")
	}
	return r, nil
}
