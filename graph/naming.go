package graph

import (
	"context"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/penvoerder/penvoerder/graph/generated"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/transport"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
)

// naming looks after the fields of inputs that go by two names: the schema says which replaces which, and whether one of
// both has to be given (@replaces).
type naming struct{ types map[string]*ast.Definition }

// names reads the schema once.
var names = sync.OnceValue(func() naming { return naming{types: schemaOf(nil).Schema().Types} })

// An given object is an input as the caller wrote it, with its definition.
type given struct {
	of  *ast.Definition
	raw map[string]any
}

// refusal returns what is wrong with the names that the caller used, each at its place.
func (n naming) refusal(ctx context.Context) error {
	in, path, ok := n.input(ctx)
	if !ok {
		return nil
	}
	var bad fault.Collector
	n.check(in, path, &bad)
	return bad.Err()
}

func (n naming) check(in given, path []string, bad *fault.Collector) {
	for _, f := range in.of.Fields {
		if old, isRequired := replaced(f); old != "" {
			in.checkPair(f.Name, old, isRequired, path, bad)
		}
		n.below(f, in.raw[f.Name], question.At(path, f.Name), bad)
	}
}

// below checks what a field holds: an object, or a list of them.
func (n naming) below(f *ast.FieldDefinition, value any, path []string, bad *fault.Collector) {
	of := n.types[f.Type.Name()]
	if of == nil || of.Kind != ast.InputObject {
		return
	}
	switch v := value.(type) {
	case map[string]any:
		n.check(given{of, v}, path, bad)
	case []any:
		for i, one := range v {
			n.below(f, one, question.At(path, strconv.Itoa(i)), bad)
		}
	}
}

func (in given) checkPair(name, old string, isRequired bool, path []string, bad *fault.Collector) {
	value, was := in.raw[name], in.raw[old] // a null says nothing beside a value
	at := question.At(path, name)
	switch {
	case isRequired && value == nil && was == nil:
		bad.Add(fault.Required(at))
	case value != nil && was != nil && !reflect.DeepEqual(value, was):
		bad.Add(fault.Invalid(at, "NAMED_TWICE", fault.Text{
			NL: "De velden " + name + " en " + old + " zijn hetzelfde, maar hebben niet dezelfde waarde. Gebruik alleen " + name + ".",
			EN: "The fields " + name + " and " + old + " are the same, but hold different values. Use " + name + " alone.",
		}, ""))
	}
}

// called returns a path of an error with the names that the caller used; the new ones where the caller used neither.
func (n naming) called(ctx context.Context, path []string) []string {
	out := append([]string{}, path...)
	in, root, ok := n.input(ctx)
	if !ok || len(path) == 0 || path[0] != root[0] {
		return out
	}
	var value any = in.raw
	of := in.of
	for i := 1; i < len(out) && of != nil; i++ {
		switch v := value.(type) {
		case []any:
			if at, err := strconv.Atoi(out[i]); err == nil && at >= 0 && at < len(v) {
				value = v[at]
				continue
			}
			return out
		case map[string]any:
			out[i] = given{of, v}.called(out[i])
			f := of.Fields.ForName(out[i])
			if f == nil {
				return out
			}
			value, of = v[out[i]], n.types[f.Type.Name()]
		default:
			return out
		}
	}
	return out
}

// called is the name that the caller used for a field, given either name of it.
func (in given) called(name string) string {
	for _, f := range in.of.Fields {
		old, _ := replaced(f)
		if old == "" || name != old && name != f.Name {
			continue
		}
		if in.raw[f.Name] == nil && in.raw[old] != nil {
			return old
		}
		return f.Name
	}
	return name
}

// input is the input of the field of Query or Mutation that is being resolved, and its path.
func (n naming) input(ctx context.Context) (given, []string, bool) {
	field := graphql.GetFieldContext(ctx)
	for field != nil && field.Parent != nil && field.Parent.Field.Field != nil {
		field = field.Parent
	}
	if field == nil || field.Field.Field == nil || field.Field.Definition == nil {
		return given{}, nil, false
	}
	argument := field.Field.Definition.Arguments.ForName("input")
	raw, ok := field.Field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)["input"].(map[string]any)
	if argument == nil || !ok {
		return given{}, nil, false
	}
	return given{n.types[argument.Type.Name()], raw}, []string{"input"}, true
}

// replaced returns the old name of a field; empty where it has none.
func replaced(f *ast.FieldDefinition) (old string, isRequired bool) {
	d := f.Directives.ForName("replaces")
	if d == nil {
		return "", false
	}
	required := d.Arguments.ForName("isRequired")
	return d.Arguments.ForName("name").Value.Raw, required != nil && required.Value.Raw == "true"
}

// namedActs refuses a mutation whose input lacks a name or uses two for different values, before it is carried out.
type namedActs struct {
	naming naming
	acts   transport.Acts // nil: the act is carried out as it is
}

// Around carries out a mutation, or returns its payload with what is wrong with the names.
func (a namedActs) Around(ctx context.Context, act func(context.Context) (any, error)) (any, error) {
	if err := a.naming.refusal(ctx); err != nil {
		shown, _ := userErrors(ctx, err)
		return refused(graphql.GetFieldContext(ctx).Field.Name, shown), nil
	}
	if a.acts == nil {
		return act(ctx)
	}
	return a.acts.Around(ctx, act)
}

// refused is the payload of a mutation that was not carried out. Every mutation returns a payload of its own type with
// these errors in it, which a test of the schema sees to.
func refused(mutation string, shown []model.UserError) any {
	resolvers := reflect.TypeFor[generated.MutationResolver]()
	for i := range resolvers.NumMethod() {
		if m := resolvers.Method(i); strings.EqualFold(m.Name, mutation) {
			payload := reflect.New(m.Type.Out(0).Elem())
			payload.Elem().FieldByName("UserErrors").Set(reflect.ValueOf(shown))
			return payload.Interface()
		}
	}
	return nil
}
