package graph

import (
	"reflect"
	"strings"
)

// withhold takes out of a statement what the schema marks as personal in the type that shows it.
func withhold[S any](statement *S, shownAs string) {
	v := reflect.ValueOf(statement).Elem()
	for _, f := range names().types[shownAs].Fields {
		if f.Directives.ForName("personal") != nil {
			v.FieldByNameFunc(func(name string) bool { return strings.EqualFold(name, f.Name) }).SetZero()
		}
	}
}
