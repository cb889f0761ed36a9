package reading

import (
	"reflect"
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// spending says of everything that is stated of a training whether the judge of content judges it: a new field has to be
// put here.
var spending = map[string]bool{
	"Course.Title": true, "Course.Content": true, "Course.Theme": true, "Course.Goal": true, "Course.Provider": true, "Course.Form": true,
	"Course.Hours": false, "Course.GroupSize": false, "Course.Teacher": false,
	"Listed.TrainingID": true, "Listed.List": true, "Listed.Code": true, "Listed.Title": true, "Listed.Route": true, "Listed.Modules": true,
}

// other states something else in a field.
func other(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Slice:
		v.Set(reflect.Append(v, reflect.New(v.Type().Elem()).Elem()))
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
			return
		}
		v.Set(reflect.Zero(v.Type()))
	}
}

func TestEveryFieldOfATrainingSpendsAnApprovalOrDoesNot(t *testing.T) {
	t.Parallel()
	home := matrix.Home{Release: &catalog.Release{Manifest: &schemes.Manifest{}}}
	for _, training := range []func() fields.Training{
		func() fields.Training {
			return fields.Training{Course: &fields.Course{Title: "Een", Hours: new(typed.Hours("8.00"))}}
		},
		func() fields.Training { return fields.Training{Listed: &fields.Listed{Title: new("Een")}} },
	} {
		before := training()
		kind := reflect.ValueOf(before.Course)
		if before.Listed != nil {
			kind = reflect.ValueOf(before.Listed)
		}
		for i := range kind.Elem().NumField() {
			name := kind.Elem().Type().Name() + "." + kind.Elem().Type().Field(i).Name
			now := training()
			if now.Course != nil {
				other(reflect.ValueOf(now.Course).Elem().Field(i))
			} else {
				other(reflect.ValueOf(now.Listed).Elem().Field(i))
			}
			r := &Registration{
				Matrix: &matrix.Matrix{Home: home},
				Row:    &ent.Registration{Training: now, ContentVerdict: new(matrix.VerdictApproved), ContentApproved: &before},
			}
			r.SpendContent(&ent.Registration{Training: before})
			want, known := spending[name]
			switch {
			case !known:
				t.Errorf("%s is in no table: does it spend the approval?", name)
			case want != (r.Row.ContentVerdict == nil):
				t.Errorf("%s: spent %t, want %t", name, r.Row.ContentVerdict == nil, want)
			case !want && !r.isContentChanged():
				t.Errorf("%s changed, and the judge of content does not see it", name)
			}
		}
	}
}
