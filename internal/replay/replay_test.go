package replay_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/reference"
	"github.com/penvoerder/penvoerder/internal/replay"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/plugins/plugintest"
	"github.com/penvoerder/penvoerder/schemes"
)

var world = []row{
	{organisation: "linde1", activity: "A", hours: []int{4}},
	{organisation: "linde1", activity: "B", hours: []int{10, 2}},
	{organisation: "oost2", activity: "A", hours: []int{50}},
	{organisation: "oost2", activity: "B", hours: []int{5}},
	{organisation: "west2", activity: "B", hours: []int{41}},
	{organisation: "west2", activity: "A", hours: []int{1, 60}},
}

func region(i int) string { return reference.Regions()[i].ID }

func name(i int) string {
	r := reference.Regions()[i]
	return strings.TrimSpace(r.Province + " " + r.Part)
}

func run(t *testing.T, s *store.Store, version string, c replay.Config) *replay.Report {
	t.Helper()
	candidate, err := catalog.Alone(t.Context(), plugintest.Release(t, slug, version), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := candidate.Close(); err != nil {
			t.Error(err)
		}
	}()
	c.Store, c.Slug, c.Candidate = s, slug, candidate
	report, err := replay.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if !report.IsComplete {
		t.Error("the report is of a part")
	}
	return report
}

func TestAnEqualReleaseChangesNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		fill(t, s, world...)
		got := run(t, s, "1.0.0", replay.Config{Batch: 4})
		want := &replay.Report{
			Scheme: slug, Candidate: "1.0.0", IsComplete: true, From: []replay.Origin{{ReleaseID: "rel_1", Version: "1.0.0", Registrations: 6}},
			Total:      replay.Tally{Registrations: 6, Unchanged: 6, Before: 1730_00, After: 1730_00},
			Regions:    []replay.Group{{Key: region(0), Name: name(0), Tally: same(2, 160_00)}, {Key: region(1), Name: name(1), Tally: same(4, 1570_00)}},
			Activities: []replay.Group{{Key: "A", Tally: same(3, 1150_00)}, {Key: "B", Tally: same(3, 580_00)}},
		}
		compare(t, want, got)
	})
}

func same(n int, amount schemes.Amount) replay.Tally {
	return replay.Tally{Registrations: n, Unchanged: n, Before: amount, After: amount}
}

func compare(t *testing.T, want, got *replay.Report) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(replay.Report{}, "Took")); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

func TestAnotherRateIsAGainWhereItHolds(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		fill(t, s, world...)
		got := run(t, s, "2.0.0", replay.Config{Batch: 1, Listed: 2})
		gain := func(n int, amount schemes.Amount) replay.Sides {
			return replay.Sides{Gain: replay.Side{Count: n, Amount: amount}}
		}
		want := &replay.Report{
			Scheme: slug, Candidate: "2.0.0", IsComplete: true, From: []replay.Origin{{ReleaseID: "rel_1", Version: "1.0.0", Registrations: 6}},
			Total:         replay.Tally{Registrations: 6, Unchanged: 3, Before: 1730_00, After: 1846_00, Sides: gain(3, 116_00)},
			Organisations: gain(3, 116_00), Participations: gain(4, 116_00),
			Regions: []replay.Group{
				{Key: region(0), Name: name(0), Tally: replay.Tally{Registrations: 2, Unchanged: 1, Before: 160_00, After: 184_00, Sides: gain(1, 24_00)}},
				{Key: region(1), Name: name(1), Tally: replay.Tally{Registrations: 4, Unchanged: 2, Before: 1570_00, After: 1662_00, Sides: gain(2, 92_00)}},
			},
			Activities: []replay.Group{
				{Key: "A", Tally: same(3, 1150_00)},
				{Key: "B", Tally: replay.Tally{Registrations: 3, Before: 580_00, After: 696_00, Sides: gain(3, 116_00)}},
			},
			Largest: []replay.Difference{
				{Number: "R-5", Activity: "B", Region: region(1), Before: euros(410), After: euros(492), Difference: 82_00},
				{Number: "R-2", Activity: "B", Region: region(0), Before: euros(120), After: euros(144), Difference: 24_00},
			},
		}
		compare(t, want, got)
	})
}

func euros(n int) *schemes.Amount { return new(schemes.Amount(n * 100)) }

func TestRulesOutcomesAndRequirementsThatComeAreCounted(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		fill(t, s, world...)
		got := run(t, s, "3.0.0", replay.Config{})
		loss := func(n int, amount schemes.Amount) replay.Sides {
			return replay.Sides{Loss: replay.Side{Count: n, Amount: amount}}
		}
		want := &replay.Report{
			Scheme: slug, Candidate: "3.0.0", IsComplete: true, From: []replay.Origin{{ReleaseID: "rel_1", Version: "1.0.0", Registrations: 6}},
			Total:         replay.Tally{Registrations: 6, Before: 1730_00, After: 220_00, Sides: loss(3, 1510_00)},
			Organisations: loss(2, 1510_00), Participations: loss(3, 1510_00),
			Regions: []replay.Group{
				{Key: region(0), Name: name(0), Tally: replay.Tally{Registrations: 2, Before: 160_00, After: 160_00}},
				{Key: region(1), Name: name(1), Tally: replay.Tally{Registrations: 4, Before: 1570_00, After: 60_00, Sides: loss(3, 1510_00)}},
			},
			Activities: []replay.Group{
				{Key: "A", Tally: replay.Tally{Registrations: 3, Before: 1150_00, After: 50_00, Sides: loss(2, 1100_00)}},
				{Key: "B", Tally: replay.Tally{Registrations: 3, Before: 580_00, After: 170_00, Sides: loss(1, 410_00)}},
			},
			Outcomes: []replay.Move{
				{Of: "PARTICIPATION", From: "ELIGIBLE", To: "INELIGIBLE", Count: 3},
				{Of: "REGISTRATION", From: "ELIGIBLE", To: "INELIGIBLE", Count: 2},
			},
			Cells: []replay.Move{{Of: "PROOF", From: "NOT_REQUIRED", To: "MISSING", Count: 8}},
			Rules: []replay.RuleChange{{Rule: "HRS-ELIG-001", Comes: 3}, {Rule: "HRS-ELIG-002", Comes: 2}},
			Largest: []replay.Difference{
				{Number: "R-6", Activity: "A", Region: region(1), Before: euros(610), After: euros(10), Difference: -600_00, Comes: []string{"HRS-ELIG-001", "HRS-ELIG-002"}},
				{Number: "R-3", Activity: "A", Region: region(1), Before: euros(500), After: euros(0), Difference: -500_00, Comes: []string{"HRS-ELIG-001"}},
				{Number: "R-5", Activity: "B", Region: region(1), Before: euros(410), After: euros(0), Difference: -410_00, Comes: []string{"HRS-ELIG-001"}},
			},
		}
		compare(t, want, got)
		var told bytes.Buffer
		if err := got.Tell(&told); err != nil {
			t.Fatal(err)
		}
		for _, line := range []string{
			"hours: candidate 3.0.0 over 6 registrations", "lose            3 registrations EUR 1510.00; 2 organisations, 3 participations",
			"HRS-ELIG-001  3         0", "PROOF        NOT_REQUIRED  MISSING  8", "+HRS-ELIG-001 +HRS-ELIG-002", "difference EUR -1510.00",
		} {
			if !strings.Contains(told.String(), line) {
				t.Errorf("people do not read %q in\n%s", line, &told)
			}
		}
	})
}

func TestOverridesAreTriedToo(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	fill(t, s, world...)
	got := run(t, s, "1.0.0", replay.Config{Overrides: schemes.Overrides{"rate-a": {{Text: "9", From: schemes.On(2026, time.January, 1), Source: source}}}})
	if got.Total.Loss != (replay.Side{Count: 3, Amount: 115_00}) || got.Total.Gain.Count != 0 {
		t.Errorf("sides are %+v", got.Total.Sides)
	}
}

func TestOnlyWhatWasJudgedSinceIsReplayed(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		rows := append([]row{}, world...)
		rows[1].judgedAt, rows[4].judgedAt = noon.Add(time.Hour), noon.Add(time.Hour)
		fill(t, s, rows...)
		passed := 0
		got := run(t, s, "1.0.0", replay.Config{Since: noon.Add(time.Hour), Batch: 2, Progress: func(p replay.Progress) { passed = p.Done }})
		if got.Total.Registrations != 2 || got.Total.Before != 530_00 || passed != 6 {
			t.Errorf("%+v of %d passed", got.Total, passed)
		}
	})
}

// TestACandidateThatFailsOnOneRegistrationGoesOn has one that panics, which is the failure
// of one answer, and one that ends, which takes its whole call along.
func TestACandidateThatFailsOnOneRegistrationGoesOn(t *testing.T) {
	t.Parallel()
	for version, why := range map[string]string{
		"panics": "the scheme gave no answer that can be believed",
		"ends":   "the candidate gave no answer",
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, s *store.Store) {
				rows := append([]row{}, world...)
				rows = append(rows, row{organisation: "oost2", activity: "A", hours: []int{13}}, row{organisation: "linde1", activity: "A", hours: []int{20}})
				fill(t, s, rows...)
				got := run(t, s, version, replay.Config{})
				if got.Total.Registrations != 7 || got.Total.Unchanged != 7 || got.Failed != 1 {
					t.Errorf("%d replayed, %d unchanged, %d failed", got.Total.Registrations, got.Total.Unchanged, got.Failed)
				}
				if diff := cmp.Diff([]replay.Failure{{Number: "R-7", Reason: why}}, got.Failures); diff != "" {
					t.Errorf("failures (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestACandidateWithoutAnyAnswerIsGivenUp(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	rows := make([]row, 24)
	for i := range rows {
		rows[i] = row{organisation: "linde1", activity: "A", hours: []int{1}}
	}
	fill(t, s, rows...)
	report, err := replay.Run(t.Context(), replay.Config{Store: s, Slug: slug, Candidate: &silent{Scheme: scheme("1.0.0")}, Batch: 8, Listed: 3, Pause: time.Millisecond})
	if !errors.Is(err, replay.ErrGaveUp) || report.IsComplete || report.Total.Registrations != 0 || report.Failed > 16 || len(report.Failures) > 3 {
		t.Errorf("%+v, %v", report, err)
	}
}

// TestAParameterFileIsTriedAndTold replays under a parameter file: the report shows which one, the values that it
// replaces, the release and parameters of the present judgements, and the decisions already taken.
func TestAParameterFileIsTriedAndTold(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		fill(
			t, s, row{organisation: "linde1", activity: "A", hours: []int{4}, isUnderFile: true}, row{organisation: "linde1", activity: "A", hours: []int{6}, state: "APPROVED"},
			row{organisation: "oost2", activity: "B", hours: []int{5}, isUnderFile: true}, row{organisation: "oost2", activity: "A", hours: []int{3}, state: "WITHDRAWN"},
		)
		first, second := schemes.On(2026, time.January, 1), schemes.On(2026, time.July, 1)
		tried := []schemes.Value{{Text: "9", From: first, To: second.AddDays(-1), Source: source}, {Text: "11", From: second, Source: source, Assumption: true}}
		file := &replay.File{
			Number: 5, Author: "Board", Reason: "The\n decision", Digest: "abc", Remarks: []string{"NOT SIGNED"},
			Changes: []replay.Change{{Parameter: "rate-a", Unit: schemes.EUR, Before: []schemes.Value{{Text: "10", From: first, Source: source}}, After: tried}},
		}
		got := run(t, s, "1.0.0", replay.Config{Overrides: schemes.Overrides{"rate-a": tried}, Parameters: file})
		loss := func(n int, amount schemes.Amount) replay.Sides {
			return replay.Sides{Loss: replay.Side{Count: n, Amount: amount}}
		}
		if diff := cmp.Diff([]replay.Origin{
			{ReleaseID: "rel_1", Version: "1.0.0", Registrations: 2}, {ReleaseID: "rel_1", Version: "1.0.0", ParameterFile: 4, Registrations: 2},
		}, got.From); diff != "" {
			t.Errorf("origins (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(replay.Tally{Registrations: 4, Unchanged: 1, Before: 180_00, After: 167_00, Sides: loss(3, 13_00)}, got.Total); diff != "" {
			t.Errorf("total (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(replay.Tally{Registrations: 2, Before: 90_00, After: 81_00, Sides: loss(2, 9_00)}, got.Decided); diff != "" {
			t.Errorf("what is decided (-want +got):\n%s", diff)
		}
		var told bytes.Buffer
		if err := got.Tell(&told); err != nil {
			t.Fatal(err)
		}
		for _, line := range []string{
			"under parameter file 5 of Board (TRIED, not applied)", "reason        The decision", "NOT SIGNED",
			"2 rest on version 1.0.0 (rel_1) under parameter file 4", "decided         2 of these keep what was decided",
			"rate-a     EUR   10 from 2026-01-01  9 from 2026-01-01 to 2026-06-30; 11 (assumption) from 2026-07-01",
		} {
			if !strings.Contains(told.String(), line) {
				t.Errorf("people do not read %q in\n%s", line, &told)
			}
		}
	})
}

// silent is a process that is always down.
type silent struct{ schemes.Scheme }

func (*silent) Judge(context.Context, schemes.Batch) ([]schemes.Answer, error) {
	return nil, errors.New("down")
}

func TestAReplayThatIsInterruptedTellsHowFarItCame(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		fill(t, s, world...)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		report, err := replay.Run(ctx, replay.Config{
			Store: s, Slug: slug, Candidate: scheme("2.0.0"), Batch: 2, Progress: func(p replay.Progress) {
				if p.Done >= 2 {
					stop()
				}
			},
		})
		if !errors.Is(err, context.Canceled) || report.IsComplete || report.Total.Registrations < 2 || report.Total.Registrations == 6 {
			t.Fatalf("%+v, %v", report, err)
		}
		var told bytes.Buffer
		if err := report.Tell(&told); err != nil || !strings.Contains(told.String(), "THIS IS A PART") {
			t.Errorf("people read %s, %v", &told, err)
		}
	})
}

func TestAReportIsJSONWithExactAmounts(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	fill(t, s, world...)
	report := run(t, s, "2.0.0", replay.Config{})
	b, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"after":"1846.00"`, `"gain":{"count":3,"amount":"116.00"}`, `"difference":"82.00"`, `"failures":[]`} {
		if !bytes.Contains(b, []byte(part)) {
			t.Errorf("no %s in %s", part, b)
		}
	}
	var back replay.Report
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	compare(t, report, &back)
}

func TestProgressTellsWhatRemains(t *testing.T) {
	t.Parallel()
	p := replay.Progress{Done: 25, Total: 100, Took: 5 * time.Second}
	if got := fmt.Sprint(p.Rate(), p.Remaining()); got != "5 15s" {
		t.Errorf("got %s", got)
	}
	if got := (replay.Progress{Total: 9}).Remaining(); got != 0 {
		t.Errorf("before the first batch %s remain", got)
	}
}
