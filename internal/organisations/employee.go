package organisations

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/typed"
)

const (
	mostHours      = 168_00 // hundredths of an hour in a week
	employeeExists = "EMPLOYEE_EXISTS"
	mayExist       = "EMPLOYEE_MAY_EXIST"
	referenceTaken = "EXTERNAL_REFERENCE_TAKEN"
)

var pathEmployee = []string{"input", "employee"}

// CreateEmployee adds an employee to the caller's organisation. Faults: EXTERNAL_REFERENCE_TAKEN, EMPLOYEE_EXISTS
// where one of the same name was born on the same day, EMPLOYEE_MAY_EXIST where one can have been.
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
	e, err := procedure.WhileStill(ctx, func() (*ent.Employee, error) { return d.addEmployee(ctx, o, in.Employee, ground) })
	if err != nil {
		return nil, fmt.Errorf("create employee: %w", err)
	}
	return e, nil
}

// addEmployee stores the employee that is stated, or returns procedure.ErrOvertaken.
func (d *Desk) addEmployee(ctx context.Context, o *ent.Organisation, in EmployeeInput, ground access.Ground) (*ent.Employee, error) {
	e, err := d.stated(o, in)
	if err == nil {
		err = d.isFree(ctx, e)
	}
	if err != nil {
		return nil, err
	}
	var saved *ent.Employee
	err = d.store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if saved, err = d.insertEmployee(ctx, tx, e); err != nil {
			return err
		}
		return record(ctx, tx, o, e.ID, saved.Version, act{name: "createEmployee", ground: ground, event: employeeChanged, at: e.CreatedAt})
	})
	if err != nil {
		return nil, err
	}
	return saved.Unwrap(), nil
}

// stated is a new employee, not stored yet.
func (d *Desk) stated(o *ent.Organisation, in EmployeeInput) (*ent.Employee, error) {
	now := d.clock.Wall()
	e := &ent.Employee{
		ID: ids.New(ids.Employee), Version: 1, OrganisationID: o.ID, RegionalOrganisationID: o.RegionalOrganisationID,
		CreatedAt: now, UpdatedAt: now,
	}
	return e, d.state(e, in)
}

// AmendEmployee changes the statements about an employee; undecided registrations of that person are judged again, and
// decided ones go on showing the name that it had. Faults: EXTERNAL_REFERENCE_TAKEN, EMPLOYEE_EXISTS,
// EMPLOYEE_MAY_EXIST.
func (d *Desk) AmendEmployee(ctx context.Context, in AmendEmployeeInput) (*ent.Employee, error) {
	return procedure.WhileStill(ctx, func() (*ent.Employee, error) { return d.amendEmployee(ctx, in) })
}

func (d *Desk) amendEmployee(ctx context.Context, in AmendEmployeeInput) (*ent.Employee, error) {
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
	if err := d.canBecome(ctx, before, &to); err != nil {
		return nil, err
	}

	return d.saveEmployee(ctx, before, &to, act{name: "amendEmployee", ground: ground, event: employeeChanged, at: d.clock.Wall()})
}

// canBecome refuses the name or the reference of another employee. Who keeps its own needs no leave, though it was entered
// twice.
func (d *Desk) canBecome(ctx context.Context, before, to *ent.Employee) error {
	if d.hashes(before) != d.hashes(to) {
		return d.isFree(ctx, to)
	}
	if same(before.ExternalReference, to.ExternalReference) {
		return nil
	}
	return d.hasFreeReference(ctx, to)
}

// saveEmployee stores an employee as it is to be, provided that nobody changed it since it was read.
func (d *Desk) saveEmployee(ctx context.Context, before, to *ent.Employee, a act) (*ent.Employee, error) {
	var saved *ent.Employee
	err := d.store.Tx(ctx, func(tx *ent.Tx) (err error) {
		up := tx.Employee.UpdateOneID(to.ID).Where(employee.Version(to.Version)).AddVersion(1).SetUpdatedAt(a.at)
		assignEmployee(up, to)
		if saved, err = up.Save(ctx); err != nil {
			return store.Stale(quicker(err), pathVersion...)
		}
		if !sameName(before, to) {
			if err := d.rename(ctx, tx, before, to, a.at); err != nil {
				return err
			}
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
		return nil, fmt.Errorf("%s %s: %w", a.name, to.ID, err)
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
	if before == nil {
		err = d.isFree(ctx, e)
		return err == nil, err
	}
	return !equal(before, e), d.canBecome(ctx, before, e)
}

// state copies the input into e.
func (d *Desk) state(e *ent.Employee, in EmployeeInput) error {
	var bad fault.Collector
	at := func(field string) []string { return question.At(pathEmployee, field) }
	e.Name = named(in.Name, &bad, at("name"))
	born := in.born(&bad, at)
	e.DateOfBirth, e.DateOfBirthLast = born.First, born.Until()
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
	if v, ok := in.Distinction.ValueOK(); ok {
		e.Distinction = nil
		if v != nil {
			e.Distinction = new(named(*v, &bad, at("distinction")))
		}
	}
	if bad.Len() == 0 {
		d.sensible(e, in.birthField(), &bad, at)
	}
	return bad.Err()
}

// named reads what somebody is known by, which has a letter or a digit that can be seen.
func named(s string, bad *fault.Collector, path []string) string {
	before := bad.Len()
	s = strings.Join(strings.Fields(text(s, longestName, bad, path...)), " ")
	if bad.Len() == before && PlainName(s) == "" {
		bad.Add(fault.Invalid(path, fault.ReasonMalformed, fault.Text{
			NL: "Hier staat geen leesbare letter of cijfer. Vul een naam in letters in.", EN: "This has no legible letter or digit. Enter a name in letters.",
		}, ""))
	}
	return s
}

// given reads an optional value: absent leaves it as it was, null clears it.
func given[E typed.Readable[T], T any](in typed.Change[*E], to **T, bad *fault.Collector, path []string) {
	if v, ok := in.ValueOK(); ok {
		*to = typed.Optional(v, bad, path...)
	}
}

// sensible refuses dates that cannot be true of a person, comparing only those that can be read.
func (d *Desk) sensible(e *ent.Employee, birthField string, bad *fault.Collector, at func(string) []string) {
	if today := d.clock.Today(); e.DateOfBirth.After(today) {
		bad.Add(fault.Invalid(at(birthField), "DATE_IN_FUTURE", fault.Text{
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

// insertEmployee stores an employee with what it is called, or returns procedure.ErrOvertaken where somebody was quicker.
func (d *Desk) insertEmployee(ctx context.Context, tx *ent.Tx, e *ent.Employee) (*ent.Employee, error) {
	if err := d.isStillFree(ctx, tx, e); err != nil {
		return nil, err
	}
	saved, err := tx.Employee.Create().SetID(e.ID).SetOrganisationID(e.OrganisationID).SetRegionalOrganisationID(e.RegionalOrganisationID).
		SetName(e.Name).SetDateOfBirth(e.DateOfBirth).SetNillableDateOfBirthLast(e.DateOfBirthLast).SetNillableDistinction(e.Distinction).SetNillableSameAs(e.SameAs).
		SetNillableExternalReference(e.ExternalReference).SetEmployment(e.Employment).
		SetNillableEmployedSince(e.EmployedSince).SetNillableEmployedUntil(e.EmployedUntil).SetNillableContractHours(e.ContractHours).
		SetCreatedAt(e.CreatedAt).SetUpdatedAt(e.UpdatedAt).Save(ctx)
	if err == nil {
		err = d.call(ctx, tx, e, true, e.CreatedAt)
	}
	if err != nil {
		return nil, quicker(err)
	}
	others, err := d.unite(ctx, tx, e.OrganisationID, d.hashes(e).person)
	if err == nil && others {
		err = procedure.ErrOvertaken // whoever brings it has not seen the registrations of the same person
	}
	return saved, err
}

func assignEmployee(up *ent.EmployeeUpdateOne, to *ent.Employee) {
	up.SetName(to.Name).SetDateOfBirth(to.DateOfBirth).SetEmployment(to.Employment)
	store.Put(to.DateOfBirthLast, up.SetDateOfBirthLast, up.ClearDateOfBirthLast)
	store.Put(to.Distinction, up.SetDistinction, up.ClearDistinction)
	store.Put(to.ExternalReference, up.SetExternalReference, up.ClearExternalReference)
	store.Put(to.EmployedSince, up.SetEmployedSince, up.ClearEmployedSince)
	store.Put(to.EmployedUntil, up.SetEmployedUntil, up.ClearEmployedUntil)
	store.Put(to.ContractHours, up.SetContractHours, up.ClearContractHours)
}

// equal reports whether two employees state the same.
func equal(a, b *ent.Employee) bool {
	return sameName(a, b) && a.Employment == b.Employment &&
		same(a.ExternalReference, b.ExternalReference) && same(a.ContractHours, b.ContractHours) &&
		sameDay(a.EmployedSince, b.EmployedSince) && sameDay(a.EmployedUntil, b.EmployedUntil)
}

// sameName reports whether two are called the same, to the letter.
func sameName(a, b *ent.Employee) bool {
	return a.Name == b.Name && Born(a) == Born(b) && same(a.Distinction, b.Distinction)
}

func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

func sameDay(a, b *time.Time) bool { return a == b || a != nil && b != nil && a.Equal(*b) }
