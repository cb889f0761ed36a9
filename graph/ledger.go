package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// primeLedgers draws up the ledgers of plans at once.
func (r *root) primeLedgers(ctx context.Context, of []*ent.Plan) error {
	drawn, err := r.use.Plans.Ledger(ctx, of...)
	if err != nil {
		return err
	}
	for _, p := range of {
		recalled(ctx).ledgers.put(p.ID, drawn[p.ID])
	}
	return nil
}

func (r *root) ledgerOf(ctx context.Context, p *ent.Plan) ([]plans.Budget, error) {
	return recalled(ctx).ledgers.get(p.ID, func() ([]plans.Budget, error) {
		drawn, err := r.use.Plans.Ledger(ctx, p)
		return drawn[p.ID], err
	})
}

func (r *root) showLedger(ctx context.Context, p *ent.Plan) ([]*model.BudgetLedger, error) {
	m, err := r.manifest(ctx, p.ReleaseID)
	if err != nil {
		return nil, err
	}
	budgets, err := r.ledgerOf(ctx, p)
	return all(budgets, func(b plans.Budget) *model.BudgetLedger { return showBudget(m, b) }), err
}

func showBudget(m *regulation.Manifest, b plans.Budget) *model.BudgetLedger {
	return &model.BudgetLedger{
		Budget: m.Budget(b.Code), Shifts: b.Shifts, Requested: typed.MoneyOf(b.Requested), Granted: money(b.Granted),
		Registered: typed.MoneyOf(b.Registered), Submitted: typed.MoneyOf(b.Submitted), Approved: typed.MoneyOf(b.Approved),
		Payable: typed.MoneyOf(b.Payable), CutOff: typed.MoneyOf(b.CutOff), Free: money(b.Free),
		Activities: all(b.Activities, func(a plans.Activity) *model.ActivityLedger {
			return &model.ActivityLedger{
				Activity: m.Activity(a.Code), Requested: typed.MoneyOf(a.Requested), Registered: typed.MoneyOf(a.Registered),
				Approved: typed.MoneyOf(a.Approved), Participants: a.Participants,
			}
		}),
	}
}

// money is nil where there is no amount.
func money(cents *int64) *typed.Money {
	if cents == nil {
		return nil
	}
	return new(typed.MoneyOf(*cents))
}
