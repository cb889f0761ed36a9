package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/exchange"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
)

func (r mutationResolver) ImportEmployees(ctx context.Context, in exchange.ImportEmployeesInput) (*model.ImportEmployeesPayload, error) {
	rows, err := r.use.Exchange.ImportEmployees(ctx, in)
	out := &model.ImportEmployeesPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Results = make([]*model.ImportEmployeeResult, len(rows))
	for i, row := range rows {
		out.Results[i] = &model.ImportEmployeeResult{Index: row.Index, ExternalReference: row.ExternalReference, Result: row.Result, Employee: row.Employee}
		if err := mendable(ctx, &out.Results[i].UserErrors, row.Err); err != nil {
			return nil, err
		}
	}
	out.Counts = tally(all(rows, func(row exchange.EmployeeResult) string { return row.Result }))
	return out, nil
}

func (r mutationResolver) ImportRegistrations(ctx context.Context, in exchange.ImportRegistrationsInput) (*model.ImportRegistrationsPayload, error) {
	rows, err := r.use.Exchange.ImportRegistrations(ctx, in)
	out := &model.ImportRegistrationsPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Results = make([]*model.ImportRegistrationResult, len(rows))
	for i, row := range rows {
		if out.Results[i], err = r.imported(ctx, row); err != nil {
			return nil, err
		}
	}
	out.Counts = tally(all(rows, func(row exchange.RegistrationResult) string { return row.Result }))
	return out, nil
}

func (r *root) imported(ctx context.Context, row exchange.RegistrationResult) (*model.ImportRegistrationResult, error) {
	out := &model.ImportRegistrationResult{
		Index: row.Index, ExternalReference: row.ExternalReference, Result: row.Result, Registration: row.Registration,
	}
	if row.Evaluation != nil {
		receipt, err := r.read(ctx, row.Evaluation)
		if err != nil {
			return nil, err
		}
		out.Judgement = receipt.Whole()
	}
	return out, mendable(ctx, &out.UserErrors, row.Err)
}

// tally counts the rows with each result, in the order of the enum.
func tally(results []string) []*model.ImportCount {
	out := []*model.ImportCount{}
	for _, result := range []string{intake.Created, intake.Amended, intake.Unchanged, intake.Refused} {
		n := 0
		for _, got := range results {
			if got == result {
				n++
			}
		}
		if n > 0 {
			out = append(out, &model.ImportCount{Result: result, Count: n})
		}
	}
	return out
}
