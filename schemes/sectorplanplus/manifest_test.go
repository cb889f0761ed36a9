package sectorplanplus_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
)

// A calendar is what a variant says about days, as a policy officer would write it down.
type calendar struct {
	Applies, A, B, C [2]string
	Accounts         string
}

func TestTheDaysOfTheVariants(t *testing.T) {
	t.Parallel()
	want := map[string]calendar{
		"sectorplanplus-v1": {
			Applies: [2]string{"2022-08-01", "2022-08-21"}, Accounts: "2021",
			A: [2]string{"2022-08-22", "2024-08-31"}, B: [2]string{"2022-08-22", "2024-08-31"}, C: [2]string{"2022-08-22", "2023-08-31"},
		},
		"sectorplanplus-v2": {
			Applies: [2]string{"2022-08-22", "2022-09-30"}, Accounts: "2021",
			A: [2]string{"2022-09-30", "2024-08-31"}, B: [2]string{"2022-09-30", "2024-08-31"}, C: [2]string{"2022-09-30", "2023-08-31"},
		},
		"sectorplanplus-v3": {
			Applies: [2]string{"2023-08-01", "2023-08-20"}, Accounts: "2022",
			A: [2]string{"2023-08-21", "2024-08-31"}, B: [2]string{"2023-08-21", "2024-08-31"}, C: [2]string{"2023-08-21", "2024-08-31"},
		},
		"sectorplanplus-v4": {
			Applies: [2]string{"2024-06-17", "2024-07-15"}, Accounts: "2023",
			A: [2]string{"2024-08-19", "2025-12-31"}, B: [2]string{"2024-08-19", "2025-12-31"}, C: [2]string{"2024-08-19", "2025-12-31"},
		},
	}
	for _, s := range sectorplanplus.Schemes() {
		m := s.Manifest()
		days := func(code string) [2]string {
			w, _ := m.Window(code)
			return [2]string{w.OpensOn.String(), w.ClosesOn.String()}
		}
		year, _ := m.Parameter("accounts-year")
		got := calendar{Applies: days("APPLICATION"), A: days("START-A"), B: days("START-B"), C: days("START-C"), Accounts: year.Values[0].Text}
		if diff := cmp.Diff(want[m.Slug], got); diff != "" {
			t.Errorf("%s: %s", m.Slug, diff)
		}
		for _, activity := range []string{"A", "B", "C"} {
			if days("START-"+activity) != days("PERIOD-"+activity) {
				t.Errorf("%s: start and period of %s differ", m.Slug, activity)
			}
		}
	}
}

// The window and the parameters tell the same days, and the most that can be paid where
// amounts hold for a year is every day of the window.
func TestTheMaximumIsTheWindow(t *testing.T) {
	t.Parallel()
	for _, s := range sectorplanplus.Schemes() {
		m := s.Manifest()
		value := func(code string) string {
			p, _ := m.Parameter(code)
			return p.Values[0].Text
		}
		w, _ := m.Window("PERIOD-A")
		if value("subsidy-period-first-day") != w.OpensOn.String() || value("subsidy-period-last-day") != w.ClosesOn.String() {
			t.Errorf("%s: parameters and window tell other days", m.Slug)
		}
		days := w.ClosesOn.Number().Subtract(w.OpensOn.Number()).Add(schemes.Whole(1))
		for _, hours := range []string{"24-hours-or-more", "below-24-hours"} {
			whole := days.Multiply(schemes.Decimal(value("day-rate-" + hours)))
			most := schemes.Decimal(value("maximum-" + hours))
			if _, isV3 := m.Parameter("maximum-24-hours-or-more-taz"); isV3 {
				if whole.Cmp(most) <= 0 {
					t.Errorf("%s: the table amount %s never bites: %s", m.Slug, most, whole)
				}
				continue
			}
			if whole.Cmp(most) != 0 {
				t.Errorf("%s: %s days at the day rate are %s, the maximum is %s", m.Slug, days, whole, most)
			}
		}
	}
}

// The day rates are the year amounts of public pages divided by 365, cut off to cents.
func TestDayRatesAreCutOff(t *testing.T) {
	t.Parallel()
	years := map[string]map[string]int64{
		"1": {"24-hours-or-more": 2500, "below-24-hours": 2000},
		"2": {"24-hours-or-more": 2500, "below-24-hours": 2000},
		"3": {
			"24-hours-or-more": 2250, "below-24-hours": 1800, "24-hours-or-more-taz": 2750, "below-24-hours-taz": 2200,
			"24-hours-or-more-taz-iow": 4000, "below-24-hours-taz-iow": 3600,
		},
		"4": {"24-hours-or-more": 3000, "below-24-hours": 2500},
	}
	for _, s := range sectorplanplus.Schemes() {
		m := s.Manifest()
		for hours, year := range years[m.Variant] {
			p, _ := m.Parameter("day-rate-" + hours)
			cut := year * 100 / 365
			if got := schemes.Decimal(p.Values[0].Text).Multiply(schemes.Whole(100)); got.Cmp(schemes.Whole(cut)) != 0 {
				t.Errorf("%s: %s is %s, want %d cents", m.Slug, p.Code, p.Values[0].Text, cut)
			}
			if printed := fmt.Sprintf(" %d.%03d euro ", year/1000, year%1000); !strings.Contains(p.Values[0].Source.Demand.NL, printed) {
				t.Errorf("%s: %s does not name its year amount of%s", m.Slug, p.Code, printed)
			}
			if w, _ := m.Window("PERIOD-A"); p.Values[0].From != w.OpensOn || p.Values[0].To != w.ClosesOn {
				t.Errorf("%s: %s holds from %s to %s", m.Slug, p.Code, p.Values[0].From, p.Values[0].To)
			}
		}
	}
}

// What no seed states is marked; what the webinar states is not.
func TestAssumptionsAreMarked(t *testing.T) {
	t.Parallel()
	statedByTheWebinar := map[string]bool{
		"subsidy-period-first-day": true, "subsidy-period-last-day": true, "subsidised-share-small": true, "subsidised-share-medium": true, "subsidised-share-large": true,
		"new-inflow-months": true, "amr-term": true, "signing-days-participant": true, "signing-days-teacher": true,
		"chamber-extract-since": true, "retention-questionnaire-maximum": true,
	}
	for _, s := range sectorplanplus.Schemes() {
		m := s.Manifest()
		for _, p := range m.Parameters {
			isStated := statedByTheWebinar[p.Code] || (p.Code == "accounts-year" && m.Variant == "4")
			if p.Values[0].Assumption == isStated {
				t.Errorf("%s: parameter %s is marked as assumption: %t", m.Slug, p.Code, p.Values[0].Assumption)
			}
			if w, _ := m.Window("PERIOD-A"); p.Values[0].From != schemes.On(2022, 1, 1) && p.Values[0].From != w.OpensOn {
				t.Errorf("%s: parameter %s holds from %s", m.Slug, p.Code, p.Values[0].From)
			}
			if cited := p.Values[0].Source.Work; (cited == "webinar" || cited == "behoud") != isStated {
				t.Errorf("%s: parameter %s cites %s", m.Slug, p.Code, cited)
			}
		}
		for _, w := range m.Windows {
			if w.Assumption != (w.Code == "APPLICATION") {
				t.Errorf("%s: window %s is marked as assumption: %t", m.Slug, w.Code, w.Assumption)
			}
		}
	}
}

func TestWhatIsNotAnnouncedBlocksNothing(t *testing.T) {
	t.Parallel()
	for _, s := range sectorplanplus.Schemes() {
		for _, d := range s.Manifest().Deadlines {
			if !d.At.IsZero() {
				t.Errorf("%s: deadline %s is on %s, which no source says", s.Manifest().Slug, d.Code, d.At)
			}
		}
		if w, _ := s.Manifest().Window("ACCOUNTING"); !w.OpensOn.IsZero() || !w.ClosesOn.IsZero() {
			t.Errorf("%s: accounting runs from %s to %s", s.Manifest().Slug, w.OpensOn, w.ClosesOn)
		}
	}
}

func TestDeadlinesOfTheVariants(t *testing.T) {
	t.Parallel()
	for _, s := range sectorplanplus.Schemes() {
		want := []string{"PROJECT-DOCUMENTS", "ACCOUNTING-CLOSE"}
		if s.Manifest().Variant == "4" {
			want = append(want, "RETENTION-REPORT")
		}
		var got []string
		for _, d := range s.Manifest().Deadlines {
			got = append(got, d.Code)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", s.Manifest().Slug, diff)
		}
	}
}

// The form takes no more than this, and no less.
func TestBoundsOfTexts(t *testing.T) {
	t.Parallel()
	want := map[string][2]string{
		"trainingDescription": {"1", "200"}, "groupNote": {"", "2000"}, "hoursNote": {"", "2000"},
		"approach": {"", "10000"}, "activities": {"", "10000"}, "results": {"", "10000"}, "policy": {"", "10000"}, "lessons": {"", "10000"},
		"reached": {"0", "1000000"}, "kept": {"0", "1000000"}, "link": {"", "500"}, "pages": {"1", "3"}, "regionReason": {"", "2000"}, "retentionPart": {"0", "1"},
	}
	got := map[string][2]string{}
	for _, f := range sectorplanplus.V4.Manifest().Facts {
		if f.Minimum+f.Maximum != "" {
			got[f.Key] = [2]string{f.Minimum, f.Maximum}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestConditionalFactsSayWhen(t *testing.T) {
	t.Parallel()
	want := map[string]schemes.Condition{
		"trainingDescription": {Fact: "/training/list", Is: schemes.Equals, Value: "anders"},
		"groupNote":           {Fact: "/training/groupSize", Is: schemes.LessThan, Value: "4"},
		"hoursNote":           {Fact: "/training/hours", Is: schemes.AtLeast, Value: "100"},
		"link":                {Fact: "/facts/method", Is: schemes.Equals, Value: "WEBSITE"},
		"pages":               {Fact: "/facts/method", Is: schemes.Equals, Value: "PUBLICATIE"},
		"consultedOn":         {Fact: "/facts/method", Is: schemes.Equals, Value: "ANDERS"},
		"regionReason":        {Fact: "/facts/regionSpecific", Is: schemes.Equals, Value: "true"},
	}
	got := map[string]schemes.Condition{}
	for _, f := range sectorplanplus.V4.Manifest().Facts {
		for _, w := range f.When {
			got[f.Key] = w
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if p, _ := sectorplanplus.V4.Manifest().Parameter("retention-cap"); p.Values[0].Text != "1" {
		t.Errorf("the cap on retention is %s, so it is on", p.Values[0].Text)
	}
}

// What is asked of who uploads a document: to tick off what it must contain, where it must.
func TestContentsAreTickedOff(t *testing.T) {
	t.Parallel()
	want := map[string][]string{
		"LEERWERKOVEREENKOMST": {"TRAINING", "CREBO", "START", "END", "SIZE", "PARTIES"}, "VOLGENDE_LEERWERKOVEREENKOMST": {"PER_YEAR"},
		"PRESTATIEVERKLARING": {"PROVIDER"}, "KVK_UITTREKSEL": {"SIGNATORY"}, "PROJECTOVEREENKOMST": {"SIGNATORY"},
	}
	got := map[string][]string{}
	for _, k := range sectorplanplus.V4.Manifest().DocumentKinds {
		for _, c := range k.Contents {
			got[k.Code] = append(got[k.Code], c.Code)
		}
		if asks := slices.Contains(k.Statements, "CONTENTS"); asks != (len(k.Contents) > 0) {
			t.Errorf("kind %s asks for contents: %t", k.Code, asks)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheListIsReadAsPrinted(t *testing.T) {
	t.Parallel()
	m := sectorplanplus.V4.Manifest()
	if tr, ok := m.Training("mbo", "25655", ""); !ok || tr.Module || !slices.Equal(tr.Routes, []string{"BBL", "DERDE_LEERWEG"}) {
		t.Errorf("25655 is %v", tr)
	}
	if tr, ok := m.Training("mbo-module", "C0024", ""); !ok || !tr.Module || tr.Dossier != "Dienstverlening" {
		t.Errorf("C0024 is %v", tr)
	}
}

func TestColumnsOfTheMatrix(t *testing.T) {
	t.Parallel()
	for _, s := range sectorplanplus.Schemes() {
		m := s.Manifest()
		for activity, want := range map[string][]string{
			"A": {"LEERWERKOVEREENKOMST", "LOONSTROOK_START", "LOONSTROOK_EIND", "PRESTATIEBEWIJS"},
			"B": {"OVEREENKOMST", "LOONSTROOK_START", "LOONSTROOK_EIND", "PRESTATIEBEWIJS"},
			"C": {"LOONSTROOK_START", "PRESTATIEVERKLARING"},
		} {
			if diff := cmp.Diff(want, m.Columns(activity, schemes.PerParticipation)); diff != "" {
				t.Errorf("%s, activity %s: %s", m.Slug, activity, diff)
			}
		}
		if diff := cmp.Diff([]string{"PROJECTOVEREENKOMST", "KVK_UITTREKSEL", "OMVANG"}, m.Columns("", schemes.PerProject)); diff != "" {
			t.Errorf("%s: %s", m.Slug, diff)
		}
	}
}

func TestOnlyTheProofOfSizeIsConditional(t *testing.T) {
	t.Parallel()
	for _, s := range sectorplanplus.Schemes() {
		for _, r := range s.Manifest().Requirements {
			isConditional := r.Necessity == schemes.Conditional && !r.Condition.IsZero()
			if isConditional != (r.Code == "OMVANG") {
				t.Errorf("%s: requirement %s is %s", s.Manifest().Slug, r.Code, r.Necessity)
			}
		}
	}
}

func TestOnlyVariant4AsksForARetentionReport(t *testing.T) {
	t.Parallel()
	for _, s := range sectorplanplus.Schemes() {
		if m := s.Manifest(); (m.Retention != nil) != (m.Variant == "4") {
			t.Errorf("%s: retention is %v", m.Slug, m.Retention)
		}
	}
}

func TestEachActivityHasItsBudget(t *testing.T) {
	t.Parallel()
	for _, s := range sectorplanplus.Schemes() {
		for _, a := range s.Manifest().Activities {
			if a.Budget != a.Code {
				t.Errorf("%s: %s draws on %s", s.Manifest().Slug, a.Code, a.Budget)
			}
			if (a.ContentJudge == "AMR") != (a.Code == "C") || (a.ContentTerm == "amr-term") != (a.Code == "C") {
				t.Errorf("%s: the content of %s is judged by %q in %q", s.Manifest().Slug, a.Code, a.ContentJudge, a.ContentTerm)
			}
		}
		shifts, _ := s.Manifest().Parameter("budgets-shift")
		for _, b := range s.Manifest().Budgets {
			if b.Shift != shifts.Code || shifts.Code == "" || len(shifts.Values) != 1 || shifts.Values[0].Text != "0" || !shifts.Values[0].Assumption {
				t.Errorf("%s: whether budget %s shifts is %+v", s.Manifest().Slug, b.Code, shifts)
			}
			day := schemes.On(2025, 1, 1)
			replaced := schemes.Overrides{shifts.Code: {{Text: "1", From: day, To: day}}}
			if m := s.Manifest(); m.Shifts(b, nil, day) || !m.Shifts(b, replaced, day) || m.Shifts(b, replaced, day.AddDays(1)) || m.Shifts(schemes.Budget{}, replaced, day) {
				t.Errorf("%s: budget %s shifts otherwise than its parameter says", m.Slug, b.Code)
			}
		}
		if of := s.Manifest().Guarantee; of != "" {
			t.Errorf("%s grants %s in full, which no source says", s.Manifest().Slug, of)
		}
		if s.Manifest().PlanPer != schemes.PerRegion {
			t.Errorf("%s has a plan for each %s", s.Manifest().Slug, s.Manifest().PlanPer)
		}
	}
}

// EX-AMR-002 of the rulebook: put to the AMR on a day, expected three weeks later.
func TestTheTermOfTheAMR(t *testing.T) {
	t.Parallel()
	for _, s := range sectorplanplus.Schemes() {
		p, _ := s.Manifest().Parameter("amr-term")
		days, ok := schemes.Decimal(p.Values[0].Text).Int()
		if got := schemes.On(2025, 12, 15).AddDays(days); !ok || got != schemes.On(2026, 1, 5) {
			t.Errorf("%s: expected on %s", s.Manifest().Slug, got)
		}
	}
}

// The suggestion is a code of the target groups, and is not what was stated.
func TestTargetGroupsAreSuggested(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"GROUP-SHORT-OTHERWISE": "NIEUWE_INSTROOM", "GROUP-EXACTLY-OTHERWISE": "OPSCHOLING", "GROUP-OPEN": "NIEUWE_INSTROOM",
		"GROUP-MENTOR-OTHERWISE": "PRAKTIJKOPLEIDER", "GROUP-NO-MENTOR": "OPSCHOLING", "GROUP-OWN-START": "",
	}
	for _, s := range sectorplanplus.Schemes() {
		for _, c := range casesOf(t, s.Manifest().Slug) {
			group, asked := want[c.ID]
			if !asked {
				continue
			}
			as, err := s.Judge(t.Context(), schemes.Batch{Questions: []schemes.Question{c.Question}})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, f := range as[0].Parts[0].Findings {
				got += f.Suggestion
			}
			if got != group {
				t.Errorf("%s: %s suggests %q, want %q", s.Manifest().Slug, c.ID, got, group)
			}
		}
	}
}

// The trace names the fact that made it this rate: the surcharge, else the hours.
func TestTheTraceSaysWhyThisRate(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"SURCHARGE-NONE": "/participations/0/contractHours", "SURCHARGE-TAZ": "/plan/tazSurcharge", "SURCHARGE-TAZ-IOW": "/plan/iowSurcharge",
	}
	for _, c := range casesOf(t, "sectorplanplus-v3") {
		path, asked := want[c.ID]
		if !asked {
			continue
		}
		as, err := sectorplanplus.V3.Judge(t.Context(), schemes.Batch{Questions: []schemes.Question{c.Question}})
		if err != nil {
			t.Fatal(err)
		}
		for _, st := range as[0].Parts[0].Steps {
			if st.Line == "SPP-UI-009/day-rate" && st.Path != path {
				t.Errorf("%s: the rate rests on %s, want %s", c.ID, st.Path, path)
			}
		}
	}
}

func TestTrainingsAreThoseOfTheRulebook(t *testing.T) {
	t.Parallel()
	ours, err := os.ReadFile("trainings.csv")
	if err != nil {
		t.Fatal(err)
	}
	rulebook, err := os.ReadFile("../rulebook/trainings.csv")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(ours, rulebook) {
		t.Error("trainings.csv differs from the rulebook's")
	}
	lists := map[string]int{}
	for _, tr := range sectorplanplus.V4.Manifest().Trainings {
		lists[tr.Activity+" "+tr.List]++
	}
	want := map[string]int{"A mbo": 60, "A mbo-module": 43, "B hbo-duaal": 25, "B ad-posthbo": 16, "A anders": 1, "B anders": 1}
	if diff := cmp.Diff(want, lists); diff != "" {
		t.Error(diff)
	}
}
