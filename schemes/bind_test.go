package schemes

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEveryFactKnowsItsPlace(t *testing.T) {
	t.Parallel()
	q := Question{Plan: new(Plan), Registration: new(Registration), ProjectFile: new(ProjectFile), RetentionReport: new(RetentionReport)}
	grow(reflect.ValueOf(&q).Elem())
	for _, subject := range []any{q.Plan.bound(q), q.Registration.bound(q), q.ProjectFile.bound(q), q.RetentionReport.bound(q)} {
		facts := 0
		eachFact(reflect.ValueOf(subject), "", func(at string, f Located) {
			facts++
			if f.Path() != at {
				t.Errorf("%T: the fact at %s says that it is at %s", subject, at, f.Path())
			}
		})
		if facts < 8 {
			t.Errorf("%T: %d facts were looked at", subject, facts)
		}
	}
	eachFact(reflect.ValueOf(q), "", func(at string, f Located) {
		if f.Path() != "" && f.Path() != "/" {
			t.Errorf("%s: the question that was asked is written to: %s", at, f.Path())
		}
	})
}

// unlabelled are the facts that have no label yet, because no finding points at them.
var unlabelled = []string{"earlierReports", "homeRegion", "region", "signatoryMatch", "sizeAwaited"}

func TestAFactHasOneLabel(t *testing.T) {
	t.Parallel()
	var without []string
	said := map[string]Text{}
	eachField(reflect.TypeFor[Question](), func(f reflect.StructField) {
		name, label := jsonName(f), Text{NL: f.Tag.Get("nl"), EN: f.Tag.Get("en")}
		if label.IsZero() {
			if _, ok := FactLabel(name); !ok && !slices.Contains(without, name) && reflect.PointerTo(f.Type).Implements(reflect.TypeFor[interface{ IsKnown() bool }]()) {
				without = append(without, name)
			}
			return
		}
		if _, twice := said[name]; twice || label.NL == "" || label.EN == "" {
			t.Errorf("%s: the label %v is not whole, or not the only one", name, label)
		}
		said[name] = label
		if got, ok := FactLabel(name); !ok || got != label {
			t.Errorf("%s is labelled %v, want %v", name, got, label)
		}
	})
	slices.Sort(without)
	if diff := cmp.Diff(unlabelled, without); diff != "" {
		t.Error(diff)
	}
	if label, ok := FactLabel("provider"); !ok || label.NL != "Opleider" {
		t.Error(label, ok)
	}
}

// grow gives every list in v one element.
func grow(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		grow(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		grow(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				grow(v.Field(i))
			}
		}
	}
}

// eachFact visits what has a place in v, each with the pointer that leads to it.
func eachFact(v reflect.Value, at string, visit func(string, Located)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachFact(v.Elem(), at, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachFact(v.Index(i), fmt.Sprintf("%s/%d", at, i), visit)
		}
	case reflect.Struct:
		switch f := v.Interface().(type) {
		case Located:
			visit(at, f)
		case Extras:
			visit(at, f.at)
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name := jsonName(f)
			if f.Type == reflect.TypeFor[Organisation]() {
				name = "organisation"
			}
			if name != "" {
				eachFact(v.Field(i), at+"/"+name, visit)
			}
		}
	}
}

// eachField visits the fields of a type, and those of the types that these hold, each type once.
func eachField(t reflect.Type, visit func(reflect.StructField)) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || seen[t] {
			return
		}
		seen[t] = true
		for i := range t.NumField() {
			if f := t.Field(i); jsonName(f) != "" {
				visit(f)
				walk(f.Type)
			}
		}
	}
	walk(t)
}
