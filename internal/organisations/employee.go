package organisations

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/typed"
)

const (
	mostHours      = 168_00 // hundredths of an hour in a week
	employeeExists = "EMPLOYEE_EXISTS"
)

var pathEmployee = []string{"input", "employee"}

// CreateEmployee adds an employee to the caller's organisation. Faults: EXTERNAL_REFERENCE_TAKEN, EMPLOYEE_EXISTS
// where one of the same name was born on the same day.
func (d *Desk) CreateEmployee(ctx context.Context, in CreateEmployeeInput) (*ent.Employee, error) {
	mine := access.Mine(actor.From(ctx), access.Employee)

	ground, err := d.guard.Permit(ctx, access.Add, mine)
	if err != nil {
		return nil, err
	}

	o, err := d.store.Client().Organisation.Get(actor.AsSystem(ctx), mine.OrganisationID)
	if err != nil {
		return nil, fmt.Errorf("read organisation: %w", err)
	}
	now := d.clock.Wall()
	e := &ent.Employee{
		ID: ids.New(ids.Employee), OrganisationID: o.ID, RegionalOrganisationID: o.RegionalOrganisationID,
		CreatedAt: now, UpdatedAt: now,
	}
	if err := d.state(e, in.Employee); err != nil {
		return nil, err
	}

	var saved *ent.Employee
	err = d.store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if err := unknown(ctx, tx.Employee, e); err != nil {
			return err
		}
		if saved, err = insertEmployee(ctx, tx, e); err != nil {
			return err
		}
		return record(ctx, tx, o, e.ID, saved.Version, act{name: "createEmployee", ground: ground, event: employeeChanged, at: now})
	})
	if err != nil {
		return nil, fmt.Errorf("create employee: %w", outside(err))
	}
	return saved.Unwrap(), nil
}

// AmendEmployee changes the statements about an employee; undecided registrations of that person are judged again.
// Faults: EXTERNAL_REFERENCE_TAKEN, EMPLOYEE_EXISTS.
func (d *Desk) AmendEmployee(ctx context.Context, in AmendEmployeeInput) (*ent.Employee, error) {
	before, err := d.store.Client().Employee.Query().Where(employee.ID(in.ID)).Only(ctx)
	if err != nil {
		return nil, store.Missing(err, "EMPLOYEE_NOT_FOUND")
	}

	object, _ := access.Of(before)
	ground, err := d.guard.Permit(ctx, access.Amend, object)
	if err != nil {
		return nil, err
	}
	if before.Version != in.ExpectedVersion {
		return nil, fault.Stale(pathVersion, before, before.Version)
	}
	to := *before
	if err := d.state(&to, in.Employee); err != nil {
		return nil, err
	}

	return d.saveEmployee(ctx, before, &to, act{name: "amendEmployee", ground: ground, event: employeeChanged, at: d.clock.Wall()})
}

// saveEmployee stores an employee as it is to be, provided that nobody changed it since it was read.
func (d *Desk) saveEmployee(ctx context.Context, before, to *ent.Employee, a act) (*ent.Employee, error) {
	var saved *ent.Employee
	err := d.store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if err := unknown(ctx, tx.Employee, to); err != nil {
			return err
		}
		up := tx.Employee.UpdateOneID(to.ID).Where(employee.Version(to.Version)).AddVersion(1).SetUpdatedAt(a.at)
		assignEmployee(up, to)
		if saved, err = up.Save(ctx); err != nil {
			return store.Stale(err, pathVersion...)
		}
		err = tx.Participation.Update().Where(participation.EmployeeID(to.ID)).SetEmployeeName(to.Name).Exec(ctx)
		if err != nil {
			return err
		}
		// Before and now, whoever is the same person.
		err = rejudge.MarkDue(ctx, tx, d.clock.Regulation(), rejudge.Employee, rejudge.OfPerson(before, ""), rejudge.OfPerson(to, ""))
		if err != nil {
			return err
		}
		o := &ent.Organisation{ID: to.OrganisationID, RegionalOrganisationID: to.RegionalOrganisationID}
		return record(ctx, tx, o, to.ID, saved.Version, a)
	})
	switch {
	case fault.HasReason(err, fault.ReasonStaleVersion):
		now, err := d.store.Client().Employee.Get(ctx, to.ID)
		if err != nil {
			return nil, store.Missing(err, "EMPLOYEE_NOT_FOUND")
		}
		return nil, fault.Stale(pathVersion, now, now.Version)
	case err != nil:
		return nil, fmt.Errorf("%s %s: %w", a.name, to.ID, outside(err))
	}
	return saved.Unwrap(), nil
}

// TryEmployee says what adding (with before nil) or amending an employee would come to, and writes nothing: whether
// anything would change, or the faults.
func (d *Desk) TryEmployee(ctx context.Context, before *ent.Employee, in EmployeeInput) (changes bool, err error) {
	e := &ent.Employee{OrganisationID: actor.From(ctx).OrganisationID}
	if before != nil {
		e = new(*before)
	}
	if err := d.state(e, in); err != nil {
		return false, err
	}
	if err := unknown(ctx, d.store.Client().Employee, e); err != nil {
		return false, err
	}
	return before == nil || !equal(before, e), nil
}

// state copies the input into e.
func (d *Desk) state(e *ent.Employee, in EmployeeInput) error {
	var bad fault.Collector
	at := func(field string) []string { return question.At(pathEmployee, field) }
	e.Name = strings.Join(strings.Fields(text(in.Name, longestName, &bad, at("name")...)), " ")
	e.DateOfBirth = in.DateOfBirth.Parse(&bad, at("dateOfBirth")...)
	e.Employment = in.Employment
	given(in.EmployedSince, &e.EmployedSince, &bad, at("employedSince"))
	given(in.EmployedUntil, &e.EmployedUntil, &bad, at("employedUntil"))
	given(in.ContractHours, &e.ContractHours, &bad, at("contractHours"))
	if v, ok := in.ExternalReference.ValueOK(); ok {
		e.ExternalReference = nil
		if v != nil {
			e.ExternalReference = new(text(*v, longestReference, &bad, at("externalReference")...))
		}
	}
	if bad.Len() == 0 {
		e.PersonHash = new(d.personHash(e.Name, e.DateOfBirth))
		d.sensible(e, &bad, at)
	}
	return bad.Err()
}

// given reads an optional value: absent leaves it as it was, null clears it.
func given[E typed.Readable[T], T any](in typed.Change[*E], to **T, bad *fault.Collector, path []string) {
	if v, ok := in.ValueOK(); ok {
		*to = typed.Optional(v, bad, path...)
	}
}

// sensible refuses dates that cannot be true of a person, comparing only those that can be read.
func (d *Desk) sensible(e *ent.Employee, bad *fault.Collector, at func(string) []string) {
	if today := d.clock.Today(); e.DateOfBirth.After(today) {
		bad.Add(fault.Invalid(at("dateOfBirth"), "DATE_IN_FUTURE", fault.Text{
			NL: "De geboortedatum ligt in de toekomst. Vul een datum in tot en met vandaag.", EN: "The date of birth is in the future. Enter a date up to today.",
		}, "<= "+string(typed.DateOf(today))))
	}
	if e.EmployedSince != nil && !e.EmployedSince.After(e.DateOfBirth) {
		bad.Add(fault.Invalid(at("employedSince"), "EMPLOYED_BEFORE_BIRTH", fault.Text{
			NL: "De datum in dienst ligt voor de geboortedatum. Controleer beide datums.", EN: "The employment begins before the date of birth. Check both dates.",
		}, "> "+string(typed.DateOf(e.DateOfBirth))))
	}
	if e.EmployedSince != nil && e.EmployedUntil != nil && e.EmployedUntil.Before(*e.EmployedSince) {
		bad.Add(fault.Invalid(at("employedUntil"), "END_BEFORE_START", fault.Text{
			NL: "De einddatum ligt voor de begindatum. Controleer beide datums.", EN: "The end date is before the start date. Check both dates.",
		}, ">= "+string(typed.DateOf(*e.EmployedSince))))
	}
	if e.ContractHours != nil && *e.ContractHours > mostHours {
		bad.Add(fault.Invalid(at("contractHours"), "MORE_THAN_A_WEEK", fault.Text{
			NL: "Vul hoogstens 168 uur in: meer uren heeft een week niet.", EN: "Enter at most 168 hours: a week has no more.",
		}, "<= "+string(typed.HoursOf(mostHours))))
	}
}

// unknown refuses a second employee of the same name, born on the same day, in one organisation.
func unknown(ctx context.Context, in *ent.EmployeeClient, e *ent.Employee) error {
	born, err := in.Query().Where(
		employee.OrganisationID(e.OrganisationID), employee.DateOfBirth(e.DateOfBirth), employee.IDNEQ(e.ID),
	).All(actor.AsSystem(ctx))
	if err != nil {
		return fmt.Errorf("look for the same employee: %w", err)
	}
	for _, other := range born {
		if strings.EqualFold(other.Name, e.Name) {
			f := fault.Conflict(pathEmployee, employeeExists, fault.Text{
				NL: "Er is al een medewerker met deze naam en geboortedatum.",
				EN: "There is already an employee with this name and date of birth.",
			})
			f.Current, f.CurrentVersion = other, other.Version
			return f
		}
	}
	return nil
}

// outside completes a fault of a transaction that was rolled back: a taken reference gets its place in the input, an
// existing employee is returned as a row that can be read on from.
func outside(err error) error {
	for _, f := range fault.All(err) {
		if f.Reason == "EXTERNAL_REFERENCE_TAKEN" {
			f.Path = question.At(pathEmployee, "externalReference")
		}
		if e, ok := f.Current.(*ent.Employee); ok && f.Reason == employeeExists {
			f.Current = e.Unwrap()
		}
	}
	return err
}

func insertEmployee(ctx context.Context, tx *ent.Tx, e *ent.Employee) (*ent.Employee, error) {
	return tx.Employee.Create().SetID(e.ID).SetOrganisationID(e.OrganisationID).SetRegionalOrganisationID(e.RegionalOrganisationID).
		SetName(e.Name).SetDateOfBirth(e.DateOfBirth).SetNillableExternalReference(e.ExternalReference).SetEmployment(e.Employment).
		SetNillableEmployedSince(e.EmployedSince).SetNillableEmployedUntil(e.EmployedUntil).SetNillableContractHours(e.ContractHours).SetNillablePersonHash(e.PersonHash).
		SetCreatedAt(e.CreatedAt).SetUpdatedAt(e.UpdatedAt).Save(ctx)
}

func assignEmployee(up *ent.EmployeeUpdateOne, to *ent.Employee) {
	up.SetName(to.Name).SetDateOfBirth(to.DateOfBirth).SetEmployment(to.Employment).SetNillablePersonHash(to.PersonHash)
	store.Put(to.ExternalReference, up.SetExternalReference, up.ClearExternalReference)
	store.Put(to.EmployedSince, up.SetEmployedSince, up.ClearEmployedSince)
	store.Put(to.EmployedUntil, up.SetEmployedUntil, up.ClearEmployedUntil)
	store.Put(to.ContractHours, up.SetContractHours, up.ClearContractHours)
}

// equal reports whether two employees state the same.
func equal(a, b *ent.Employee) bool {
	return a.Name == b.Name && a.DateOfBirth.Equal(b.DateOfBirth) && a.Employment == b.Employment &&
		same(a.ExternalReference, b.ExternalReference) && same(a.ContractHours, b.ContractHours) &&
		sameDay(a.EmployedSince, b.EmployedSince) && sameDay(a.EmployedUntil, b.EmployedUntil)
}

func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

func sameDay(a, b *time.Time) bool { return a == b || a != nil && b != nil && a.Equal(*b) }
