package wire_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/plugins/internal/hostile"
	"github.com/penvoerder/penvoerder/plugins/internal/wire"
	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// sent returns what arrives on the other side.
func sent[M proto.Message](t interface{ Fatal(...any) }, m M) M {
	b, err := proto.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	out, ok := m.ProtoReflect().New().Interface().(M)
	if err := proto.Unmarshal(b, out); err != nil || !ok {
		t.Fatal(err)
	}
	return out
}

// equal compares values as the platform keeps them.
func equal(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, in, out any,
) {
	want, err := json.MarshalIndent(in, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got) {
		t.Fatalf("in (-), out (+):\n%s", cmp.Diff(string(want), string(got)))
	}
}

func TestAQuestionArrivesAsItWasAsked(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := question(t, rapid.Bool().Draw(t, "full"))
		got, err := wire.ToQuestion(sent(t, wire.FromQuestion(q)))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, q, got)
	})
}

func TestAnAnswerArrivesAsItWasGiven(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := filled[schemes.Answer](t, rapid.Bool().Draw(t, "full"))
		if rapid.Bool().Draw(t, "fails") {
			a = schemes.Answer{Failure: "failed"}
		} else {
			a.Failure = ""
		}
		i := rapid.IntRange(0, 10_000).Draw(t, "index")
		got, err := wire.ToAnswer(i, sent(t, wire.FromAnswer(i, a)))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, a, got)
	})
}

func TestAManifestArrivesAsItWasDeclared(t *testing.T) {
	t.Parallel()
	equalManifest(t, hostile.New("test").Manifest())
	rapid.Check(t, func(t *rapid.T) {
		m := filled[schemes.Manifest](t, rapid.Bool().Draw(t, "full"))
		equalManifest(t, &m)
	})
}

func equalManifest(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, m *schemes.Manifest,
) {
	got, err := wire.ToManifest(sent(t, wire.FromManifest(m)))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, m, got)
}

func TestOverridesArriveAsTheyWereSet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := schemes.Overrides{"rate": filled[[]schemes.Value](t, true), "maximum": filled[[]schemes.Value](t, false)}
		got, err := wire.ToOverrides(sent(t, &schemev1.JudgeRequest{Overrides: wire.FromOverrides(o)}).GetOverrides())
		if err != nil {
			t.Fatal(err)
		}
		equal(t, o, got)
	})
}

// A test that compares values that leave fields open would not notice a field that
// the contract lacks.
func TestFullValuesLeaveNothingOpen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		for _, v := range []any{
			filled[schemes.Manifest](t, true), filled[schemes.Plan](t, true), filled[schemes.Registration](t, true),
			filled[schemes.ProjectFile](t, true), filled[schemes.RetentionReport](t, true), filled[schemes.Answer](t, true),
			filled[schemes.Organisation](t, true),
		} {
			for _, path := range zero(reflect.ValueOf(v), reflect.TypeOf(v).Name()) {
				if !strings.HasSuffix(path, ".Amount") && !strings.HasSuffix(path, ".Value") {
					t.Fatalf("%s is zero", path)
				}
			}
		}
	})
}

func TestEqualQuestionsAreEqualBytes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := question(t, true)
		a, err := proto.Marshal(wire.FromQuestion(q))
		if err != nil {
			t.Fatal(err)
		}
		b, err := proto.Marshal(wire.FromQuestion(q))
		if err != nil || string(a) != string(b) {
			t.Fatal("two writings of one question differ")
		}
	})
}

func TestTextThatIsNotUTF8IsSentAllTheSame(t *testing.T) {
	t.Parallel()
	q := schemes.Question{Registration: &schemes.Registration{
		Activity: "\xff", Training: schemes.Training{Title: schemes.Known("Zorg\xc3")},
		Facts: schemes.NewExtras(map[string]schemes.ExtraValue{"k\xff": {Text: new("\xff")}}),
	}}
	got, err := wire.ToQuestion(sent(t, wire.FromQuestion(q)))
	if err != nil || got.Registration.Training.Title.Value() != "Zorg�" {
		t.Errorf("got %q, %v", got.Registration.Training.Title.Value(), err)
	}
}

func TestAMalformedExtraFactStaysMalformed(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]schemes.ExtraValue{"none": {}, "two": {Text: new("x"), Boolean: new(true)}} {
		q := schemes.Question{Plan: &schemes.Plan{Facts: schemes.NewExtras(map[string]schemes.ExtraValue{"k": v})}}
		got, err := wire.ToQuestion(sent(t, wire.FromQuestion(q)))
		if err != nil || got.Plan.Facts.Values()["k"].Type() != "" || len(got.Plan.Facts.Keys()) != 1 {
			t.Errorf("%s: got %v, %v", name, got.Plan.Facts.Values(), err)
		}
	}
}

func TestWhatDoesNotParseIsAnErrorThatNamesTheField(t *testing.T) {
	t.Parallel()
	participation := func(p *schemev1.Participation) *schemev1.Question {
		return &schemev1.Question{Subject: &schemev1.Question_Registration{Registration: &schemev1.Registration{
			Participations: []*schemev1.Participation{{}, p},
		}}}
	}
	part := func(p *schemev1.Part) *schemev1.Answer { return &schemev1.Answer{Whole: p} }
	eligible := schemev1.Outcome_OUTCOME_ELIGIBLE
	for want, err := range map[string]error{
		"registration.participations[1].contract_hours":              questionError(participation(&schemev1.Participation{ContractHours: new("1e9")})),
		"registration.participations[1].start":                       questionError(participation(&schemev1.Participation{Start: new(int32(1 << 30))})),
		"registration.participations[1].employee_contribution_cents": questionError(participation(&schemev1.Participation{EmployeeContributionCents: new(int64(1 << 60))})),
		"registration.participations[1].facts.k": questionError(participation(&schemev1.Participation{Facts: []*schemev1.ExtraFact{
			{Key: "k", Value: &schemev1.ExtraFact_Decimal{Decimal: "1/0"}},
		}})),
		"registration.participations[1].facts.twice": questionError(participation(&schemev1.Participation{Facts: []*schemev1.ExtraFact{{Key: "twice"}, {Key: "twice"}}})),
		"as_of":                       questionError(&schemev1.Question{AsOf: new(int64(1 << 60))}),
		"question":                    answerError(&schemev1.Answer{Question: 1}),
		"whole":                       answerError(&schemev1.Answer{}),
		"whole.outcome":               answerError(part(&schemev1.Part{})),
		"whole.amount_cents":          answerError(part(&schemev1.Part{Outcome: eligible, AmountCents: new(int64(-1 << 62))})),
		"whole.findings[0].severity":  answerError(part(&schemev1.Part{Outcome: eligible, Findings: []*schemev1.Finding{{Severity: 9}}})),
		"whole.steps[1].operation":    answerError(part(&schemev1.Part{Outcome: eligible, Steps: []*schemev1.Step{{Operation: 1}, {Operation: -4}}})),
		"whole.cells[0].state":        answerError(part(&schemev1.Part{Outcome: eligible, Cells: []*schemev1.Cell{{}}})),
		"valid_until":                 answerError(&schemev1.Answer{Whole: &schemev1.Part{Outcome: eligible}, ValidUntil: new(int64(1 << 50))}),
		"plan_per":                    manifestError(&schemev1.Manifest{}),
		"activities[0].training_form": manifestError(&schemev1.Manifest{PlanPer: 1, Activities: []*schemev1.Activity{{}}}),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), want+": ") {
			t.Errorf("error is %v, want one at %s", err, want)
		}
	}
}

func questionError(p *schemev1.Question) error {
	_, err := wire.ToQuestion(p)
	return err
}

func answerError(p *schemev1.Answer) error {
	_, err := wire.ToAnswer(0, p)
	return err
}

func manifestError(p *schemev1.Manifest) error {
	_, err := wire.ToManifest(p)
	return err
}

func FuzzAnswer(f *testing.F) {
	for i, a := range answers(f) {
		b, err := proto.Marshal(wire.FromAnswer(i, a))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	q, m := hostile.Questions(1)[0], hostile.New("test").Manifest()
	f.Fuzz(func(_ *testing.T, b []byte) {
		var p schemev1.Answer
		if proto.Unmarshal(b, &p) != nil {
			return
		}
		a, err := wire.ToAnswer(0, &p)
		if err != nil {
			return
		}
		_ = m.Verify(q, a, nil)
	})
}

func FuzzQuestion(f *testing.F) {
	for _, q := range hostile.Questions(4) {
		b, err := proto.Marshal(wire.FromQuestion(q))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var p schemev1.Question
		if proto.Unmarshal(b, &p) != nil {
			return
		}
		q, err := wire.ToQuestion(&p)
		if err != nil {
			return
		}
		again, err := wire.ToQuestion(sent(t, wire.FromQuestion(q)))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, q, again)
	})
}

func answers(tb testing.TB) []schemes.Answer {
	a, err := hostile.New("test").Judge(tb.Context(), schemes.Batch{Questions: hostile.Questions(40)})
	if err != nil {
		tb.Fatal(err)
	}
	return a
}
