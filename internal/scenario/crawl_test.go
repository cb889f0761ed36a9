package scenario_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// catalogue is the schema as it tells itself.
type catalogue struct {
	types map[string]typeInfo
}

type typeInfo struct {
	Kind, Name    string
	Fields        []fieldInfo
	PossibleTypes []struct{ Name string }
}

type fieldInfo struct {
	Name string
	Args []argument
	Type typeRef
}

type argument struct {
	Name         string
	Type         typeRef
	DefaultValue *string
}

type typeRef struct {
	Kind, Name string
	OfType     *typeRef
}

func (r typeRef) base() typeRef {
	for r.OfType != nil {
		r = *r.OfType
	}
	return r
}

func (r typeRef) isList() bool {
	return r.Kind == "LIST" || r.OfType != nil && r.OfType.isList()
}

const introspection = `{ __schema { queryType { name } types { kind name possibleTypes { name }
	fields(includeDeprecated: true) { name args { name defaultValue type { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }
		type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }`

// introspect asks the schema.
func (v *visitor) introspect() *catalogue {
	v.t.Helper()
	var in struct {
		Data struct {
			Schema struct{ Types []typeInfo } `json:"__schema"`
		}
	}
	v.must(json.Unmarshal(v.ask(introspection, nil).body, &in))
	c := &catalogue{types: map[string]typeInfo{}}
	for _, t := range in.Data.Schema.Types {
		c.types[t.Name] = t
	}
	return c
}

// nodes are the types that have an id of their own.
func (c *catalogue) nodes() []string {
	var out []string
	for _, p := range c.types["Node"].PossibleTypes {
		out = append(out, p.Name)
	}
	slices.Sort(out)
	return out
}

// asked are arguments without which a field cannot be asked.
var asked = map[string]string{
	"viewerCan": "(action: READ_PERSONAL_DATA)", "viewerCanEach": "(actions: [READ_PERSONAL_DATA, AMEND])", "factSchema": "(subject: PLAN)", "trainings": "(first: 1)",
}

// pages are how many entries of a connection are asked.
const pages = "(first: 20)"

// selection asks for a field and everything below it to a depth; empty where nothing can be asked.
func (c *catalogue) selection(f fieldInfo, depth int) string {
	base := f.Type.base()
	args, ok := asked[f.Name]
	switch {
	case ok:
	case slices.ContainsFunc(f.Args, func(a argument) bool { return a.Name == "first" }):
		args = pages
	}
	switch base.Kind {
	case "SCALAR", "ENUM":
		return f.Name + args
	case "UNION", "INTERFACE":
		fields := "__typename"
		for _, p := range c.types[base.Name].PossibleTypes {
			if c.hasID(p.Name) {
				fields += " ... on " + p.Name + " { id }"
			}
		}
		return f.Name + args + " { " + fields + " }"
	}
	if strings.HasSuffix(base.Name, "Connection") {
		below := "pageInfo { startCursor endCursor } "
		if _, counts := c.field(base.Name, "totalCount"); counts {
			below += "totalCount "
		}
		node, _ := c.field(base.Name, "nodes")
		return f.Name + args + " { __typename " + below + c.selection(node, depth) + " }"
	}
	return f.Name + args + " { " + strings.Join(c.fields(base.Name, depth-1), " ") + " }"
}

// fields asks for every field of a type; those that lead on only while there is depth.
func (c *catalogue) fields(typ string, depth int) []string {
	out := []string{"__typename"}
	for _, f := range c.types[typ].Fields {
		kind := f.Type.base().Kind
		if leads := kind != "SCALAR" && kind != "ENUM"; leads && depth <= 0 {
			if c.hasID(f.Type.base().Name) && !f.Type.isList() {
				out = append(out, f.Name+" { __typename id }")
			}
			continue
		}
		if s := c.selection(f, depth); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (c *catalogue) field(typ, name string) (fieldInfo, bool) {
	fields := c.types[typ].Fields
	i := slices.IndexFunc(fields, func(f fieldInfo) bool { return f.Name == name })
	if i < 0 {
		return fieldInfo{}, false
	}
	return fields[i], true
}

func (c *catalogue) hasID(typ string) bool {
	_, ok := c.field(typ, "id")
	return ok
}

// crawl asks for all there is to know of things of one type, in as few requests as the limits allow, and hands each
// answer on.
func (c *catalogue) crawl(t testing.TB, v *visitor, typ string, ids []string, hear func(*answer)) {
	t.Helper()
	var parts []string
	for _, f := range c.types[typ].Fields {
		parts = append(parts, c.selection(f, 2))
	}
	c.request(t, v, typ, ids, parts, hear)
}

// request asks for parts; where that is more than one request may be, for half of them at a time, and at last for half
// of the things.
func (c *catalogue) request(t testing.TB, v *visitor, typ string, ids, parts []string, hear func(*answer)) {
	t.Helper()
	query := `query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on ` + typ + ` { ` + strings.Join(parts, "\n") + ` } } }`
	a := v.send(query, object{"ids": ids})
	if a.data != nil || !slices.ContainsFunc(a.errors, func(e told) bool { return e.Extensions.Code == "INVALID" }) {
		hear(a)
		return
	}
	switch {
	case len(parts) > 1:
		c.request(t, v, typ, ids, parts[:len(parts)/2], hear)
		c.request(t, v, typ, ids, parts[len(parts)/2:], hear)
	case len(ids) > 1:
		c.request(t, v, typ, ids[:len(ids)/2], parts, hear)
		c.request(t, v, typ, ids[len(ids)/2:], parts, hear)
	default:
		t.Errorf("%s could not ask %s: %.600s", v.name, query, a.body)
	}
}
