package kit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

// A Change is one thing in which two manifests differ.
type Change struct {
	What     string   `json:"what"`     // "rule", "parameter" …
	Code     string   `json:"code"`     // of the thing
	Change   string   `json:"change"`   // ADDED, REMOVED, CHANGED
	Fields   []string `json:"fields"`   // of what changed: name, before and after
	Breaking bool     `json:"breaking"` // a release promised otherwise: codes never vanish and never change what they do
}

// The changes.
const (
	Added   = "ADDED"
	Removed = "REMOVED"
	Changed = "CHANGED"
)

// promised are the lists of a manifest whose codes stand in decisions and inputs:
// none of them may vanish, and the field named may not change.
var promised = map[string]string{
	"rules": "severity", "lines": "unit", "parameters": "unit", "facts": "type", "requirements": "scope",
	"reasonCodes": "", "activities": "budget", "budgets": "", "documentKinds": "scope", "judgements": "judge",
	"targetGroups": "", "otherSubsidies": "", "themes": "",
}

// singular names one thing of a list.
var singular = map[string]string{
	"rules": "rule", "lines": "line", "parameters": "parameter", "facts": "fact", "requirements": "requirement",
	"reasonCodes": "reason", "activities": "activity", "budgets": "budget", "documentKinds": "document kind", "judgements": "judgement",
	"targetGroups": "target group", "otherSubsidies": "other subsidy", "themes": "theme", "windows": "window", "deadlines": "deadline",
	"readings": "reading", "works": "work", "trainings": "training",
}

// compareManifests returns what differs, list by list, in the order of names.
func compareManifests(a, b *schemes.Manifest) ([]Change, error) {
	before, err := treeOf(a)
	if err != nil {
		return nil, err
	}
	after, err := treeOf(b)
	if err != nil {
		return nil, err
	}
	var out []Change
	for _, name := range keysOf(before, after) {
		x, isList := before[name].([]any)
		y, isList2 := after[name].([]any)
		if !isList && !isList2 {
			if fields := differences("", before[name], after[name]); len(fields) > 0 {
				out = append(out, Change{What: "manifest", Code: name, Change: Changed, Fields: fields})
			}
			continue
		}
		out = append(out, compareLists(name, index(x), index(y))...)
	}
	return out, nil
}

func compareLists(name string, before, after map[string]any) []Change {
	what, field := singular[name], promised[name]
	_, isPromised := promised[name]
	var out []Change
	for _, code := range keysOf(before, after) {
		x, was := before[code]
		y, is := after[code]
		switch {
		case !is:
			out = append(out, Change{What: what, Code: code, Change: Removed, Breaking: isPromised})
		case !was:
			out = append(out, Change{What: what, Code: code, Change: Added})
		default:
			fields := differences("", x, y)
			if len(fields) > 0 {
				out = append(out, Change{What: what, Code: code, Change: Changed, Fields: fields, Breaking: field != "" && !equal(fieldOf(x, field), fieldOf(y, field))})
			}
		}
	}
	return out
}

func treeOf(m *schemes.Manifest) (map[string]any, error) {
	b, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var tree map[string]any
	err = d.Decode(&tree)
	return tree, err
}

func fieldOf(v any, name string) any {
	m, _ := v.(map[string]any)
	return m[name]
}

// index names the entries of a list by what tells them apart.
func index(list []any) map[string]any {
	out := map[string]any{}
	for i, v := range list {
		name := ""
		for _, field := range []string{"subject", "key", "list", "code", "aspect", "id", "title"} {
			part, ok := fieldOf(v, field).(string)
			if !ok || field == "title" && fieldOf(v, "list") == nil {
				continue
			}
			if name != "" {
				name += "/"
			}
			name += part
		}
		if name == "" {
			name = fmt.Sprint(i + 1)
		}
		out[name] = v
	}
	return out
}

// differences lists the leaves in which two trees differ.
func differences(at string, a, b any) []string {
	am, okA := a.(map[string]any)
	bm, okB := b.(map[string]any)
	if okA || okB {
		var out []string
		for _, key := range keysOf(am, bm) {
			sub := key
			if at != "" {
				sub = at + "." + key
			}
			out = append(out, differences(sub, am[key], bm[key])...)
		}
		return out
	}
	al, okA := a.([]any)
	bl, okB := b.([]any)
	if okA && okB && len(al) == len(bl) {
		var out []string
		for i := range al {
			out = append(out, differences(fmt.Sprintf("%s[%d]", at, i), al[i], bl[i])...)
		}
		return out
	}
	if equal(a, b) {
		return nil
	}
	return []string{fmt.Sprintf("%s: %s -> %s", at, brief(a), brief(b))}
}

func brief(v any) string {
	if v == nil {
		return "none"
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

func keysOf[V any](a, b map[string]V) []string {
	both := maps.Clone(b)
	if both == nil {
		both = map[string]V{}
	}
	maps.Copy(both, a)
	return slices.Sorted(maps.Keys(both))
}
