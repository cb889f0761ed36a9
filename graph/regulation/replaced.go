package regulation

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

// A ReplacedParameter is one parameter of a release under two files, one after the other.
type ReplacedParameter struct{ before, after *Parameter }

// Replacements lists, in the manifest's order, the parameters that the parameter file of before or the one of after
// replaces. Both are the manifest of one release; one of them may have no parameter file.
func Replacements(before, after *Manifest) []*ReplacedParameter {
	out := []*ReplacedParameter{}
	for i := range after.manifest.Parameters {
		p := &after.manifest.Parameters[i]
		_, replaced := before.declared[p.Code]
		_, replaces := after.declared[p.Code]
		if replaced || replaces {
			out = append(out, &ReplacedParameter{before.Parameter(p.Code), after.parameter(p)})
		}
	}
	return out
}

// Code is stable.
func (r *ReplacedParameter) Code() string { return r.after.Code() }

// Title in both languages.
func (r *ReplacedParameter) Title() *Text { return r.after.Title() }

// Unit of its values.
func (r *ReplacedParameter) Unit() string { return r.after.Unit() }

// Declared values, before any file.
func (r *ReplacedParameter) Declared() []*ParameterValue { return r.after.Declared() }

// Before are the values until the file was applied.
func (r *ReplacedParameter) Before() []*ParameterValue { return r.before.Values() }

// After are the values under the file.
func (r *ReplacedParameter) After() []*ParameterValue { return r.after.Values() }

// IsChanged reports whether these differ.
func (r *ReplacedParameter) IsChanged() bool {
	return !slices.EqualFunc(r.before.parameter.Values, r.after.parameter.Values, func(a, b schemes.Value) bool { return a == b })
}
