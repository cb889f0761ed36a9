package gate

import (
	"math"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// weight is the weight of a selection set with its fragments followed.
type weight struct{ depth, selections, aliases, directives int }

func (w *weight) add(c weight) {
	w.depth = max(w.depth, c.depth)
	w.selections = plus(w.selections, c.selections)
	w.aliases = plus(w.aliases, c.aliases)
	w.directives = plus(w.directives, c.directives)
}

// plus adds without running over: fragments that name each other twice double at every step.
func plus(a, b int) int {
	if a > math.MaxInt32-b {
		return math.MaxInt32
	}
	return a + b
}

func times(a, b int) int {
	if b != 0 && a > math.MaxInt32/b {
		return math.MaxInt32
	}
	return a * b
}

// scale weighs one document, each fragment once.
type scale struct {
	limits  Limits
	doc     *ast.QueryDocument
	weights map[string]weight
	open    map[string]bool
	err     *gqlerror.Error // a cycle of fragments, or a literal nested too deep
}

// checkShape refuses a document by its shape. The document is parsed and not yet validated.
func checkShape(doc *ast.QueryDocument, l Limits) *gqlerror.Error {
	switch {
	case len(doc.Operations) == 0:
		return invalid(reasonSyntax, "Het verzoek bevat geen bewerking.", "The request contains no operation.", nil)
	case len(doc.Operations) > l.Operations:
		return beyond("operations", nil)
	case len(doc.Fragments) > l.Fragments:
		return beyond("fragments", nil)
	}
	s := &scale{limits: l, doc: doc, weights: map[string]weight{}, open: map[string]bool{}}
	for _, o := range doc.Operations {
		if err := s.operation(o); err != nil {
			return err
		}
	}
	for _, f := range doc.Fragments { // also those that nobody uses: the validator looks at each
		if err := s.within(f.SelectionSet, f.Directives, l.IntrospectionDepth, f.Position); err != nil {
			return err
		}
	}
	return nil
}

func (s *scale) operation(o *ast.OperationDefinition) *gqlerror.Error {
	roots := s.roots(o.SelectionSet, map[string]bool{})
	depth, most := s.limits.Depth, s.limits.Roots
	if onlyIntrospection(roots) {
		depth, most = s.limits.IntrospectionDepth, s.limits.IntrospectionRoots
	}
	if len(roots) > most {
		return beyond("root fields", o.Position)
	}
	for _, v := range o.VariableDefinitions {
		s.literal(v.DefaultValue, 1)
		s.arguments(v.Directives)
	}
	return s.within(o.SelectionSet, o.Directives, depth, o.Position)
}

func (s *scale) within(set ast.SelectionSet, directives ast.DirectiveList, depth int, at *ast.Position) *gqlerror.Error {
	w := s.weigh(set)
	w.directives = plus(w.directives, len(directives))
	s.arguments(directives)
	switch {
	case s.err != nil:
		return s.err
	case w.depth > depth:
		return beyond("depth", at)
	case w.selections > s.limits.Selections:
		return beyond("selections", at)
	case w.aliases > s.limits.Aliases:
		return beyond("aliases", at)
	case w.directives > s.limits.Directives:
		return beyond("directives", at)
	}
	return nil
}

func (s *scale) weigh(set ast.SelectionSet) (w weight) {
	for _, selection := range set {
		var c weight
		switch f := selection.(type) {
		case *ast.Field:
			c = s.weigh(f.SelectionSet)
			c.depth = plus(c.depth, 1)
			c.directives = plus(c.directives, len(f.Directives))
			if f.Alias != f.Name {
				c.aliases = plus(c.aliases, 1)
			}
			for _, a := range f.Arguments {
				s.literal(a.Value, 1)
			}
			s.arguments(f.Directives)
		case *ast.InlineFragment:
			c = s.weigh(f.SelectionSet)
			c.directives = plus(c.directives, len(f.Directives))
			s.arguments(f.Directives)
		case *ast.FragmentSpread:
			c = s.fragment(f)
			c.directives = plus(c.directives, len(f.Directives))
			s.arguments(f.Directives)
		}
		c.selections = plus(c.selections, 1)
		w.add(c)
	}
	return w
}

func (s *scale) fragment(spread *ast.FragmentSpread) weight {
	if w, ok := s.weights[spread.Name]; ok {
		return w
	}
	d := s.doc.Fragments.ForName(spread.Name)
	if d == nil {
		return weight{} // the validator reports it
	}
	if s.open[spread.Name] {
		s.err = invalid(reasonInvalid, "Een fragment bevat zichzelf.", "A fragment contains itself.", spread.Position)
		return weight{}
	}
	s.open[spread.Name] = true
	w := s.weigh(d.SelectionSet)
	delete(s.open, spread.Name)
	s.weights[spread.Name] = w
	return w
}

func (s *scale) arguments(directives ast.DirectiveList) {
	for _, d := range directives {
		for _, a := range d.Arguments {
			s.literal(a.Value, 1)
		}
	}
}

// literal measures how deep lists and objects lie in each other; how many there are the tokens bound.
func (s *scale) literal(v *ast.Value, depth int) {
	if v == nil {
		return
	}
	if depth > s.limits.Nesting {
		s.err = beyond("nesting", v.Position)
		return
	}
	for _, c := range v.Children {
		s.literal(c.Value, depth+1)
	}
}

// roots are the fields at the root of an operation, fragments followed, whether or not a directive leaves them out.
// No fragment is followed twice, and no more is gathered than is needed to refuse.
func (s *scale) roots(set ast.SelectionSet, seen map[string]bool) (out []*ast.Field) {
	for _, selection := range set {
		switch f := selection.(type) {
		case *ast.Field:
			out = append(out, f)
		case *ast.InlineFragment:
			out = append(out, s.roots(f.SelectionSet, seen)...)
		case *ast.FragmentSpread:
			if d := s.doc.Fragments.ForName(f.Name); d != nil && !seen[f.Name] {
				seen[f.Name] = true
				out = append(out, s.roots(d.SelectionSet, seen)...)
			}
		}
	}
	return out
}

// onlyIntrospection goes by the fields, never by the name of an operation or fragment.
func onlyIntrospection(roots []*ast.Field) bool {
	asked := false
	for _, f := range roots {
		switch f.Name {
		case "__schema", "__type":
			asked = true
		case "__typename":
		default:
			return false
		}
	}
	return asked
}
