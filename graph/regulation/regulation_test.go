package regulation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestEveryReferenceOfAManifestLeadsSomewhere(t *testing.T) {
	t.Parallel()
	for _, declared := range []*schemes.Manifest{toy.Scheme.Manifest(), sozw.Scheme.Manifest()} {
		m := regulation.NewIndex("rel_1", declared).Read("en", now)
		for _, a := range m.Activities() {
			if a.Budget() == nil || len(a.Maximum()) == 0 || a.Title().Text != a.Title().EN {
				t.Errorf("%s activity %s: budget %v, maximum %d", declared.Slug, a.Code(), a.Budget(), len(a.Maximum()))
			}
		}
		for _, w := range m.Windows(nil) {
			if w.Citation() == nil {
				t.Errorf("%s window %s is stated nowhere", declared.Slug, w.Code())
			}
		}
		for _, q := range m.Requirements(nil, nil) {
			if q.Citation() == nil || len(q.Alternatives()) == 0 || len(q.Activities()) == 0 || q.Judge() == "" {
				t.Errorf("%s requirement %s", declared.Slug, q.Code())
			}
			for _, set := range q.Alternatives() {
				if len(set.Kinds()) == 0 {
					t.Errorf("%s requirement %s names no kind", declared.Slug, q.Code())
				}
			}
		}
		for _, p := range m.Parameters(false) {
			for _, v := range p.Values() {
				if v.Citation() == nil {
					t.Errorf("%s parameter %s has a value that is stated nowhere", declared.Slug, p.Code())
				}
			}
		}
		for _, l := range m.Lines() {
			if l.Citation() == nil || l.Unit() == "" {
				t.Errorf("%s line %s", declared.Slug, l.Code())
			}
		}
		for place := range declared.Trainings {
			if tr := m.ListedTraining(place); tr.Activity() == nil || tr.Citation() == nil {
				t.Errorf("%s training %s %s", declared.Slug, tr.List(), tr.Title())
			}
		}
		if len(m.Rules(nil, schemes.Notice)) != len(declared.Rules) || len(m.Rules(nil, schemes.Blocking)) >= len(declared.Rules) {
			t.Errorf("%s: rules are left out, or not", declared.Slug)
		}
	}
}

func TestAWindowThatIsNotAnnouncedIsNeitherOpenNorShut(t *testing.T) {
	t.Parallel()
	m := regulation.NewIndex("rel_1", toy.Scheme.Manifest()).Read("nl", now)
	got := map[string]bool{}
	for _, w := range m.Windows(nil) {
		_, got[w.Code()] = w.IsOpen()
	}
	if diff := cmp.Diff(map[string]bool{"APPLY": true, "START": true, "ACCOUNTING": true, "ASSESS": false}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatADeclarationSaysBeyondItsTextIsShown(t *testing.T) {
	t.Parallel()
	m := regulation.NewIndex("rel_1", &schemes.Manifest{
		Activities: []schemes.Activity{{Code: "C", ContentJudge: "AMR", ContentTerm: "term"}, {Code: "A"}},
		Windows:    []schemes.Window{{Code: "said"}, {Code: "guessed", Assumption: true}},
		Parameters: []schemes.Parameter{{Code: "term", Unit: schemes.Days}},
		Facts: []schemes.FactDefinition{
			{Key: "why", Subject: schemes.AboutRegistration, Type: schemes.TextFact, Necessity: schemes.Conditional, When: []schemes.Condition{{Fact: "/training/groupSize", Is: schemes.LessThan, Value: "4"}}},
			{Key: "applied", Subject: schemes.AboutPlan, Type: schemes.BooleanFact},
		},
		Retention: &schemes.Retention{Applied: "applied", Source: schemes.Citation{Work: "boek", Place: "blz. 9"}},
		Works:     []schemes.Work{{ID: "boek", Title: "Het boek"}},
	}).Read("nl", now)
	if term := m.Activity("C").ContentTerm(); term == nil || term.Code() != "term" || m.Activity("A").ContentTerm() != nil {
		t.Errorf("terms: %v", term)
	}
	if w := m.Windows(nil); w[0].IsAssumption() || !w[1].IsAssumption() {
		t.Error("assumed windows are not told")
	}
	when := m.Fact(schemes.AboutRegistration, "why").When()
	if len(when) != 1 || when[0].Fact()+" "+when[0].Is()+" "+when[0].Value() != "/training/groupSize LESS_THAN 4" || len(m.Fact(schemes.AboutPlan, "applied").When()) != 0 {
		t.Errorf("conditions: %v", when)
	}
	if r := m.Retention(); r == nil || r.Applied().Key() != "applied" || r.Citation() == nil {
		t.Errorf("retention: %v", r)
	}
	if m := regulation.NewIndex("rel_2", &schemes.Manifest{}).Read("nl", now); m.Retention() != nil {
		t.Error("a scheme that asks no retention has one")
	}
}

func TestATrainingIsFoundByItsIDOrByWhatIsPrinted(t *testing.T) {
	t.Parallel()
	m := regulation.NewIndex("rel_1", toy.Scheme.Manifest()).Read("nl", now)
	second := m.ListedTraining(1)
	for name, stated := range map[string]fields.Listed{
		"by id":                {TrainingID: new(second.ID())},
		"by what is printed":   {List: new(second.List()), Code: new("J1"), Title: new(second.Title())},
		"an id of another one": {TrainingID: new("trn_2_1"), List: new(second.List()), Code: new("J1"), Title: new(second.Title())},
	} {
		choice, ok := m.Training(fields.Training{Listed: &stated}).(*regulation.ListedChoice)
		if !ok || choice.Listing() == nil || choice.Listing().Title() != second.Title() {
			t.Errorf("%s: %+v", name, choice)
		}
	}
	if m.Training(fields.Training{}) != nil {
		t.Error("a training out of nothing")
	}
}

func TestPersonalFactsAreShownToThoseWhoMayReadThem(t *testing.T) {
	t.Parallel()
	m := regulation.NewIndex("rel_1", &schemes.Manifest{Facts: []schemes.FactDefinition{
		{Key: "a", Subject: schemes.AboutPlan, Type: schemes.TextFact, Personal: true},
		{Key: "b", Subject: schemes.AboutPlan, Type: schemes.TextFact},
		{Key: "c", Subject: schemes.AboutRegistration, Type: schemes.TextFact},
	}}).Read("nl", now)
	said := "x"
	stated := fields.Facts{"a": {Text: &said}}
	shown := func(personal bool) (out []bool) {
		for _, f := range m.FactsOf(schemes.AboutPlan, "", stated, personal) {
			out = append(out, f.IsStated, f.Text != nil)
		}
		return out
	}
	if diff := cmp.Diff([]bool{true, true, false, false}, shown(true)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]bool{true, false, false, false}, shown(false)); diff != "" {
		t.Error(diff)
	}
}
