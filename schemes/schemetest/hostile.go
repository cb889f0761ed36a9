package schemetest

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

// background returns the context of t, or one without end where t has none.
func background(t rapid.TB) context.Context {
	if c, ok := t.(interface{ Context() context.Context }); ok {
		return c.Context()
	}
	return context.Background()
}

// hostile replaces facts of the cases by values that nobody would state: every answer must still verify, so it also
// stays under every cap.
func (k *kit) hostile(t rapid.TB) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(k.cases).Draw(t, "case")
		tree := treeOf(c.Question)
		for range rapid.IntRange(1, 5).Draw(t, "mutations") {
			spots := spotsOf(tree)
			if len(spots) == 0 {
				break
			}
			rapid.SampledFrom(spots).Draw(t, "spot").set(fresh(rapid.SampledFrom(nasty).Draw(t, "value")))
		}
		q, ok := questionOf(tree)
		if !ok {
			return // refused at the door
		}
		a := k.judge(t, nil, q)[0]
		if a.Failure != "" && hasSubject(q) {
			t.Fatalf("%s: failed on %s: %s", c.At(), text(q), a.Failure)
		}
		if err := k.manifest.Verify(q, a, nil); err != nil {
			t.Fatalf("%s: answer to %s: %v", c.At(), text(q), err)
		}
	})
}

func hasSubject(q schemes.Question) bool {
	return q.Plan != nil || q.Registration != nil || q.ProjectFile != nil || q.RetentionReport != nil
}

// nasty are values to put in the place of a fact.
var nasty = []any{
	nil, true, false, "", "-1", "0", "0.00", "1/3", "-0.01", "99999999999999999999999999999999999999", "0.0000000000000000000000000000000000001",
	"9999-12-31", "0001-01-01", "2024-02-29", "2026-12-31", "2027-01-01", "2026-02", "X", "EMPLOYED", "p1", strings.Repeat("é", 5000), "{hole}", "\x00",
	json.Number("0"), json.Number("1"), json.Number("-1"), json.Number("9223372036854775807"), json.Number("-9223372036854775808"),
	"1000000000.00", "-1000000000.00",
	[]any{},
	[]any{"X", "X"},
	[]any{nil},
	map[string]any{},
	"2025-12-19T18:00:00+01:00",
}

// fresh returns v, containers copied: one that stood in two places could come to
// hold itself.
func fresh(v any) any {
	switch v := v.(type) {
	case []any:
		return slices.Clone(v)
	case map[string]any:
		return maps.Clone(v)
	}
	return v
}

func treeOf(q schemes.Question) any {
	d := json.NewDecoder(bytes.NewReader([]byte(text(q))))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		panic(err)
	}
	return tree
}

// questionOf reads a tree of facts; false where something in it cannot be read.
func questionOf(tree any) (q schemes.Question, ok bool) {
	return q, json.Unmarshal([]byte(text(tree)), &q) == nil
}

// A spot is a place in a tree of facts where another value can stand.
type spot struct {
	path string
	now  any
	set  func(any)
}

func (s spot) String() string { return s.path }

func spotsOf(tree any) []spot {
	var out []spot
	var walk func(v any, path string)
	walk = func(v any, path string) {
		switch v := v.(type) {
		case map[string]any:
			for _, key := range sortedKeys(v) {
				out = append(out, spot{path + "/" + key, v[key], func(to any) { v[key] = to }})
				walk(v[key], path+"/"+key)
			}
		case []any:
			for i := range v {
				out = append(out, spot{path + "/", v[i], func(to any) { v[i] = to }})
				walk(v[i], path+"/")
			}
		}
	}
	walk(tree, "")
	return out
}
