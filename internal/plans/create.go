package plans

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/reference"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// CreateInput is a new plan of the actor's organisation.
type CreateInput struct {
	Scheme   string // by slug
	Lines    []LineInput
	Facts    []question.FactInput
	RegionID *string // of a scheme with a plan per region; the organisation's own when nil
}

var (
	pathScheme = []string{"input", "scheme"}
	pathRegion = []string{"input", "regionID"}
)

// Create begins a plan of the caller's organisation, pinned to the release in force. Faults: SCHEME_NOT_IN_FORCE,
// PLAN_EXISTS, PLAN_EXISTS_IN_REGION, REGION_NOT_ASKED, REGION_UNKNOWN, ACTIVITY_UNKNOWN, FACT_UNKNOWN.
func (d *Desk) Create(ctx context.Context, in CreateInput) (*ent.Plan, error) {
	release, ok := d.catalog.InForce(in.Scheme)
	if !ok {
		return nil, fault.Invalid(pathScheme, "SCHEME_NOT_IN_FORCE", fault.Text{
			NL: "Deze regeling bestaat niet of is nu niet van kracht. Kies een regeling die van kracht is.",
			EN: "This scheme does not exist, or is not in force now. Choose a scheme that is in force.",
		}, "")
	}
	mine := access.Mine(actor.From(ctx), access.Plan)

	ground, err := d.guard.Permit(ctx, access.Add, mine)
	if err != nil {
		return nil, err
	}

	in.RegionID, err = chosenRegion(in.RegionID, release.Manifest)
	if err != nil {
		return nil, err
	}
	r, err := d.begin(ctx, mine.OrganisationID, in.RegionID, release)
	if err != nil {
		return nil, err
	}
	var bad fault.Collector
	enter(r.plan, notNil(in.Lines), in.Facts, release.Manifest, &bad)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	judged, err := d.judge(ctx, r)
	if err != nil {
		return nil, err
	}

	if err := r.rest(judged); err != nil {
		return nil, err
	}
	return d.insert(ctx, r, procedure.Writing{Act: workflow.CreatePlan, Ground: ground, Judged: judged})
}

// begin returns a new plan of the organisation, not yet stored, as though it had been read. It refuses where the
// organisation has a plan that runs, if only a draft.
func (d *Desk) begin(ctx context.Context, organisationID string, region *string, release *catalog.Release) (*reading, error) {
	system := actor.AsSystem(ctx)
	o, err := d.store.Client().Organisation.Get(system, organisationID)
	if err != nil {
		return nil, fmt.Errorf("read organisation: %w", err)
	}
	regionID := regionOf(&ent.Plan{RegionID: region}, o)
	others, err := d.running(system, release.Manifest, o, regionID, "")
	if err != nil {
		return nil, err
	}
	if len(others) > 0 {
		return nil, planExists(others[0], release.Manifest)
	}
	to, _ := workflow.CreatePlan.Next(workflow.New)
	r := &reading{organisation: o, release: release, at: d.clock.Wall(), now: d.now()}
	r.plan = &ent.Plan{
		ID: ids.New(ids.Plan), OrganisationID: o.ID, RegionalOrganisationID: o.RegionalOrganisationID, RegionID: region,
		Scheme: release.Slug, ReleaseID: release.ID, State: to, ActiveKey: new(activeKey(release.Manifest, o, regionID)),
		CreatedAt: r.at, UpdatedAt: r.at,
	}
	r.was = &ent.Plan{ID: r.plan.ID, OrganisationID: o.ID, RegionalOrganisationID: o.RegionalOrganisationID, State: workflow.New}
	if chosen, ok := reference.RegionByID(regionID); ok && region != nil {
		r.plan.RegionalOrganisationID, r.was.RegionalOrganisationID = chosen.OrganisationID, chosen.OrganisationID
	}
	err = r.place(system, d.store.Client())
	r.facts, r.others = question.Organisation(o, r.plan), len(r.group.inTheWay())
	return r, err
}

// chosenRegion refuses a region where the scheme knows no plan per region, and one that does not exist.
func chosenRegion(id *string, m *schemes.Manifest) (*string, error) {
	if id == nil {
		return nil, nil
	}
	if m.PlanPer != schemes.PerRegion {
		return nil, fault.Invalid(pathRegion, "REGION_NOT_ASKED", fault.Text{
			NL: "Deze regeling heeft geen plan per regio. Laat de regio weg.", EN: "This scheme has no plan per region. Leave the region out.",
		}, "")
	}
	if _, ok := reference.RegionByID(*id); !ok {
		return nil, fault.Invalid(pathRegion, "REGION_UNKNOWN", fault.Text{
			NL: "Deze regio bestaat niet. Kies een bestaande regio.", EN: "This region does not exist. Choose an existing region.",
		}, "")
	}
	return id, nil
}

func planExists(p *ent.Plan, m *schemes.Manifest) error {
	f := fault.Conflict(pathScheme, "PLAN_EXISTS", fault.Text{
		NL: "Uw organisatie heeft voor deze regeling al een plan. Werk in dat plan verder.",
		EN: "Your organisation already has a plan for this scheme. Continue with that plan.",
	})
	if m.PlanPer == schemes.PerRegion {
		f = fault.Conflict(pathRegion, "PLAN_EXISTS_IN_REGION", fault.Text{
			NL: "Uw organisatie heeft voor deze regeling in deze regio al een plan. Kies een andere regio, of werk in dat plan verder.",
			EN: "Your organisation already has a plan for this scheme in this region. Choose another region, or continue with that plan.",
		})
	}
	f.Current, f.CurrentVersion = p, p.Version
	return f
}

// insert stores a new plan with its lines and its first judgement.
func (d *Desk) insert(ctx context.Context, r *reading, w procedure.Writing) (*ent.Plan, error) {
	p, receipt := r.plan, r.receipt
	var saved *ent.Plan
	err := d.store.Tx(ctx, func(tx *ent.Tx) error {
		n, err := tx.Number.Create().Save(ctx)
		if err != nil {
			return err
		}
		saved, err = tx.Plan.Create().SetID(p.ID).SetNumber(d.number(n.ID)).
			SetOrganisationID(p.OrganisationID).SetRegionalOrganisationID(p.RegionalOrganisationID).
			SetScheme(p.Scheme).SetReleaseID(p.ReleaseID).SetState(p.State).SetNillableActiveKey(p.ActiveKey).SetNillableRegionID(p.RegionID).
			SetNillableGroupMember(p.GroupMember).SetNillableGroupTop(p.GroupTop).
			SetRequestedCents(p.RequestedCents).SetFacts(p.Facts).SetCreatedAt(p.CreatedAt).SetUpdatedAt(p.UpdatedAt).
			SetOutcome(receipt.Outcome).SetEvaluationID(receipt.ID).SetNillableValidUntil(receipt.ValidUntil).Save(ctx)
		if err != nil {
			return err
		}
		if err := insertLines(ctx, tx, p); err != nil {
			return err
		}
		return d.record(ctx, tx, r, w, saved, false)
	})
	switch {
	case fault.HasReason(err, "PLAN_EXISTS"): // begun by a colleague since we looked
		return nil, d.overtakenBy(ctx, r, err)
	case err != nil:
		return nil, fmt.Errorf("create plan: %w", err)
	}
	return saved.Unwrap(), nil
}

// overtakenBy refuses because another request of the organisation began a plan in the meantime.
func (d *Desk) overtakenBy(ctx context.Context, r *reading, cause error) error {
	first, err := d.store.Client().Plan.Query().Where(plan.ActiveKey(*r.plan.ActiveKey)).Only(actor.AsSystem(ctx))
	if err != nil {
		return cause
	}
	return planExists(first, r.release.Manifest)
}

// number is the human number of a plan, in the year of the regulation's clock.
func (d *Desk) number(n int) string {
	return fmt.Sprintf("P-%d-%06d", d.now().In(clock.Amsterdam).Year(), n)
}

// notNil returns lines that were given, if only none.
func notNil(lines []LineInput) []LineInput {
	if lines == nil {
		return []LineInput{}
	}
	return lines
}
