package cases

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/schemes"
)

// asked are the parts of a case, or of the given part of its file, that make the question.
type asked struct {
	AsOf            node `yaml:"asOf"`
	Organisation    node `yaml:"organisation"`
	Plan            node `yaml:"plan"`
	Registration    node `yaml:"registration"`
	ProjectFile     node `yaml:"projectFile"`
	RetentionReport node `yaml:"retentionReport"`
	Participant     node `yaml:"participant"`
}

// A node is a YAML node where one stands, nil where none does. (A pointer to a node
// would be filled in as if a node were a structure of the file.)
type node struct{ *yaml.Node }

// UnmarshalYAML keeps n itself, with its line.
func (n *node) UnmarshalYAML(is *yaml.Node) error {
	n.Node = is
	return nil
}

// defaultAsOf is the moment of judgement of a case that states none.
const defaultAsOf = "2026-01-15T12:00:00+01:00"

// Question reads the question in b, YAML or JSON in the form of a case without id, title and want. Each part that
// does not fit is reported with its line, its place in the question and an example that would fit.
func Question(b []byte) (schemes.Question, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return schemes.Question{}, err
	}
	if len(doc.Content) == 0 {
		return schemes.Question{}, fmt.Errorf("there is nothing to judge: %w", errSubject)
	}
	var a asked
	if err := decodeKnown(doc.Content[0], &a); err != nil {
		return schemes.Question{}, err
	}
	subjects := 0
	for _, n := range []node{a.Plan, a.ProjectFile, a.RetentionReport, a.Registration} {
		if n.Node != nil {
			subjects++
		}
	}
	if subjects != 1 && (subjects > 1 || a.Participant.Node == nil) {
		return schemes.Question{}, errSubject
	}
	q, _, err := question(asked{}, a)
	return q, err
}

var errSubject = fmt.Errorf("a dossier states exactly one of plan, registration, projectFile, retentionReport")

// question lays the statements of a case over the given part of its file. The subject is the one that the case
// states; a participant belongs to a registration.
func question(given, stated asked) (q schemes.Question, compact bool, err error) {
	for _, a := range []asked{given, stated} {
		if err := a.fits(); err != nil {
			return q, false, err
		}
	}
	m := map[string]any{"asOf": defaultAsOf}
	set := func(name string, ns ...node) {
		if v := laid(nil, ns...); v != nil {
			m[name] = v
		}
	}
	set("asOf", given.AsOf, stated.AsOf)
	set("organisation", given.Organisation, stated.Organisation)
	switch {
	case stated.Plan.Node != nil:
		set("plan", given.Plan, stated.Plan)
	case stated.ProjectFile.Node != nil:
		set("projectFile", given.ProjectFile, stated.ProjectFile)
	case stated.RetentionReport.Node != nil:
		set("retentionReport", given.RetentionReport, stated.RetentionReport)
	default:
		set("registration", given.Registration, stated.Registration)
		reg, _ := m["registration"].(map[string]any)
		if reg != nil && reg["participations"] == nil && (given.Participant.Node != nil || stated.Participant.Node != nil) {
			reg["participations"], compact = []any{laid(map[string]any{"key": "p1"}, given.Participant, stated.Participant)}, true
		}
	}
	b, err := json.Marshal(m)
	if err != nil {
		return q, compact, err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return q, compact, d.Decode(&q)
}

// laid lays the nodes over v, one after another.
func laid(v any, ns ...node) any {
	for _, n := range ns {
		if n.Node != nil {
			v = overlay(v, plain(n.Node))
		}
	}
	return v
}

// plain turns YAML into values that JSON has. Whole numbers stay numbers; decimals and dates stay text, so that no
// value passes through a float.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.AliasNode:
		return plain(n.Alias)
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(n.Content[i+1])
		}
		if merged, ok := m["<<"].(map[string]any); ok { // the fields that the mapping merges from an anchor
			delete(m, "<<")
			maps.Copy(merged, m)
			m = merged
		}
		return m
	case yaml.SequenceNode:
		s := make([]any, len(n.Content))
		for i, e := range n.Content {
			s[i] = plain(e)
		}
		return s
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!int":
		if strings.Trim(n.Value, "-0123456789") == "" {
			return json.Number(n.Value)
		}
	}
	return n.Value
}

// overlay lays b over a: mappings key by key, null takes away, the rest replaces.
func overlay(a, b any) any {
	am, okA := a.(map[string]any)
	bm, okB := b.(map[string]any)
	if !okA || !okB {
		return b
	}
	out := map[string]any{}
	for k, v := range am {
		out[k] = v
	}
	for k, v := range bm {
		if v == nil {
			delete(out, k)
			continue
		}
		out[k] = overlay(out[k], v)
	}
	return out
}

// decodeKnown decodes the mapping n, and refuses fields that v does not know.
func decodeKnown(n *yaml.Node, v any) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: want a mapping of %s", n.Line, strings.Join(fieldNames(reflect.TypeOf(v).Elem()), ", "))
	}
	names := fieldNames(reflect.TypeOf(v).Elem())
	for i := 0; i < len(n.Content); i += 2 {
		if key := n.Content[i]; !slices.Contains(names, key.Value) {
			return fmt.Errorf("line %d: %q is none of %s", key.Line, key.Value, strings.Join(names, ", "))
		}
	}
	return n.Decode(v)
}

// fieldNames returns the names under which YAML knows the fields of t.
func fieldNames(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		name := t.Field(i).Tag.Get("yaml")
		switch name {
		case "":
		case ",inline":
			out = append(out, fieldNames(t.Field(i).Type)...)
		default:
			out = append(out, name)
		}
	}
	return out
}
