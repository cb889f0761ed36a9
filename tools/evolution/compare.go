package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// breakage is something with which a client of the released contract can fail.
type breakage struct {
	at  string // schema coordinate: Type, Type.field, Type.field(argument:), Enum.VALUE
	why string
}

func (b breakage) tell(isAnnounced bool) string {
	if isAnnounced {
		return fmt.Sprintf("announced: %s %s", b.at, b.why)
	}
	return fmt.Sprintf("BREAK: %s %s; deprecate it first, or announce `%s` under Breaking", b.at, b.why, b.at)
}

// comparison gathers what breaks.
type comparison struct{ found []breakage }

func (c *comparison) add(at, why string, args ...any) {
	c.found = append(c.found, breakage{at, fmt.Sprintf(why, args...)})
}

// compare lists the breaks from one contract to another, in the order of their coordinates.
func compare(before, after *ast.Schema) []breakage {
	c := &comparison{}
	for name, was := range before.Types {
		if was.BuiltIn {
			continue
		}
		is := after.Types[name]
		switch {
		case is == nil:
			if !isDeprecatedWhole(before, was) {
				c.add(name, "is gone")
			}
		case is.Kind != was.Kind:
			c.add(name, "was of kind %s and is of %s", was.Kind, is.Kind)
		default:
			c.definition(was, is)
		}
	}
	slices.SortFunc(c.found, func(a, b breakage) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.why, b.why)) })
	return c.found
}

// isDeprecatedWhole reports whether what leads to a type is deprecated, all of it.
func isDeprecatedWhole(s *ast.Schema, d *ast.Definition) bool {
	isUsed := false
	for _, other := range s.Types {
		for _, f := range other.Fields {
			uses := f.Type.Name() == d.Name || slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.Name() == d.Name })
			if uses && other != d && !isDeprecated(f.Directives) {
				return false
			}
			isUsed = isUsed || uses
		}
		if slices.Contains(other.Types, d.Name) {
			return false
		}
	}
	return isUsed
}

func (c *comparison) definition(was, is *ast.Definition) {
	switch was.Kind {
	case ast.Enum:
		for _, v := range was.EnumValues {
			if is.EnumValues.ForName(v.Name) == nil && !isDeprecated(v.Directives) {
				c.add(was.Name+"."+v.Name, "is gone")
			}
		}
	case ast.Union:
		for _, member := range was.Types {
			if !slices.Contains(is.Types, member) {
				c.add(was.Name, "has no %s any more", member)
			}
		}
	case ast.InputObject:
		c.input(was, is)
	case ast.Object, ast.Interface:
		for _, i := range was.Interfaces {
			if !slices.Contains(is.Interfaces, i) {
				c.add(was.Name, "is no %s any more", i)
			}
		}
		for _, f := range was.Fields {
			c.field(was.Name+"."+f.Name, f, is.Fields.ForName(f.Name))
		}
	}
}

func (c *comparison) field(at string, was, is *ast.FieldDefinition) {
	if is == nil {
		if !isDeprecated(was.Directives) {
			c.add(at, "is gone")
		}
		return
	}
	if !isGiven(was.Type, is.Type) {
		c.add(at, "was %s and is %s", was.Type, is.Type)
	}
	for _, a := range was.Arguments {
		c.entry(fmt.Sprintf("%s(%s:)", at, a.Name), argument(a), argument(is.Arguments.ForName(a.Name)))
	}
	for _, a := range is.Arguments {
		if was.Arguments.ForName(a.Name) == nil && a.Type.NonNull && a.DefaultValue == nil {
			c.add(fmt.Sprintf("%s(%s:)", at, a.Name), "is new and has to be given")
		}
	}
}

func (c *comparison) input(was, is *ast.Definition) {
	if was.Directives.ForName("oneOf") == nil && is.Directives.ForName("oneOf") != nil {
		c.add(was.Name, "takes exactly one of its fields")
	}
	for _, f := range was.Fields {
		c.entry(was.Name+"."+f.Name, inputField(f), inputField(is.Fields.ForName(f.Name)))
	}
	for _, f := range is.Fields {
		if was.Fields.ForName(f.Name) == nil && f.Type.NonNull && f.DefaultValue == nil {
			c.add(was.Name+"."+f.Name, "is new and has to be given")
		}
	}
}

// entered is what a client gives: an argument, or a field of an input.
type entered struct {
	is           *ast.Type
	standard     *ast.Value
	isDeprecated bool
}

func argument(a *ast.ArgumentDefinition) *entered {
	if a == nil {
		return nil
	}
	return &entered{a.Type, a.DefaultValue, isDeprecated(a.Directives)}
}

func inputField(f *ast.FieldDefinition) *entered {
	if f == nil {
		return nil
	}
	return &entered{f.Type, f.DefaultValue, isDeprecated(f.Directives)}
}

func (c *comparison) entry(at string, was, is *entered) {
	switch {
	case is == nil:
		if !was.isDeprecated {
			c.add(at, "is gone")
		}
		return
	case !isTaken(was.is, is.is, is.standard != nil):
		c.add(at, "was %s and is %s", was.is, is.is)
	}
	if was.standard != nil && (is.standard == nil || was.standard.String() != is.standard.String()) {
		c.add(at, "was %s when it is not given and is %s", was.standard, told(is.standard))
	}
}

func told(v *ast.Value) string {
	if v == nil {
		return "nothing"
	}
	return v.String()
}

// isGiven reports whether whoever expects what was gets it: what could be null may no longer be, not the reverse.
func isGiven(was, is *ast.Type) bool {
	if was.NonNull && !is.NonNull || (was.Elem == nil) != (is.Elem == nil) {
		return false
	}
	if was.Elem != nil {
		return isGiven(was.Elem, is.Elem)
	}
	return was.NamedType == is.NamedType
}

// isTaken reports whether what was given is taken: what had to be given may be left out, not the reverse.
func isTaken(was, is *ast.Type, hasDefault bool) bool {
	if !was.NonNull && is.NonNull && !hasDefault || (was.Elem == nil) != (is.Elem == nil) {
		return false
	}
	if was.Elem != nil {
		return isTaken(was.Elem, is.Elem, false)
	}
	return was.NamedType == is.NamedType
}

func isDeprecated(d ast.DirectiveList) bool { return d.ForName("deprecated") != nil }
