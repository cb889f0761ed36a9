package question

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/schemes"
)

// AmendFacts returns the facts with those of the input set or cleared. Malformed dates and decimals, and a key that is
// given twice, are gathered at path. Whether the scheme asks the fact, and whether the value fits, is said by
// [schemes.Manifest.Impossible]; see [Faults].
func AmendFacts(facts fields.Facts, in []FactInput, bad *fault.Collector, path ...string) fields.Facts {
	out := maps.Clone(facts)
	if out == nil {
		out = fields.Facts{}
	}
	for i, f := range in {
		at := At(path, strconv.Itoa(i))
		if slices.ContainsFunc(in[:i], func(g FactInput) bool { return g.Key == f.Key }) {
			bad.Add(fault.Invalid(At(at, "key"), fault.ReasonDuplicate, fault.Text{
				NL: "Dit gegeven staat er twee keer in. Geef het één keer op.", EN: "This fact is given twice. Give it once.",
			}, ""))
			continue
		}
		if f.Value == nil {
			delete(out, f.Key)
			continue
		}
		out[f.Key] = value(*f.Value, bad, At(at, "value"))
	}
	return out
}

func value(in FactValueInput, bad *fault.Collector, path []string) fields.Value {
	if in.Decimal != nil {
		in.Decimal.Parse(bad, At(path, "decimal")...)
	}
	if in.Date != nil {
		in.Date.Parse(bad, At(path, "date")...)
	}
	return fields.Value(in)
}

// Faults returns the facts that cannot be true as faults, each at the place in the input to which locate leads its
// pointer.
func Faults(found []schemes.Impossibility, bad *fault.Collector, locate func(pointer []string) []string) {
	for _, p := range found {
		at := locate(split(p.Path))
		if last := len(at) - 1; p.Reason == "FACT_UNKNOWN" && last >= 0 && at[last] == "value" {
			at = At(at[:last], "key") // whatever its value
		}
		bad.Add(fault.Invalid(at, p.Reason, fault.Text(p.Message), p.Expected))
	}
}

// FactPath leads from the key of a fact to its place in the input: its value where it is in the input, else path.
func FactPath(key string, in []FactInput, path ...string) []string {
	for i, f := range in {
		if f.Key == key {
			return At(path, strconv.Itoa(i), "value")
		}
	}
	return path
}

// At returns path with steps added, never sharing its memory.
func At(path []string, steps ...string) []string {
	return append(slices.Clone(path), steps...)
}

// split reads a JSON pointer.
func split(pointer string) []string {
	if pointer == "" {
		return nil
	}
	steps := strings.Split(pointer[1:], "/")
	for i, s := range steps {
		steps[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
	}
	return steps
}
