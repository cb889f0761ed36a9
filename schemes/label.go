package schemes

import (
	"reflect"
	"strings"
	"sync"
)

// FactLabel returns the label of a fact that every scheme shares, by its name in JSON, the last of its pointer: what the
// tags nl and en of its field say. Fields with one name have one label, which stands with the first of them.
func FactLabel(name string) (Text, bool) {
	label, ok := factLabels()[name]
	return label, ok
}

var factLabels = sync.OnceValue(func() map[string]Text {
	labels := map[string]Text{}
	label(reflect.TypeFor[Question](), labels)
	return labels
})

// label gathers the labels of the fields of a type, and of the types that these hold.
func label(t reflect.Type, into map[string]Text) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name := jsonName(f)
		if name == "" {
			continue
		}
		if nl, ok := f.Tag.Lookup("nl"); ok {
			into[name] = Text{NL: nl, EN: f.Tag.Get("en")}
		}
		label(f.Type, into)
	}
}

// jsonName returns the name of a field in JSON; empty for one that is not written.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if !f.IsExported() || name == "-" {
		return ""
	}
	return name
}
