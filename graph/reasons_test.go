package graph_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The reasons that permissions can hold are read from the code: texts of access.Permission and what its refusals list.
func TestAPermissionIsRefusedForAReasonThatTheSchemaLists(t *testing.T) {
	t.Parallel()
	var want []string
	for _, v := range schema(t).Types["PermissionReason"].EnumValues {
		want = append(want, v.Name)
	}
	given := map[string]bool{}
	dirs, err := filepath.Glob("../internal/*")
	if err != nil {
		t.Fatal(err)
	}
	below, err := filepath.Glob("../internal/*/*")
	if err != nil {
		t.Fatal(err)
	}
	dirs = append(dirs, below...)
	for _, dir := range dirs {
		for _, reason := range permissionReasons(t, dir) {
			given[reason] = true
		}
	}
	var got []string
	for reason := range given {
		got = append(got, reason)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// permissionReasons are the reasons of the permissions that a package makes.
func permissionReasons(t *testing.T, dir string) []string {
	t.Helper()
	var files []*ast.File
	texts := map[string]string{}
	names, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f := parse(t, name)
		files = append(files, f)
		constants(f, "", texts)
	}
	constants(parse(t, "../internal/access/reasons.go"), "access.", texts)
	constants(parse(t, "../internal/fault/fault.go"), "fault.", texts)
	var out []string
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || !strings.HasSuffix(fmt.Sprint(lit.Type), "Permission") && !isSelected(lit.Type, "Permission") {
				return true
			}
			for _, e := range lit.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok && fmt.Sprint(kv.Key) == "Reason" {
					out = append(out, reasonsOf(t, kv.Value, texts)...)
				}
			}
			return true
		})
	}
	return out
}

func parse(t *testing.T, name string) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func isSelected(e ast.Expr, name string) bool {
	s, ok := e.(*ast.SelectorExpr)
	return ok && s.Sel.Name == name
}

// reasonsOf reads one reason: a text, a constant, or the variable that runs through the refusals of access.
func reasonsOf(t *testing.T, e ast.Expr, texts map[string]string) []string {
	t.Helper()
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return []string{text}
	case *ast.SelectorExpr: // of another package
		if text, ok := texts[fmt.Sprint(e.X)+"."+e.Sel.Name]; ok {
			return []string{text}
		}
	case *ast.Ident:
		if text, ok := texts[e.Name]; ok {
			return []string{text}
		}
		var all []string
		for name, text := range texts {
			if strings.HasPrefix(name, "reason") {
				all = append(all, text)
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	t.Errorf("the reason of a permission cannot be read: %v", e)
	return nil
}

// constants reads the texts that a file declares, each under its name behind a prefix.
func constants(f *ast.File, prefix string, into map[string]string) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, spec := range g.Specs {
			v, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for i, name := range v.Names {
				if i < len(v.Values) {
					if lit, ok := v.Values[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
						into[prefix+name.Name], _ = strconv.Unquote(lit.Value)
					}
				}
			}
		}
	}
}
