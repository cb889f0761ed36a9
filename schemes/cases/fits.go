package cases

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/schemes"
)

// fits lists the parts of a that cannot be read as facts, each with its line, its place and an example that would be
// right. The shape comes from the Go types of the question itself.
func (a asked) fits() error {
	for _, part := range []struct {
		name string
		node node
		as   any
	}{
		{"asOf", a.AsOf, schemes.Instant{}},
		{"organisation", a.Organisation, schemes.Organisation{}},
		{"plan", a.Plan, schemes.Plan{}},
		{"registration", a.Registration, schemes.Registration{}},
		{"projectFile", a.ProjectFile, schemes.ProjectFile{}},
		{"retentionReport", a.RetentionReport, schemes.RetentionReport{}},
		{"participant", a.Participant, schemes.Participation{}},
	} {
		if part.node.Node == nil {
			continue
		}
		if err := fit(part.node.Node, reflect.TypeOf(part.as), part.name); err != nil {
			return err
		}
	}
	return nil
}

var reads = reflect.TypeFor[json.Unmarshaler]()

// fit lists the parts of n that cannot be read as a t at path.
func fit(n *yaml.Node, t reflect.Type, path string) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	switch {
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null":
		return nil // takes a fact away
	case t.Kind() == reflect.Pointer:
		return fit(n, t.Elem(), path)
	case t == reflect.TypeFor[schemes.Extras]():
		return fitExtras(n, path)
	case reflect.PointerTo(t).Implements(reads):
		return fitValue(n, t, path)
	case t.Kind() == reflect.Struct:
		return fitStruct(n, t, path)
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.String:
		if n.Kind != yaml.SequenceNode {
			return fmt.Errorf("line %d: %s: want a list", n.Line, path)
		}
		for i, e := range n.Content {
			if err := fit(e, t.Elem(), fmt.Sprintf("%s/%d", path, i)); err != nil {
				return err
			}
		}
		return nil
	}
	return fitValue(n, t, path)
}

func fitStruct(n *yaml.Node, t reflect.Type, path string) error {
	fields := map[string]reflect.Type{}
	var names []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		fields[name], names = t.Field(i).Type, append(names, name)
	}
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: %s: want a mapping of %s", n.Line, path, strings.Join(names, ", "))
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Value == "<<" {
			if err := fit(n.Content[i+1], t, path); err != nil {
				return err
			}
			continue
		}
		field, ok := fields[key.Value]
		if !ok {
			return fmt.Errorf("line %d: %s: %q is no fact here; there are %s", key.Line, path, key.Value, strings.Join(names, ", "))
		}
		if err := fit(n.Content[i+1], field, path+"/"+key.Value); err != nil {
			return err
		}
	}
	return nil
}

// fitExtras reads facts that only one scheme asks: by key, each with its type.
func fitExtras(n *yaml.Node, path string) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: %s: want a mapping of keys to values such as {integer: 3}", n.Line, path)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if err := fit(n.Content[i+1], reflect.TypeFor[schemes.ExtraValue](), path+"/"+n.Content[i].Value); err != nil {
			return err
		}
	}
	return nil
}

// fitValue reads n as the question would, and describes a value that would fit when it cannot.
func fitValue(n *yaml.Node, t reflect.Type, path string) error {
	b, err := json.Marshal(plain(n))
	if err == nil {
		err = json.Unmarshal(b, reflect.New(t).Interface())
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("line %d: %s: %s does not fit; want %s", n.Line, path, b, wants(t))
}

// wants says in words, with an example, how a value of t is written.
func wants(t reflect.Type) string {
	if value, ok := t.MethodByName("Value"); ok && strings.HasPrefix(t.Name(), "Fact[") {
		t = value.Type.Out(0)
	}
	switch t {
	case reflect.TypeFor[schemes.Date]():
		return "a date such as 2026-02-28"
	case reflect.TypeFor[schemes.Instant]():
		return "a moment such as 2026-01-15T12:00:00+01:00"
	case reflect.TypeFor[schemes.YearMonth]():
		return "a month such as 2026-02"
	case reflect.TypeFor[schemes.Amount]():
		return `an amount in euros and cents, as text: "1250.00"`
	case reflect.TypeFor[schemes.Number]():
		return `a decimal as text, such as "7.5", or a whole number`
	}
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int64:
		return "a whole number such as 3"
	case reflect.Slice:
		return "a list of codes such as [WLZ, ZVW]"
	}
	return "text or a code"
}
