package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/penvoerder/penvoerder/schemes"
)

// A conversion is how the fields of a pair are written and read.
type conversion struct {
	pair
	fields []field
	holds  []pair // whose conversion it needs
}

// A field is one fact: how its message field is made of s, and how it is made of p.
type field struct{ fact, message, from, to string }

func convert(of pair) (conversion, error) {
	c := conversion{pair: of}
	unused := messageFields(of.message)
	for i := range of.fact.NumField() {
		f := of.fact.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" {
			continue
		}
		wire := wireName(name, f.Type)
		m, ok := unused[wire]
		if !ok {
			return c, fmt.Errorf("schemes.%s has %s, and message %s of scheme.proto has no %s", of.fact.Name(), f.Name, of.message.Name(), wire)
		}
		delete(unused, wire)
		from, to, err := c.carry(f, m, wire)
		if err != nil {
			return c, fmt.Errorf("schemes.%s.%s: %w", of.fact.Name(), f.Name, err)
		}
		c.fields = append(c.fields, field{f.Name, m.Name, from, to})
	}
	for wire := range unused {
		return c, fmt.Errorf("message %s of scheme.proto has %s, and schemes.%s has no such fact", of.message.Name(), wire, of.fact.Name())
	}
	return c, nil
}

// messageFields are the fields of a message by their name in scheme.proto.
func messageFields(message reflect.Type) map[string]reflect.StructField {
	out := map[string]reflect.StructField{}
	for i := range message.NumField() {
		f := message.Field(i)
		for part := range strings.SplitSeq(f.Tag.Get("protobuf"), ",") {
			if name, ok := strings.CutPrefix(part, "name="); ok {
				out[name] = f
			}
		}
	}
	return out
}

// wireName is how scheme.proto writes the name of a fact.
func wireName(name string, t reflect.Type) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	if t == reflect.TypeFor[schemes.Amount]() || t == reflect.TypeFor[schemes.Fact[schemes.Amount]]() {
		b.WriteString("_cents")
	}
	return b.String()
}

// A carrier writes values of one type and reads them; a reader that can fail is told the name of the field.
type carrier struct {
	write, read string
	canFail     bool
}

// carriers are the functions of package wire for the types that are more than their fields.
var carriers = map[reflect.Type]carrier{
	reflect.TypeFor[schemes.Fact[string]]():            {"fromTextFact", "schemes.Maybe", false},
	reflect.TypeFor[schemes.Fact[bool]]():              {"fromBoolFact", "schemes.Maybe", false},
	reflect.TypeFor[schemes.Fact[int64]]():             {"fromIntFact", "schemes.Maybe", false},
	reflect.TypeFor[schemes.Fact[[]string]]():          {"fromListFact", "listFact", false},
	reflect.TypeFor[schemes.Fact[schemes.Amount]]():    {"fromAmountFact", "r.amountFact", true},
	reflect.TypeFor[schemes.Fact[schemes.Date]]():      {"fromDateFact", "r.dateFact", true},
	reflect.TypeFor[schemes.Fact[schemes.YearMonth]](): {"fromMonthFact", "r.monthFact", true},
	reflect.TypeFor[schemes.Fact[schemes.Instant]]():   {"fromInstantFact", "r.instantFact", true},
	reflect.TypeFor[schemes.Fact[schemes.Number]]():    {"fromNumberFact", "r.numberFact", true},
	reflect.TypeFor[schemes.Instant]():                 {"fromInstant", "r.instant", true},
	reflect.TypeFor[schemes.Extras]():                  {"fromExtras", "r.extras", true},
}

// carry returns the expressions that write and read a field.
func (c *conversion) carry(f, m reflect.StructField, wire string) (from, to string, err error) {
	s, p := "s."+f.Name, "p."+m.Name
	if by, ok := carriers[f.Type]; ok {
		if by.canFail {
			return fmt.Sprintf("%s(%s)", by.write, s), fmt.Sprintf("%s(%q, %s)", by.read, wire, p), nil
		}
		return fmt.Sprintf("%s(%s)", by.write, s), fmt.Sprintf("%s(%s)", by.read, p), nil
	}
	switch f.Type.Kind() {
	case reflect.String:
		return "text(" + plain(s, f.Type) + ")", named(p, f.Type), nil
	case reflect.Bool, reflect.Int64:
		return plain(s, f.Type), named(p, f.Type), nil
	case reflect.Struct:
		held := c.hold(f.Type, m.Type)
		from = fmt.Sprintf("from%s(%s)", held, s)
		if slices.Contains(leftOut, c.fact.Name()+"."+f.Name) {
			from = fmt.Sprintf("unlessZero(%s, from%s)", s, held)
		}
		return from, fmt.Sprintf("within(r, %q, %s, to%s)", wire, p, held), nil
	case reflect.Slice:
		if f.Type.Elem().Kind() == reflect.String {
			return fmt.Sprintf("list(%s, text)", s), p, nil
		}
		held := c.hold(f.Type.Elem(), m.Type.Elem())
		return fmt.Sprintf("list(%s, from%s)", s, held), fmt.Sprintf("each(r, %q, %s, to%s)", wire, p, held), nil
	}
	return "", "", fmt.Errorf("no way to carry a %s is known", f.Type)
}

// hold notes that a pair is needed and returns its name.
func (c *conversion) hold(fact, message reflect.Type) string {
	of := pair{fact, message.Elem()}
	if !slices.Contains(c.holds, of) {
		c.holds = append(c.holds, of)
	}
	return fact.Name()
}

// plain and named convert between a named type and the one below it, where there is a name.
func plain(expression string, t reflect.Type) string {
	if t.PkgPath() == "" {
		return expression
	}
	return t.Kind().String() + "(" + expression + ")"
}

func named(expression string, t reflect.Type) string {
	if t.PkgPath() == "" {
		return expression
	}
	return "schemes." + t.Name() + "(" + expression + ")"
}
