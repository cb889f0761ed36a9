package schemes

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// stated returns the number that q states at path, a JSON pointer into the facts of its subject, and whether there is
// one. An INPUT step of a trace must equal it.
func (q *Question) stated(path string) (Number, bool) {
	at := q.subject()
	for name := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		if strings.Contains(name, "~") {
			name = pointerUnescape.Replace(name)
		}
		if at = step(at, name); !at.IsValid() {
			return Number{}, false
		}
	}
	if at.CanAddr() {
		at = at.Addr()
	}
	switch f := at.Interface().(type) {
	case Numeric:
		return f.numeric()
	case ExtraValue:
		return f.numeric()
	}
	return Number{}, false
}

// subject returns the subject of q, or nil where exactly one is not set.
func (q *Question) subject() reflect.Value {
	switch {
	case q.Registration != nil:
		return reflect.ValueOf(q.Registration).Elem()
	case q.Plan != nil:
		return reflect.ValueOf(q.Plan).Elem()
	case q.ProjectFile != nil:
		return reflect.ValueOf(q.ProjectFile).Elem()
	case q.RetentionReport != nil:
		return reflect.ValueOf(q.RetentionReport).Elem()
	}
	return reflect.Value{}
}

// step goes one name further down; nothing where that leads nowhere.
func step(at reflect.Value, name string) reflect.Value {
	if !at.IsValid() {
		return at
	}
	if at.Type() == reflect.TypeFor[Extras]() {
		e, _ := at.Interface().(Extras)
		if v, ok := e.values[name]; ok {
			return reflect.ValueOf(v)
		}
		return reflect.Value{}
	}
	switch at.Kind() {
	case reflect.Struct:
		if i, ok := fieldsOf(at.Type())[name]; ok {
			return at.Field(i)
		}
	case reflect.Slice:
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < at.Len() {
			return at.Index(i)
		}
	}
	return reflect.Value{}
}

var fields sync.Map // of a struct type: its fields by their name in JSON

func fieldsOf(t reflect.Type) map[string]int {
	known, _ := fields.Load(t)
	if names, ok := known.(map[string]int); ok {
		return names
	}
	out := map[string]int{}
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" && name != "-" {
			out[name] = i
		}
	}
	fields.Store(t, out)
	return out
}

var pointerUnescape = strings.NewReplacer("~1", "/", "~0", "~")
