package organisations

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
)

// NewEmployee returns the stated employee, not stored yet, for a desk that adds people along with its own act and has
// checked that this is permitted. Faults are gathered at path, as by [Desk.CreateEmployee].
func (d *Desk) NewEmployee(ctx context.Context, o *ent.Organisation, in EmployeeInput, bad *fault.Collector, path ...string) (*ent.Employee, error) {
	e, err := d.stated(o, in)
	if err == nil {
		err = d.isFree(ctx, e)
	}
	faults := fault.All(err)
	for _, f := range faults {
		if rest := len(pathEmployee); len(f.Path) >= rest && slices.Equal(f.Path[:rest], pathEmployee) {
			f.Path = question.At(path, f.Path[rest:]...)
		}
		bad.Add(f)
	}
	if len(faults) > 0 {
		return nil, nil
	}
	return e, err
}

// isFree refuses an employee who already exists, or whose reference belongs to another one. One who is there under another
// name is the same person from now on.
func (d *Desk) isFree(ctx context.Context, e *ent.Employee) error {
	who, err := d.recognise(ctx, d.store.Client().EmployeeName, e)
	if err != nil {
		return err
	}
	if e.SameAs == nil && who != nil && *who != e.ID {
		e.SameAs = who
	}
	return d.hasFreeReference(ctx, e)
}

// hasFreeReference refuses the reference of another employee.
func (d *Desk) hasFreeReference(ctx context.Context, e *ent.Employee) error {
	if e.ExternalReference == nil {
		return nil
	}
	taken, err := d.store.Client().Employee.Query().
		Where(employee.OrganisationID(e.OrganisationID), employee.ExternalReference(*e.ExternalReference), employee.IDNEQ(e.ID)).Exist(actor.AsSystem(ctx))
	if err == nil && taken {
		err = fault.Conflict(question.At(pathEmployee, "externalReference"), referenceTaken, fault.Text{
			NL: "Deze referentie is al in gebruik. Kies een andere.", EN: "This reference is already in use. Choose another one.",
		})
	}
	return err
}

// InsertEmployee stores an employee of [Desk.NewEmployee] within the transaction of the act that brings it, with a line
// and an event of its own. It returns procedure.ErrOvertaken where somebody brought the same person meanwhile.
func (d *Desk) InsertEmployee(ctx context.Context, tx *ent.Tx, e *ent.Employee, ground access.Ground) error {
	if _, err := d.insertEmployee(ctx, tx, e); err != nil {
		return err
	}
	o := &ent.Organisation{ID: e.OrganisationID, RegionalOrganisationID: e.RegionalOrganisationID}
	return record(ctx, tx, o, e.ID, e.Version, act{name: "createEmployee", ground: ground, event: employeeChanged, at: d.clock.Wall()})
}
