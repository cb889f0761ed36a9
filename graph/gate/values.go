package gate

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// The executor's own check of variables takes enum values in any case, numbers as text and several keys of a @oneOf
// input. This one is as strict as the specification, and keeps from the database what it cannot hold.
type values struct {
	schema  *ast.Schema
	nesting int
}

// variables checks the values of the variables of an operation.
func (c *values) variables(o *ast.OperationDefinition, given map[string]any) *gqlerror.Error {
	for _, v := range o.VariableDefinitions {
		value, isGiven := given[v.Variable]
		if !isGiven && (v.DefaultValue != nil || !v.Type.NonNull) {
			continue
		}
		if why := c.value(v.Type, value, isGiven, []string{v.Variable}); why != nil {
			return refuse(why, v.Position)
		}
	}
	return nil
}

func (c *values) value(t *ast.Type, v any, isGiven bool, path []string) *fault.Error {
	switch {
	case len(path) > 2*c.nesting:
		return fault.Invalid(path, reasonLimit, fault.Text{NL: "Deze invoer is te diep genest.", EN: "This input is nested too deeply."}, "")
	case v == nil && t.NonNull && isGiven:
		return invalidValue(path, fault.Text{NL: "Vul hier een waarde in; null kan hier niet.", EN: "Give a value here; null is not allowed."}, t.String())
	case v == nil && t.NonNull:
		f := fault.Required(path)
		f.Reason = reasonVariable
		return f
	case v == nil:
		return nil
	case t.Elem != nil:
		return c.list(t, v, path)
	}
	def := c.schema.Types[t.NamedType]
	switch {
	case def == nil:
		return wrong(path, t, nil)
	case def.Kind == ast.InputObject:
		return c.object(def, t, v, path)
	case def.Kind == ast.Enum:
		name, ok := v.(string)
		if !ok || def.EnumValues.ForName(name) == nil {
			return wrong(path, t, def)
		}
		return nil
	}
	if !scalar(def.Name, v) {
		return wrong(path, t, def)
	}
	return nil
}

func (c *values) list(t *ast.Type, v any, path []string) *fault.Error {
	items, ok := v.([]any)
	if !ok {
		return c.value(t.Elem, v, true, path) // one value stands for a list of one
	}
	for i, item := range items {
		if err := c.value(t.Elem, item, true, append(path, strconv.Itoa(i))); err != nil {
			return err
		}
	}
	return nil
}

func (c *values) object(def *ast.Definition, t *ast.Type, v any, path []string) *fault.Error {
	fields, ok := v.(map[string]any)
	if !ok {
		return wrong(path, t, def)
	}
	set := 0
	for name, value := range fields {
		if def.Fields.ForName(name) == nil {
			known := fieldsOf(def)
			return invalidValue(path, fault.Text{NL: "Hier staat een veld dat niet bestaat; kies uit " + known + ".", EN: "There is a field here that does not exist; choose from " + known + "."}, "")
		}
		if value != nil {
			set++
		}
	}
	if def.Directives.ForName("oneOf") != nil && (len(fields) != 1 || set != 1) {
		known := fieldsOf(def)
		return invalidValue(path, fault.Text{NL: "Geef hier precies één van deze velden: " + known + ".", EN: "Give exactly one of these fields here: " + known + "."}, "")
	}
	for _, f := range def.Fields {
		value, isGiven := fields[f.Name]
		if !isGiven && (f.DefaultValue != nil || !f.Type.NonNull) {
			continue
		}
		if err := c.value(f.Type, value, isGiven, append(path, f.Name)); err != nil {
			return err
		}
	}
	return nil
}

// scalar reports whether v can be a value of a scalar. All of our own are text.
func scalar(name string, v any) bool {
	switch name {
	case "Boolean":
		_, ok := v.(bool)
		return ok
	case "Int":
		n, ok := v.(json.Number)
		return ok && isInt(n.String())
	case "Float":
		_, ok := v.(json.Number)
		return ok
	case "ID":
		if n, ok := v.(json.Number); ok {
			return isInt(n.String())
		}
	}
	said, ok := v.(string)
	return ok && !strings.ContainsRune(said, 0)
}

// isInt reports whether text is an Int: 32 bits, no point, no exponent.
func isInt(text string) bool {
	n, err := strconv.ParseInt(text, 10, 64)
	return err == nil && n >= math.MinInt32 && n <= math.MaxInt32
}

// wrong says which values are right at the place, and never repeats the value that was sent.
func wrong(path []string, t *ast.Type, def *ast.Definition) *fault.Error {
	switch {
	case def == nil:
	case def.Kind == ast.Enum:
		choices := make([]string, len(def.EnumValues))
		for i, v := range def.EnumValues {
			choices[i] = v.Name
		}
		list := strings.Join(choices, ", ")
		return invalidValue(path, fault.Text{NL: "Deze waarde bestaat niet; kies uit " + list + ".", EN: "There is no such value; choose from " + list + "."}, t.String())
	case def.Kind == ast.InputObject:
		known := fieldsOf(def)
		return invalidValue(path, fault.Text{NL: "Geef hier een object met de velden " + known + ".", EN: "Give an object here with the fields " + known + "."}, t.String())
	}
	right := quoted
	if def != nil {
		right = cmp.Or(rightScalars[def.Name], quoted)
	}
	return invalidValue(path, fault.Text{NL: "Vul hier " + right.NL + " in.", EN: "Give " + right.EN + " here."}, t.String())
}

func invalidValue(path []string, text fault.Text, expected string) *fault.Error {
	return fault.Invalid(slices.Clone(path), reasonVariable, text, expected)
}

// rightScalars describe the values of the scalars that are not text.
var rightScalars = map[string]fault.Text{
	"Boolean": {NL: "true of false", EN: "true or false"},
	"Int":     {NL: "een geheel getal zonder punt of aanhalingstekens", EN: "a whole number without a point or quotation marks"},
	"Float":   {NL: "een getal zonder aanhalingstekens", EN: "a number without quotation marks"},
}

var quoted = fault.Text{NL: "tekst tussen aanhalingstekens", EN: "text between quotation marks"}

func fieldsOf(def *ast.Definition) string {
	names := make([]string, len(def.Fields))
	for i, f := range def.Fields {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}

// literals checks the values written in a validated document itself.
func literals(doc *ast.QueryDocument) *gqlerror.Error {
	for _, o := range doc.Operations {
		for _, v := range o.VariableDefinitions {
			if err := literal(v.DefaultValue); err != nil {
				return err
			}
		}
		if err := literalsIn(o.SelectionSet); err != nil {
			return err
		}
	}
	for _, f := range doc.Fragments {
		if err := literalsIn(f.SelectionSet); err != nil {
			return err
		}
	}
	return nil
}

func literalsIn(set ast.SelectionSet) *gqlerror.Error {
	for _, selection := range set {
		var inner ast.SelectionSet
		switch f := selection.(type) {
		case *ast.Field:
			inner = f.SelectionSet
			for _, a := range f.Arguments {
				if err := literal(a.Value); err != nil {
					return err
				}
			}
		case *ast.InlineFragment:
			inner = f.SelectionSet
		}
		if err := literalsIn(inner); err != nil {
			return err
		}
	}
	return nil
}

func literal(v *ast.Value) *gqlerror.Error {
	if v == nil {
		return nil
	}
	for _, c := range v.Children {
		if err := literal(c.Value); err != nil {
			return err
		}
	}
	if !fits(v) {
		return refuse(wrong(nil, v.ExpectedType, v.Definition), v.Position)
	}
	return nil
}

// fits checks the values that the validator lets pass: our own scalars, and integers beyond 32 bits.
func fits(v *ast.Value) bool {
	switch v.Kind {
	case ast.StringValue, ast.BlockValue:
		return !strings.ContainsRune(v.Raw, 0)
	case ast.IntValue:
		if v.Definition != nil && (v.Definition.Name == "Int" || v.Definition.Name == "ID") {
			return isInt(v.Raw)
		}
	case ast.Variable, ast.NullValue, ast.ListValue:
		return true
	}
	return v.Definition == nil || v.ExpectedType == nil || v.Definition.Kind != ast.Scalar || isBuiltIn(v.Definition.Name)
}

func isBuiltIn(name string) bool {
	switch name {
	case "Int", "Float", "String", "Boolean", "ID":
		return true
	}
	return false
}
