package question

import (
	"reflect"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// AmendParticipation returns s with the fields that the input sets or clears; absent fields stay. Malformed values
// are gathered at path.
func AmendParticipation(s fields.Participation, in ParticipationInput, bad *fault.Collector, path ...string) fields.Participation {
	s = amended(s, in.Participation, in.Cleared, bad, path)
	if len(in.Facts) > 0 {
		s.Facts = AmendFacts(s.Facts, in.Facts, bad, At(path, "facts")...)
	}
	return s
}

// AmendDocument returns s with the fields that the input sets or clears, like [AmendParticipation].
func AmendDocument(s fields.Document, in DocumentInput, bad *fault.Collector, path ...string) fields.Document {
	return amended(s, in.Document, in.Cleared, bad, path)
}

// StatedCourse returns a described training as stated. Malformed hours are gathered at path.
func StatedCourse(in fields.Course, bad *fault.Collector, path ...string) fields.Course {
	course, _ := stated(reflect.ValueOf(in), bad, path).Interface().(fields.Course)
	return course
}

// amended returns s with what in states, and without what is cleared. The facts that only a scheme asks are amended one
// by one, elsewhere.
func amended[S any](s, in S, cleared []string, bad *fault.Collector, path []string) S {
	to, from := reflect.ValueOf(&s).Elem(), reflect.ValueOf(in)
	for i := range to.NumField() {
		name := inputName(to.Type().Field(i))
		switch field := from.Field(i); {
		case field.Type() == reflect.TypeFor[fields.Facts]():
		case !field.IsNil():
			to.Field(i).Set(stated(field, bad, At(path, name)))
		case slices.Contains(cleared, name):
			to.Field(i).SetZero()
		}
	}
	return s
}

// stated returns a copy of what was entered as it is stored: text is read, and what cannot be is gathered at path. A list
// of things without any is not stated; a list of codes without any says that there are none.
func stated(v reflect.Value, bad *fault.Collector, path []string) reflect.Value {
	switch e := v.Interface().(type) {
	case *typed.Hours:
		return asRead(e, typed.HoursOf, bad, path)
	case *typed.Money:
		return asRead(e, typed.MoneyOf, bad, path)
	case typed.Date:
		e.Parse(bad, path...)
		return v
	case typed.YearMonth:
		e.Parse(bad, path...)
		return v
	}
	out := reflect.New(v.Type()).Elem()
	switch {
	case v.Kind() == reflect.Pointer && !v.IsNil():
		out.Set(reflect.New(v.Type().Elem()))
		out.Elem().Set(stated(v.Elem(), bad, path))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(stated(v.Field(i), bad, At(path, inputName(v.Type().Field(i)))))
		}
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		for i := range v.Len() {
			out.Set(reflect.Append(out, stated(v.Index(i), bad, At(path, strconv.Itoa(i)))))
		}
	default:
		return v
	}
	return out
}

// asRead is a number as it is written once it was read; nil where it cannot be.
func asRead[E typed.Readable[T], T any](e *E, of func(T) E, bad *fault.Collector, path []string) reflect.Value {
	var out *E
	if n := typed.Optional(e, bad, path...); n != nil {
		out = new(of(*n))
	}
	return reflect.ValueOf(out)
}

// inputName is the name of a statement in the inputs of the API.
func inputName(field reflect.StructField) string {
	first, size := utf8.DecodeRuneInString(field.Name)
	return string(unicode.ToLower(first)) + field.Name[size:]
}
