package organisations

import (
	"context"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/employeename"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// rename keeps what an employee is called from now on beside what it was called before, and reserves it.
func (d *Desk) rename(ctx context.Context, tx *ent.Tx, before, to *ent.Employee, at time.Time) error {
	n, err := tx.EmployeeName.Update().Where(employeename.EmployeeID(to.ID), employeename.IsReserved(true)).SetIsReserved(false).Save(ctx)
	if err != nil {
		return err
	}
	isAnother := d.hashes(before) != d.hashes(to)
	if isAnother {
		if err := d.isStillFree(ctx, tx, to); err != nil {
			return err
		}
	}
	isReserved := n > 0 || isAnother // of two who were entered before names were reserved, one stays without
	if err := d.call(ctx, tx, to, isReserved, at); err != nil {
		return quicker(err)
	}
	if err := showAs(ctx, tx, to); err != nil {
		return err
	}
	_, err = d.unite(ctx, tx, to.OrganisationID, d.hashes(to).person)
	return err
}

// showAs has the registrations of an employee that were not decided show its name; a decided one shows what it was.
func showAs(ctx context.Context, tx *ent.Tx, e *ent.Employee) error {
	return tx.Participation.Update().Where(
		participation.EmployeeID(e.ID), participation.HasRegistrationWith(registration.StateNotIn(workflow.Final(workflow.Registration)...)),
	).SetEmployeeName(e.Name).Exec(ctx)
}

// call writes down what an employee is called.
func (d *Desk) call(ctx context.Context, tx *ent.Tx, e *ent.Employee, isReserved bool, at time.Time) error {
	h := d.hashes(e)
	return tx.EmployeeName.Create().SetOrganisationID(e.OrganisationID).SetEmployeeID(e.ID).SetName(e.Name).SetDateOfBirth(e.DateOfBirth).
		SetNillableDateOfBirthLast(e.DateOfBirthLast).SetNillableDistinction(e.Distinction).SetRecordedAt(at).SetNamesakeHash(h.namesake).SetPersonHash(h.person).SetIsReserved(isReserved).Exec(ctx)
}

// unite makes one person of everybody in the organisation who is, or was, called so. It reports whether they were not one
// already; then the registrations of all of them are due.
func (d *Desk) unite(ctx context.Context, tx *ent.Tx, organisationID, personHash string) (bool, error) {
	same, err := tx.EmployeeName.Query().Where(employeename.OrganisationID(organisationID), employeename.PersonHash(personHash)).
		WithEmployee(func(q *ent.EmployeeQuery) { q.Select(employee.FieldOrganisationID, employee.FieldSameAs) }).All(actor.AsSystem(ctx))
	if err != nil {
		return false, err
	}
	var people []string
	var marks []rejudge.Mark
	for _, n := range same {
		if who := rejudge.PersonOf(n.Edges.Employee); !slices.Contains(people, who) {
			people, marks = append(people, who), append(marks, rejudge.OfPerson(n.Edges.Employee, ""))
		}
	}
	if len(people) < 2 {
		return false, nil
	}
	first := slices.Min(people)
	err = tx.Employee.Update().Where(
		employee.OrganisationID(organisationID), employee.Or(employee.IDIn(people...), employee.SameAsIn(people...)), employee.IDNEQ(first),
	).SetSameAs(first).Exec(ctx)
	if err != nil {
		return false, err
	}
	return true, rejudge.MarkDue(ctx, tx, d.clock.Regulation(), rejudge.Employee, marks...)
}

// quicker turns the refusal of a name or reference that somebody took meanwhile into procedure.ErrOvertaken: whoever tries
// again finds who has it.
func quicker(err error) error {
	if f := store.Fault(err); fault.HasReason(f, employeeExists) || fault.HasReason(f, referenceTaken) {
		return procedure.ErrOvertaken
	}
	return err
}
