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

func TestEveryWorkedExampleIsACase(t *testing.T) {
	t.Parallel()
	var file struct {
		Examples []struct {
			ID     string `yaml:"id"`
			Scheme string `yaml:"scheme"`
		} `yaml:"examples"`
	}
	readYAML(t, "../rulebook/calculation-examples.yaml", &file)
	golden, err := cases.Load("cases", "sozw-2026")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range file.Examples {
		ofLedger := strings.HasPrefix(e.ID, "EX-CAP-")
		isCase := slices.ContainsFunc(golden, func(c cases.Case) bool { return c.ID == e.ID })
		if e.Scheme == "sozw-2026" && !ofLedger && !isCase {
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
