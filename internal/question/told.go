package question

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// What schemes are told of stored statements: each statement is the fact with its name. A statement that is no fact is an
// error of those who declared it, found when the program starts.
var (
	toldListed        = telling[fields.Listed, schemes.Training]()
	toldCourse        = telling[fields.Course, schemes.Training]()
	toldParticipation = telling[fields.Participation, schemes.Participation]()
	toldDocument      = telling[fields.Document, schemes.Document]()
)

// A teller says how the statements of a type become facts.
type teller []told

// told is one statement: the fact that it becomes, or the tellers of what it holds.
type told struct {
	statement, fact int
	name            string // of the fact
	carry           func(fact, statement reflect.Value)
	spread          teller // into the facts beside it, where it is stated
}

// telling returns how an S becomes an F, and panics where it cannot.
func telling[S, F any]() teller {
	t, err := tellerOf(reflect.TypeFor[S](), reflect.TypeFor[F]())
	if err != nil {
		panic(err)
	}
	return t
}

func tellerOf(s, f reflect.Type) (teller, error) {
	var out teller
	for i := range s.NumField() {
		field := s.Field(i)
		name := factName(field)
		switch name {
		case "-":
			continue
		case "*":
			spread, err := tellerOf(field.Type.Elem(), f)
			if err != nil {
				return nil, err
			}
			out = append(out, told{statement: i, spread: spread})
			continue
		}
		fact, ok := factNamed(f, name)
		if !ok {
			return nil, fmt.Errorf("%s.%s is stated, and %s has no %s", s, field.Name, f, name)
		}
		carry, err := carryOf(field.Type, f.Field(fact).Type)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", s, field.Name, err)
		}
		out = append(out, told{statement: i, fact: fact, name: name, carry: carry})
	}
	return out, nil
}

// factName is the name of the fact that a statement is.
func factName(field reflect.StructField) string {
	if name, ok := field.Tag.Lookup("fact"); ok {
		return name
	}
	return jsonName(field)
}

func jsonName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return name
}

func factNamed(f reflect.Type, name string) (int, bool) {
	for i := range f.NumField() {
		if jsonName(f.Field(i)) == name {
			return i, true
		}
	}
	return 0, false
}

// tell states in facts what the statements say.
func (t teller) tell(facts, statements reflect.Value) {
	for i := range t {
		one := &t[i]
		statement := statements.Field(one.statement)
		switch {
		case one.spread == nil:
			one.carry(facts.Field(one.fact), statement)
		case !statement.IsNil():
			one.spread.tell(facts, statement.Elem())
		}
	}
}

// A carriage makes a fact of a value that is stored.
type carriage struct {
	from, to reflect.Type
	carry    func(fact, statement reflect.Value)
}

var carriages = []carriage{
	by(schemes.Maybe[string]), by(schemes.Maybe[bool]), by(textFact), by(listFact), by(countFact),
	by(centsFact), by(hoursFact), by(dayFact), by(func(d typed.Date) schemes.Fact[schemes.Date] { return dayFact(&d) }),
	by(monthFact), by(ExtraFacts), by(func(s string) string { return s }), by(orNone[string]),
}

func by[S, F any](turn func(S) F) carriage {
	return carriage{reflect.TypeFor[S](), reflect.TypeFor[F](), func(fact, statement reflect.Value) {
		to, isFact := fact.Addr().Interface().(*F)
		if s, isStated := statement.Interface().(S); isFact && isStated {
			*to = turn(s)
		}
	}}
}

// carryOf returns how a value of a stored type becomes one of a type of the vocabulary: by a carriage, or one by one.
func carryOf(from, to reflect.Type) (func(fact, statement reflect.Value), error) {
	for _, c := range carriages {
		if c.from == from && c.to == to {
			return c.carry, nil
		}
	}
	if from.Kind() != reflect.Slice || to.Kind() != reflect.Slice || from.Elem().Kind() != reflect.Struct || to.Elem().Kind() != reflect.Struct {
		return nil, fmt.Errorf("nothing makes a %s of a %s", to, from)
	}
	each, err := tellerOf(from.Elem(), to.Elem())
	return func(facts, statements reflect.Value) {
		if statements.Len() == 0 {
			return
		}
		facts.Set(reflect.MakeSlice(to, statements.Len(), statements.Len()))
		for i := range statements.Len() {
			each.tell(facts.Index(i), statements.Index(i))
		}
	}, err
}

// orNone is what a pointer leads to, or nothing.
func orNone[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// state states in facts what a statement says.
func state[S, F any](facts *F, t teller, statements *S) {
	t.tell(reflect.ValueOf(facts).Elem(), reflect.ValueOf(statements).Elem())
}

// StatedAs returns the way to a fact in the input that states an S: the name of its field there, under that of the field
// that holds it. A fact that is not stated so keeps its name.
func StatedAs[S any](fact string) []string {
	s := reflect.TypeFor[S]()
	for i := range s.NumField() {
		field := s.Field(i)
		switch factName(field) {
		case fact:
			return []string{inputName(field)}
		case "*":
			for j := range field.Type.Elem().NumField() {
				if held := field.Type.Elem().Field(j); factName(held) == fact {
					return []string{inputName(field), inputName(held)}
				}
			}
		}
	}
	return []string{fact}
}
