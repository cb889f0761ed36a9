package judgement_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

var asOf = schemes.Moment("2025-04-10T12:00:00+02:00")

// receipt judges a listed course of ten days by one participant who may lack a target group.
func receipt(t *testing.T, language string, change func(*schemes.Registration)) *judgement.Receipt {
	t.Helper()
	m := toy.Scheme.Manifest()
	listed := m.Trainings[0]
	q := schemes.Question{AsOf: asOf, Registration: &schemes.Registration{
		Activity: listed.Activity,
		Training: schemes.Training{List: schemes.Known(listed.List), Code: schemes.Known(listed.Code), Title: schemes.Known(listed.Title), Route: schemes.Known("BALLEN")},
		Start:    schemes.Known(schemes.On(2025, 5, 1)), End: schemes.Known(schemes.On(2025, 5, 10)),
		Participations: []schemes.Participation{{Key: "par_1", TargetGroup: schemes.Known("CLOWN"), Employment: schemes.Known("EMPLOYED"), ContractHours: schemes.Known(schemes.Whole(24))}},
	}}
	balls := int64(3)
	q.Registration.Facts = schemes.NewExtras(map[string]schemes.ExtraValue{"balls": {Integer: &balls}})
	if change != nil {
		change(q.Registration)
	}
	answers, err := toy.Scheme.Judge(t.Context(), schemes.Batch{Questions: []schemes.Question{q}})
	if err != nil {
		t.Fatal(err)
	}
	row, err := question.Judged{Question: q, Answer: answers[0], ReleaseID: "rel_1", At: time.Now()}.Receipt(question.Subject{Kind: question.SubjectRegistration, ID: "reg_1", PlanID: "pln_1"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := judgement.Read(row, regulation.NewIndex("rel_1", m).Read(language, asOf.Time()))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryFindingIsTold(t *testing.T) {
	t.Parallel()
	r := receipt(t, "en", func(g *schemes.Registration) {
		g.Start, g.Participations[0].TargetGroup = schemes.Fact[schemes.Date]{}, schemes.Fact[string]{}
	})
	found := append(r.Whole().Findings(schemes.Notice), r.Part("par_1").Findings(schemes.Notice)...)
	if len(found) == 0 {
		t.Fatal("a registration without a start has no findings")
	}
	for i, f := range found {
		if f.Code() == "" || f.Message().Text != f.Message().EN || f.Message().NL == "" {
			t.Errorf("%s: %+v", f.Pointer(), f.Message())
		}
		if i > 0 && i < len(r.Whole().Findings(schemes.Notice)) && found[i-1].Severity() < f.Severity() {
			t.Error("the worst is not first")
		}
	}
	start := found[0]
	if start.Pointer() != "/start" || start.FieldLabel() == nil || start.FieldLabel().NL != "Startdatum" || start.Target() != "" {
		t.Errorf("%s %v %q", start.Pointer(), start.FieldLabel(), start.Target())
	}
	for _, f := range r.Part("par_1").Findings(schemes.Notice) {
		if f.Pointer() == "/participations/0/targetGroup" && f.Target() != "par_1" {
			t.Errorf("it points at %q", f.Target())
		}
	}
	if only := r.Whole().Findings(schemes.Blocking); len(only) > len(found) {
		t.Error("the mild are not left out")
	}
}

func TestAnAmountIsExplainedInItsUnits(t *testing.T) {
	t.Parallel()
	part := receipt(t, "nl", nil).Part("par_1")
	c := part.Calculation()
	if c == nil {
		t.Fatalf("%s: %+v", part.Outcome(), part.Findings(schemes.Notice))
	}
	steps := c.Steps()
	last := steps[len(steps)-1]
	if last.Value() != c.Amount().String() || last.Unit() != "EUR" {
		t.Errorf("the last step is %s %s, the amount %s", last.Value(), last.Unit(), c.Amount())
	}
	for i, s := range steps {
		if s.Number() != i+1 || s.Label() == nil || s.Code() == "" {
			t.Errorf("step %d: %+v", i+1, s)
		}
		if _, ok := new(big.Rat).SetString(s.Exact()); !ok {
			t.Errorf("step %d: %q is no fraction", i+1, s.Exact())
		}
		for _, of := range s.Operands() {
			if of < 1 || of > i {
				t.Errorf("step %d rests on %d", i+1, of)
			}
		}
		if s.Operation() == "PARAMETER" && s.Parameter() == nil {
			t.Errorf("step %d takes no parameter", i+1)
		}
		if s.Unit() == "DATE" {
			if diff := cmp.Diff(10, len(s.Value())); diff != "" {
				t.Errorf("step %d: %s", i+1, s.Value())
			}
		}
	}
	if limit, ok := c.Maximum(); ok && limit < c.Amount() {
		t.Errorf("%s is over the maximum of %s", c.Amount(), limit)
	}
}

func TestWhatWasNotAskedHasNoAnswer(t *testing.T) {
	t.Parallel()
	r := receipt(t, "nl", nil)
	if r.Part("par_2") != nil || r.Whole().Cell("NOTHING") != nil || len(r.About("doc_1")) != 0 {
		t.Error("an answer out of nothing")
	}
	if diff := cmp.Diff([]string{"par_1"}, r.Keys()); diff != "" {
		t.Error(diff)
	}
}
