package intake_test

import (
	"fmt"
	"testing"

	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes/sozw"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/typed"
)

func results(done []intake.Imported) []string {
	var all []string
	for _, one := range done {
		text := one.Result
		for _, f := range testworld.Refused(one.Err) {
			text += " " + f
		}
		all = append(all, text)
	}
	return all
}

// bornIn is a newcomer of whose date of birth a part is known.
func bornIn(name, born, reference string) entered.ParticipantInput {
	p := testworld.Newcomer(name, reference)
	p.Employee.New.DateOfBirth, p.Employee.New.Born = "", typed.PartialDate(born)
	return p
}

func TestAnImportLeavesWhoMayBeThereToAPerson(t *testing.T) {
	t.Parallel()
	testworld.EachDossier(t, func(w *testworld.Dossier) {
		marked := bornIn("Ada", "1980", "e5")
		marked.Employee.New.Distinction = testworld.Some("senior")
		rows := []intake.ImportRow{
			testworld.Row("r1", bornIn("Ada", "1980", "e1"), bornIn("Bram", "1980-05", "e2")),
			testworld.Row("r2", bornIn("Ada", "1980", "e1")),       // the same by the employer's own key
			testworld.Row("r3", bornIn("Ada", "1980-05-17", "e3")), // may be the same
			testworld.Row("r4", marked),
			testworld.Row("r5", bornIn("Eva", "1980", "e6"), bornIn("Eva", "1980-01", "e7")),
			testworld.Row("r6", bornIn("Ada", "1980", "e9")), // two can be born in 1980
		}
		want := []string{
			"CREATED", "CREATED", "REFUSED CONFLICT EMPLOYEE_MAY_EXIST input.rows.2.participants", "CREATED",
			"REFUSED CONFLICT EMPLOYEE_MAY_EXIST input.rows.4.participants.1.employee", "REFUSED CONFLICT EMPLOYEE_MAY_EXIST input.rows.5.participants",
		}
		if diff := cmp.Diff(want, results(w.Import(intake.ImportInput{IsDryRun: true, Rows: rows}))); diff != "" {
			t.Errorf("dry run: %s", diff)
		}
		want[2] = "REFUSED CONFLICT EMPLOYEE_MAY_EXIST input.rows.2.participants.0.employee.new"
		want[5] = "REFUSED CONFLICT EMPLOYEE_MAY_EXIST input.rows.5.participants.0.employee.new"
		if diff := cmp.Diff(want, results(w.Import(intake.ImportInput{Rows: rows}))); diff != "" {
			t.Errorf("first time: %s", diff)
		}
		want[0], want[1], want[3] = "UNCHANGED", "UNCHANGED", "UNCHANGED"
		if diff := cmp.Diff(want, results(w.Import(intake.ImportInput{Rows: rows}))); diff != "" {
			t.Errorf("sent again: %s", diff)
		}
		if n := w.Store.Client().Employee.Query().CountX(w.System()); n != 3 {
			t.Errorf("%d employees", n)
		}
	})
}

func TestAnImportTakesRowsInOneByOneAndOnce(t *testing.T) {
	t.Parallel()
	testworld.EachDossier(t, func(w *testworld.Dossier) {
		bad := testworld.Row("r3", testworld.Newcomer("Cees", "e3"))
		bad.End = testworld.Date("2026-01-01")
		malformed := testworld.Row("r4")
		malformed.Start = testworld.Date("gisteren")
		rows := []intake.ImportRow{testworld.Row("r1", testworld.Newcomer("Ada", "e1")), testworld.Row("r2", testworld.Newcomer("Ada", "e1"), testworld.Newcomer("Bram", "e2")), bad, malformed, testworld.Row("r5"), testworld.Row("r5")}
		want := []string{
			"CREATED", "CREATED",
			"REFUSED INVALID END_BEFORE_START input.rows.2.end",
			"REFUSED INVALID MALFORMED input.rows.3.start",
			"REFUSED INVALID REFERENCE_REPEATED input.rows.4.externalReference",
			"REFUSED INVALID REFERENCE_REPEATED input.rows.5.externalReference",
		}

		w.Catalog.Calls.Store(0)
		dry := w.Import(intake.ImportInput{IsDryRun: true, Rows: rows})
		if diff := cmp.Diff(want, results(dry)); diff != "" {
			t.Errorf("dry run: %s", diff)
		}
		if n := w.Store.Client().Registration.Query().CountX(w.System()); n != 0 || dry[0].Registration != nil || dry[0].Evaluation.Outcome != "ELIGIBLE" {
			t.Errorf("a dry run left %d registrations, and said %+v", n, dry[0])
		}

		done := w.Import(intake.ImportInput{Rows: rows})
		if diff := cmp.Diff(want, results(done)); diff != "" {
			t.Errorf("first time: %s", diff)
		}
		if got := w.Catalog.Calls.Load(); got != 3 {
			t.Errorf("%d calls of the scheme, want one for each import and one for the rows in which somebody takes part twice", got)
		}
		if got := *done[1].Registration.AmountCents; got != 2*3019_36 {
			t.Errorf("second row: %d", got)
		}
		if n := w.Store.Client().Employee.Query().CountX(w.System()); n != 2 {
			t.Errorf("%d employees, want each once", n)
		}

		lines, events := len(w.Acts(0)), len(w.Events(0))
		again := w.Import(intake.ImportInput{Rows: rows[:2]})
		if diff := cmp.Diff([]string{"UNCHANGED", "UNCHANGED"}, results(again)); diff != "" {
			t.Errorf("sent again: %s", diff)
		}
		if w.Acts(lines) != nil || w.Events(events) != nil || again[0].Registration.ID != done[0].Registration.ID || again[0].Evaluation == nil {
			t.Error("sending again did something")
		}
	})
}

func TestAnImportedRowAmendsWhatTheCallerSaw(t *testing.T) {
	t.Parallel()
	testworld.EachDossier(t, func(w *testworld.Dossier) {
		w.Import(intake.ImportInput{Rows: []intake.ImportRow{testworld.Row("r1", testworld.Newcomer("Ada", "e1"))}})
		row := testworld.Row("r1", testworld.Newcomer("Bram", "e2"))
		row.End = testworld.Date("2026-11-30")
		if diff := cmp.Diff([]string{"REFUSED CONFLICT STALE_VERSION input.rows.0.expectedVersion"}, results(w.Import(intake.ImportInput{Rows: []intake.ImportRow{row}}))); diff != "" {
			t.Errorf("without a version: %s", diff)
		}
		row.ExpectedVersion = new(1)
		row.Participants = append(row.Participants, entered.ParticipantInput{Employee: entered.EmployeeChoice{ExternalReference: new("e1")}, Statement: testworld.Clean()})
		row.Participants[1].Statement.ContractHours = new(typed.Hours("20"))
		done := w.Import(intake.ImportInput{Rows: []intake.ImportRow{row}})
		if diff := cmp.Diff([]string{"AMENDED"}, results(done)); diff != "" {
			t.Fatal(diff)
		}
		r := done[0].Registration
		if r.Version != 2 || r.ParticipantCount != 2 || *r.AmountCents != 303*(904+739) {
			t.Errorf("amended: %+v", r)
		}
		row.ExpectedVersion = new(2)
		row.Participants[1].Statement.End = new(typed.Date("2026-01-01"))
		if diff := cmp.Diff([]string{"REFUSED INVALID END_BEFORE_START input.rows.0.participants.1.statement.end"}, results(w.Import(intake.ImportInput{Rows: []intake.ImportRow{row}}))); diff != "" {
			t.Error(diff)
		}
		row = testworld.Row("r1")
		row.Activity, row.Training = "2", testworld.Course()
		if diff := cmp.Diff([]string{"REFUSED INVALID EXTERNAL_REFERENCE_TAKEN input.rows.0.externalReference"}, results(w.Import(intake.ImportInput{Rows: []intake.ImportRow{row}}))); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTwoImportsOfTheSameRowsDoubleNothing(t *testing.T) {
	t.Parallel()
	testworld.EachDossier(t, func(w *testworld.Dossier) {
		var rows []intake.ImportRow
		for i := range 5 {
			rows = append(rows, testworld.Row(fmt.Sprint("r", i), testworld.Newcomer(fmt.Sprint("P", i), fmt.Sprint("e", i))))
		}
		run := func() error {
			_, err := w.Intake.Import(w.AsEmployer(), intake.ImportInput{PlanID: w.Plan, Rows: rows})
			return err
		}
		for _, err := range testworld.AtOnce(run, run, run) {
			w.Must(err)
		}
		if n := w.Store.Client().Registration.Query().CountX(w.System()); n != len(rows) {
			t.Errorf("%d registrations", n)
		}
		if n := w.Store.Client().Employee.Query().CountX(w.System()); n != len(rows) {
			t.Errorf("%d employees", n)
		}
	})
}

func TestAnImportHasOneToTwoHundredAndFiftyRows(t *testing.T) {
	t.Parallel()
	w := testworld.OpenDossier(t, storetest.SQLite(t), sozw.Scheme, testworld.WhenAllOver)
	for _, n := range []int{0, 251} {
		_, err := w.Intake.Import(w.AsEmployer(), intake.ImportInput{PlanID: w.Plan, Rows: make([]intake.ImportRow, n)})
		if !fault.HasReason(err, "TOO_MANY_ROWS") {
			t.Errorf("%d rows: %v", n, err)
		}
	}
	if _, err := w.Intake.Import(w.AsStranger(), intake.ImportInput{PlanID: w.Plan, Rows: []intake.ImportRow{testworld.Row("x")}}); !fault.Is(err, fault.CodeNotFound) {
		t.Errorf("another organisation: %v", err)
	}
}

func TestRowsOfOneImportSeeEachOther(t *testing.T) {
	t.Parallel()
	testworld.EachDossier(t, func(w *testworld.Dossier) {
		in := intake.ImportInput{PlanID: w.Plan}
		for _, reference := range []string{"r1", "r2", "r3"} {
			in.Rows = append(in.Rows, intake.ImportRow{
				ExternalReference: reference, Activity: "1A", Training: testworld.Nurse(), Start: testworld.Date("2026-02-01"), End: testworld.Date("2026-12-31"),
				Participants: []entered.ParticipantInput{testworld.Newcomer("Ada", "e1")},
			})
		}
		done, err := w.Intake.Import(w.AsEmployer(), in)
		w.Must(err)
		for i, one := range done {
			if got := w.Others(one.Registration.ID); len(got) != i {
				t.Errorf("row %d was judged beside %v, not beside those before it", i, got)
			}
		}
		w.Round()
		for i, one := range done {
			if got := w.Others(one.Registration.ID); len(got) != 2 {
				t.Errorf("row %d was judged beside %v", i, got)
			}
		}
	})
}
