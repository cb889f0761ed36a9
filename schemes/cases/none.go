package cases

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// ErrNone says that there is no file of cases where one was looked for.
var ErrNone = errors.New("holds no cases")

// A NoneError is [ErrNone] about one scheme, and says of which schemes the cases are that
// lie there: a slug that was changed in the manifest alone finds none.
type NoneError struct {
	Where, Slug string
	Of          []string // empty where no file names a scheme
}

func (e *NoneError) Error() string {
	said := fmt.Sprintf("%s %v of %s", e.Where, ErrNone, e.Slug)
	if len(e.Of) > 0 {
		said += fmt.Sprintf(": they are of %s; write %s under schemes there, or one of those as the slug of the manifest", strings.Join(e.Of, ", "), e.Slug)
	}
	return said
}

// Unwrap makes it an [ErrNone].
func (e *NoneError) Unwrap() error { return ErrNone }

// slugs returns what files of cases name under schemes. They have been read before.
func slugs(files fs.FS, names []string) []string {
	var out []string
	for _, name := range names {
		var f caseFile
		if b, err := fs.ReadFile(files, name); err != nil || yaml.Unmarshal(b, &f) != nil {
			continue
		}
		for _, list := range append([]*yaml.Node{f.Schemes.Node}, schemesOf(f.Cases)...) {
			for i := 0; list != nil && i+1 < len(list.Content); i += 2 {
				out = append(out, list.Content[i].Value)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// schemesOf returns what each case has under schemes.
func schemesOf(cases []yaml.Node) []*yaml.Node {
	out := make([]*yaml.Node, len(cases))
	for i := range cases {
		out[i] = behind(field(&cases[i], "schemes"))
	}
	return out
}
