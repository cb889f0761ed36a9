package schemes_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes"
)

var (
	factApplied = schemes.FactDefinition{
		Key: "appliedForRetention", Subject: schemes.AboutPlan, Type: schemes.BooleanFact,
		Label: schemes.Same("applied"), Necessity: schemes.Optional, Source: testPlace,
	}
	factReached = schemes.FactDefinition{
		Key: "reached", Subject: schemes.AboutRetentionReport, Type: schemes.IntegerFact,
		Label: schemes.Same("reached"), Necessity: schemes.Required, Source: testPlace,
	}
)

// retaining is a scheme that asks retention reports and lets a fact of the plan decide a registration.
func retaining() schemes.Scheme {
	m := testManifest()
	m.Facts = append(m.Facts, factApplied, factReached)
	m.Retention = &schemes.Retention{Applied: factApplied.Key, Source: testPlace}
	return schemes.Define(m, schemes.Rules{
		Registration: func(r *schemes.Review, reg schemes.Registration) {
			r.Require(!reg.Plan.Boolean(factApplied).Value(), ruleShort, reg.Plan.Boolean(factApplied))
			for _, p := range reg.Participations {
				r.Tell(ruleAdvice.With("of", "x").Suggest("OPSCHOLING"), p.TargetGroup)
			}
		},
		RetentionReport: func(r *schemes.Review, report schemes.RetentionReport) {
			schemes.Need(r, report.Facts.Integer(factReached))
			r.Require(report.EarlierReports.Value() == 0, ruleShort, report.EarlierReports)
			r.ChangesAt(schemes.Moment("2026-07-01T00:00:00+02:00"))
		},
	})
}

func TestARetentionReportIsJudgedAsAWhole(t *testing.T) {
	t.Parallel()
	s := retaining()
	for text, want := range map[string]struct {
		outcome  schemes.Outcome
		findings []string
	}{
		`{"facts":{"reached":{"integer":12}}}`: {schemes.Eligible, nil},
		`{}`:                                   {schemes.Undetermined, []string{"MISSING CORE-FACT-MISSING /facts/reached"}},
		`{"earlierReports":1,"facts":{"reached":{"integer":12}}}`:    {schemes.Ineligible, []string{"BLOCKING T-RULE-1 /earlierReports"}},
		`{"requested":"-1.00","facts":{"reached":{"integer":12}}}`:   {schemes.Ineligible, []string{"BLOCKING CORE-FACTS-MALFORMED /requested"}},
		`{"facts":{"reached":{"integer":12},"why":{"text":"else"}}}`: {schemes.Ineligible, []string{"BLOCKING CORE-FACTS-MALFORMED /facts/why"}},
	} {
		_, a := ask(t, s, `{"asOf":"2026-02-01T10:00:00Z","retentionReport":`+text+`}`)
		if a.Whole.Outcome != want.outcome || len(a.Parts) != 0 {
			t.Errorf("%s: judged %s", text, a.Whole.Outcome)
		}
		if diff := cmp.Diff(want.findings, found(a.Whole.Findings)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
	if _, a := ask(t, s, `{"asOf":"2026-02-01T10:00:00Z","retentionReport":{}}`); a.ValidUntil != schemes.Moment("2026-06-30T22:00:00Z") {
		t.Errorf("holds until %s", a.ValidUntil)
	}
	if _, a := ask(t, s, `{"retentionReport":{},"plan":{}}`); a.Failure == "" {
		t.Error("a question with two subjects was answered")
	}
}

func TestAFactOfThePlanDecidesARegistration(t *testing.T) {
	t.Parallel()
	_, a := ask(t, retaining(), `{"registration":{"activity":"A","plan":{"appliedForRetention":{"boolean":true}},"participations":[]}}`)
	if diff := cmp.Diff([]string{"BLOCKING T-RULE-1 /plan/appliedForRetention"}, found(a.Whole.Findings)); diff != "" {
		t.Error(diff)
	}
	_, a = ask(t, retaining(), `{"registration":{"activity":"A","plan":{"reached":{"integer":1}}}}`)
	if diff := cmp.Diff([]string{"BLOCKING CORE-FACTS-MALFORMED /plan/reached"}, found(a.Whole.Findings)); diff != "" {
		t.Error(diff)
	}
}

func TestASuggestionStandsBesideTheFactAndChangesNothing(t *testing.T) {
	t.Parallel()
	_, a := ask(t, retaining(), `{"registration":{"activity":"A","participations":[{"key":"a"}]}}`)
	want := []schemes.Finding{{
		Rule: "T-RULE-2/advice", Severity: schemes.Notice, Path: "/participations/0/targetGroup", Params: schemes.Params{"of": "x"}, Suggestion: "OPSCHOLING",
	}}
	if diff := cmp.Diff(want, a.Whole.Findings); diff != "" || a.Whole.Outcome == schemes.Ineligible {
		t.Errorf("%s %s", a.Whole.Outcome, diff)
	}
}

// A trace may take a number from any fact that is one, wherever it stands.
func TestATraceTakesWhatIsStated(t *testing.T) {
	t.Parallel()
	m := testManifest()
	share := schemes.FactDefinition{
		Key: "share", Subject: schemes.AboutRegistration, Type: schemes.DecimalFact,
		Label: schemes.Same("share"), Necessity: schemes.Optional, Source: testPlace,
	}
	m.Facts = append(m.Facts, share)
	s := schemes.Define(m, schemes.Rules{Amount: func(s *schemes.Sheet, reg schemes.Registration, p schemes.Participation) {
		terms := []schemes.Term{
			s.Fact(linePay, reg.Training.Hours), s.Fact(linePay, reg.Training.GroupSize), s.Fact(linePay, reg.Facts.Decimal(share)),
			s.Fact(linePay, p.EmployeeContribution), s.Fact(linePay, p.Periods[0].To), s.Fact(linePay, reg.Documents[0].Year),
		}
		s.Round(linePay, s.Min(linePay, s.Add(linePay, terms...), s.Parameter(linePay, testMost, reg.Start.Value(), nil)))
	}})
	const text = `{"registration":{"activity":"A","start":"2026-01-01","training":{"hours":"15/2","groupSize":4},"facts":{"share":{"decimal":"0.25"}},
		"documents":[{"key":"d","kind":"SLIP","year":2026}],
		"participations":[{"key":"a","employeeContribution":"1.00","periods":[{"from":"2026-01-01","to":"2026-01-02"}]}]}}`
	q, a := ask(t, s, text)
	if a.Parts[0].Amount == nil || len(a.Parts[0].Steps) == 0 {
		t.Fatalf("judged %+v", a.Parts[0])
	}
	for i, st := range a.Parts[0].Steps {
		if st.Op != schemes.OpInput {
			continue
		}
		_, lie := ask(t, s, text)
		lie.Parts[0].Steps[i].Value += "1"
		if s.Manifest().Verify(q, lie, nil) == nil {
			t.Errorf("another value of %s was believed", st.Path)
		}
	}
}
