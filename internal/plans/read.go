package plans

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
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
	r.facts = dossier.Organisation(r.organisation, p)
	others, err := d.running(system, r.release.Manifest, r.organisation, regionOf(p, r.organisation), p.ID)
	r.others, r.was = len(others), copyOf(p)
	return r, err
}

// running returns the running plans of this scheme that stand in the way of another: of the organisation, in the region
// where the scheme has a plan per region, and where it has one plan for a whole group, of the group. The plan named is
// left out.
func (d *Desk) running(ctx context.Context, m *schemes.Manifest, o *ent.Organisation, regionID, except string) ([]*ent.Plan, error) {
	query := d.store.Client().Plan.Query().Where(plan.Scheme(m.Slug), plan.IDNEQ(except), plan.ActiveKeyNotNil())
	if m.PlanPer != schemes.PerGroup {
		query = query.Where(plan.ActiveKey(activeKey(m, o, regionID)))
	} else {
		of, err := d.group(ctx, o)
		if err != nil {
			return nil, err
		}
		query = query.Where(plan.OrganisationIDIn(of...))
	}
	found, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for running plans of the group: %w", err)
	}
	return found, nil
}

// group returns the organisations of the group of o, itself among them.
func (d *Desk) group(ctx context.Context, o *ent.Organisation) ([]string, error) {
	top := dossier.GroupKey(o)
	of, err := d.store.Client().Organisation.Query().Where(organisation.Or(
		organisation.ID(o.ID),
		organisation.GroupTopKvkNumber(top),
		organisation.And(organisation.KvkNumber(top), organisation.GroupTopKvkNumberIsNil()),
	)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for the group: %w", err)
	}
	return of, nil
}
