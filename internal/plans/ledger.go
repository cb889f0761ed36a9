package plans

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/decision"
	"github.com/penvoerder/penvoerder/ent/grantamount"
	"github.com/penvoerder/penvoerder/ent/planline"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Ledger returns the stand of plans that the caller has loaded in its own sight, by plan, budgets and activities in the
// manifest's order. It takes four statements whatever the number of plans.
func (d *Desk) Ledger(ctx context.Context, of ...*ent.Plan) (map[string][]Budget, error) {
	out := make(map[string][]Budget, len(of))
	if len(of) == 0 {
		return out, nil
	}
	ids := make([]string, len(of))
	for i, p := range of {
		ids[i] = p.ID
	}
	b, err := d.books(actor.AsSystem(ctx), ids) // the stand of a plan is whole, whoever may see the plan
	if err != nil {
		return nil, fmt.Errorf("draw up the ledger: %w", err)
	}
	for _, p := range of {
		release, ok := d.catalog.Release(p.ReleaseID)
		if !ok {
			return nil, fault.Unavailable("SCHEME_UNAVAILABLE", fmt.Errorf("release %s is not installed", p.ReleaseID))
		}
		out[p.ID] = b.stand(p.ID, release.Manifest, func(budget schemes.Budget) bool {
			return release.Manifest.Shifts(budget, release.Overrides(), schemes.At(d.now()).Day())
		})
	}
	return out, nil
}

// books are the figures of several plans, by plan.
type books struct {
	lines    map[string][]*ent.PlanLine
	grants   map[string]map[string]int64 // by budget
	sums     map[string][]tally
	approved map[string][]approval
}

// tally adds up the registrations of one plan under one activity in one state.
type tally struct {
	PlanID       string `json:"plan_id"`
	Activity     string `json:"activity"`
	State        string `json:"state"`
	Amount       int64  `json:"amount"`
	Participants int    `json:"participants"`
}

func (d *Desk) books(ctx context.Context, plans []string) (*books, error) {
	b := &books{
		lines: map[string][]*ent.PlanLine{}, grants: map[string]map[string]int64{},
		sums: map[string][]tally{}, approved: map[string][]approval{},
	}
	db := d.store.Client()
	lines, err := db.PlanLine.Query().Where(planline.PlanIDIn(plans...)).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		b.lines[l.PlanID] = append(b.lines[l.PlanID], l)
	}
	grants, err := db.GrantAmount.Query().Where(grantamount.PlanIDIn(plans...)).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		if b.grants[g.PlanID] == nil {
			b.grants[g.PlanID] = map[string]int64{}
		}
		b.grants[g.PlanID][g.Budget] = g.AmountCents
	}
	if err := b.addUp(ctx, db, plans); err != nil {
		return nil, err
	}
	return b, b.addApproved(ctx, db, plans)
}

// addUp adds up registrations in the database.
func (b *books) addUp(ctx context.Context, db *ent.Client, plans []string) error {
	var sums []tally
	err := db.Registration.Query().Where(registration.PlanIDIn(plans...), registration.StateNotIn(workflow.Withdrawn, workflow.Rejected)).
		GroupBy(registration.FieldPlanID, registration.FieldActivity, registration.FieldState).
		Aggregate(
			ent.As(coalesced(registration.FieldAmountCents), "amount"),
			ent.As(coalesced(registration.FieldParticipantCount), "participants"),
		).Scan(ctx, &sums)
	for _, s := range sums {
		b.sums[s.PlanID] = append(b.sums[s.PlanID], s)
	}
	return err
}

// coalesced adds up a column as a whole number, nothing being zero: PostgreSQL would return a numeric.
func coalesced(column string) ent.AggregateFunc {
	return func(s *sql.Selector) string { return "CAST(COALESCE(SUM(" + s.C(column) + "), 0) AS bigint)" }
}

// addApproved lists approved registrations in the order in which they were decided upon.
func (b *books) addApproved(ctx context.Context, db *ent.Client, plans []string) error {
	var rows []struct {
		RegistrationID string `json:"registration_id"`
		PlanID         string `json:"plan_id"`
		Activity       string `json:"activity"`
		AmountCents    *int64 `json:"amount_cents"`
	}
	err := db.Decision.Query().Where(decision.Verdict(workflow.Approved)).
		Where(func(s *sql.Selector) {
			r := sql.Table(registration.Table)
			s.Join(r).On(s.C(decision.FieldRegistrationID), r.C(registration.FieldID))
			s.Where(sql.And(sql.In(r.C(registration.FieldPlanID), anys(plans)...), sql.In(r.C(registration.FieldState), workflow.Approved, workflow.Settled)))
			s.AppendSelect(r.C(registration.FieldPlanID), r.C(registration.FieldActivity), r.C(registration.FieldAmountCents))
			s.OrderBy(s.C(decision.FieldAt), s.C(decision.FieldID))
		}).
		Select(decision.FieldRegistrationID).Scan(ctx, &rows)
	for _, r := range rows {
		a := approval{PlanID: r.PlanID, ID: r.RegistrationID, Activity: r.Activity}
		if r.AmountCents != nil {
			a.Amount = *r.AmountCents
		}
		b.approved[r.PlanID] = append(b.approved[r.PlanID], a)
	}
	return err
}

func anys(in []string) []any {
	out := make([]any, len(in))
	for i, v := range in {
		out[i] = v
	}
	return out
}

// stand draws up the budgets of one plan. Those that shift are filled together.
func (b *books) stand(planID string, m *schemes.Manifest, shifts func(schemes.Budget) bool) []Budget {
	asked := requestedPerBudget(m, b.lines[planID])
	out := make([]Budget, len(m.Budgets))
	for i, budget := range m.Budgets {
		s := Budget{Code: budget.Code, Shifts: shifts(budget), Requested: asked[budget.Code], PayableOf: map[string]int64{}}
		if granted, ok := b.grants[planID][budget.Code]; ok {
			s.Granted = &granted
		}
		for _, a := range m.Activities {
			if a.Budget == budget.Code {
				s.add(b.activity(planID, a.Code), b.submitted(planID, a.Code))
			}
		}
		out[i] = s
	}
	for _, pool := range pools(m, out) {
		pool.fill(b.approvals(planID, m, pool))
	}
	return out
}

// activity adds up one activity of a plan.
func (b *books) activity(planID, code string) Activity {
	a := Activity{Code: code}
	for _, l := range b.lines[planID] {
		if l.Activity == code {
			a.Requested += asAssessed(l)
		}
	}
	for _, s := range b.sums[planID] {
		if s.Activity != code {
			continue
		}
		a.Registered += s.Amount
		a.Participants += s.Participants
		if s.State == workflow.Approved || s.State == workflow.Settled {
			a.Approved += s.Amount
		}
	}
	return a
}

// submitted adds up the registrations under an activity that were submitted and wait for a decision, those in repair too.
func (b *books) submitted(planID, code string) int64 {
	waiting := []string{workflow.Submitted, workflow.InReview, workflow.AwaitingSecond, workflow.Repair}
	total := int64(0)
	for _, s := range b.sums[planID] {
		if s.Activity == code && slices.Contains(waiting, s.State) {
			total += s.Amount
		}
	}
	return total
}

// approvals returns the approved registrations that draw on a pool, in the order of decisions.
func (b *books) approvals(planID string, m *schemes.Manifest, from pool) []approval {
	var out []approval
	for _, a := range b.approved[planID] {
		act, _ := m.Activity(a.Activity)
		if from.of(act.Budget) == nil {
			continue
		}
		a.Budget = act.Budget
		out = append(out, a)
	}
	return out
}
