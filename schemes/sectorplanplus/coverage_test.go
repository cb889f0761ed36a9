package sectorplanplus_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
)

// Where a rule of the rulebook is carried out; exactly one field is set.
type coverage struct {
	Implemented []string `yaml:"implemented"`
	Core        string   `yaml:"core"` // a place of the tree, and its part
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

// rulebook returns all ids of the rulebook, and those of them that are ours.
func rulebook(t *testing.T) (all, ours []string) {
	var index struct {
		Rules []struct {
			ID string `yaml:"id"`
		} `yaml:"rules"`
	}
	readYAML(t, "../rulebook/index.yaml", &index)
	for _, r := range index.Rules {
		all = append(all, r.ID)
		if !strings.HasPrefix(r.ID, "SOZW-") {
			ours = append(ours, r.ID)
		}
	}
	return all, ours
}

func TestEveryRuleOfTheRulebookIsCovered(t *testing.T) {
	t.Parallel()
	var file struct {
		Rules map[string]coverage `yaml:"rules"`
	}
	readYAML(t, "coverage.yaml", &file)
	declared := declarations(t)
	_, ids := rulebook(t)
	if len(ids) != 157 {
		t.Errorf("the rulebook has %d rules of this family", len(ids))
	}
	for _, id := range ids {
		c, ok := file.Rules[id]
		if !ok {
			t.Errorf("%s is not covered", id)
			continue
		}
		c.check(t, id, declared)
	}
	for id := range file.Rules {
		if !slices.Contains(ids, id) {
			t.Errorf("%s is not in the rulebook", id)
		}
	}
}

func (c coverage) check(t *testing.T, id string, declared map[string]bool) {
	t.Helper()
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
	if c.Core != "" {
		place, _, _ := strings.Cut(c.Core, ":")
		if _, err := os.Stat(filepath.Join("../..", place)); err != nil {
			t.Errorf("%s is kept by %q, which does not exist", id, place)
		}
	}
}

func TestEveryCodeIsOfTheRulebook(t *testing.T) {
	t.Parallel()
	all, _ := rulebook(t)
	for _, s := range sectorplanplus.Schemes() {
		m := s.Manifest()
		for _, r := range m.OwnRules() {
			if !slices.Contains(all, string(r.Code)) {
				t.Errorf("%s: rule %s is not in the rulebook", m.Slug, r.Code)
			}
		}
		for _, l := range m.Lines {
			if !slices.Contains(all, string(l.Code)) {
				t.Errorf("%s: line %s is not in the rulebook", m.Slug, l.Code)
			}
		}
	}
}

// declarations are the names by which coverage.yaml may refer to a variant.
func declarations(t *testing.T) map[string]bool {
	out := map[string]bool{}
	for _, s := range sectorplanplus.Schemes() {
		m := s.Manifest()
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
		for _, k := range m.DocumentKinds {
			out["kind "+k.Code] = true
		}
		for _, f := range m.Facts {
			out["fact "+f.Key] = true
		}
		for _, g := range m.TargetGroups {
			out["targetGroup "+g.Code] = true
		}
		for _, r := range m.Readings {
			out["reading "+r.ID] = true
		}
		for _, l := range m.Trainings {
			out["list "+l.List] = true
		}
		if m.Retention != nil {
			out["retention "+m.Retention.Applied] = true
		}
		for _, c := range casesOf(t, m.Slug) {
			out["case "+c.ID] = true
		}
	}
	return out
}

func casesOf(t *testing.T, slug string) []cases.Case {
	t.Helper()
	cs, err := cases.Load("cases", slug)
	if err != nil {
		t.Fatal(err)
	}
	return cs
}

// Worked examples that are no case, and the test that computes each.
var computed = map[string]string{"EX-AMR-002": "TestTheTermOfTheAMR"}

func TestEveryWorkedExampleIsACase(t *testing.T) {
	t.Parallel()
	var file struct {
		Examples []struct {
			ID     string `yaml:"id"`
			Scheme string `yaml:"scheme"`
		} `yaml:"examples"`
	}
	readYAML(t, "../rulebook/calculation-examples.yaml", &file)
	declared, seen := declarations(t), 0
	for _, e := range file.Examples {
		if !strings.HasPrefix(e.Scheme, "sectorplanplus") {
			continue
		}
		seen++
		if !declared["case "+e.ID] && computed[e.ID] == "" {
			t.Errorf("worked example %s is no case", e.ID)
		}
	}
	if seen != 32 {
		t.Errorf("the rulebook has %d worked examples of this family", seen)
	}
}

// Each common mistake of the webinar is a finding that says how to put it right.
func TestEveryCommonMistakeHasARemedy(t *testing.T) {
	t.Parallel()
	mistake := regexp.MustCompile(`^SPP-ERR-0\d$`)
	for _, s := range sectorplanplus.Schemes() {
		told := map[string]bool{}
		for _, r := range s.Manifest().Rules {
			for _, code := range []schemes.Code{r.Code, r.Source.Rule} {
				if mistake.MatchString(string(code)) {
					told[string(code)] = true
					if r.Remedy.IsZero() {
						t.Errorf("%s: rule %s says not how to mend it", s.Manifest().Slug, r.ID())
					}
				}
			}
		}
		if len(told) != 8 { // all nine, less the contact that leaves: no fact shows it
			t.Errorf("%s tells of %d common mistakes: %v", s.Manifest().Slug, len(told), told)
		}
	}
}
