package receipts

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
)

const (
	mostDifferences = 10
	longestValue    = 120 // characters of a quoted value
)

// differences lists the places where two JSON texts differ, with both values, at most ten.
func differences(want, got []byte) []string {
	a, err := tree(want)
	if err != nil {
		return []string{": " + err.Error()}
	}
	b, err := tree(got)
	if err != nil {
		return []string{": " + err.Error()}
	}
	var out []string
	compare(a, b, "", &out)
	return out
}

func compare(want, got any, at string, out *[]string) {
	if len(*out) == mostDifferences {
		return
	}
	switch w := want.(type) {
	case map[string]any:
		if g, ok := got.(map[string]any); ok {
			both := maps.Clone(w)
			maps.Copy(both, g)
			for _, name := range slices.Sorted(maps.Keys(both)) {
				branchOf(w, g, name, at, out)
			}
			return
		}
	case []any:
		if g, ok := got.([]any); ok {
			for i := range max(len(w), len(g)) {
				compare(entry(w, i), entry(g, i), at+"/"+strconv.Itoa(i), out)
			}
			return
		}
	}
	if !reflect.DeepEqual(want, got) {
		*out = append(*out, fmt.Sprintf("%s: the receipt says %s, it should be %s", at, shown(got), shown(want)))
	}
}

func branchOf(w, g map[string]any, name, at string, out *[]string) {
	a, inWant := w[name]
	b, inGot := g[name]
	if !inWant {
		a = nothing{}
	}
	if !inGot {
		b = nothing{}
	}
	compare(a, b, at+"/"+name, out)
}

// nothing stands where the other side has something.
type nothing struct{}

func entry(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nothing{}
}

func shown(v any) string {
	if v == (nothing{}) {
		return "nothing"
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	if text := []rune(string(b)); len(text) > longestValue {
		return string(text[:longestValue]) + "…"
	}
	return string(b)
}
