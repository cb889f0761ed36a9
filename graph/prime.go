package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/relay"
)

// mostAtOnce is how many participations are read beforehand for a list of registrations. What holds more is read
// registration by registration.
const mostAtOnce = 2000

// primeRegistrations reads for all registrations of a list what is asked of each: one statement for each kind of thing.
func (r *root) primeRegistrations(ctx context.Context, list []*ent.Registration, what selection) error {
	if len(list) == 0 || len(what) == 0 {
		return nil
	}
	var ids, plans, organisations, receipts, assessors []string
	participants := 0
	for _, g := range list {
		ids, plans, organisations = append(ids, g.ID), append(plans, g.PlanID), append(organisations, g.OrganisationID)
		receipts = append(receipts, present(g.EvaluationID)...)
		assessors = append(assessors, present(g.AssessorID)...)
		participants += g.ParticipantCount
		recalled(ctx).nodes.put(g.ID, g)
	}
	cells := what.at("matrix", "rows", "cells")
	steps := []struct {
		wanted bool
		read   func() error
	}{
		{what.any("plan", "payable", "viewerCan", "viewerCanEach"), func() error { return r.primePlans(ctx, plans) }},
		{what.any("activity", "training", "facts", "matrix", "judgement", "contentJudgement", "nextSteps"), func() error { return r.primeReleases(ctx, plans) }},
		{what.any("organisation"), func() error { return r.primeNodes(ctx, organisations) }},
		{what.any("judgement") || what.at("participations").entries().any("judgement") || cells.any("findings", "documents"), func() error { return r.primeReceipts(ctx, receipts) }},
		{cells.any("documents"), func() error { return r.primeDocuments(ctx, list) }},
		{what.any("assessor"), func() error { return r.primeNodes(ctx, assessors) }},
		{what.any("outcomeCounts"), func() error { return r.primeOutcomes(ctx, ids) }},
		{what.any("possibleMatches"), func() error { return r.primeMatches(ctx, list, what.at("possibleMatches", "registration")) }},
		{what.any("repair", "nextSteps"), func() error { return r.primeRepairs(ctx, ids) }},
		{what.any("participations", "matrix") && participants <= mostAtOnce, func() error { return r.primeParticipations(ctx, ids, what) }},
		{what.any("matrix"), func() error { return r.primeCells(ctx, ids, cells) }},
	}
	for _, s := range steps {
		if !s.wanted {
			continue
		}
		if err := s.read(); err != nil {
			return err
		}
	}
	return nil
}

// primePlans reads plans in the viewer's sight, and remembers their releases.
func (r *root) primePlans(ctx context.Context, ids []string) error {
	if err := r.primeNodes(ctx, ids); err != nil {
		return err
	}
	for _, id := range ids {
		n, err := r.node(ctx, id)
		if err != nil {
			return err
		}
		if p, ok := n.(*ent.Plan); ok {
			r.pinned(p)
		}
	}
	return nil
}

// primeReceipts reads receipts.
func (r *root) primeReceipts(ctx context.Context, ids []string) error {
	lacking := recalled(ctx).receipts.lacks(ids)
	if len(lacking) == 0 {
		return nil
	}
	all, err := r.db().Evaluation.Query().Where(evaluation.IDIn(lacking...)).All(ctx)
	if err != nil {
		return err
	}
	found := map[string]*judgement.Receipt{}
	for _, row := range all {
		if found[row.ID], err = r.read(ctx, row); err != nil {
			return err
		}
	}
	for _, id := range lacking {
		recalled(ctx).receipts.put(id, found[id])
	}
	return nil
}

func (r *root) primeOutcomes(ctx context.Context, registrations []string) error {
	var counted []struct {
		RegistrationID string `json:"registration_id"`
		Outcome        *string
		Count          int
	}
	err := r.db().Participation.Query().Where(participation.RegistrationIDIn(registrations...)).
		GroupBy(participation.FieldRegistrationID, participation.FieldOutcome).Aggregate(ent.Count()).Scan(ctx, &counted)
	if err != nil {
		return err
	}
	of := map[string]map[string]int{}
	for _, id := range registrations {
		of[id] = map[string]int{}
	}
	for _, c := range counted {
		if c.Outcome != nil {
			of[c.RegistrationID][*c.Outcome] = c.Count
		}
	}
	for id, counts := range of {
		recalled(ctx).outcomes.put(id, counts)
	}
	return nil
}

func (r *root) outcomesOf(ctx context.Context, registration string) (map[string]int, error) {
	if len(recalled(ctx).outcomes.lacks([]string{registration})) > 0 {
		if err := r.primeOutcomes(ctx, []string{registration}); err != nil {
			return nil, err
		}
	}
	return recalled(ctx).outcomes.get(registration, func() (map[string]int, error) { return nil, nil })
}

func (r *root) primeRepairs(ctx context.Context, registrations []string) error {
	all, err := r.db().Repair.Query().Where(repair.RegistrationIDIn(registrations...), repair.ClosedAtIsNil()).All(ctx)
	if err != nil {
		return err
	}
	for _, open := range all {
		recalled(ctx).repairs.put(open.RegistrationID, open)
	}
	for _, id := range registrations {
		recalled(ctx).repairs.put(id, nil)
	}
	return nil
}

// repairOf is the open repair of a registration, or nil.
func (r *root) repairOf(ctx context.Context, registration string) (*ent.Repair, error) {
	return recalled(ctx).repairs.get(registration, func() (*ent.Repair, error) {
		return maybe(r.db().Repair.Query().Where(repair.RegistrationID(registration), repair.ClosedAtIsNil()).First(ctx))
	})
}

// primeKinds reads for things of several types what is asked of each type.
func (r *root) primeKinds(ctx context.Context, nodes []relay.Node, what selection) error {
	var registrations []*ent.Registration
	var plans []*ent.Plan
	for _, n := range nodes {
		switch n := n.(type) {
		case *ent.Registration:
			registrations = append(registrations, n)
		case *ent.Plan:
			plans = append(plans, n)
		}
	}
	if err := r.primeRegistrations(ctx, registrations, what); err != nil {
		return err
	}
	return r.primePlanParts(ctx, plans, what)
}

// maybe makes nil of what is not there or not in sight.
func maybe[T any](v *T, err error) (*T, error) {
	if ent.IsNotFound(err) {
		return nil, nil
	}
	return v, err
}
