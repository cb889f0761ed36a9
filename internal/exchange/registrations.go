package exchange

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/store"
)

// RegistrationResult is the result of a row of registrations; of a dry run, the result that it would have.
type RegistrationResult struct {
	Index             int
	ExternalReference string
	Result            string            // CREATED, AMENDED, UNCHANGED or REFUSED
	Registration      *ent.Registration // nil when refused, or when a dry run made none
	Evaluation        *ent.Evaluation
	Hindrances        reading.Hindrances // what would keep it from being submitted
	People            []intake.Taken
	Err               error // why it was refused; paths begin at the row
}

// ImportRegistrations takes registrations in, each row in a transaction of its own.
// Sending the same rows again changes nothing.
func (d *Desk) ImportRegistrations(ctx context.Context, in ImportRegistrationsInput) ([]RegistrationResult, error) {
	rows := make([]intake.ImportRow, len(in.Rows))
	for i, r := range in.Rows {
		rows[i] = intake.ImportRow(r)
	}
	done, err := d.intake.Import(store.Release(ctx), intake.ImportInput{PlanID: in.PlanID, IsDryRun: in.IsDryRun, Rows: rows})
	if err != nil {
		return nil, err
	}
	results := make([]RegistrationResult, len(done))
	for i, r := range done {
		results[i] = RegistrationResult{
			Index: i, ExternalReference: in.Rows[i].ExternalReference, Result: r.Result,
			Registration: r.Registration, Evaluation: r.Evaluation, Hindrances: r.Hindrances, People: r.People, Err: r.Err,
		}
	}
	return results, nil
}
