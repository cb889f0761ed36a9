package wire_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

// words are the values of types and fields that take no others.
var words = map[string][]string{
	"Outcome":       {"ELIGIBLE", "INELIGIBLE", "UNDETERMINED"},
	"CellState":     {"NOT_REQUIRED", "MISSING", "INCOMPLETE", "COMPLETE"},
	"Op":            {"INPUT", "PARAMETER", "ADD", "SUBTRACT", "MULTIPLY", "DIVIDE", "MIN", "MAX", "DAYS", "ROUND", "USED"},
	"FactType":      {"TEXT", "BOOLEAN", "INTEGER", "DECIMAL", "DATE", "CHOICE"},
	"FactSubject":   {"PLAN", "REGISTRATION", "PARTICIPATION", "PROJECT_FILE", "RETENTION_REPORT"},
	"Comparison":    {"EQUALS", "NOT_EQUALS", "LESS_THAN", "AT_LEAST"},
	"Necessity":     {"REQUIRED", "CONDITIONAL", "OPTIONAL"},
	"TrainingForm":  {"LISTED", "COURSE"},
	"WindowKind":    {"APPLICATION", "ASSESSMENT", "TRAINING_START", "SUBSIDY_PERIOD", "ACCOUNTING"},
	"DocumentScope": {"PARTICIPATION", "REGISTRATION", "PROJECT"},
	"PlanPer":       {"GROUP", "ORGANISATION", "REGION"},
	"HeldAct":       {"SUBMISSION", "APPROVAL"},
}

// A filler makes values of package schemes. It finds their fields by itself, so
// that a field that the contract does not mirror fails a test.
type filler struct {
	t    *rapid.T
	full bool // leave nothing open or empty
}

func (f filler) some(what string) bool { return f.full || rapid.Bool().Draw(f.t, what) }

func (f filler) fill(v reflect.Value, name string) {
	if f.known(v) {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.word(v.Type().Name(), name))
	case reflect.Bool:
		v.SetBool(f.some(name))
	case reflect.Int:
		v.SetInt(rapid.Int64Range(1, 4).Draw(f.t, name)) // severities, indexes of steps
	case reflect.Int64:
		least := int64(-1e11)
		if f.full {
			least = 1
		}
		v.SetInt(rapid.Int64Range(least, 1e11).Draw(f.t, name))
	case reflect.Pointer:
		if f.some(name) {
			v.Set(reflect.New(v.Type().Elem()))
			f.fill(v.Elem(), name)
		}
	case reflect.Slice:
		n := rapid.IntRange(0, 2).Draw(f.t, name)
		if f.full {
			n = 2
		}
		if n > 0 { // none is nil
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range n {
			f.fill(v.Index(i), name)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() && field.Tag.Get("json") != "-" {
				f.fill(v.Field(i), field.Name)
			}
		}
	default:
		f.t.Fatalf("%s: the filler knows no %s", name, v.Type())
	}
}

func (f filler) word(typ, name string) string {
	for _, key := range []string{typ, name} {
		if in := words[key]; in != nil {
			return rapid.SampledFrom(in).Draw(f.t, name)
		}
	}
	if f.full {
		return name + " é"
	}
	return rapid.StringN(0, 8, -1).Draw(f.t, name)
}

// known fills the types of the vocabulary that are more than their fields.
func (f filler) known(v reflect.Value) bool {
	switch p := v.Addr().Interface().(type) {
	case *schemes.Date:
		if f.some("dated") {
			*p = f.date()
		}
	case *schemes.YearMonth:
		*p = f.date().YearMonth()
	case *schemes.Instant:
		if f.some("timed") {
			*p = schemes.At(time.Unix(rapid.Int64Range(-6e10, 2e11).Draw(f.t, "instant"), 0))
		}
	case *schemes.Number:
		*p = schemes.Decimal(rapid.StringMatching(`-?[0-9]{1,9}(\.[0-9]{1,6}|/[1-9][0-9]{0,5})?`).Draw(f.t, "number"))
	case *schemes.Params:
		*p = schemes.Params{"weeks": "4", "date": rapid.String().Draw(f.t, "param")}
	case *schemes.Extras:
		*p = f.extras()
	default:
		return f.fact(v)
	}
	return true
}

func (f filler) date() schemes.Date {
	return schemes.DateOf(time.Unix(rapid.Int64Range(-719162, 2932896).Draw(f.t, "day")*86400, 0).UTC())
}

// fact fills a Fact of any type by way of its JSON.
func (f filler) fact(v reflect.Value) bool {
	if !strings.HasPrefix(v.Type().Name(), "Fact[") {
		return false
	}
	if !f.some("stated") {
		return true
	}
	value := reflect.New(v.MethodByName("Value").Type().Out(0)).Elem()
	stated := filler{t: f.t, full: true}
	if value.Kind() == reflect.Slice && !f.some("any") {
		value.Set(reflect.MakeSlice(value.Type(), 0, 0)) // that there are none was stated
	} else {
		stated.fill(value, "fact")
	}
	b, err := json.Marshal(value.Interface())
	if err == nil {
		err = json.Unmarshal(b, v.Addr().Interface())
	}
	if err != nil {
		f.t.Fatal(err)
	}
	return true
}

func (f filler) extras() schemes.Extras {
	values := map[string]schemes.ExtraValue{}
	typ := reflect.TypeFor[schemes.ExtraValue]()
	for i := range typ.NumField() {
		if !f.some("extra") {
			continue
		}
		var value schemes.ExtraValue
		field := reflect.ValueOf(&value).Elem().Field(i)
		field.Set(reflect.New(field.Type().Elem()))
		filler{t: f.t, full: true}.fill(field.Elem(), "extra")
		values[typ.Field(i).Name] = value
	}
	return schemes.NewExtras(values)
}

// filled returns a filled T.
func filled[T any](t *rapid.T, full bool) T {
	var v T
	filler{t: t, full: full}.fill(reflect.ValueOf(&v).Elem(), reflect.TypeFor[T]().Name())
	return v
}

// question returns a question about one subject, of every kind in turn.
func question(t *rapid.T, full bool) schemes.Question {
	q := filled[schemes.Question](t, full)
	q.Plan, q.Registration, q.ProjectFile, q.RetentionReport = nil, nil, nil, nil
	switch rapid.IntRange(0, 3).Draw(t, "subject") {
	case 0:
		q.Plan = new(filled[schemes.Plan](t, full))
	case 1:
		q.Registration = new(filled[schemes.Registration](t, full))
	case 2:
		q.ProjectFile = new(filled[schemes.ProjectFile](t, full))
	case 3:
		q.RetentionReport = new(filled[schemes.RetentionReport](t, full))
	}
	return q
}

// zero lists the exported fields of v that are zero, to prove that a full value is full.
func zero(v reflect.Value, path string) []string {
	var out []string
	switch v.Kind() {
	case reflect.Struct:
		if _, ok := v.Interface().(json.Marshaler); ok {
			break
		}
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() && field.Tag.Get("json") != "-" {
				out = slices.Concat(out, zero(v.Field(i), path+"."+field.Name))
			}
		}
		return out
	case reflect.Slice:
		for i := range v.Len() {
			out = slices.Concat(out, zero(v.Index(i), path))
		}
	}
	if v.IsZero() {
		out = append(out, path)
	}
	return out
}
