package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/penvoerder/penvoerder"

// allowed says, for each part of the tree, which parts of the module and which
// libraries it may import beside the standard library. The longest matching key
// wins; a directory that no key matches fails the test. "name/*" stands for any
// directory below name.
var allowed = map[string][]string{
	"schemes":                  {"github.com/shopspring/decimal"},
	"schemes/*":                {"schemes"},
	"schemes/cases":            {"schemes", "go.yaml.in/yaml/v3"},
	"schemes/page":             {"schemes"},
	"schemes/schemetest":       {"schemes", "schemes/cases", "schemes/page", "pgregory.net/rapid", "github.com/google/go-cmp"},
	"schemes/rulebook":         {"go.yaml.in/yaml/v3"},
	"plugins/proto":            {"google.golang.org"},
	"plugins/internal":         {"plugins/proto", "schemes", "google.golang.org", "github.com/hashicorp"},
	"plugins/serve":            {"plugins/internal", "plugins/proto", "schemes", "google.golang.org", "github.com/hashicorp"},
	"plugins/host":             {"plugins/internal", "plugins/proto", "schemes", "internal/fault", "google.golang.org", "github.com/hashicorp", "github.com/elastic/go-seccomp-bpf", "golang.org/x/sys"},
	"plugins/internal/hostile": {"plugins/internal/wire", "plugins/proto", "plugins/serve", "schemes", "google.golang.org", "github.com/hashicorp", "golang.org/x/sys"},
	"plugins/internal/toy":     {"plugins/serve", "schemes", "schemes/*"},
	"plugins/builtin":          {"plugins/serve", "plugins/host", "schemes", "schemes/*"},
	"plugins/cmd":              {"plugins/serve", "schemes", "schemes/*"},
	"plugins/plugintest":       {"plugins/host", "plugins/serve", "plugins/internal", "schemes/*"},
	"policies":                 {},
	"portal":                   {},
	"tools/evolution":          {"github.com/vektah/gqlparser/v2"},
	"tools/mutants":            {},
	"tools/questions":          {"plugins/proto", "schemes"},
	"ent":                      {"ent", "internal/question/fields", "internal/typed", "entgo.io/ent", "ariga.io/atlas", "github.com/pressly/goose/v3", "github.com/riverqueue", "github.com/lib/pq", "modernc.org/sqlite"},
	"ent/schema":               {"ent/schema", "internal/question/fields", "entgo.io/ent", "schemes"},
	"graph":                    {"graph", "ent", "schemes", "internal", "github.com/99designs/gqlgen", "github.com/vektah/gqlparser/v2", "entgo.io/ent/dialect/sql", "golang.org/x/text"},
	"internal/program":         {"internal", "ent", "graph", "portal", "schema", "schemes/page", "plugins/builtin", "github.com/prometheus/client_golang", "github.com/rs/cors"},
	"internal/command":         {"internal", "ent", "schemes", "schemes/cases", "schemes/page", "schemes/rulebook", "plugins/builtin", "github.com/alecthomas/kong", "go.yaml.in/yaml/v3"},
	"internal/demo":            {"*"},
	"bench":                    {"*"},
	"internal/catalog":         {"internal", "ent", "schemes", "plugins/host", "plugins/builtin", "go.yaml.in/yaml/v3"},
	"internal/*":               {"internal", "ent", "schemes", "github.com", "golang.org/x", "gocloud.dev", "entgo.io/ent", "ariga.io/atlas", "modernc.org/sqlite", "pgregory.net/rapid"},
	"internal/rejudge":         {"internal", "ent", "schemes", "entgo.io/ent/dialect/sql"},
	"internal/moves":           {"internal", "ent"},
	"internal/calendar":        {"internal", "ent", "schemes", "entgo.io/ent/dialect/sql", "github.com/arran4/golang-ical"},
	"internal/desks":           {"internal"},
	"internal/reminders":       {"internal", "ent", "schemes", "entgo.io/ent/dialect/sql"},
	"internal/testworld":       {"internal", "ent", "schemes", "schemes/*"},
	"internal/matrix":          {"internal", "ent", "schemes"},
	"internal/filing":          {"internal", "ent"},
	"internal/registrations":   {"internal", "ent", "schemes", "entgo.io/ent/dialect/sql", "github.com/99designs/gqlgen/graphql"},
	"internal/projectfiles":    {"internal", "ent", "schemes", "entgo.io/ent/dialect/sql"},
	"internal/hypothesis":      {"internal", "ent", "schemes"},
	"internal/kit":             {"internal/catalog", "ent", "schemes", "schemes/cases", "schemes/rulebook", "plugins/builtin", "go.yaml.in/yaml/v3"},
	"internal/kit/starter":     {"schemes"},
	"internal/fault":           {},
	"internal/groups":          {"internal/fault"},
	"internal/groups/ties":     {"internal", "ent"},
	"internal/actor":           {},
	"internal/access":          {"internal", "ent", "policies", "entgo.io/ent", "github.com/casbin/casbin/v2"},
	"internal/typed":           {"internal/fault", "schemes", "github.com/shopspring/decimal", "golang.org/x/text"},
	".":                        {"internal/command"},
	"schema":                   {},
}

// below ranks the desks: one may import those of a lower rank only, so that data
// flows one way. Packages without a rank are held by the cycle check of the compiler.
var below = map[string]int{
	"internal/fault": 0, "internal/actor": 0, "internal/ids": 0, "internal/clock": 1, "internal/typed": 1, "internal/reference": 1, "internal/groups": 1,
	"internal/store": 2, "internal/jobs": 3, "internal/audit": 3, "internal/anchors": 4, "internal/outbox": 3, "internal/access": 4, "internal/mail": 4,
	"internal/catalog": 5, "internal/workflow": 5, "internal/identity": 6, "internal/notice": 6, "internal/question": 6, "internal/procedure": 7,
	"internal/rejudge": 8, "internal/organisations": 9, "internal/groups/ties": 9, "internal/plans": 10, "internal/documents": 10,
	"internal/matrix": 11, "internal/filing": 12, "internal/registrations/reading": 12, "internal/registrations/entered": 13,
	"internal/registrations": 14, "internal/registrations/intake": 14, "internal/projectfiles": 14, "internal/hypothesis": 14,
	"internal/moves": 15, "internal/exchange": 15, "internal/calendar": 7, "internal/reminders": 8,
	"internal/problem": 1, "internal/receipts": 9, "internal/replay": 9,
	"internal/kit":   15,
	"internal/desks": 16, "internal/demo": 16, "internal/program": 17, "internal/command": 18,
}

// exclusive libraries have one importer: what they do has one place.
var exclusive = map[string]string{
	"github.com/casbin/casbin/v2": "internal/access",
	module + "/plugins/host":      "internal/catalog plugins bench",
	"gocloud.dev":                 "internal/documents",
	"modernc.org/sqlite":          "internal/store ent",
	"github.com/alexedwards":      "internal/identity",
	"github.com/elastic":          "plugins/host",
	"github.com/alecthomas/kong":  "internal/command bench",
	"github.com/rs/cors":          "internal/program",
	"github.com/riverqueue":       "internal/jobs ent/migrate",
	"github.com/arran4":           "internal/calendar",
}

// forTests are packages that nothing but tests may import: what runs in production is not made by them.
var forTests = []string{"internal/testworld", "internal/store/storetest"}

// impure lists what would make a scheme more than a function of its facts.
var impure = []string{"time", "os", "net", "net/http", "math/rand", "math/rand/v2", "crypto/rand", "unsafe", "syscall", "io/fs", "runtime"}

func TestImports(t *testing.T) {
	t.Parallel()
	eachFile(t, func(dir, file string, imports []string) {
		rule, ok := ruleFor(dir)
		if !ok {
			t.Errorf("%s is in no row of the table of imports", dir)
			return
		}
		for _, imp := range imports {
			checkImport(t, dir, file, imp, rule)
		}
	})
}

func checkImport(t *testing.T, dir, file, imp string, rule []string) {
	t.Helper()
	if isScheme(dir) && slices.Contains(impure, imp) {
		t.Errorf("%s must not import %s: a scheme is a pure function of its facts", file, imp)
	}
	first, _, _ := strings.Cut(imp, "/")
	if !strings.Contains(first, ".") {
		return // standard library
	}
	for lib, owners := range exclusive {
		if (imp == lib || strings.HasPrefix(imp, lib+"/")) && !slices.ContainsFunc(strings.Fields(owners), func(o string) bool { return within(dir, o) }) {
			t.Errorf("%s must not import %s: only %s may", file, imp, owners)
		}
	}
	local, isLocal := strings.CutPrefix(imp, module+"/")
	if !isLocal {
		local = imp
	}
	if !slices.ContainsFunc(rule, func(a string) bool { return permits(a, local) }) {
		t.Errorf("%s must not import %s", file, imp)
	}
	if slices.Contains(forTests, local) && !slices.Contains(forTests, dir) {
		t.Errorf("%s must not import %s: it is for tests alone", file, local)
	}
	from, ranked := below[dir]
	to, other := below[local]
	if ranked && other && from <= to && dir != local {
		t.Errorf("%s must not import %s: it is not below %s", file, local, dir)
	}
}

// permits reports whether the entry a of a rule covers the import imp.
func permits(a, imp string) bool {
	pre, star := strings.CutSuffix(a, "*")
	if star {
		return strings.HasPrefix(imp, pre)
	}
	return within(imp, a)
}

// within reports whether dir is root or lies below it. "schemes" means the SDK alone.
func within(dir, root string) bool {
	if root == "schemes" {
		return dir == root
	}
	return dir == root || strings.HasPrefix(dir, root+"/")
}

func isScheme(dir string) bool {
	return strings.HasPrefix(dir, "schemes/") && !slices.Contains([]string{"schemes/cases", "schemes/page", "schemes/schemetest", "schemes/rulebook"}, dir) || dir == "internal/kit/starter"
}

func ruleFor(dir string) ([]string, bool) {
	best := ""
	for k := range allowed {
		pre, star := strings.CutSuffix(k, "/*")
		match := dir == k || k != "." && k != "schemes" && within(dir, k) || star && strings.HasPrefix(dir, pre+"/")
		if match && len(k) > len(best) {
			best = k
		}
	}
	return allowed[best], best != ""
}

// eachFile calls f for every Go file of the module that is not a test.
func eachFile(t *testing.T, f func(dir, file string, imports []string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if p != "." && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata" || name == "var" || isModule(p)) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		if isTool(file) {
			return nil
		}
		var imports []string
		for _, spec := range file.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, imp)
		}
		f(path.Dir(filepath.ToSlash(p)), p, imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// isTool reports whether a file is a generator that no build includes.
func isTool(f *ast.File) bool {
	for _, g := range f.Comments {
		for _, c := range g.List {
			if c.Pos() < f.Package && c.Text == "//go:build ignore" {
				return true
			}
		}
	}
	return false
}

// isModule reports whether dir is the root of another module.
func isModule(dir string) bool {
	m, _ := filepath.Glob(filepath.Join(dir, "go.mod"))
	return len(m) > 0
}

// TestRoot holds the root to one file of code: what starts the program is found at once.
func TestRoot(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"architecture_test.go", "server.go"}; !slices.Equal(files, want) {
		t.Errorf("Go files of the root: %v, want %v", files, want)
	}
}
