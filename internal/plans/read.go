package plans

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// read loads a plan in the caller's sight. What lies around it is read by the platform itself.
func (d *Desk) read(ctx context.Context, id string) (*reading, error) {
	p, err := d.store.Client().Plan.Query().Where(plan.ID(id)).Only(ctx)
	if err != nil {
		return nil, store.Missing(err, "PLAN_NOT_FOUND")
	}
	return d.around(ctx, p)
}

// around loads what lies around a plan that was read.
func (d *Desk) around(ctx context.Context, p *ent.Plan) (*reading, error) {
	release, ok := d.catalog.Release(p.ReleaseID)
	if !ok {
		return nil, fault.Unavailable("SCHEME_UNAVAILABLE", fmt.Errorf("release %s of plan %s is not installed", p.ReleaseID, p.Number))
	}
	r := &reading{plan: p, release: release, at: d.clock.Wall(), now: d.now()}
	system := actor.AsSystem(ctx)
	db := d.store.Client()
	var err error
	if p.Edges.Lines, err = p.QueryLines().All(system); err != nil {
		return nil, fmt.Errorf("read lines of plan %s: %w", p.Number, err)
	}
	if p.Edges.Grants, err = p.QueryGrants().All(system); err != nil {
		return nil, fmt.Errorf("read grants of plan %s: %w", p.Number, err)
	}
	if r.organisation, err = db.Organisation.Get(system, p.OrganisationID); err != nil {
		return nil, fmt.Errorf("read organisation of plan %s: %w", p.Number, err)
	}
	r.was = copyOf(p)
	if isDraft(p) {
		if err := r.place(system, db); err != nil {
			return nil, err
		}
	}
	r.facts = question.Organisation(r.organisation, p)
	others, err := d.running(system, r.release.Manifest, r.organisation, regionOf(p, r.organisation), p.ID)
	for _, other := range others {
		if !isDraft(other) {
			r.others++
		}
	}
	r.others += len(r.group.inTheWay())
	return r, err
}

// isDraft reports whether a plan counts as a draft: it stands in nobody's way yet.
func isDraft(p *ent.Plan) bool { return p.State == workflow.Draft || p.State == workflow.Unconfirmed }

// running returns the running plans of an organisation under a scheme, in one region where the scheme has a plan per
// region. The plan named is left out.
func (d *Desk) running(ctx context.Context, m *schemes.Manifest, o *ent.Organisation, regionID, except string) ([]*ent.Plan, error) {
	key := activeKey(m, o, regionID)
	found, err := d.store.Client().Plan.Query().
		Where(plan.OrganisationID(o.ID), plan.IDNEQ(except), plan.Or(plan.ActiveKey(key), plan.ActiveKeyHasPrefix(key+":"))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for running plans of organisation %s: %w", o.ID, err)
	}
	return found, nil
}
