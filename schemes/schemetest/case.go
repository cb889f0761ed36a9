package schemetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/schemes"
)

// A Case is one golden case: a question and what must be answered.
type Case struct {
	ID        string
	Title     string
	File      string
	Line      int
	Question  schemes.Question
	Overrides schemes.Overrides

	want    *yaml.Node
	compact bool // one participation, told together with the whole
}

func (c Case) at(n *yaml.Node) string {
	line := c.Line
	if n != nil {
		line = n.Line
	}
	return fmt.Sprintf("%s:%d: %s", c.File, line, c.ID)
}

// Load reads the cases of every YAML file in dir.
func Load(dir string) ([]Case, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s holds no cases", dir)
	}
	var out []Case
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		cs, err := parse(f, b)
		if err != nil {
			return nil, err
		}
		out = append(out, cs...)
	}
	seen := map[string]string{}
	for _, c := range out {
		if at, ok := seen[c.ID]; ok {
			return nil, fmt.Errorf("%s: there is another case of this id at %s", c.at(nil), at)
		}
		seen[c.ID] = c.at(nil)
	}
	return out, nil
}

// asked are the parts of a case, or of what a file gives, that make the question.
type asked struct {
	AsOf         node `yaml:"asOf"`
	Organisation node `yaml:"organisation"`
	Plan         node `yaml:"plan"`
	Registration node `yaml:"registration"`
	ProjectFile  node `yaml:"projectFile"`
	Participant  node `yaml:"participant"`
}

type caseFile struct {
	Given node        `yaml:"given"`
	Cases []yaml.Node `yaml:"cases"`
}

type caseText struct {
	ID         string            `yaml:"id"`
	Title      string            `yaml:"title"`
	Source     string            `yaml:"source"` // where the case comes from
	Note       string            `yaml:"note"`
	Asked      asked             `yaml:",inline"`
	Parameters map[string]string `yaml:"parameters"`
	Want       node              `yaml:"want"`
}

// A node is a YAML node where one stands, nil where none does. (A pointer to a node
// would be filled in as if a node were a structure of the file.)
type node struct{ *yaml.Node }

// UnmarshalYAML keeps n itself, with its line.
func (n *node) UnmarshalYAML(is *yaml.Node) error {
	n.Node = is
	return nil
}

func parse(file string, b []byte) ([]Case, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil || len(doc.Content) == 0 {
		return nil, fmt.Errorf("%s holds no cases: %w", file, err)
	}
	var f caseFile
	if err := decodeKnown(doc.Content[0], &f); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var given asked
	if f.Given.Node != nil {
		if err := decodeKnown(f.Given.Node, &given); err != nil {
			return nil, fmt.Errorf("%s: given: %w", file, err)
		}
	}
	out := make([]Case, len(f.Cases))
	for i := range f.Cases {
		c, err := parseCase(file, given, &f.Cases[i])
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, f.Cases[i].Line, err)
		}
		out[i] = c
	}
	return out, nil
}

func parseCase(file string, given asked, n *yaml.Node) (Case, error) {
	var t caseText
	if err := decodeKnown(n, &t); err != nil {
		return Case{}, err
	}
	c := Case{ID: t.ID, Title: t.Title, File: file, Line: n.Line, want: t.Want.Node}
	if t.ID == "" || t.Title == "" || t.Want.Node == nil {
		return c, fmt.Errorf("a case has an id, a title and a want")
	}
	q, compact, err := question(given, t.Asked)
	if err != nil {
		return c, err
	}
	c.compact = compact
	d := json.NewDecoder(bytes.NewReader(q))
	d.DisallowUnknownFields()
	if err := d.Decode(&c.Question); err != nil {
		return c, fmt.Errorf("%s: %w", t.ID, err)
	}
	for code, v := range t.Parameters {
		if c.Overrides == nil {
			c.Overrides = schemes.Overrides{}
		}
		c.Overrides[code] = []schemes.Value{{Text: v, From: schemes.On(1, 1, 1)}}
	}
	return c, nil
}

// question lays what a case states over what its file gives. The subject is the one
// that the case states; a participant belongs to a registration.
func question(given, stated asked) (q []byte, compact bool, err error) {
	m := map[string]any{"asOf": "2026-01-15T12:00:00+01:00"}
	set := func(name string, ns ...node) {
		v := any(nil)
		for _, n := range ns {
			if n.Node != nil {
				v = overlay(v, plain(n.Node))
			}
		}
		if v != nil {
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
	default:
		set("registration", given.Registration, stated.Registration)
		reg, _ := m["registration"].(map[string]any)
		if reg != nil && reg["participations"] == nil && (given.Participant.Node != nil || stated.Participant.Node != nil) {
			p := any(map[string]any{"key": "p1"})
			for _, n := range []node{given.Participant, stated.Participant} {
				if n.Node != nil {
					p = overlay(p, plain(n.Node))
				}
			}
			reg["participations"], compact = []any{p}, true
		}
	}
	q, err = json.Marshal(m)
	return q, compact, err
}

// plain turns YAML into what JSON can say. Whole numbers stay numbers; what has a
// decimal point or a date stays text, so that no value passes through a float.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.AliasNode:
		return plain(n.Alias)
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(n.Content[i+1])
		}
		if merged, ok := m["<<"].(map[string]any); ok { // what the mapping takes from an anchor
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
	names := fieldNames(reflect.TypeOf(v).Elem())
	for i := 0; i < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
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
