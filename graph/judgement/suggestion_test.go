package judgement_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

func TestASuggestionIsShownWhereThereIsOne(t *testing.T) {
	t.Parallel()
	m := toy.Scheme.Manifest()
	rule := m.Rules[len(m.Rules)-1].ID()
	answer := schemes.Answer{Whole: schemes.Part{Outcome: schemes.Eligible, Findings: []schemes.Finding{
		{Rule: rule, Severity: schemes.Warning, Path: "/participations/0/targetGroup", Suggestion: "CLOWN"}, {Rule: rule, Severity: schemes.Warning, Path: "/start"},
	}}}
	row, err := question.Judged{Question: schemes.Question{AsOf: asOf, Registration: &schemes.Registration{}}, Answer: answer, ReleaseID: "rel_1", At: asOf.Time()}.
		Receipt(question.Subject{Kind: question.SubjectRegistration, ID: "reg_1", PlanID: "pln_1"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := judgement.Read(row, regulation.NewIndex("rel_1", m).Read("nl", asOf.Time()))
	if err != nil {
		t.Fatal(err)
	}
	found := r.Whole().Findings(schemes.Notice)
	if s, ok := found[0].Suggestion(); !ok || s != "CLOWN" {
		t.Errorf("suggests %q", s)
	}
	if s, ok := found[1].Suggestion(); ok {
		t.Errorf("suggests %q of itself", s)
	}
}
