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

// Budget is the stand of one budget of a plan, in cents. Nothing shifts to another, unless the scheme says so.
type Budget struct {
	Code       string
	Shifts     bool   // budgets of the plan for which this holds are one cap
	Requested  int64  // aangevraagd, after assessment
	Granted    *int64 // toegekend; nil until then
	Registered int64  // of registrations not withdrawn or rejected
	Submitted  int64  // of which handed in and not yet decided
	Approved   int64  // goedgekeurd, before the cap
	Payable    int64  // approved, as far as the cap leaves room
	CutOff     int64  // approved and not payable
	Free       *int64 // of the cap, that of all that shift together, after all that is registered; nil until granted
	Activities []Activity
	PayableOf  map[string]int64 // by registration that was approved; the cap fills in the order of decisions
}

// Activity is the share of one activity in a budget, in cents. The cap is the budget's.
type Activity struct {
	Code         string
	Requested    int64
	Registered   int64
	Approved     int64
	Participants int
}

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
	sums     map[string][]sum
	approved map[string][]approval
}

// sum adds up the registrations of one plan under one activity in one state.
type sum struct {
	PlanID       string `json:"plan_id"`
	Activity     string `json:"activity"`
	State        string `json:"state"`
	Amount       int64  `json:"amount"`
	Participants int    `json:"participants"`
}

// approval is a registration that was approved, in the order of decisions.
type approval struct {
	PlanID   string
	ID       string
	Activity string
	Budget   string // known once it is paid
	Amount   int64
}

func (d *Desk) books(ctx context.Context, plans []string) (*books, error) {
	b := &books{
		lines: map[string][]*ent.PlanLine{}, grants: map[string]map[string]int64{},
		sums: map[string][]sum{}, approved: map[string][]approval{},
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
	return b, b.order(ctx, db, plans)
}

// addUp adds up registrations in the database.
func (b *books) addUp(ctx context.Context, db *ent.Client, plans []string) error {
	var sums []sum
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

// coalesced adds up a column as a whole number, nothing being zero: PostgreSQL would answer a numeric.
func coalesced(column string) ent.AggregateFunc {
	return func(s *sql.Selector) string { return "CAST(COALESCE(SUM(" + s.C(column) + "), 0) AS bigint)" }
}

// order lists approved registrations in the order in which they were decided upon.
func (b *books) order(ctx context.Context, db *ent.Client, plans []string) error {
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

// A pool is what one cap fills: one budget, or those that shift by the same parameter.
type pool []*Budget

// pools puts budgets, in the order of m, that pay for each other together.
func pools(m *schemes.Manifest, budgets []Budget) []pool {
	var out []pool
	at := map[string]int{} // by parameter
	for i := range budgets {
		by := m.Budgets[i].Shift
		if where, known := at[by]; known && budgets[i].Shifts {
			out[where] = append(out[where], &budgets[i])
			continue
		}
		if budgets[i].Shifts {
			at[by] = len(out)
		}
		out = append(out, pool{&budgets[i]})
	}
	return out
}

// of is the budget of a pool with this code; nil where it is another's.
func (p pool) of(code string) *Budget {
	i := slices.IndexFunc(p, func(s *Budget) bool { return s.Code == code })
	if i < 0 {
		return nil
	}
	return p[i]
}

func (s *Budget) add(a Activity, submitted int64) {
	s.Activities = append(s.Activities, a)
	s.Registered += a.Registered
	s.Approved += a.Approved
	s.Submitted += submitted
}

// fill pays approved registrations, in the order of decisions, out of the cap: what each budget may pay out, together.
func (p pool) fill(approved []approval) {
	limit, registered := int64(0), int64(0)
	for _, s := range p {
		limit += Cap(s.Requested, s.Granted)
		registered += s.Registered
	}
	amounts := make([]int64, len(approved))
	for i, a := range approved {
		amounts[i] = a.Amount
	}
	for i, paid := range Fill(limit, amounts) {
		s := p.of(approved[i].Budget)
		s.PayableOf[approved[i].ID] = paid
		s.Payable += paid
	}
	for _, s := range p {
		s.CutOff = s.Approved - s.Payable
		if s.Granted != nil {
			s.Free = new(max(0, limit-registered))
		}
	}
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

// submitted adds up what was handed in under an activity and waits for a decision, in repair too.
func (b *books) submitted(planID, code string) int64 {
	waiting := []string{workflow.Submitted, workflow.InReview, workflow.Repair}
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
