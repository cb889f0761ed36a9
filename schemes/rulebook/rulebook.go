// Package rulebook reads the rulebook: what the regulations say, rule by rule, in our
// own words. The index in this directory is the copy that belongs to the source; it is
// of use to those who maintain schemes, and nothing is decided by it.
package rulebook

import (
	_ "embed" // the index
	"errors"
	"fmt"

	"go.yaml.in/yaml/v3"
)

//go:embed index.yaml
var index []byte

// A Rule is one entry of a rulebook.
type Rule struct {
	ID        string `yaml:"id"`
	Scheme    string `yaml:"scheme"`
	Kind      string `yaml:"kind"` // definition, data, eligibility …
	Statement string `yaml:"statement"`
}

// Index returns the rules of the rulebook in the repository.
func Index() ([]Rule, error) { return Read(index) }

// Read reads the rules of a rulebook in YAML. An id is there once.
func Read(b []byte) ([]Rule, error) {
	var file struct {
		Rules []Rule `yaml:"rules"`
	}
	if err := yaml.Unmarshal(b, &file); err != nil {
		return nil, fmt.Errorf("rulebook: %w", err)
	}
	if len(file.Rules) == 0 {
		return nil, errors.New("rulebook: want a list of rules, each with an id, under the key rules")
	}
	seen := map[string]bool{}
	for i, r := range file.Rules {
		switch {
		case r.ID == "":
			return nil, fmt.Errorf("rulebook: rule %d has no id", i+1)
		case seen[r.ID]:
			return nil, fmt.Errorf("rulebook: %s is there twice", r.ID)
		}
		seen[r.ID] = true
	}
	return file.Rules, nil
}
