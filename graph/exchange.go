package graph

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/judgement"
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
	if err := r.primeHindered(ctx, rows); err != nil {
		return nil, err
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
		what := asked(ctx).at("results")
		if out.Participations, err = r.taken(ctx, receipt, row, what["participations"]); err != nil {
			return nil, err
		}
		if out.Hindrances, err = r.hindrances(ctx, row.Hindrances, what["hindrances"]); err != nil {
			return nil, err
		}
	}
	return out, mendable(ctx, &out.UserErrors, row.Err)
}

// primeHindered reads what the results of rows show of who takes part and of cells, where that is asked.
func (r *root) primeHindered(ctx context.Context, rows []exchange.RegistrationResult) error {
	what := asked(ctx).at("results")
	if !what.any("participations", "hindrances") {
		return nil
	}
	var ids []string // of those of a dry run nothing is found, and nothing is looked for again
	var list []*ent.Registration
	for _, row := range rows {
		if row.Hindrances.Registration != nil {
			list = append(list, row.Hindrances.Registration.Row)
			ids = append(ids, row.Hindrances.Registration.Row.ID)
		}
	}
	if err := r.primeParticipations(ctx, ids, selection{"participations": nil}); err != nil {
		return err
	}
	if err := r.primeCells(ctx, ids, selection{"findings": nil}); err != nil {
		return err
	}
	return r.primeDocuments(ctx, list)
}

// taken shows who takes part by a row, with what was said of each.
func (r *root) taken(ctx context.Context, receipt *judgement.Receipt, row exchange.RegistrationResult, what selection) ([]*model.ImportedParticipation, error) {
	if len(what) == 0 {
		return nil, nil
	}
	seen, err := r.sightOf(ctx, row.Hindrances.Registration.Row, what)
	out := make([]*model.ImportedParticipation, 0, len(row.People))
	for _, p := range row.People {
		part := receipt.Part(p.Key)
		if part == nil {
			continue
		}
		one := &model.ImportedParticipation{
			Pointer: participationAt(slices.Index(receipt.Keys(), p.Key)), Participation: seen.participations[p.Key],
			Judgement: part, Requirements: part.Cells(),
		}
		if p.Row >= 0 {
			one.Index = &p.Row
		}
		out = append(out, one)
	}
	return out, err
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
