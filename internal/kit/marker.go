package kit

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// marker is the call with which a test says what it tries: rulebook.Tries.
const (
	markerPackage = "github.com/penvoerder/penvoerder/schemes/rulebook"
	marker        = "Tries"
)

// tests are the functions of the test files of a package: which they name, and what they try.
type tests struct {
	set   *token.FileSet
	names map[string][]string // by function: the functions that its body names
	marks []mark
}

// mark is one marker in a function.
type mark struct {
	in, step string
	at       token.Position
	ids      []string
}

// tries reads the files, and returns for each marker the tests that reach it.
func (p testFilesOf) tries() ([]Try, error) {
	all := &tests{set: token.NewFileSet(), names: map[string][]string{}}
	var wrong []error
	for _, name := range p.files {
		file, err := parser.ParseFile(all.set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, all.add(file))
	}
	var out []Try
	for _, m := range all.marks {
		file := path.Join(p.dir, filepath.Base(m.at.Filename))
		reach := all.reaching(m.in)
		if len(reach) == 0 {
			wrong = append(wrong, fmt.Errorf("%s:%d: no test calls %s, which says that it tries %s", file, m.at.Line, strings.TrimPrefix(m.in, method), strings.Join(m.ids, ", ")))
		}
		for _, test := range reach {
			step := m.step
			if step == "" && m.in != test {
				step = strings.TrimPrefix(m.in, method)
			}
			for _, id := range m.ids {
				out = append(out, Try{Rule: id, Package: p.dir, Test: test, Step: step, File: file, Line: m.at.Line})
			}
		}
	}
	return out, errors.Join(wrong...)
}

// add takes in one file.
func (t *tests) add(file *ast.File) error {
	local := nameOf(file)
	var wrong []error
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		name, own := nameIn(f), declaredIn(f)
		ast.PreorderStack(f.Body, nil, func(n ast.Node, around []ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				t.names[name] = append(t.names[name], method+n.Sel.Name)
			case *ast.Ident:
				if !own[n.Name] && !isPartOf(n, around) {
					t.names[name] = append(t.names[name], n.Name)
				}
			case *ast.CallExpr:
				if isMarker(n, local) {
					m, err := t.mark(n, name, stepOf(around))
					t.marks, wrong = append(t.marks, m), append(wrong, err)
				}
			}
			return true
		})
	}
	return errors.Join(wrong...)
}

// method comes before the name of a method, so that no function is taken for it.
const method = "."

func nameIn(f *ast.FuncDecl) string {
	if f.Recv != nil {
		return method + f.Name.Name
	}
	return f.Name.Name
}

// declaredIn are the names that a function declares within itself: they call no other.
func declaredIn(f *ast.FuncDecl) map[string]bool {
	own := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, to := range n.Lhs {
				if id, ok := to.(*ast.Ident); ok && n.Tok == token.DEFINE {
					own[id.Name] = true
				}
			}
		case *ast.RangeStmt:
			for _, to := range []ast.Expr{n.Key, n.Value} {
				if id, ok := to.(*ast.Ident); ok {
					own[id.Name] = true
				}
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				own[id.Name] = true
			}
		case *ast.Field:
			for _, id := range n.Names {
				own[id.Name] = true
			}
		}
		return true
	})
	return own
}

// isPartOf reports whether an identifier is the name of a field or a method of something.
func isPartOf(id *ast.Ident, around []ast.Node) bool {
	switch in := around[len(around)-1].(type) {
	case *ast.SelectorExpr:
		return in.Sel == id
	case *ast.KeyValueExpr:
		return in.Key == id
	}
	return false
}

// nameOf is the name by which a file knows the package of the marker; empty where it does not.
func nameOf(file *ast.File) string {
	for _, i := range file.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err == nil && p == markerPackage {
			if i.Name != nil {
				return i.Name.Name
			}
			return path.Base(markerPackage)
		}
	}
	return ""
}

func isMarker(c *ast.CallExpr, local string) bool {
	s, ok := c.Fun.(*ast.SelectorExpr)
	if !ok || local == "" || s.Sel.Name != marker {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == local
}

// mark reads a marker, whose ids are written out.
func (t *tests) mark(c *ast.CallExpr, in, step string) (mark, error) {
	m := mark{in: in, step: step, at: t.set.Position(c.Pos())}
	for _, arg := range c.Args[min(1, len(c.Args)):] {
		id, ok := text(arg)
		if !ok {
			return m, fmt.Errorf("%s: a test says what it tries with ids that are written out", m.at)
		}
		m.ids = append(m.ids, id)
	}
	if len(m.ids) == 0 {
		return m, fmt.Errorf("%s: a test that tries rules names them", m.at)
	}
	return m, nil
}

// stepOf is the name of the innermost t.Run around a node, where it is written out.
func stepOf(around []ast.Node) string {
	for _, n := range slices.Backward(around) {
		c, ok := n.(*ast.CallExpr)
		if !ok || len(c.Args) == 0 {
			continue
		}
		if s, ok := c.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Run" {
			if name, ok := text(c.Args[0]); ok {
				return name
			}
		}
	}
	return ""
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// reaching returns the tests from which a function is reached, by the names that bodies hold.
func (t *tests) reaching(function string) (out []string) {
	seen, ahead := map[string]bool{function: true}, []string{function}
	for len(ahead) > 0 {
		at := ahead[0]
		ahead = ahead[1:]
		if isTest(at) {
			out = append(out, at)
			continue
		}
		for caller, named := range t.names {
			if !seen[caller] && slices.Contains(named, at) {
				seen[caller], ahead = true, append(ahead, caller)
			}
		}
	}
	slices.Sort(out)
	return out
}

func isTest(name string) bool { return strings.HasPrefix(name, "Test") && name != "TestMain" }
