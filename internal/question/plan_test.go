package question_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

var moment = time.Date(2025, 12, 1, 9, 0, 0, 500, time.UTC)

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheFactsOfAnOrganisation(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		o    ent.Organisation
		p    *ent.Plan
		want string
	}{
		"nothing stated": {ent.Organisation{KvkNumber: "1", FundingLaws: []string{}}, nil, `{"fundingLaws":[],"groupMember":false}`},
		"top of its group": {
			ent.Organisation{KvkNumber: "1", FundingLaws: []string{"WLZ"}, GroupTopKvkNumber: new("1"), IsMedicalSpecialist: new(false), IsSubcontractorOnly: new(true)},
			nil,
			`{"fundingLaws":["WLZ"],"medicalSpecialist":false,"subcontractorOnly":true,"groupMember":true,"groupTop":true}`,
		},
		"of a group, small by what was approved, while another claim waits": {
			ent.Organisation{KvkNumber: "1", FundingLaws: []string{}, GroupTopKvkNumber: new("2")},
			&ent.Plan{SizeClass: new("SMALL"), SizeEvidence: new("DECLARATION"), SizeAwaited: new("MEDIUM")},
			`{"fundingLaws":[],"groupMember":true,"groupTop":false,"sizeClass":"SMALL","sizeEvidence":"DECLARATION","sizeAwaited":"MEDIUM"}`,
		},
		"of a plan without evidence": {ent.Organisation{KvkNumber: "1", FundingLaws: []string{}}, &ent.Plan{}, `{"fundingLaws":[],"groupMember":false}`},
	} {
		if diff := cmp.Diff(c.want, asJSON(t, question.Organisation(&c.o, c.p))); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestTheQuestionAboutAPlan(t *testing.T) {
	t.Parallel()
	p := &ent.Plan{SubmittedAt: &moment, Facts: fields.Facts{"rate": {Decimal: new(typed.Decimal("0.5"))}, "since": {Date: new(typed.Date("2025-01-01"))}, "n": {Integer: new(3)}}}
	p.Edges.Lines = []*ent.PlanLine{
		{Activity: "2", Position: 2, RequestedCents: 5},
		{Activity: "1", Position: 1, Participants: 7, RequestedCents: 100, AssessedCents: new(int64(0))},
	}
	want := `{"asOf":"2025-12-01T09:00:00Z","plan":{"submittedAt":"2025-12-01T09:00:00Z","otherPlans":2,"lines":[` +
		`{"activity":"1","participants":7,"requested":"1.00","assessed":"0.00"},{"activity":"2","participants":0,"requested":"0.05"}],` +
		`"facts":{"n":{"integer":3},"rate":{"decimal":"1/2"},"since":{"date":"2025-01-01"}}}}`
	if diff := cmp.Diff(want, asJSON(t, question.Plan(moment, schemes.Organisation{}, p, 2))); diff != "" {
		t.Error(diff)
	}
}

func TestFactsAreSetClearedAndLeft(t *testing.T) {
	t.Parallel()
	before := fields.Facts{"keep": {Text: new("a")}, "clear": {Text: new("b")}, "set": {Text: new("c")}}
	var bad fault.Collector
	after := question.AmendFacts(before, []question.FactInput{
		{Key: "clear"}, {Key: "set", Value: &question.FactValueInput{Boolean: new(true)}}, {Key: "never"},
	}, &bad, "input", "facts")
	if diff := cmp.Diff(fields.Facts{"keep": {Text: new("a")}, "set": {Boolean: new(true)}}, after); diff != "" || bad.Len() > 0 {
		t.Errorf("%v\n%s", bad.Err(), diff)
	}
	if len(before) != 3 {
		t.Error("what was read is changed")
	}
	question.AmendFacts(nil, []question.FactInput{
		{Key: "a", Value: &question.FactValueInput{Decimal: new(typed.Decimal("1e9"))}}, {Key: "a"},
	}, &bad, "input", "facts")
	var paths []string
	for _, f := range fault.All(bad.Err()) {
		paths = append(paths, f.Reason+" "+strings.Join(f.Path, "."))
	}
	if diff := cmp.Diff([]string{"MALFORMED input.facts.0.value.decimal", "DUPLICATE input.facts.1.key"}, paths); diff != "" {
		t.Error(diff)
	}
}

func TestAReceiptKnowsWhetherItSaysSomethingElse(t *testing.T) {
	t.Parallel()
	judged := func(change func(*schemes.Answer)) question.Judged {
		j := question.Judged{Answer: schemes.Answer{Whole: schemes.Part{
			Outcome: schemes.Ineligible, Amount: new(schemes.Amount(0)),
			Findings: []schemes.Finding{
				{Rule: "A-1", Severity: schemes.Blocking}, {Rule: "A-2", Severity: schemes.Warning}, {Rule: "A-1", Severity: schemes.Blocking, Path: "/x"},
			},
		}, ValidUntil: schemes.At(moment)}}
		if change != nil {
			change(&j.Answer)
		}
		return j
	}
	before, err := judged(nil).Receipt(question.Subject{Kind: question.SubjectPlan, ID: "pln_1"})
	if err != nil {
		t.Fatal(err)
	}
	if before.Outcome != "INELIGIBLE" || *before.AmountCents != 0 || !before.ValidUntil.Equal(moment.Truncate(time.Second)) {
		t.Errorf("receipt %+v", before)
	}
	if diff := cmp.Diff([]string{"A-1"}, judged(nil).Refusals()); diff != "" {
		t.Error(diff)
	}
	for name, c := range map[string]struct {
		change func(*schemes.Answer)
		want   bool
	}{
		"the same":        {nil, false},
		"longer":          {func(a *schemes.Answer) { a.ValidUntil = schemes.Instant{} }, false},
		"another finding": {func(a *schemes.Answer) { a.Whole.Findings = a.Whole.Findings[:1] }, true},
		"another amount":  {func(a *schemes.Answer) { a.Whole.Amount = nil }, true},
	} {
		got, err := judged(c.change).Changes(before)
		if err != nil || got != c.want {
			t.Errorf("%s: %t, %v", name, got, err)
		}
	}
}
