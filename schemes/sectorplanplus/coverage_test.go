package sectorplanplus_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
)

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

// rulebook returns all ids of the rulebook.
func rulebook(t *testing.T) (all []string) {
	var index struct {
		Rules []struct {
			ID string `yaml:"id"`
		} `yaml:"rules"`
	}
	readYAML(t, "../rulebook/index.yaml", &index)
	for _, r := range index.Rules {
		all = append(all, r.ID)
	}
	return all
}

func TestEveryCodeIsOfTheRulebook(t *testing.T) {
	t.Parallel()
	all := rulebook(t)
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
	isCase, seen := map[string]bool{}, 0
	for _, s := range sectorplanplus.Schemes() {
		for _, c := range casesOf(t, s.Manifest().Slug) {
			isCase[c.ID] = true
		}
	}
	for _, e := range file.Examples {
		if !strings.HasPrefix(e.Scheme, "sectorplanplus") {
			continue
		}
		seen++
		if !isCase[e.ID] && computed[e.ID] == "" {
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
