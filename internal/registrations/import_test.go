package registrations_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

func (w *world) imported(in intake.ImportInput) []intake.Imported {
	w.t.Helper()
	in.PlanID = w.plan
	done, err := w.intake.Import(w.employer(), in)
	w.must(err)
	return done
}

func results(done []intake.Imported) []string {
	var all []string
	for _, one := range done {
		text := one.Result
		for _, f := range refused(one.Err) {
			text += " " + f
		}
		all = append(all, text)
	}
	return all
}

func byDayRow(reference string, participants ...entered.ParticipantInput) intake.ImportRow {
	return intake.ImportRow{
		ExternalReference: reference, Activity: "1A", Training: nurse(), Start: date("2026-02-01"), End: date("2026-12-31"), Participants: participants,
	}
}

func TestAnImportTakesRowsInOneByOneAndOnce(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		bad := byDayRow("r3", newcomer("Cees", "e3"))
		bad.End = date("2026-01-01")
		malformed := byDayRow("r4")
		malformed.Start = date("gisteren")
		rows := []intake.ImportRow{byDayRow("r1", newcomer("Ada", "e1")), byDayRow("r2", newcomer("Ada", "e1"), newcomer("Bram", "e2")), bad, malformed, byDayRow("r5"), byDayRow("r5")}
		want := []string{
			"CREATED", "CREATED",
			"REFUSED INVALID END_BEFORE_START input.rows.2.end",
			"REFUSED INVALID MALFORMED input.rows.3.start",
			"REFUSED INVALID REFERENCE_REPEATED input.rows.4.externalReference",
			"REFUSED INVALID REFERENCE_REPEATED input.rows.5.externalReference",
		}

		w.memory.calls.Store(0)
		dry := w.imported(intake.ImportInput{IsDryRun: true, Rows: rows})
		if diff := cmp.Diff(want, results(dry)); diff != "" {
			t.Errorf("dry run: %s", diff)
		}
		if n := w.store.Client().Registration.Query().CountX(w.system()); n != 0 || dry[0].Registration != nil || dry[0].Evaluation.Outcome != "ELIGIBLE" {
			t.Errorf("a dry run left %d registrations, and said %+v", n, dry[0])
		}

		done := w.imported(intake.ImportInput{Rows: rows})
		if diff := cmp.Diff(want, results(done)); diff != "" {
			t.Errorf("first time: %s", diff)
		}
		if got := w.memory.calls.Load(); got != 3 {
			t.Errorf("%d calls of the scheme, want one for each import and one for the rows in which somebody takes part twice", got)
		}
		if got := *done[1].Registration.AmountCents; got != 2*3019_36 {
			t.Errorf("second row: %d", got)
		}
		if n := w.store.Client().Employee.Query().CountX(w.system()); n != 2 {
			t.Errorf("%d employees, want each once", n)
		}

		lines, events := len(w.acts(0)), len(w.events(0))
		again := w.imported(intake.ImportInput{Rows: rows[:2]})
		if diff := cmp.Diff([]string{"UNCHANGED", "UNCHANGED"}, results(again)); diff != "" {
			t.Errorf("sent again: %s", diff)
		}
		if w.acts(lines) != nil || w.events(events) != nil || again[0].Registration.ID != done[0].Registration.ID || again[0].Evaluation == nil {
			t.Error("sending again did something")
		}
	})
}

func TestAnImportedRowAmendsWhatTheCallerSaw(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.imported(intake.ImportInput{Rows: []intake.ImportRow{byDayRow("r1", newcomer("Ada", "e1"))}})
		row := byDayRow("r1", newcomer("Bram", "e2"))
		row.End = date("2026-11-30")
		if diff := cmp.Diff([]string{"REFUSED CONFLICT STALE_VERSION input.rows.0.expectedVersion"}, results(w.imported(intake.ImportInput{Rows: []intake.ImportRow{row}}))); diff != "" {
			t.Errorf("without a version: %s", diff)
		}
		row.ExpectedVersion = new(1)
		row.Participants = append(row.Participants, entered.ParticipantInput{Employee: entered.EmployeeChoice{ExternalReference: new("e1")}, Statement: clean()})
		row.Participants[1].Statement.ContractHours = new(entry.Hours("20"))
		done := w.imported(intake.ImportInput{Rows: []intake.ImportRow{row}})
		if diff := cmp.Diff([]string{"AMENDED"}, results(done)); diff != "" {
			t.Fatal(diff)
		}
		r := done[0].Registration
		if r.Version != 2 || r.ParticipantCount != 2 || *r.AmountCents != 303*(904+739) {
			t.Errorf("amended: %+v", r)
		}
		row.ExpectedVersion = new(2)
		row.Participants[1].Statement.End = new(entry.Date("2026-01-01"))
		if diff := cmp.Diff([]string{"REFUSED INVALID END_BEFORE_START input.rows.0.participants.1.statement.end"}, results(w.imported(intake.ImportInput{Rows: []intake.ImportRow{row}}))); diff != "" {
			t.Error(diff)
		}
		row = byDayRow("r1")
		row.Activity, row.Training = "2", course()
		if diff := cmp.Diff([]string{"REFUSED INVALID EXTERNAL_REFERENCE_TAKEN input.rows.0.externalReference"}, results(w.imported(intake.ImportInput{Rows: []intake.ImportRow{row}}))); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTwoImportsOfTheSameRowsDoubleNothing(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		var rows []intake.ImportRow
		for i := range 5 {
			rows = append(rows, byDayRow(fmt.Sprint("r", i), newcomer(fmt.Sprint("P", i), fmt.Sprint("e", i))))
		}
		run := func() error {
			_, err := w.intake.Import(w.employer(), intake.ImportInput{PlanID: w.plan, Rows: rows})
			return err
		}
		for _, err := range atOnce(run, run, run) {
			w.must(err)
		}
		if n := w.store.Client().Registration.Query().CountX(w.system()); n != len(rows) {
			t.Errorf("%d registrations", n)
		}
		if n := w.store.Client().Employee.Query().CountX(w.system()); n != len(rows) {
			t.Errorf("%d employees", n)
		}
	})
}

func TestAnImportHasOneToTwoHundredAndFiftyRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	for _, n := range []int{0, 251} {
		_, err := w.intake.Import(w.employer(), intake.ImportInput{PlanID: w.plan, Rows: make([]intake.ImportRow, n)})
		if !fault.HasReason(err, "TOO_MANY_ROWS") {
			t.Errorf("%d rows: %v", n, err)
		}
	}
	if _, err := w.intake.Import(w.stranger(), intake.ImportInput{PlanID: w.plan, Rows: []intake.ImportRow{byDayRow("x")}}); !fault.Is(err, fault.CodeNotFound) {
		t.Errorf("another organisation: %v", err)
	}
}
