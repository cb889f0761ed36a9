package plans

import (
	"context"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/grantamount"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// EnterGrantInput holds the granted amount of every budget.
type EnterGrantInput struct {
	ID              string
	ExpectedVersion int
	Amounts         []GrantAmountInput
	Note            *string
	WithdrawnPart   *string // what the applicant no longer asks: why less than the guaranteed part is granted
	// UnverifiedReason is why granting cannot wait until somebody is known to speak for the organisation.
	UnverifiedReason *string
}

// GrantAmountInput is an amount for one budget.
type GrantAmountInput struct {
	Budget string
	Amount typed.Money
}

var pathAmounts = []string{"input", "amounts"}

// EnterGrant enters what was granted for every budget of the scheme: at most what was requested of it after assessment,
// and together at least the guaranteed part of the plan, unless its applicant withdrew a part. Entering it again corrects
// it. A plan that does not meet the demands at this moment is granted nothing, and stays as it was; while nobody is known to
// speak for the organisation it is granted with a reason alone. Faults: BUDGET_UNKNOWN, BUDGET_MISSING, GRANT_ABOVE_REQUEST,
// GRANT_BELOW_GUARANTEE, GROUP_HAS_TWO_PLANS, REASON_REQUIRED.
func (d *Desk) EnterGrant(ctx context.Context, in EnterGrantInput) (*Result, error) {
	o := d.order(workflow.EnterGrant, in.ID, in.ExpectedVersion)
	o.Change = func(ctx context.Context, r *reading) error {
		if err := d.onePlan(ctx, r); err != nil {
			return err
		}
		var bad fault.Collector
		r.plan.GrantNote = note(in.Note, &bad, "input", "note")
		r.plan.WithdrawnPart = note(in.WithdrawnPart, &bad, "input", "withdrawnPart")
		r.plan.GrantedAt, r.plan.GrantedBy = &r.now, new(actor.From(ctx).PersonID)
		granted := grants(r, in.Amounts, &bad)
		if bad.Len() == 0 && r.plan.WithdrawnPart == nil {
			bad.Add(belowGuarantee(r, granted))
		}
		freed(r, in.UnverifiedReason, &bad)
		r.below = func(ctx context.Context, tx *ent.Tx) error { return saveGrants(ctx, tx, r.plan.ID, granted) }
		return bad.Err()
	}
	o.Stops = demands
	o.Settle = func(_ context.Context, r *reading, w *procedure.Writing) error {
		w.Reason = joined(r.plan.GrantNote, r.plan.WithdrawnPart, r.plan.UnverifiedReason)
		return nil
	}
	return d.carry(ctx, o)
}

// freed reads why the grant of an organisation for which nobody is known to speak takes effect all the same.
func freed(r *reading, reason *string, bad *fault.Collector) {
	r.plan.UnverifiedReason = nil
	if r.organisation.VerifiedOn != nil {
		return
	}
	r.plan.UnverifiedReason = note(reason, bad, "input", "unverifiedReason")
	if strings.TrimSpace(textOf(reason)) == "" {
		name := r.organisation.Name
		bad.Add(reasonRequired(fault.Text{
			NL: "Van niemand is vastgesteld dat die namens " + name + " spreekt. Laat de projectleider eerst een contactpersoon bevestigen, of geef de reden waarom de toekenning daar niet op kan wachten.",
			EN: "Nobody is known to speak for " + name + ". Have the project leader verify a contact first, or state why granting cannot wait for it.",
		}, "input", "unverifiedReason"))
	}
}

// grants reads one amount for each budget of the manifest, in its order.
func grants(r *reading, in []GrantAmountInput, bad *fault.Collector) []*ent.GrantAmount {
	m := r.release.Manifest
	asked := requestedPerBudget(m, r.plan.Edges.Lines)
	codes := budgetCodes(m)
	given := map[string]int64{}
	for i, g := range in {
		at := question.At(pathAmounts, index(i))
		limit, known := asked[g.Budget]
		cents := g.Amount.Parse(bad, question.At(at, "amount")...)
		switch _, twice := given[g.Budget]; {
		case !known:
			bad.Add(fault.Invalid(question.At(at, "budget"), "BUDGET_UNKNOWN", fault.Text{
				NL: "De regeling heeft geen budget met deze code. De codes zijn: " + codes + ".",
				EN: "The scheme has no budget with this code. The codes are: " + codes + ".",
			}, ""))
		case twice:
			title := budgetTitle(m, g.Budget)
			bad.Add(repeated(fault.Text{
				NL: "Het budget " + title.NL + " staat twee keer in de toekenning. Vul er één bedrag voor in.",
				EN: "The budget " + title.EN + " is granted twice. Enter one amount for it.",
			}, question.At(at, "budget")))
		case cents > limit:
			bad.Add(aboveRequest(question.At(at, "amount"), budgetTitle(m, g.Budget), limit))
		}
		given[g.Budget] = cents
	}
	rows := make([]*ent.GrantAmount, 0, len(m.Budgets))
	for _, b := range m.Budgets {
		cents, ok := given[b.Code]
		if !ok {
			bad.Add(fault.Invalid(pathAmounts, "BUDGET_MISSING", fault.Text{
				NL: "Vul voor elk budget een bedrag in. Het bedrag voor " + b.Title.NL + " ontbreekt.",
				EN: "Enter an amount for every budget. The amount for " + b.Title.EN + " is missing.",
			}, b.Code))
		}
		rows = append(rows, &ent.GrantAmount{ID: ids.New(ids.GrantAmount), Budget: b.Code, AmountCents: cents})
	}
	return rows
}

func aboveRequest(path []string, budget schemes.Text, limit int64) *fault.Error {
	most := inEuros(limit)
	return fault.Invalid(path, "GRANT_ABOVE_REQUEST", fault.Text{
		NL: "De toekenning voor " + budget.NL + " kan niet hoger zijn dan de aanvraag na beoordeling: hoogstens " + most.NL + ".",
		EN: "The grant for " + budget.EN + " cannot exceed the request after assessment: at most " + most.EN + ".",
	}, "<= "+string(typed.MoneyOf(limit)))
}

// belowGuarantee refuses a grant of less than is granted of each plan in full; nil where it is enough.
func belowGuarantee(r *reading, granted []*ent.GrantAmount) *fault.Error {
	assessed, given := int64(0), int64(0)
	for _, l := range r.plan.Edges.Lines {
		assessed += asAssessed(l)
	}
	for _, g := range granted {
		given += g.AmountCents
	}
	least := int64(r.release.Manifest.Guaranteed(schemes.Amount(assessed), r.release.Overrides(), today(r.now)))
	if given >= least {
		return nil
	}
	sum := inEuros(least)
	return fault.Invalid(pathAmounts, "GRANT_BELOW_GUARANTEE", fault.Text{
		NL: "Van dit plan wordt " + sum.NL + " volledig toegekend. Vul bedragen in die samen ten minste zo hoog zijn, of geef op welk deel van het plan de aanvrager heeft ingetrokken.",
		EN: sum.EN + " of this plan is granted in full. Enter amounts that add up to at least as much, or state what part of the plan its applicant withdrew.",
	}, ">= "+string(typed.MoneyOf(least)))
}

// budgetCodes lists the codes of the budgets that a grant names.
func budgetCodes(m *schemes.Manifest) string {
	codes := make([]string, len(m.Budgets))
	for i, b := range m.Budgets {
		codes[i] = b.Code
	}
	return strings.Join(codes, ", ")
}

// budgetTitle names a budget as people know it.
func budgetTitle(m *schemes.Manifest, code string) schemes.Text {
	i := slices.IndexFunc(m.Budgets, func(b schemes.Budget) bool { return b.Code == code })
	if i < 0 {
		return schemes.Same(code)
	}
	return m.Budgets[i].Title
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
