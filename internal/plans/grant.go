package plans

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/grantamount"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// EnterGrantInput is what was granted, for every budget.
type EnterGrantInput struct {
	ID              string
	ExpectedVersion int
	Amounts         []GrantAmountInput
	Note            *string
}

// GrantAmountInput is an amount for one budget.
type GrantAmountInput struct {
	Budget string
	Amount entry.Money
}

var pathAmounts = []string{"input", "amounts"}

// EnterGrant enters what was granted for every budget of the scheme, at most what was requested of it after
// assessment; entering it again corrects it. Faults: BUDGET_UNKNOWN, BUDGET_MISSING, GRANT_ABOVE_REQUEST.
func (d *Desk) EnterGrant(ctx context.Context, in EnterGrantInput) (*ent.Plan, error) {
	o := d.order(workflow.EnterGrant, in.ID, in.ExpectedVersion)
	o.Change = func(ctx context.Context, r *reading) error {
		var bad fault.Collector
		r.plan.GrantNote = note(in.Note, &bad, "input", "note")
		r.plan.GrantedAt, r.plan.GrantedBy = &r.at, new(actor.From(ctx).PersonID)
		granted := grants(r, in.Amounts, &bad)
		r.below = func(ctx context.Context, tx *ent.Tx) error { return saveGrants(ctx, tx, r.plan.ID, granted) }
		return bad.Err()
	}
	o.Settle = reason(in.Note)
	return d.carry(ctx, o)
}

// grants reads one amount for each budget of the manifest, in its order.
func grants(r *reading, in []GrantAmountInput, bad *fault.Collector) []*ent.GrantAmount {
	m := r.release.Manifest
	asked := requestedPerBudget(m, r.plan.Edges.Lines)
	given := map[string]int64{}
	for i, g := range in {
		at := dossier.At(pathAmounts, index(i))
		limit, known := asked[g.Budget]
		cents := g.Amount.Parse(bad, dossier.At(at, "amount")...)
		switch _, twice := given[g.Budget]; {
		case !known:
			bad.Add(fault.Invalid(dossier.At(at, "budget"), "BUDGET_UNKNOWN", fault.Text{
				NL: "De regeling kent dit budget niet.", EN: "The scheme has no such budget.",
			}, ""))
		case twice:
			bad.Add(repeated(dossier.At(at, "budget")))
		case cents > limit:
			bad.Add(fault.Invalid(dossier.At(at, "amount"), "GRANT_ABOVE_REQUEST", fault.Text{
				NL: "De toekenning kan niet hoger zijn dan wat na beoordeling is aangevraagd.",
				EN: "The grant cannot be above what is requested after assessment.",
			}, "<= "+string(entry.MoneyOf(limit))))
		}
		given[g.Budget] = cents
	}
	rows := make([]*ent.GrantAmount, 0, len(m.Budgets))
	for _, b := range m.Budgets {
		cents, ok := given[b.Code]
		if !ok {
			bad.Add(fault.Invalid(pathAmounts, "BUDGET_MISSING", fault.Text{
				NL: "Vul voor elk budget een bedrag in; het ontbreekt voor " + b.Title.NL + ".",
				EN: "Enter an amount for every budget; it lacks for " + b.Title.EN + ".",
			}, b.Code))
		}
		rows = append(rows, &ent.GrantAmount{ID: ids.New(ids.GrantAmount), Budget: b.Code, AmountCents: cents})
	}
	return rows
}

func saveGrants(ctx context.Context, tx *ent.Tx, planID string, granted []*ent.GrantAmount) error {
	if _, err := tx.GrantAmount.Delete().Where(grantamount.PlanID(planID)).Exec(ctx); err != nil {
		return err
	}
	rows := make([]*ent.GrantAmountCreate, len(granted))
	for i, g := range granted {
		rows[i] = tx.GrantAmount.Create().SetID(g.ID).SetPlanID(planID).SetBudget(g.Budget).SetAmountCents(g.AmountCents)
	}
	return tx.GrantAmount.CreateBulk(rows...).Exec(ctx)
}
