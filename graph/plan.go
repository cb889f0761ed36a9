package graph

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/grantamount"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/planline"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/reference"
	"github.com/penvoerder/penvoerder/internal/store/page"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

func (r queryResolver) Plans(ctx context.Context, filter *model.PlanFilter, order *model.PlanOrder, first *int, after *string, last *int, before *string) (*relay.PlanConnection, error) {
	which, err := plansIn(filter)
	if err != nil {
		return nil, err
	}
	what := asked(ctx)
	by := page.Order[*ent.Plan]{ID: planID, Key: planOrders["SUBMITTED_AT"]}
	if order != nil {
		by.Key, by.Descending = planOrders[order.By], order.Direction == descending
	}
	in := page.Input{First: first, After: after, Last: last, Before: before, Total: what.any("totalCount")}
	p, err := page.Read(ctx, r.db().Plan.Query().Where(which...), in, by)
	if err != nil {
		return nil, err
	}
	return relay.Of(p), r.primePlanParts(ctx, p.Nodes, what.entries())
}

// PlanCounts counts per state, in the order of the process: all, and those that wait for the viewer's role.
func (r queryResolver) PlanCounts(ctx context.Context, filter *model.PlanFilter) ([]*model.PlanCount, error) {
	if filter != nil {
		plain := *filter
		plain.States = nil
		filter = &plain
	}
	which, err := plansIn(filter)
	if err != nil {
		return nil, err
	}
	var counted []struct {
		State string
		Count int
	}
	err = r.db().Plan.Query().Where(which...).GroupBy(plan.FieldState).Aggregate(ent.Count()).Scan(ctx, &counted)
	mine, out := waitingFor(actor.From(ctx).Role, workflow.Plan), []*model.PlanCount{}
	for _, state := range workflow.StatesOf(workflow.Plan) {
		for _, c := range counted {
			if c.State != state.Name {
				continue
			}
			n := &model.PlanCount{State: c.State, Count: c.Count}
			if slices.Contains(mine, c.State) {
				n.NeedsMeCount = c.Count
			}
			out = append(out, n)
		}
	}
	return out, err
}

// primePlanParts reads for all plans of a list what is asked of each.
func (r *root) primePlanParts(ctx context.Context, plans []*ent.Plan, what selection) error {
	if len(plans) == 0 {
		return nil
	}
	r.pinned(plans...)
	var organisations, receipts []string
	for _, p := range plans {
		recalled(ctx).nodes.put(p.ID, p)
		organisations, receipts = append(organisations, p.OrganisationID), append(receipts, present(p.EvaluationID)...)
	}
	if what.any("organisation", "region") {
		if err := r.primeNodes(ctx, organisations); err != nil {
			return err
		}
	}
	if what.any("judgement") {
		if err := r.primeReceipts(ctx, receipts); err != nil {
			return err
		}
	}
	if what.any("ledger") {
		return r.primeLedgers(ctx, plans)
	}
	return nil
}

func (r planResolver) Organisation(ctx context.Context, p *ent.Plan) (*ent.Organisation, error) {
	return r.organisation(ctx, p.OrganisationID)
}

// Region is the plan's own, or its applicant's.
func (r planResolver) Region(ctx context.Context, p *ent.Plan) (*reference.Region, error) {
	if p.RegionID != nil {
		return regionByID(*p.RegionID), nil
	}
	o, err := r.organisation(ctx, p.OrganisationID)
	if err != nil || o == nil {
		return nil, err
	}
	return regionByID(o.RegionID), nil
}

func (r planResolver) RegionalOrganisation(_ context.Context, p *ent.Plan) (*reference.RegionalOrganisation, error) {
	return regionalOrganisation(p.RegionalOrganisationID), nil
}

func (r planResolver) Release(ctx context.Context, p *ent.Plan) (*ent.SchemeRelease, error) {
	return r.release(ctx, p.ReleaseID)
}

func (r planResolver) Lines(ctx context.Context, p *ent.Plan) ([]*ent.PlanLine, error) {
	r.pinned(p)
	lines, err := r.db().PlanLine.Query().Where(planline.PlanID(p.ID)).Order(ent.Asc(planline.FieldPosition, planline.FieldID)).All(ctx)
	for _, line := range lines {
		line.Edges.Plan = p
	}
	return lines, err
}

func (r planResolver) Facts(ctx context.Context, p *ent.Plan) ([]*regulation.Fact, error) {
	m, err := r.manifest(ctx, p.ReleaseID)
	if err != nil {
		return nil, err
	}
	return m.FactsOf(schemes.AboutPlan, "", p.Facts, r.use.Guard.CanReadPersonal(ctx, access.Plan)), nil
}

func (r planResolver) Judgement(ctx context.Context, p *ent.Plan) (*judgement.Judgement, error) {
	r.pinned(p)
	receipt, err := r.receipt(ctx, p.EvaluationID)
	if err != nil || receipt == nil {
		return nil, err
	}
	return receipt.Whole(), nil
}

func (r planResolver) Assessment(ctx context.Context, p *ent.Plan) (*model.PlanAssessment, error) {
	if p.AssessmentVerdict == nil || p.AssessedAt == nil {
		return nil, nil
	}
	by, err := r.personByID(ctx, p.AssessedBy)
	return &model.PlanAssessment{
		At: typed.DateTimeOf(*p.AssessedAt), By: by, Verdict: *p.AssessmentVerdict, Note: p.AssessmentNote,
		IsLate: p.LateReason != nil, LateReason: p.LateReason,
	}, err
}

func (r planResolver) Returned(ctx context.Context, p *ent.Plan) (*model.PlanReturn, error) {
	if p.ReturnedAt == nil || p.ReturnReason == nil {
		return nil, nil
	}
	by, err := r.personByID(ctx, p.ReturnedBy)
	return &model.PlanReturn{At: typed.DateTimeOf(*p.ReturnedAt), By: by, Reason: *p.ReturnReason}, err
}

func (r planResolver) Grant(ctx context.Context, p *ent.Plan) (*model.Grant, error) {
	if p.GrantedAt == nil {
		return nil, nil
	}
	amounts, err := r.db().GrantAmount.Query().Where(grantamount.PlanID(p.ID)).Order(ent.Asc(grantamount.FieldBudget)).All(ctx)
	if err != nil {
		return nil, err
	}
	r.pinned(p)
	by, err := r.personByID(ctx, p.GrantedBy)
	return &model.Grant{At: typed.DateTimeOf(*p.GrantedAt), By: by, Note: p.GrantNote, WithdrawnPart: p.WithdrawnPart, UnverifiedReason: p.UnverifiedReason, Amounts: amounts}, err
}

func (r planResolver) Ledger(ctx context.Context, p *ent.Plan) ([]*model.BudgetLedger, error) {
	return r.showLedger(ctx, p)
}

// ProjectFile is there where the scheme asks project documents.
func (r planResolver) ProjectFile(ctx context.Context, p *ent.Plan) (*model.ProjectFile, error) {
	m, err := r.manifest(ctx, p.ReleaseID)
	if err != nil || len(m.Declared().Columns("", schemes.PerProject)) == 0 {
		return nil, err
	}
	return projectFileOf(p), nil
}

func (r planResolver) Deadlines(ctx context.Context, p *ent.Plan) ([]*regulation.Deadline, error) {
	return r.deadlinesOf(ctx, p)
}

func (r planResolver) Registrations(ctx context.Context, p *ent.Plan, filter *model.RegistrationFilter, order *model.RegistrationOrder, first *int, after *string, last *int, before *string) (*relay.RegistrationConnection, error) {
	r.pinned(p)
	return r.registrations(ctx, r.db().Registration.Query().Where(ofPlan(p.ID)), filter, order, page.Input{First: first, After: after, Last: last, Before: before})
}

func (r planResolver) RegistrationCounts(ctx context.Context, p *ent.Plan, filter *model.RegistrationFilter) ([]*model.RegistrationCount, error) {
	return r.registrationCounts(ctx, r.db().Registration.Query().Where(ofPlan(p.ID)), filter)
}

func (r planResolver) Audit(ctx context.Context, p *ent.Plan, on *string, first *int, after *string, last *int, before *string) (*relay.AuditConnection, error) {
	if !r.ask(ctx, string(access.ReadAudit), p).Allowed {
		return nil, nil
	}
	return r.auditOf(ctx, p.ID, on, page.Input{First: first, After: after, Last: last, Before: before})
}

func (r planResolver) ViewerCan(ctx context.Context, p *ent.Plan, action string) (*model.Permission, error) {
	return r.can(ctx, action, p), nil
}

func (r planLineResolver) Activity(ctx context.Context, line *ent.PlanLine) (*regulation.Activity, error) {
	m, err := r.manifestOf(ctx, line.PlanID)
	return activityOf(m, err, line.Activity)
}

func (r planLineResolver) ViewerCan(ctx context.Context, line *ent.PlanLine, action string) (*model.Permission, error) {
	return r.can(ctx, action, line), nil
}

func (r grantAmountResolver) Budget(ctx context.Context, g *ent.GrantAmount) (*regulation.Budget, error) {
	m, err := r.manifestOf(ctx, g.PlanID)
	if err != nil {
		return nil, err
	}
	return m.Budget(g.Budget), nil
}
