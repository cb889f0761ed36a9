package sozw_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

func TestActivity1HasOneBudget(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for _, a := range sozw.Scheme.Manifest().Activities {
		got[a.Code] = a.Budget
	}
	if diff := cmp.Diff(map[string]string{"1A": "1", "1B": "1", "2": "2"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestColumnsOfTheMatrix(t *testing.T) {
	t.Parallel()
	m := sozw.Scheme.Manifest()
	byDay := []string{"LEERWERKOVEREENKOMST", "LOONSTROOK_START", "LOONSTROOK_EIND", "PRESTATIEBEWIJS"}
	for activity, want := range map[string][]string{"1A": byDay, "1B": byDay, "2": {"LOONSTROOK_START", "PRESTATIEVERKLARING"}} {
		if diff := cmp.Diff(want, m.Columns(activity, schemes.PerParticipation)); diff != "" {
			t.Errorf("activity %s: %s", activity, diff)
		}
	}
	if diff := cmp.Diff([]string{"THEMA_DOEL"}, m.Columns("2", schemes.PerRegistration)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"KVK_UITTREKSEL", "PROJECTOVEREENKOMST"}, m.Columns("", schemes.PerProject)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNotAnnouncedBlocksNothing(t *testing.T) {
	t.Parallel()
	announced := map[string]bool{"CONSOLIDATION": true, "GRANT": true, "PROJECT-DOCUMENTS": false, "ACCOUNTING-CLOSE": false}
	for _, d := range sozw.Scheme.Manifest().Deadlines {
		if want, known := announced[d.Code]; !known || d.At.IsZero() == want {
			t.Errorf("deadline %s is %s", d.Code, d.At)
		}
	}
	if w, _ := sozw.Scheme.Manifest().Window("ACCOUNTING"); !w.ClosesOn.IsZero() || w.OpensOn != schemes.On(2026, 1, 5) {
		t.Errorf("accounting runs from %s to %s", w.OpensOn, w.ClosesOn)
	}
}

func TestTheFormOf1BAsksThePracticeComponent(t *testing.T) {
	t.Parallel()
	properties := func(activity string) map[string]json.RawMessage {
		var form struct{ Properties map[string]json.RawMessage }
		if err := json.Unmarshal(sozw.Scheme.Manifest().Form(schemes.AboutRegistration, activity), &form); err != nil {
			t.Fatal(err)
		}
		return form.Properties
	}
	if _, asked := properties("1B")["practiceComponent"]; !asked {
		t.Error("1B does not ask it")
	}
	if _, asked := properties("1A")["practiceComponent"]; asked {
		t.Error("1A asks it")
	}
}

// TestTheCalendarIsAsPrinted lists every day of the scheme: what is shown and decides nothing has no case.
func TestTheCalendarIsAsPrinted(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	m := sozw.Scheme.Manifest()
	for _, w := range m.Windows {
		got[w.Code] = w.OpensAt.String() + w.OpensOn.String() + " " + w.ClosesAt.String() + w.ClosesOn.String()
	}
	for _, d := range m.Deadlines {
		got[d.Code] = d.At.String()
	}
	const noMoment, noDay = "0001-01-01T00:00:00Z", "0000-00-00"
	want := map[string]string{
		"APPLICATION": "2025-11-24T08:00:00Z" + noDay + " 2025-12-19T17:00:00Z" + noDay,
		"ASSESSMENT":  noMoment + "2025-12-22 " + noMoment + "2026-02-13",
		"START-1":     noMoment + "2026-01-01 " + noMoment + "2026-11-30",
		"START-2":     noMoment + "2026-01-01 " + noMoment + "2026-12-31",
		"PERIOD":      noMoment + "2026-01-01 " + noMoment + "2026-12-31",
		"ACCOUNTING":  noMoment + "2026-01-05 " + noMoment + noDay,

		"CONSOLIDATION": "2026-02-20T22:59:59Z", "GRANT": "2026-03-31T21:59:59Z", "PROJECT-DOCUMENTS": noMoment, "ACCOUNTING-CLOSE": noMoment,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if w, _ := m.Window("APPLICATION"); w.Source.Rule != "SOZW-DATE-008" {
		t.Errorf("the application window rests on %q of the rulebook", w.Source.Rule)
	}
}

// TestOfEachPlanTheFirstPartIsGranted holds what the platform grants in full against EX-GR-001 to EX-GR-005: the smaller
// of the assessed total and the limit.
func TestOfEachPlanTheFirstPartIsGranted(t *testing.T) {
	t.Parallel()
	m, day := sozw.Scheme.Manifest(), schemes.On(2026, 3, 2)
	for assessed, want := range map[string]string{
		"12000.00": "12000.00", "15000.00": "15000.00", "15000.01": "15000.00", "14000.00": "14000.00", "0.00": "0.00",
	} {
		total, err := schemes.ParseAmount(assessed)
		if got := m.Guaranteed(total, nil, day); err != nil || got.String() != want {
			t.Errorf("of %s %s is granted in full, want %s (%v)", assessed, got, want, err)
		}
	}
	lower := schemes.Overrides{"guaranteed-part": {{Text: "10000", From: day}}}
	if got := m.Guaranteed(schemes.Euros(12000), lower, day); got != schemes.Euros(10000) {
		t.Errorf("under another value %s is granted in full", got)
	}
}

// TestParametersHoldAsLongAsPrinted looks at the first and the last day of each value: amounts hold in 2026, what is
// asked of plans and documents holds before it too.
func TestParametersHoldAsLongAsPrinted(t *testing.T) {
	t.Parallel()
	always := []string{"subsidy-period-first-day", "subsidy-period-last-day", "plan-maximum", "guaranteed-part", "chamber-extract-since", schemes.SecondFrom, schemes.SecondShare}
	for _, p := range sozw.Scheme.Manifest().Parameters {
		from, to := schemes.On(2026, 1, 1), schemes.On(2026, 12, 31)
		if slices.Contains(always, p.Code) {
			from, to = schemes.On(2025, 1, 1), schemes.Date{}
		}
		if len(p.Values) != 1 || p.Values[0].From != from || p.Values[0].To != to {
			t.Errorf("%s holds %+v, want %s to %s", p.Code, p.Values, from, to)
		}
	}
}

// TestThePeriodOfTheCalculationIsThatOfTheCalendar holds the parameters that cut days off against the window that is shown.
func TestThePeriodOfTheCalculationIsThatOfTheCalendar(t *testing.T) {
	t.Parallel()
	m := sozw.Scheme.Manifest()
	w, _ := m.Window("PERIOD")
	for code, want := range map[string]schemes.Date{"subsidy-period-first-day": w.OpensOn, "subsidy-period-last-day": w.ClosesOn} {
		if p, ok := m.Parameter(code); !ok || p.Values[0].Text != want.String() {
			t.Errorf("%s is %+v, the window says %s", code, p.Values, want)
		}
	}
}

// TestTheNoticeTellsWhatIsAboveTheGuarantee looks at the words of a finding, which cases leave alone.
func TestTheNoticeTellsWhatIsAboveTheGuarantee(t *testing.T) {
	t.Parallel()
	q := schemes.Question{
		AsOf: schemes.Moment("2025-12-01T10:00:00+01:00"),
		Plan: &schemes.Plan{Lines: []schemes.PlanLine{{Activity: "2", Participants: schemes.Known(int64(10)), Requested: schemes.Known(schemes.Euros(20_000))}}},
	}
	answers, err := sozw.Scheme.Judge(t.Context(), schemes.Batch{Questions: []schemes.Question{q}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range answers[0].Whole.Findings {
		if f.Params["amount"] == "EUR 5000.00" {
			return
		}
	}
	t.Errorf("no finding says that 5.000 lies above the guarantee: %+v", answers[0].Whole.Findings)
}
