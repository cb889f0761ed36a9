package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// fault is one change to a package.
type fault struct {
	number int
	file   string
	line   int
	what   string
}

func (f fault) String() string { return fmt.Sprintf("%s:%d: %s", f.file, f.line, f.what) }

// mutator walks one file.
type mutator struct {
	*sources
	file   *file
	faults *[]fault
}

// mutate puts every fault in, switched off.
func (p *sources) mutate() []fault {
	var faults []fault
	for _, name := range p.GoFiles {
		m := &mutator{p, p.files[name], &faults}
		ast.Inspect(m.file.tree, m.visit)
	}
	return faults
}

func (m *mutator) text(n ast.Node) string { return m.file.source(m.set, n) }

// note counts a fault and describes it.
func (m *mutator) note(at ast.Node, format string, args ...any) int {
	where := m.set.Position(at.Pos())
	n := len(*m.faults) + 1
	*m.faults = append(*m.faults, fault{n, path.Join(m.shown, m.file.name), where.Line, fmt.Sprintf(format, args...)})
	return n
}

// swap lets a value be another of the same type.
func (m *mutator) swap(e ast.Expr, to string) {
	t, ok := m.typeName(m.info.Types[e].Type)
	if !ok {
		return
	}
	n := m.note(e, "%s becomes %s", oneLine(m.text(e)), oneLine(to))
	m.file.surround(m.set, e, fmt.Sprintf("mutantPick[%s](%d, ", t, n), ", "+to+")")
}

// decide lets a condition be another one; only the one that counts is evaluated.
func (m *mutator) decide(e ast.Expr, to string) {
	n := m.note(e, "%s becomes %s", oneLine(m.text(e)), oneLine(to))
	m.file.surround(m.set, e, fmt.Sprintf("(mutantOn(%d) && (%s) || !mutantOn(%d) && (", n, to, n), "))")
}

// leaveOut lets a statement be skipped.
func (m *mutator) leaveOut(s ast.Stmt) {
	n := m.note(s, "without %s", oneLine(m.text(s)))
	m.file.surround(m.set, s, fmt.Sprintf("if !mutantOn(%d) { ", n), " }")
}

// typeName writes a type as this file can.
func (m *mutator) typeName(t types.Type) (string, bool) {
	ok := t != nil
	if !ok {
		return "", false
	}
	name := types.TypeString(types.Default(t), func(p *types.Package) string {
		if p == m.pkg {
			return ""
		}
		ok = ok && slices.ContainsFunc(m.file.tree.Imports, func(i *ast.ImportSpec) bool { return i.Name == nil && i.Path.Value == strconv.Quote(p.Path()) })
		return p.Name()
	})
	return name, ok
}

// visit puts the faults of one node in; what is in the node is visited next.
func (m *mutator) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok == token.VAR
	case *ast.FuncDecl:
		return n.Name.Name != "init"
	case *ast.KeyValueExpr:
		return !isNamed(n.Key, "Dated", "Digest", "Version") // they say where a text is from
	case *ast.BlockStmt:
		m.statements(n.List)
	case *ast.CaseClause:
		m.statements(n.Body)
	case *ast.IfStmt:
		m.truth(n.Cond)
	case *ast.BinaryExpr:
		m.binary(n)
	case *ast.UnaryExpr:
		if n.Op == token.NOT {
			m.decide(n, m.text(n.X))
		}
	case *ast.BasicLit:
		m.literal(n)
	case *ast.CallExpr:
		return m.call(n)
	}
	return true
}

func isNamed(e ast.Expr, names ...string) bool {
	id, ok := e.(*ast.Ident)
	return ok && slices.Contains(names, id.Name)
}

// statements are left out where the compiler can do without: calls, assignments, bare returns.
func (m *mutator) statements(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt:
			if c, ok := s.X.(*ast.CallExpr); ok && !isNamed(c.Fun, "panic") {
				m.leaveOut(s)
			}
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				m.leaveOut(s)
			}
		case *ast.ReturnStmt:
			if len(s.Results) == 0 {
				m.leaveOut(s)
			} else if t := m.info.Types[s.Results[0]].Type; len(s.Results) == 1 && types.Identical(types.Default(t), types.Typ[types.Bool]) {
				m.truth(s.Results[0])
			}
		case *ast.BranchStmt:
			if s.Tok == token.CONTINUE {
				m.leaveOut(s)
			}
		}
	}
}

// truth turns a condition that is no operation, as operations are changed by themselves.
func (m *mutator) truth(e ast.Expr) {
	switch e := e.(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.CallExpr:
		if m.info.Types[e].Value == nil {
			m.decide(e, "!"+m.text(e))
		}
	}
}

var operators = map[token.Token][]token.Token{
	token.LSS: {token.LEQ, token.GEQ}, token.LEQ: {token.LSS, token.GTR}, token.GTR: {token.GEQ, token.LEQ}, token.GEQ: {token.GTR, token.LSS},
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL}, token.LAND: {token.LOR}, token.LOR: {token.LAND},
	token.ADD: {token.SUB}, token.SUB: {token.ADD}, token.MUL: {token.ADD}, token.QUO: {token.MUL},
}

func (m *mutator) binary(e *ast.BinaryExpr) {
	if m.info.Types[e].Value != nil {
		return // a constant
	}
	for _, op := range operators[e.Op] {
		to := m.text(e.X) + " " + op.String() + " " + m.text(e.Y)
		basic, _ := m.info.Types[e].Type.Underlying().(*types.Basic)
		switch {
		case basic == nil:
		case basic.Info()&types.IsBoolean != 0:
			m.decide(e, to)
		case basic.Info()&types.IsNumeric != 0:
			m.swap(e, to)
		}
	}
	if e.Op == token.LAND || e.Op == token.LOR { // its parts after the whole, which surrounds them
		m.truth(e.X)
		m.truth(e.Y)
	}
}

// methods are swapped where the other one takes and gives the same.
var methods = map[string][]string{
	"Add": {"Multiply", "Subtract", "Min"}, "Subtract": {"Divide", "Add"}, "Multiply": {"Add"}, "Divide": {"Subtract"}, "Min": {"Max"}, "Max": {"Min"},
	"Days": {"Subtract"}, "Before": {"After"}, "After": {"Before"}, "AddDays": {"AddMonths"}, "AddMonths": {"AddDays"},
}

// call changes what is called, and reports whether to look into the arguments.
func (m *mutator) call(c *ast.CallExpr) bool {
	sel, ok := c.Fun.(*ast.SelectorExpr)
	if !ok {
		return true
	}
	if o, ok := m.info.Uses[sel.Sel].(*types.Func); ok && o.Name() == "On" && o.Signature().Recv() == nil {
		m.swap(c, m.text(c)+".AddDays(1)")
		m.swap(c, m.text(c)+".AddDays(-1)")
		return false
	}
	if sel.Sel.Name == "Require" && len(c.Args) > 0 {
		m.truth(c.Args[0])
	}
	is, receiver := m.info.Types[sel].Type, m.info.Types[sel.X].Type
	for _, name := range methods[sel.Sel.Name] {
		if other, _, _ := types.LookupFieldOrMethod(receiver, true, m.pkg, name); other != nil && types.Identical(other.Type(), is) {
			n := m.note(sel.Sel, "%s becomes %s in %s", sel.Sel.Name, name, oneLine(m.text(c)))
			m.file.surround(m.set, sel, fmt.Sprintf("mutantPick(%d, ", n), fmt.Sprintf(", %s.%s)", m.text(sel.X), name))
		}
	}
	return true
}

var (
	number = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
	day    = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}`)
)

// literal changes the last digit of a number, also of one that is written as text, and moves a date by a day.
func (m *mutator) literal(l *ast.BasicLit) {
	t := m.info.Types[l]
	if t.Type == nil {
		return // a path, a tag
	}
	switch l.Kind {
	case token.INT:
		m.swap(l, l.Value+"+1")
	case token.STRING:
		s, err := strconv.Unquote(l.Value)
		if err != nil {
			return
		}
		if at, err := time.Parse(time.DateOnly, day.FindString(s)); err == nil {
			m.swap(l, strconv.Quote(at.AddDate(0, 0, 1).Format(time.DateOnly)+s[10:]))
			m.swap(l, strconv.Quote(at.AddDate(0, 0, -1).Format(time.DateOnly)+s[10:]))
		} else if number.MatchString(s) {
			last := len(s) - 1
			m.swap(l, strconv.Quote(s[:last]+string('0'+(s[last]-'0'+1)%10)))
		}
	}
}

// oneLine is a text to be read in a list.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 90 {
		return string(r[:89]) + "…"
	}
	return s
}
