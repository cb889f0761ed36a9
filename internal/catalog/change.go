package catalog

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/schemes"
)

// A Change shows the values of one parameter of a release before and under a parameter file.
type Change struct {
	Parameter     schemes.Parameter // as the release declares it
	Before, After []schemes.Value   // in effect without the file, and with it
}

// Differs reports whether the file brings other values than there were.
func (c Change) Differs() bool { return !slices.Equal(c.Before, c.After) }

// Changes lists every parameter that a parameter file or the one before it replaces, with the values before and
// after, in the order of the release that declares m. Either file may be nil for none.
func Changes(m *schemes.Manifest, before, after *ent.ParameterFile) ([]Change, error) {
	was, err := Effective(m, before)
	if err != nil {
		return nil, err
	}
	is, err := Effective(m, after)
	if err != nil {
		return nil, err
	}
	return changes(m, was, is), nil
}

func changes(m *schemes.Manifest, was, is schemes.Overrides) []Change {
	out := []Change{}
	then, now := effective(m.Parameters, was), effective(m.Parameters, is)
	for i, p := range m.Parameters {
		_, replaced := was[p.Code]
		_, replaces := is[p.Code]
		if replaced || replaces {
			out = append(out, Change{Parameter: p, Before: then[i].Values, After: now[i].Values})
		}
	}
	return out
}
