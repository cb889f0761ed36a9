package exchange

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/penvoerder/penvoerder/internal/typed"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/store"
)

// EmployeeResult is the result of a row of employees; of a dry run, the result that it would have.
type EmployeeResult struct {
	Index             int
	ExternalReference string
	Result            string        // CREATED, AMENDED, UNCHANGED or REFUSED
	Employee          *ent.Employee // nil when refused, or when a dry run made none
	Err               error         // why it was refused; paths begin at the row
}

// ImportEmployees takes employees in by the employer's own keys: new ones are
// added, known ones amended, equal ones left alone. Each row stands alone.
func (d *Desk) ImportEmployees(ctx context.Context, in ImportEmployeesInput) ([]EmployeeResult, error) {
	mine := access.Mine(actor.From(ctx), access.Employee)
	if _, err := d.guard.Permit(ctx, access.Import, mine); err != nil {
		return nil, err
	}
	if len(in.Rows) < 1 || len(in.Rows) > mostRows {
		return nil, tooManyRows()
	}
	ctx = store.Release(ctx)
	known, err := d.known(ctx, mine.OrganisationID, in.Rows)
	if err != nil {
		return nil, err
	}
	results := make([]EmployeeResult, len(in.Rows))
	for i, row := range in.Rows {
		r := &results[i]
		r.Index, r.ExternalReference = i, row.ExternalReference
		path := []string{"input", "rows", strconv.Itoa(i)}
		if slices.ContainsFunc(in.Rows[:i], func(o EmployeeRow) bool { return o.ExternalReference == row.ExternalReference }) {
			r.Result, r.Err = intake.Refused, repeated(append(path, "externalReference"))
			continue
		}
		if err := d.employee(ctx, r, known[row.ExternalReference], row, in.IsDryRun); err != nil {
			if r.Err = atRow(err, path); r.Err == nil {
				return nil, fmt.Errorf("import employees: row %d: %w", i, err)
			}
			r.Result, r.Employee = intake.Refused, nil
		}
	}
	return results, nil
}

// known returns the employees that the rows name, by key, in one statement.
func (d *Desk) known(ctx context.Context, organisationID string, rows []EmployeeRow) (map[string]*ent.Employee, error) {
	keys := make([]string, len(rows))
	for i, r := range rows {
		keys[i] = r.ExternalReference
	}
	found, err := d.store.Client().Employee.Query().
		Where(employee.OrganisationID(organisationID), employee.ExternalReferenceIn(keys...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("import employees: %w", err)
	}
	known := make(map[string]*ent.Employee, len(found))
	for _, e := range found {
		known[*e.ExternalReference] = e
	}
	return known, nil
}

// employee imports one row, or returns the result that it would have.
func (d *Desk) employee(ctx context.Context, r *EmployeeResult, before *ent.Employee, row EmployeeRow, dry bool) error {
	row.Employee.ExternalReference = typed.ChangeTo(&row.ExternalReference)
	changes, err := d.organisations.TryEmployee(ctx, before, row.Employee)
	if err != nil {
		return err
	}
	switch {
	case before == nil:
		r.Result = intake.Created
		if row.ExpectedVersion != nil {
			return fault.Stale([]string{"expectedVersion"}, nil, 0)
		}
		if !dry {
			r.Employee, err = d.organisations.CreateEmployee(ctx, organisations.CreateEmployeeInput{Employee: row.Employee})
		}
	case !changes:
		r.Result, r.Employee = intake.Unchanged, before
	case row.ExpectedVersion == nil || *row.ExpectedVersion != before.Version:
		return fault.Stale([]string{"expectedVersion"}, before, before.Version)
	default:
		r.Result, r.Employee = intake.Amended, before
		if !dry {
			r.Employee, err = d.organisations.AmendEmployee(ctx, organisations.AmendEmployeeInput{
				ID: before.ID, ExpectedVersion: before.Version, Employee: row.Employee,
			})
		}
	}
	return err
}

// atRow puts the caller's faults at their row; nil when err is not the caller's.
func atRow(err error, row []string) error {
	faults := fault.All(err)
	if len(faults) == 0 {
		return nil
	}
	told := make(fault.List, len(faults))
	for i, f := range faults {
		if !f.IsMendable() {
			return nil
		}
		at := *f
		at.Path = append(slices.Clone(row), afterInput(f.Path)...)
		told[i] = &at
	}
	return told
}

// afterInput returns the path within a row: the desk of employees reports paths from its own input.
func afterInput(path []string) []string {
	if len(path) > 0 && path[0] == "input" {
		return path[1:]
	}
	return path
}
