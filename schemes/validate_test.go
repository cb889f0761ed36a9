package schemes_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes"
)

var testWhen = schemes.Condition{Fact: "/training/groupSize", Is: schemes.LessThan, Value: "4"}

func TestAValidManifestIsValid(t *testing.T) {
	t.Parallel()
	m := testManifest()
	if err := m.Validate(); err != nil {
		t.Error(err)
	}
}

func TestValidateNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*schemes.Manifest){
		`slug "Test"`:                     func(m *schemes.Manifest) { m.Slug = "Test" },
		`version "1"`:                     func(m *schemes.Manifest) { m.Version = "1" },
		"lacks a title":                   func(m *schemes.Manifest) { m.Title.EN = " " },
		"planPer":                         func(m *schemes.Manifest) { m.PlanPer = "PERSON" },
		"rule T-RULE-1 is declared twice": func(m *schemes.Manifest) { m.Rules = append(m.Rules, ruleShort) },
		"line T-LINE-1 is declared twice": func(m *schemes.Manifest) { m.Lines = append(m.Lines, linePay) },
		"does not cite a place":           func(m *schemes.Manifest) { m.Rules[0].Source.Work = "x" },
		"undeclared reading OQ-1":         func(m *schemes.Manifest) { m.Rules[0].Readings = []string{"OQ-1"} },
		"has no severity":                 func(m *schemes.Manifest) { m.Rules[0].Severity = 0 },
		`rule "t-1" does not match`:       func(m *schemes.Manifest) { m.Rules[0].Code = "t-1" },
		"overlaps the one before it":      func(m *schemes.Manifest) { m.Parameters[0].Values[0].To = schemes.Date{} },
		"ends before it begins":           func(m *schemes.Manifest) { m.Parameters[0].Values[1].To = schemes.On(2026, 6, 1) },
		`"nine"`:                          func(m *schemes.Manifest) { m.Parameters[0].Values[0].Text = "nine" },
		`"31-12-2026"`:                    func(m *schemes.Manifest) { m.Parameters[2].Values[0].Text = "31-12-2026" },
		"budget A: shift rate is not":     func(m *schemes.Manifest) { m.Budgets[0].Shift = "rate" },
		"guarantee rate is not":           func(m *schemes.Manifest) { m.Guarantee = "rate" },
		"guarantee nothing is not":        func(m *schemes.Manifest) { m.Guarantee = "nothing" },
		"budget A: shift nothing is not":  func(m *schemes.Manifest) { m.Budgets[0].Shift = "nothing" },
		"undeclared budget":               func(m *schemes.Manifest) { m.Activities[0].Budget = "B" },
		"is not a declared parameter":     func(m *schemes.Manifest) { m.Activities[0].Maximum = []string{"rate"} },
		"undeclared kind OTHER_HALF":      func(m *schemes.Manifest) { m.DocumentKinds = m.DocumentKinds[:2] },
		"checks undeclared rule":          func(m *schemes.Manifest) { m.Requirements[0].Checks = []string{"T-NOPE-1"} },
		"choices belong to":               func(m *schemes.Manifest) { m.Facts[0].Type = schemes.ChoiceFact },
		"not said when":                   func(m *schemes.Manifest) { m.Facts[0].Necessity = schemes.Conditional },
		"is not conditional":              func(m *schemes.Manifest) { m.Facts[0].When = []schemes.Condition{testWhen} },
		"a condition lacks": func(m *schemes.Manifest) {
			m.Facts[0].Necessity, m.Facts[0].Condition = schemes.Conditional, schemes.Same("when")
			m.Facts[0].When = []schemes.Condition{testWhen, {Fact: "start", Is: schemes.Equals, Value: "x"}}
		},
		"not a declared parameter in days": func(m *schemes.Manifest) {
			m.Activities[0].ContentJudge, m.Activities[0].ContentTerm = "AMR", "rate"
		},
		"no content judge":        func(m *schemes.Manifest) { m.Activities[0].ContentTerm = "rate" },
		"not a yes-or-no fact":    func(m *schemes.Manifest) { m.Retention = &schemes.Retention{Applied: "why", Source: testPlace} },
		"retention does not cite": func(m *schemes.Manifest) { m.Retention = &schemes.Retention{Applied: "why"} },
		"is listed twice": func(m *schemes.Manifest) {
			tr := schemes.ListedTraining{List: "l", Code: "1", Title: "t", Activity: "A"}
			m.Trainings = []schemes.ListedTraining{tr, tr}
		},
	} {
		m := testManifest()
		copyManifest(t, &m)
		spoil(&m)
		if err := m.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("wanted %q, got %v", want, err)
		}
	}
}

// copyManifest takes m apart from the package's variables.
func copyManifest(t *testing.T, m *schemes.Manifest) {
	t.Helper()
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	*m = schemes.Manifest{}
	if err := json.Unmarshal(text, m); err != nil {
		t.Fatal(err)
	}
}

func TestDefineRefusesAMalformedManifest(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a malformed manifest was taken")
		}
	}()
	m := testManifest()
	m.Slug = ""
	schemes.Define(m, schemes.Rules{})
}

func TestManifestsSurviveJSON(t *testing.T) {
	t.Parallel()
	m := testManifest()
	before, _ := json.Marshal(m)
	copyManifest(t, &m)
	after, _ := json.Marshal(m)
	if string(before) != string(after) {
		t.Errorf("%s came back as %s", before, after)
	}
	if err := m.Validate(); err != nil {
		t.Error(err)
	}
}

func TestFormDrawsTheExtraFacts(t *testing.T) {
	t.Parallel()
	m := testManifest()
	m.Facts = append(m.Facts,
		schemes.FactDefinition{
			Key: "hours", Subject: schemes.AboutRegistration, Activities: []string{"A"}, Type: schemes.DecimalFact, Label: schemes.Text{NL: "uren", EN: "hours"},
			Minimum: "0.5", Necessity: schemes.Conditional, Condition: schemes.Same("when"), When: []schemes.Condition{testWhen}, Source: testPlace,
		},
		schemes.FactDefinition{
			Key: "kind", Subject: schemes.AboutRegistration, Type: schemes.ChoiceFact, Label: schemes.Same("kind"), Necessity: schemes.Optional,
			Choices: []schemes.Choice{{Code: "X", Label: schemes.Same("x")}}, Source: testPlace,
		},
		schemes.FactDefinition{Key: "other", Subject: schemes.AboutPlan, Type: schemes.DateFact, Label: schemes.Same("other"), Necessity: schemes.Required, Source: testPlace})
	var form struct {
		ID         string `json:"$id"`
		Required   []string
		Properties map[string]map[string]any
	}
	if err := json.Unmarshal(m.Form(schemes.AboutRegistration, "A"), &form); err != nil {
		t.Fatal(err)
	}
	if form.ID != "urn:penvoerder:test:1.0.0:REGISTRATION:A" || len(form.Required) != 1 || form.Required[0] != "why" || len(form.Properties) != 3 {
		t.Errorf("form %+v", form)
	}
	for _, c := range []struct {
		property, keyword string
		want              any
	}{
		{"why", "maxLength", 10.0},
		{"why", "type", "string"},
		{"hours", "x-minimum", "0.5"},
		{"hours", "x-necessity", "CONDITIONAL"},
		{"hours", "title", "uren"},
		{"hours", "x-order", 2.0},
		{"kind", "x-type", "CHOICE"},
	} {
		if got := form.Properties[c.property][c.keyword]; got != c.want {
			t.Errorf("%s of %s is %v, want %v", c.keyword, c.property, got, c.want)
		}
	}
	want := []any{map[string]any{"fact": "/training/groupSize", "is": "LESS_THAN", "value": "4"}}
	if diff := cmp.Diff(want, form.Properties["hours"]["x-when"]); diff != "" {
		t.Error(diff)
	}
}
