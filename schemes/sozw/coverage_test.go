package sozw_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/schemes/cases"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// Where a rule of the rulebook is carried out; exactly one field is set.
type coverage struct {
	Implemented []string `yaml:"implemented"`
	Core        string   `yaml:"core"`
	Excused     string   `yaml:"excused"`
}

func readYAML(t *testing.T, file string, v any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}

func rulebook(t *testing.T) []string {
	var index struct {
		Rules []struct {
			ID string `yaml:"id"`
		} `yaml:"rules"`
	}
	readYAML(t, "../rulebook/index.yaml", &index)
	var ids []string
	for _, r := range index.Rules {
		if strings.HasPrefix(r.ID, "SOZW-") {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func TestEveryRuleOfTheRulebookIsCovered(t *testing.T) {
	t.Parallel()
	var file struct {
		Rules map[string]coverage `yaml:"rules"`
	}
	readYAML(t, "coverage.yaml", &file)
	declared := declarations(t)
	ids := rulebook(t)
	for _, id := range ids {
		c, ok := file.Rules[id]
		if !ok {
			t.Errorf("%s is not covered", id)
			continue
		}
		ways := 0
		for _, is := range []bool{len(c.Implemented) > 0, c.Core != "", c.Excused != ""} {
			if is {
				ways++
			}
		}
		if ways != 1 {
			t.Errorf("%s is covered in %d ways", id, ways)
		}
		for _, ref := range c.Implemented {
			if !declared[ref] {
				t.Errorf("%s is implemented by %q, which does not exist", id, ref)
			}
		}
	}
	for id := range file.Rules {
		if !slices.Contains(ids, id) {
			t.Errorf("%s is not in the rulebook", id)
		}
	}
}

func TestEveryCodeIsOfTheRulebook(t *testing.T) {
	t.Parallel()
	ids := rulebook(t)
	m := sozw.Scheme.Manifest()
	for _, r := range m.OwnRules() {
		if !slices.Contains(ids, string(r.Code)) {
			t.Errorf("rule %s is not in the rulebook", r.Code)
		}
	}
	for _, l := range m.Lines {
		if !slices.Contains(ids, string(l.Code)) {
			t.Errorf("line %s is not in the rulebook", l.Code)
		}
	}
}

// declarations are the names by which coverage.yaml may refer to the manifest.
func declarations(t *testing.T) map[string]bool {
	m := sozw.Scheme.Manifest()
	out := map[string]bool{}
	for _, r := range m.Rules {
		out["rule "+r.ID()] = true
	}
	for _, l := range m.Lines {
		out["line "+l.ID()] = true
	}
	for _, p := range m.Parameters {
		out["parameter "+p.Code] = true
	}
	for _, w := range m.Windows {
		out["window "+w.Code] = true
	}
	for _, d := range m.Deadlines {
		out["deadline "+d.Code] = true
	}
	for _, r := range m.Requirements {
		out["requirement "+r.Code] = true
	}
	for _, j := range m.Judgements {
		out["judgement "+j.Code] = true
	}
	for _, a := range m.Activities {
		out["activity "+a.Code] = true
	}
	for _, o := range m.OtherSubsidies {
		out["subsidy "+o.Code] = true
	}
	for _, f := range m.Facts {
		out["fact "+f.Key] = true
	}
	for _, l := range m.Trainings {
		out["list "+l.List] = true
	}
	for _, th := range m.Themes {
		out["theme "+th.Code] = true
		for _, g := range th.Goals {
			out["goal "+g.Code] = true
		}
	}
	golden, err := cases.Load("cases", "sozw-2026")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range golden {
		out["case "+c.ID] = true
	}
	return out
}

func TestEveryWorkedExampleIsACase(t *testing.T) {
	t.Parallel()
	var file struct {
		Examples []struct {
			ID     string `yaml:"id"`
			Scheme string `yaml:"scheme"`
		} `yaml:"examples"`
	}
	readYAML(t, "../rulebook/calculation-examples.yaml", &file)
	declared := declarations(t)
	for _, e := range file.Examples {
		ofLedger := strings.HasPrefix(e.ID, "EX-CAP-")
		if e.Scheme == "sozw-2026" && !ofLedger && !declared["case "+e.ID] {
			t.Errorf("worked example %s is no case", e.ID)
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
	for _, tr := range sozw.Scheme.Manifest().Trainings {
		lists[tr.List]++
	}
	for list, want := range map[string]int{"mbo": 60, "mbo-module": 43, "hbo-duaal": 25, "ad-posthbo": 16} {
		if lists[list] != want {
			t.Errorf("list %s has %d trainings, want %d", list, lists[list], want)
		}
	}
}
