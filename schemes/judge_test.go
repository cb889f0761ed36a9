package schemes_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes"
)

var (
	testPlace = schemes.Citation{Work: "w", Place: "1"}
	testRate  = schemes.Parameter{Code: "rate", Title: schemes.Same("Rate"), Unit: schemes.EURPerDay, Values: []schemes.Value{
		{Text: "9.04", From: schemes.On(2026, 1, 1), To: schemes.On(2026, 6, 30), Source: testPlace},
		{Text: "10", From: schemes.On(2026, 7, 1), To: schemes.On(2026, 12, 31), Source: testPlace, Assumption: true},
	}}
	testMost = schemes.Parameter{Code: "most", Title: schemes.Same("Most"), Unit: schemes.EUR, Values: []schemes.Value{
		{Text: "100", From: schemes.On(2026, 1, 1), Source: testPlace},
	}}
	testEnd = schemes.Parameter{Code: "end", Title: schemes.Same("End"), Unit: schemes.DateUnit, Values: []schemes.Value{
		{Text: "2026-12-31", From: schemes.On(2026, 1, 1), Source: testPlace},
	}}
	ruleShort    = schemes.Rule{Code: "T-RULE-1", Severity: schemes.Blocking, Message: schemes.Same("short"), Source: testPlace}
	ruleMonth    = schemes.Rule{Code: "T-RULE-2", Severity: schemes.Blocking, Message: schemes.Same("month"), Source: testPlace}
	ruleAdvice   = schemes.Rule{Code: "T-RULE-2", Aspect: "advice", Severity: schemes.Notice, Message: schemes.Same("advice {of}"), Source: testPlace}
	linePay      = schemes.Line{Code: "T-LINE-1", Label: schemes.Same("pay"), Unit: schemes.EUR, Source: testPlace}
	testActivity = schemes.Activity{Code: "A", Title: schemes.Same("A"), Budget: "A", TrainingForm: schemes.CourseForm, Maximum: []string{"most"}}
	factWhy      = schemes.FactDefinition{Key: "why", Subject: schemes.AboutRegistration, Type: schemes.TextFact, Label: schemes.Same("why"), Necessity: schemes.Required, Maximum: "10", Source: testPlace}
	payslip      = schemes.Requirement{
		Code: "SLIP", Title: schemes.Same("slip"), Scope: schemes.PerParticipation, Necessity: schemes.Required, Judge: schemes.RoleSSC, Source: testPlace,
		Checks: []string{"T-RULE-2"}, Alternatives: []schemes.DocumentSet{{Kinds: []string{"SLIP"}}, {Kinds: []string{"HALF", "OTHER_HALF"}}},
	}
)

func testManifest() schemes.Manifest {
	kind := func(code string) schemes.DocumentKind {
		return schemes.DocumentKind{Code: code, Title: schemes.Same(code), Scope: schemes.PerParticipation}
	}
	return schemes.Manifest{
		Slug: "test", Family: "test", Version: "1.0.0", Title: schemes.Same("Test"), PlanPer: schemes.PerOrganisation,
		Works: []schemes.Work{{ID: "w", Title: "Work"}}, Activities: []schemes.Activity{testActivity},
		Budgets: []schemes.Budget{{Code: "A", Title: schemes.Same("A")}}, DocumentKinds: []schemes.DocumentKind{kind("SLIP"), kind("HALF"), kind("OTHER_HALF")},
		Requirements: []schemes.Requirement{payslip}, Facts: []schemes.FactDefinition{factWhy},
		Parameters: []schemes.Parameter{testRate, testMost, testEnd}, Rules: []schemes.Rule{ruleShort, ruleMonth, ruleAdvice}, Lines: []schemes.Line{linePay},
	}
}

var testRules = schemes.Rules{
	Registration: func(r *schemes.Review, reg schemes.Registration) {
		if end, ok := schemes.Need(r, reg.End); ok {
			last, _ := r.Date(testEnd, end)
			r.Require(!end.After(last), ruleShort, reg.End)
		}
		r.ChangesAt(schemes.Moment("2026-07-01T00:00:00+02:00"))
	},
	Participation: func(r *schemes.Review, _ schemes.Registration, p schemes.Participation) {
		if p.Key == "panics" {
			panic("a fact: secret")
		}
		schemes.Need(r, p.ContractHours)
	},
	Amount: func(s *schemes.Sheet, reg schemes.Registration, p schemes.Participation) {
		start := p.Start.Or(reg.Start)
		days := s.Days(linePay, s.Fact(linePay, start), s.Fact(linePay, p.End.Or(reg.End)))
		due := s.Multiply(linePay, days, s.Parameter(linePay, testRate, start, start))
		s.Round(linePay, s.Min(linePay, due, s.Parameter(linePay, testMost, start, nil)))
	},
	ParticipationDocuments: func(c *schemes.Checklist, reg schemes.Registration, _ schemes.Participation) {
		c.Ask(payslip, func(docs []schemes.Document) {
			for _, d := range docs {
				if month, ok := schemes.Need(c.Review, d.Month); ok {
					c.Require(month == reg.Start.Value().YearMonth(), ruleMonth, d.Month)
				}
				c.Tell(ruleAdvice.With("of", d.Key), d)
			}
		})
	},
}

func ask(t *testing.T, s schemes.Scheme, text string) (schemes.Question, schemes.Answer) {
	t.Helper()
	var q schemes.Question
	if err := json.Unmarshal([]byte(text), &q); err != nil {
		t.Fatal(err)
	}
	return q, judged(t, s, q)
}

func judged(t *testing.T, s schemes.Scheme, q schemes.Question) schemes.Answer {
	t.Helper()
	as, err := s.Judge(t.Context(), schemes.Batch{Questions: []schemes.Question{q}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Manifest().Verify(q, as[0], nil); err != nil {
		t.Errorf("the answer does not verify: %v", err)
	}
	return as[0]
}

func found(fs []schemes.Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, fmt.Sprintf("%s %s %s", f.Severity, f.Rule, f.Path))
	}
	return out
}

func TestARegistrationIsJudgedInParts(t *testing.T) {
	t.Parallel()
	s := schemes.Define(testManifest(), testRules)
	_, a := ask(t, s, `{"asOf":"2026-02-01T10:00:00Z","registration":{"activity":"A","start":"2026-01-01","end":"2026-01-31","participations":[
		{"key":"a","contractHours":"24","end":"2026-01-10"}, {"key":"b"}, {"key":"c","contractHours":24}],
		"documents":[{"key":"d1","kind":"SLIP","serves":["a","c"],"month":"2026-01"},{"key":"d2","kind":"HALF","serves":["b"],"month":"2026-02"}]}}`)
	if got, want := a.Whole.Outcome, schemes.Undetermined; got != want || a.Whole.Amount != nil {
		t.Errorf("the whole is %s, %v", got, a.Whole.Amount)
	}
	if a.ValidUntil != schemes.Moment("2026-06-30T22:00:00Z") {
		t.Errorf("holds until %s", a.ValidUntil)
	}
	want := map[string]string{"a": "90.40 ELIGIBLE", "b": "<nil> UNDETERMINED", "c": "100.00 ELIGIBLE"}
	for _, p := range a.Parts {
		amount := "<nil>"
		if p.Amount != nil {
			amount = p.Amount.String()
		}
		if got := amount + " " + string(p.Outcome); got != want[p.Key] {
			t.Errorf("%s is %s, want %s", p.Key, got, want[p.Key])
		}
	}
	if diff := cmp.Diff([]string{"MISSING CORE-FACT-MISSING /participations/1/contractHours"}, found(a.Parts[1].Findings)); diff != "" {
		t.Error(diff)
	}
	states := []schemes.CellState{a.Parts[0].Cells[0].State, a.Parts[1].Cells[0].State, a.Parts[2].Cells[0].State}
	if diff := cmp.Diff([]schemes.CellState{schemes.CellComplete, schemes.CellIncomplete, schemes.CellComplete}, states); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"BLOCKING T-RULE-2 /documents/1/month", "NOTICE T-RULE-2/advice /documents/1"}, found(a.Parts[1].Cells[0].Findings)); diff != "" {
		t.Error(diff)
	}
}

func TestADayOutsideEveryValueFailsClosed(t *testing.T) {
	t.Parallel()
	s := schemes.Define(testManifest(), testRules)
	_, a := ask(t, s, `{"registration":{"activity":"A","start":"2025-12-31","end":"2026-01-10","participations":[{"key":"a","contractHours":"24"}]}}`)
	if a.Whole.Outcome != schemes.Ineligible || *a.Whole.Amount != 0 {
		t.Errorf("judged %s, %v", a.Whole.Outcome, a.Whole.Amount)
	}
	if got := a.Parts[0].Findings; len(got) == 0 || got[0].Params["parameter"] != "Rate" || got[0].Params["date"] != "2025-12-31" {
		t.Errorf("findings %v", got)
	}
}

func TestAnOpenFactOfTheSheetIsMissing(t *testing.T) {
	t.Parallel()
	s := schemes.Define(testManifest(), testRules)
	_, a := ask(t, s, `{"registration":{"activity":"A","end":"2026-01-10","participations":[{"key":"a","contractHours":"24"}]}}`)
	if got := found(a.Parts[0].Findings); len(got) != 1 || got[0] != "MISSING CORE-FACT-MISSING /participations/0/start" {
		t.Errorf("findings %q", got)
	}
}

func TestOverridesReplaceValues(t *testing.T) {
	t.Parallel()
	s := schemes.Define(testManifest(), testRules)
	var q schemes.Question
	if err := json.Unmarshal([]byte(`{"registration":{"activity":"A","start":"2026-01-01","end":"2026-01-02","participations":[{"key":"a","contractHours":"24"}]}}`), &q); err != nil {
		t.Fatal(err)
	}
	o := schemes.Overrides{"rate": {{Text: "1.115", From: schemes.On(2026, 1, 1)}}}
	as, err := s.Judge(t.Context(), schemes.Batch{Overrides: o, Questions: []schemes.Question{q}})
	if err != nil || *as[0].Whole.Amount != 223 {
		t.Fatalf("judged %v, %v", as, err)
	}
	if err := s.Manifest().Verify(q, as[0], o); err != nil {
		t.Error(err)
	}
	if s.Manifest().Verify(q, as[0], nil) == nil {
		t.Error("a value that is not in effect was believed")
	}
}

func TestAPanicFailsOneAnswerAndTellsNoFact(t *testing.T) {
	t.Parallel()
	s := schemes.Define(testManifest(), testRules)
	_, a := ask(t, s, `{"registration":{"activity":"A","start":"2026-01-01","end":"2026-01-02","participations":[{"key":"panics"}]}}`)
	if a.Failure != "test 1.0.0: rules panicked" {
		t.Errorf("failure %q", a.Failure)
	}
	if _, a := ask(t, s, `{"asOf":"2026-01-01T00:00:00Z"}`); a.Failure == "" {
		t.Error("a question without a subject was answered")
	}
}

func TestProblemsAreRefusedBeforeAnyRule(t *testing.T) {
	t.Parallel()
	s := schemes.Define(testManifest(), testRules)
	q, a := ask(t, s, `{"registration":{"activity":"Z","start":"2026-02-01","end":"2026-01-31","training":{"hours":"-1","groupSize":0,"teacher":"MARTIAN"},
		"facts":{"nope":{"boolean":true},"why":{"text":"longer than ten"}},
		"documents":[{"key":"d","kind":"POEM","serves":["ghost"]},{"key":"d","kind":"SLIP","from":"2026-01-02","to":"2026-01-01"}],
		"participations":[{"key":"a","contractHours":"169","employment":"KING","periods":[{"from":"2026-03-01","to":"2026-04-01"},{"from":"2026-02-01","to":"2026-03-01"}]},{"key":"a"}]}}`)
	var got []string
	for _, p := range s.Manifest().Impossible(q) {
		got = append(got, p.Reason+" "+p.Path)
	}
	want := []string{
		"ACTIVITY_UNKNOWN /activity", "END_BEFORE_START /end", "GROUP_SIZE_TOO_SMALL /training/groupSize", "NEGATIVE /training/hours", "VALUE_UNKNOWN /training/teacher",
		"MORE_THAN_A_WEEK /participations/0/contractHours", "VALUE_UNKNOWN /participations/0/employment",
		"ALREADY_PARTICIPATES /participations/1", "DOCUMENT_KIND_UNKNOWN /documents/0/kind", "PARTICIPATION_UNKNOWN /documents/0/serves", "DOCUMENT_REPEATED /documents/1",
		"END_BEFORE_START /documents/1/to", "FACT_UNKNOWN /facts/nope", "FACT_MALFORMED /facts/why",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if a.Whole.Outcome != schemes.Ineligible || *a.Whole.Amount != 0 || len(a.Whole.Findings) != len(want) || len(a.Parts) != 2 {
		t.Errorf("judged %+v", a.Whole)
	}
}

func TestQuestionsSurviveJSON(t *testing.T) {
	t.Parallel()
	text := `{"asOf":"2026-02-01T10:00:00Z","organisation":{"fundingLaws":["WLZ"],"medicalSpecialist":false},"registration":{"activity":"A","training":{"hours":"15/2","groupSize":0},"start":"2026-01-01","participations":[{"key":"a","periods":[{"from":"2026-01-01"}],"contractHours":"24","employeeContribution":"0.00","otherSubsidies":[],"others":[{"number":"R-1","scheme":"x","activity":"A","amount":"1.00"}],"facts":{"n":{"integer":0}}}],"documents":[{"key":"d","kind":"SLIP","month":"2026-01","signatures":[{"signer":"TEACHER","signedOn":"2026-01-02"}]}]}}`
	var q schemes.Question
	if err := json.Unmarshal([]byte(text), &q); err != nil {
		t.Fatal(err)
	}
	back, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	if string(back) != text {
		t.Errorf("went in as\n%s\ncame back as\n%s", text, back)
	}
}

func TestAnswersSurviveJSON(t *testing.T) {
	t.Parallel()
	s := schemes.Define(testManifest(), testRules)
	q, a := ask(t, s, `{"registration":{"activity":"A","start":"2026-01-01","end":"2026-01-02","participations":[{"key":"a","contractHours":"24"}],"documents":[{"key":"d","kind":"SLIP","serves":["a"],"month":"2026-02"}]}}`)
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var back schemes.Answer
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if again, _ := json.Marshal(back); string(again) != string(text) {
		t.Errorf("%s came back as %s", text, again)
	}
	if err := s.Manifest().Verify(q, back, nil); err != nil {
		t.Error(err)
	}
}

func TestVerifyBelievesNothing(t *testing.T) {
	t.Parallel()
	s := schemes.Define(testManifest(), testRules)
	const text = `{"registration":{"activity":"A","start":"2026-01-01","end":"2026-01-02","participations":[{"key":"a","contractHours":"24"}]}}`
	more := schemes.Amount(999999)
	for name, lie := range map[string]func(*schemes.Answer){
		"another part":        func(a *schemes.Answer) { a.Parts[0].Key = "b" },
		"no parts":            func(a *schemes.Answer) { a.Parts = nil },
		"more than the trace": func(a *schemes.Answer) { a.Parts[0].Amount, a.Whole.Amount = &more, &more },
		"sum at odds":         func(a *schemes.Answer) { a.Whole.Amount = &more },
		"paid while refused":  func(a *schemes.Answer) { a.Parts[0].Outcome = schemes.Ineligible },
		"undeclared rule": func(a *schemes.Answer) {
			a.Whole.Findings = []schemes.Finding{{Rule: "T-NOPE-1", Severity: schemes.Notice}}
		},
		"another severity": func(a *schemes.Answer) {
			a.Whole.Findings = []schemes.Finding{{Rule: "T-RULE-1", Severity: schemes.Notice}}
		},
		"eligible though not": func(a *schemes.Answer) {
			a.Parts[0].Findings = []schemes.Finding{{Rule: "T-RULE-1", Severity: schemes.Blocking}}
		},
		"undeclared column":    func(a *schemes.Answer) { a.Parts[0].Cells[0].Column = "NOPE" },
		"unknown state":        func(a *schemes.Answer) { a.Parts[0].Cells[0].State = "FINE" },
		"undeclared line":      func(a *schemes.Answer) { a.Parts[0].Steps[0].Line = "T-LINE-1/x" },
		"a rate of its own":    func(a *schemes.Answer) { a.Parts[0].Steps[3].Value = "100000" },
		"a hidden assumption":  func(a *schemes.Answer) { a.Parts[0].Steps[3].Assumption = true },
		"an unknown parameter": func(a *schemes.Answer) { a.Parts[0].Steps[3].Parameter = "nope" },
		"no outcome":           func(a *schemes.Answer) { a.Parts[0].Outcome = "" },
		"a fact of its own":    func(a *schemes.Answer) { a.Parts[0].Steps[0].Value = "20453" },
		"a fact from nowhere":  func(a *schemes.Answer) { a.Parts[0].Steps[0].Path = "/participations/0/start" },
		"a fact of the future": func(a *schemes.Answer) { a.Parts[0].Steps[0].Path = "/participations/9/start" },
	} {
		q, a := ask(t, s, text)
		lie(&a)
		if s.Manifest().Verify(q, a, nil) == nil {
			t.Errorf("%s was believed", name)
		}
	}
	most := schemes.Overrides{"most": {{Text: "0.01", From: schemes.On(2026, 1, 1)}}}
	if q, a := ask(t, s, text); s.Manifest().Verify(q, a, most) == nil {
		t.Error("an amount over the maximum was believed")
	}
}
