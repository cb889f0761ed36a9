package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"

	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
)

const (
	activity             = "2" // of SO-Z&W: a described course, two documents per participation
	regionalOrganisation = "rgo_zorgpleinnoord"
	region               = "rgn_groningen"
	participationsEach   = 3
	employeesEach        = 40
	visitors             = 100 // organisations that somebody is signed in for
	sessionLife          = 12 * time.Hour
	dayLayout            = time.DateOnly
)

// dataset is what the measurements know of the data.
type dataset struct {
	columns   []string  // of the matrix, in order
	employers []visitor // each signed in for another organisation
	assessor  visitor   // sees everything that was handed in
	submitted int       // registrations that the assessor sees
	rows      map[string]int
}

// visitor is someone who is signed in.
type visitor struct{ organisation, cookie string }

// filler writes the data, table by table, parents first.
type filler struct {
	*madeUp
	settings
	tx      *sql.Tx
	data    *dataset
	release string // id of the release that plans are pinned to
	slug    string
	shared  []string // columns of the registration itself
	each    []string // columns of every participation

	organisations, plans, employees []string // ids; employeesEach for each organisation
	registrations                   []madeRegistration
	participations                  []string
	employeeNames                   []string
}

type madeRegistration struct {
	id, state  string
	evaluation string
	start, end time.Time
	at         time.Time
}

// fill writes the data and brings the database to rest.
func fill(ctx context.Context, d *database, s settings, r *report) (*dataset, error) {
	defer r.took("filling the database")()
	f := &filler{madeUp: newMadeUp(1), settings: s, slug: "sozw-2026", data: &dataset{rows: map[string]int{}}}
	if err := install(ctx, d); err != nil {
		return nil, err
	}
	if err := f.schemeRelease(ctx, d); err != nil {
		return nil, err
	}
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	f.tx = tx
	for _, write := range []func(context.Context) error{
		f.writeOrganisations, f.writeVisitors, f.writeEmployees, f.writePlans, f.writeRegistrations, f.writeParticipations, f.writeEvaluations, f.writeCells,
	} {
		if err := write(ctx); err != nil {
			return nil, errors.Join(err, tx.Rollback())
		}
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	return f.data, d.settle(ctx)
}

// copyRows writes n rows by COPY.
func (f *filler) copyRows(ctx context.Context, table string, columns []string, n int, row func(i int) []any) (err error) {
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = pq.QuoteIdentifier(c)
	}
	stmt, err := f.tx.PrepareContext(ctx, "COPY "+pq.QuoteIdentifier(table)+" ("+strings.Join(quoted, ", ")+") FROM STDIN")
	if err != nil {
		return fmt.Errorf("copy %s: %w", table, err)
	}
	defer func() { err = errors.Join(err, stmt.Close()) }()
	for i := range n {
		if _, err := stmt.ExecContext(ctx, row(i)...); err != nil {
			return fmt.Errorf("copy %s: %w", table, err)
		}
	}
	if _, err := stmt.ExecContext(ctx); err != nil {
		return fmt.Errorf("copy %s: %w", table, err)
	}
	f.data.rows[table] += n
	return nil
}

func (f *filler) writeOrganisations(ctx context.Context) error {
	columns := []string{"id", "version", "created_at", "updated_at", "name", "kvk_number", "postcode", "funding_laws", "region_id", "regional_organisation_id"}
	return f.copyRows(ctx, "organisations", columns, f.Organisations, func(i int) []any {
		f.organisations = append(f.organisations, f.id(ids.Organisation))
		return []any{f.organisations[i], 1, began, began, f.employer(i), fmt.Sprintf("%08d", 60000000+i), "9712AB", `["WLZ"]`, region, regionalOrganisation}
	})
}

// writeVisitors signs somebody in for each of the first organisations, and an assessor.
func (f *filler) writeVisitors(ctx context.Context) error {
	n := min(visitors, f.Organisations) + 1 // the last one is the assessor
	persons := make([]string, n)
	columns := []string{"id", "name", "email", "password_hash", "confirmed_at", "created_at"}
	err := f.copyRows(ctx, "persons", columns, n, func(i int) []any {
		persons[i] = f.id(ids.Person)
		return []any{persons[i], f.person(), fmt.Sprintf("visitor%d@bench.example", i), "none", began, began}
	})
	if err != nil {
		return err
	}
	roles := make([]string, n)
	columns = []string{"id", "person_id", "role", "organisation_id", "since"}
	err = f.copyRows(ctx, "role_assignments", columns, n, func(i int) []any {
		roles[i] = f.id(ids.RoleAssignment)
		if i == n-1 {
			return []any{roles[i], persons[i], "SSC", nil, began.Format(dayLayout)}
		}
		return []any{roles[i], persons[i], "EMPLOYER", f.organisations[i], began.Format(dayLayout)}
	})
	if err != nil {
		return err
	}
	now := time.Now().UTC().Truncate(time.Second)
	columns = []string{"id", "person_id", "role_assignment_id", "token_hash", "created_at", "last_used_at", "expires_at"}
	return f.copyRows(ctx, "sessions", columns, n, func(i int) []any {
		v := visitor{cookie: sessionToken(i)}
		if i == n-1 {
			f.data.assessor = v
		} else {
			v.organisation = f.organisations[i]
			f.data.employers = append(f.data.employers, v)
		}
		return []any{f.id(ids.Session), persons[i], roles[i], sessionHash(v.cookie), now, now, now.Add(sessionLife)}
	})
}

func (f *filler) writeEmployees(ctx context.Context) error {
	columns := []string{
		"id", "organisation_id", "regional_organisation_id", "version", "created_at", "updated_at",
		"name", "date_of_birth", "employment", "employed_since", "contract_hours",
	}
	var born []string
	err := f.copyRows(ctx, "employees", columns, f.Organisations*employeesEach, func(i int) []any {
		f.employees = append(f.employees, f.id(ids.Employee))
		f.employeeNames = append(f.employeeNames, f.person())
		born = append(born, began.AddDate(-20-f.random.IntN(45), 0, -f.random.IntN(365)).Format(dayLayout))
		return []any{
			f.employees[i], f.organisations[i/employeesEach], regionalOrganisation, 1, began, began,
			f.employeeNames[i], born[i], "EMPLOYED", "2020-03-01", one(f.madeUp, 1600, 2400, 2800, 3600),
		}
	})
	if err != nil {
		return err
	}
	columns = []string{"organisation_id", "employee_id", "name", "date_of_birth", "recorded_at", "is_reserved"}
	return f.copyRows(ctx, "employee_names", columns, f.Organisations*employeesEach, func(i int) []any {
		return []any{f.organisations[i/employeesEach], f.employees[i], f.employeeNames[i], born[i], began, true}
	})
}

func (f *filler) writePlans(ctx context.Context) error {
	columns := []string{
		"id", "organisation_id", "regional_organisation_id", "version", "created_at", "updated_at", "number", "scheme", "release_id", "state",
		"active_key", "submitted_at", "requested_cents",
	}
	err := f.copyRows(ctx, "plans", columns, f.Organisations, func(i int) []any {
		f.plans = append(f.plans, f.id(ids.Plan))
		return []any{
			f.plans[i], f.organisations[i], regionalOrganisation, 1, began, began, fmt.Sprintf("P-2026-%06d", i+1), f.slug, f.release, "GRANTED",
			fmt.Sprintf("%s:%08d", f.slug, 60000000+i), began, 10_000_00,
		}
	})
	if err != nil {
		return err
	}
	columns = []string{"id", "plan_id", "activity", "position", "participants", "requested_cents"}
	return f.copyRows(ctx, "plan_lines", columns, f.Organisations, func(i int) []any {
		return []any{f.id(ids.PlanLine), f.plans[i], activity, 0, 100, 10_000_00}
	})
}

// writeRegistrations spreads them over the organisations in the order in which they came, as in life.
func (f *filler) writeRegistrations(ctx context.Context) error {
	columns := []string{
		"id", "organisation_id", "regional_organisation_id", "version", "created_at", "updated_at", "number", "plan_id", "scheme", "activity", "state",
		"training_title", "training", "start", "end", "participant_count", "submitted_at", "outcome", "amount_cents", "evaluation_id", "cell_judges",
	}
	return f.copyRows(ctx, "registrations", columns, f.Registrations, func(i int) []any {
		at := began.Add(time.Duration(i) * time.Minute)
		r := madeRegistration{id: f.id(ids.Registration), evaluation: f.newEvaluation(), state: f.state(), start: f.day(), at: at}
		r.end = r.start.AddDate(0, 0, 7+f.random.IntN(120))
		f.registrations = append(f.registrations, r)
		var submitted any
		if r.state != "DRAFT" && r.state != "READY" {
			submitted = at
			f.data.submitted++
		}
		title, of := f.course(), i%f.Organisations
		return []any{
			r.id, f.organisations[of], regionalOrganisation, 1 + f.random.IntN(5), at, at, fmt.Sprintf("R-2026-%06d", i+1), f.plans[of], f.slug, activity, r.state,
			title, f.training(title), r.start.Format(dayLayout), r.end.Format(dayLayout), participationsEach, submitted, "ELIGIBLE", f.random.IntN(3000_00), r.evaluation, `["SSC"]`,
		}
	})
}

// state is one in which registrations are found half-way the year: four of five were handed in.
func (f *filler) state() string {
	return one(f.madeUp, "DRAFT", "READY", "SUBMITTED", "SUBMITTED", "SUBMITTED", "IN_REVIEW", "IN_REVIEW", "REPAIR", "APPROVED", "APPROVED")
}

func (f *filler) training(title string) string {
	hours, group, teacher := 400*(1+f.random.IntN(20)), 4+f.random.IntN(12), one(f.madeUp, "INTERNAL", "EXTERNAL")
	return jsonOf(fields.Training{Course: &fields.Course{Title: title, Hours: new(typed.HoursOf(hours)), GroupSize: &group, Teacher: &teacher}})
}

func (f *filler) writeParticipations(ctx context.Context) error {
	columns := []string{
		"id", "organisation_id", "regional_organisation_id", "version", "created_at", "updated_at", "registration_id", "employee_id", "employee_name",
		"statement", "outcome", "amount_cents",
	}
	var first int // of the employees of a registration: they are next to each other, so never the same
	return f.copyRows(ctx, "participations", columns, f.Registrations*participationsEach, func(i int) []any {
		r, of := f.registrations[i/participationsEach], i/participationsEach%f.Organisations
		if i%participationsEach == 0 {
			first = f.random.IntN(employeesEach - participationsEach)
		}
		who := of*employeesEach + first + i%participationsEach
		f.participations = append(f.participations, f.id(ids.Participation))
		return []any{
			f.participations[i], f.organisations[of], regionalOrganisation, 1 + f.random.IntN(3), r.at, r.at, r.id, f.employees[who], f.employeeNames[who],
			f.statement(r), "ELIGIBLE", f.random.IntN(1000_00),
		}
	})
}

func (f *filler) statement(r madeRegistration) string {
	hours, employment, repayment := one(f.madeUp, 1600, 2400, 2800, 3600), "EMPLOYED", true
	p := fields.Participation{ContractHours: new(typed.HoursOf(hours)), Employment: &employment, HasRepaymentArrangement: &repayment, OtherSubsidies: []string{}}
	if f.random.IntN(5) == 0 {
		start := typed.Date(r.start.AddDate(0, 0, 1).Format(dayLayout))
		p.Start = &start
	}
	return jsonOf(p)
}

// writeCells writes those of each registration itself, then those of its participations.
func (f *filler) writeCells(ctx context.Context) error {
	columns := []string{
		"id", "organisation_id", "regional_organisation_id", "version", "updated_at", "plan_id", "registration_id", "participation_id", "column", "kind",
		"state", "is_complete", "judge",
	}
	per := len(f.shared) + participationsEach*len(f.each)
	return f.copyRows(ctx, "cells", columns, f.Registrations*per, func(i int) []any {
		n, at := i/per, i%per
		r, of := f.registrations[n], n%f.Organisations
		var participation any
		var column string
		if at < len(f.shared) {
			column = f.shared[at]
		} else {
			at -= len(f.shared)
			participation, column = f.participations[n*participationsEach+at/len(f.each)], f.each[at%len(f.each)]
		}
		state := f.cellState(r.state)
		return []any{
			f.id(ids.Cell), f.organisations[of], regionalOrganisation, 1 + f.random.IntN(3), r.at, f.plans[of], r.id, participation, column, "REQUIREMENT",
			state, state != "MISSING" && state != "INCOMPLETE", "SSC",
		}
	})
}

func (f *filler) cellState(registration string) string {
	switch registration {
	case "DRAFT":
		return one(f.madeUp, "MISSING", "INCOMPLETE", "COMPLETE")
	case "IN_REVIEW":
		return one(f.madeUp, "IN_REVIEW", "APPROVED")
	case "REPAIR":
		return one(f.madeUp, "REJECTED", "APPROVED")
	case "APPROVED":
		return "APPROVED"
	}
	return "COMPLETE"
}

func jsonOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // structs of text and numbers
	}
	return string(b)
}
