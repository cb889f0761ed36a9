package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employeename"
	"github.com/penvoerder/penvoerder/ent/schemerelease"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

// What is imported: courses that are paid by the hour.
const (
	importScheme = "sozw-2026"
	importEach   = 50              // registrations of each person
	importRows   = 25              // of one request, each of another person
	importMean   = 3               // registrations of a person at either end that are measured together
	settling     = 5 * time.Minute // the longest that the job which judges again may take
)

// measureImports has an employer's system bring in registrations one after the other for the same people, and compares
// the CPU that a row takes the first time and the last. What the job judges again meanwhile is waited for, and not counted.
func measureImports(ctx context.Context, s settings, r *report) error {
	table := [][]string{{
		"CPU of one row, ms", fmt.Sprint("registrations 1-", importMean), fmt.Sprintf("%d-%d", importEach-importMean+1, importEach), "ratio",
	}}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	row, err := importsOn(ctx, s, "SQLite", order{Data: dir}, 0)
	if err := errors.Join(err, os.RemoveAll(dir)); err != nil {
		return err
	}
	table = append(table, row)
	db, err := openDatabase(ctx, s)
	if err != nil {
		return err
	}
	row, err = importsOn(ctx, s, "PostgreSQL, itself included", order{DSN: db.dsn}, db.processID)
	if err := errors.Join(err, db.close()); err != nil {
		return err
	}
	r.table(fmt.Sprintf("importRegistrations: %d people, %d registrations of each, judged by plugin", s.People, importEach), append(table, row))
	return nil
}

func importsOn(ctx context.Context, s settings, name string, o order, databaseID int) (row []string, err error) {
	if err := prepareImports(ctx, o, s.People); err != nil {
		return nil, err
	}
	server, err := startChild(ctx, apiChild, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	look, err := store.Open(ctx, store.Config{DSN: o.DSN, DataDir: o.Data, Connections: 1})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, look.Close()) }()
	i := &importer{server: server, look: look, people: s.People, databaseID: databaseID}
	if i.plan, err = look.Client().Plan.Query().OnlyID(actor.AsSystem(ctx)); err != nil {
		return nil, err
	}
	var took []time.Duration
	for n := range importEach {
		if n == 0 || n == importEach-importMean && s.People > importRows { // fewer are no measurement, and need not wait for the job
			if err := i.quiet(ctx); err != nil {
				return nil, err
			}
		}
		cpu, err := i.round(ctx, n)
		if err != nil {
			return nil, err
		}
		took = append(took, cpu)
	}
	mean := func(some []time.Duration) float64 {
		var sum time.Duration
		for _, d := range some {
			sum += d
		}
		return float64(sum) / float64(time.Millisecond) / float64(s.People*len(some))
	}
	first, last := mean(took[:importMean]), mean(took[importEach-importMean:])
	return []string{name, fmt.Sprintf("%.2f", first), fmt.Sprintf("%.2f", last), fmt.Sprintf("%.2f", per(last, first))}, nil
}

// importer brings in registrations.
type importer struct {
	server     *child
	look       *store.Store
	plan       string
	people     int
	databaseID int
}

// quiet waits until everybody is known and nothing waits to be judged again.
func (i *importer) quiet(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(actor.AsSystem(ctx), settling)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		due, err := i.look.Client().Due.Query().Count(ctx)
		if err != nil {
			return err
		}
		unknown, err := i.look.Client().EmployeeName.Query().Where(employeename.PersonHashIsNil()).Count(ctx)
		if err != nil {
			return err
		}
		if due+unknown == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for %d marks and %d people: %w", due, unknown, ctx.Err())
		case <-tick.C:
		}
	}
}

// round brings in one registration of each person, and returns the CPU that this took.
func (i *importer) round(ctx context.Context, n int) (time.Duration, error) {
	before, err := i.cpu()
	if err != nil {
		return 0, err
	}
	all := make([]int, i.people)
	for p := range all {
		all[p] = p
	}
	for some := range slices.Chunk(all, importRows) {
		if err := i.bring(ctx, n, some); err != nil {
			return 0, err
		}
	}
	after, err := i.cpu()
	return after - before, err
}

func (i *importer) cpu() (time.Duration, error) {
	sum, err := cpuOf(i.server.processID())
	if err != nil || i.databaseID == 0 {
		return sum, err
	}
	own, err := cpuOf(i.databaseID)
	return sum + own, err
}

// bring sends one request.
func (i *importer) bring(ctx context.Context, n int, people []int) error {
	type object = map[string]any
	var rows []object
	for _, p := range people {
		day := time.Date(2026, 2, 2, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
		rows = append(rows, object{
			"externalReference": fmt.Sprintf("R-%d-%d", p, n), "activity": "2", "start": day.Format(time.DateOnly), "end": day.AddDate(0, 0, 3).Format(time.DateOnly),
			"training": object{"course": object{
				"title": fmt.Sprintf("Cursus %d", n), "theme": "1", "goal": "1.3", "form": "CLASSROOM", "teacher": "EXTERNAL", "groupSize": 12, "hours": "8.00",
			}},
			"participants": []object{{
				"employee":  object{"externalReference": fmt.Sprint("E-", p)},
				"statement": object{"employeeContribution": "0.00", "hasRepaymentArrangement": false, "otherSubsidies": []string{}},
			}},
		})
	}
	const query = `mutation($i: ImportRegistrationsInput!) { importRegistrations(input: $i) { counts { result count } results { userErrors { reason path } } userErrors { reason } } }`
	body, err := json.Marshal(object{"query": query, "variables": object{"i": object{"planID": i.plan, "rows": rows}}})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, i.server.Pages+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.AddCookie(&http.Cookie{Name: cookieName, Value: sessionToken(0)})
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }() // it was read
	var told struct {
		Data struct {
			ImportRegistrations struct {
				Counts []struct {
					Result string
					Count  int
				}
			}
		}
	}
	var whole json.RawMessage
	if err := json.NewDecoder(answer.Body).Decode(&whole); err != nil {
		return err
	}
	if err := json.Unmarshal(whole, &told); err != nil {
		return err
	}
	counts := told.Data.ImportRegistrations.Counts
	if len(counts) != 1 || counts[0].Result != "CREATED" || counts[0].Count != len(people) {
		return fmt.Errorf("import %d of %d people: %s", n, len(people), whole[:min(len(whole), 500)])
	}
	return nil
}

// prepareImports makes a database with an employer, a granted plan and people.
func prepareImports(ctx context.Context, o order, people int) error {
	server, err := startChild(ctx, apiChild, o) // migrates, and installs the schemes
	if err != nil {
		return err
	}
	if err := server.stop(); err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Config{DSN: o.DSN, DataDir: o.Data})
	if err != nil {
		return err
	}
	ctx = actor.AsSystem(ctx)
	release, err := s.Client().SchemeRelease.Query().Where(schemerelease.Slug(importScheme), schemerelease.State("IN_FORCE")).OnlyID(ctx)
	if err == nil {
		err = s.Tx(ctx, func(tx *ent.Tx) error { return fillImports(ctx, tx, release, people) })
	}
	return errors.Join(err, s.Close())
}

func fillImports(ctx context.Context, tx *ent.Tx, release string, people int) error {
	now := time.Now()
	organisation, person, role := ids.New(ids.Organisation), ids.New(ids.Person), ids.New(ids.RoleAssignment)
	err := errors.Join(
		tx.Organisation.Create().SetID(organisation).SetName("Zorggroep Meetlat").SetKvkNumber("12345670").SetPostcode("9712 AB").
			SetFundingLaws([]string{"WLZ"}).SetIsMedicalSpecialist(false).SetIsSubcontractorOnly(false).
			SetRegionID("rgn_groningen").SetRegionalOrganisationID(regionalOrganisation).SetCreatedAt(now).SetUpdatedAt(now).Exec(ctx),
		tx.Person.Create().SetID(person).SetName("Meet Lat").SetEmail("meetlat@example.org").SetPasswordHash("-").SetConfirmedAt(now).SetCreatedAt(now).Exec(ctx),
		tx.RoleAssignment.Create().SetID(role).SetPersonID(person).SetRole(string(actor.Employer)).SetOrganisationID(organisation).SetIsSignatory(true).SetSince(now.AddDate(-1, 0, 0)).Exec(ctx),
		tx.Session.Create().SetID(ids.New(ids.Session)).SetPersonID(person).SetRoleAssignmentID(role).SetTokenHash(sessionHash(sessionToken(0))).
			SetCreatedAt(now).SetLastUsedAt(now).SetExpiresAt(now.Add(sessionLife)).Exec(ctx),
		tx.Plan.Create().SetID(ids.New(ids.Plan)).SetNumber("P-2026-000001").SetScheme(importScheme).SetReleaseID(release).SetState("GRANTED").
			SetOrganisationID(organisation).SetRegionalOrganisationID(regionalOrganisation).SetRequestedCents(1_000_000_00).
			SetSubmittedAt(now).SetCreatedAt(now).SetUpdatedAt(now).Exec(ctx),
	)
	if err != nil {
		return err
	}
	for p := range people {
		err := tx.Employee.Create().SetID(ids.New(ids.Employee)).SetOrganisationID(organisation).SetRegionalOrganisationID(regionalOrganisation).
			SetName(fmt.Sprint("Persoon ", p)).SetDateOfBirth(time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)).SetEmployment("EMPLOYED").
			SetExternalReference(fmt.Sprint("E-", p)).SetEmployedSince(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)).SetContractHours(3200).
			SetCreatedAt(now).SetUpdatedAt(now).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}
