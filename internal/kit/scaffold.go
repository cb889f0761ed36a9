package kit

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"go/format"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

// The starter is a scheme like any other, compiled and proved with the rest of the
// tree; a new scheme is a copy of it under another name. What stands around it comes
// from templates.
var (
	//go:embed starter
	starter embed.FS

	//go:embed templates
	templates embed.FS

	texts = template.Must(template.ParseFS(templates, "templates/*.tmpl"))
)

const platform = "github.com/penvoerder/penvoerder"

// A New scheme is what is to be made.
type New struct {
	Name     string // its slug, such as "wow" or "wow-2027"; the last element of Module where empty
	Title    string // what people call it; the name in capitals where empty
	Module   string // path of a module of its own; empty for a package of the platform
	Path     string // where that module goes
	Checkout string // of the platform
	BuiltIn  bool   // add it to the schemes that the server brings
}

// A Made is what was made.
type Made struct {
	Slug  string
	Files []string // in the order written
	Next  []string // what to do now, a line each
}

var (
	nameForm   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	titleForm  = regexp.MustCompile(`^[\p{L}0-9][\p{L}0-9 .,&+()'-]*$`)
	moduleForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._~-]*(/[A-Za-z0-9._~-]+)+$`)
	majorForm  = regexp.MustCompile(`^v[0-9]+$`)
	goForm     = regexp.MustCompile(`(?m)^go (\S+)$`)
)

// Make writes a scheme that compiles and passes its cases. It replaces nothing.
func (n New) Make() (*Made, error) {
	n, err := n.checked()
	if err != nil {
		return nil, err
	}
	if n.Module != "" {
		return n.module()
	}
	return n.inPlatform()
}

// checked fills in what was left open and refuses what cannot be.
func (n New) checked() (New, error) {
	if n.Module != "" && n.Name == "" {
		n.Name = slugOf(n.Module)
	}
	if n.Title == "" {
		n.Title = strings.ToUpper(n.Name)
	}
	checkout, err := filepath.Abs(n.Checkout)
	n.Checkout = checkout
	switch {
	case err != nil:
		return n, err
	case !nameForm.MatchString(n.Name):
		return n, fmt.Errorf("%q is not a name for a scheme: want small letters, digits and single dashes, such as wow-2027", n.Name)
	case !titleForm.MatchString(n.Title):
		return n, fmt.Errorf("%q is not a title: want letters, digits, spaces and . , & + ( ) ' -", n.Title)
	case n.Module != "" && !moduleForm.MatchString(n.Module):
		return n, fmt.Errorf("%q is not a module path: want one such as example.org/wow", n.Module)
	case n.Module != "" && n.Path == "":
		return n, errors.New("want a directory for the module, such as ../wow")
	case n.Module != "" && n.BuiltIn:
		return n, errors.New("a module of its own is not built in: it is installed through the directory of plugins")
	}
	b, err := os.ReadFile(filepath.Join(n.Checkout, "go.mod"))
	if err != nil || !strings.HasPrefix(string(b), "module "+platform+"\n") {
		return n, fmt.Errorf("%s is no checkout of the platform (%s): run this in one, or name one with --platform", n.Checkout, platform)
	}
	return n, nil
}

// slugOf is the slug that a module path asks for: its last element that is no major
// version.
func slugOf(module string) string {
	if base := path.Base(module); !majorForm.MatchString(base) {
		return strings.ToLower(base)
	}
	return strings.ToLower(path.Base(path.Dir(module)))
}

// reserved are names that a package of a scheme cannot have beside what it imports.
var reserved = []string{"embed", "main", "plugintest", "schemes", "schemetest", "serve", "testing"}

// packageName is the name of the package: the slug without its dashes, longer where Go
// or the files beside it have that name already.
func packageName(slug string) string {
	name := strings.ReplaceAll(slug, "-", "")
	if token.IsKeyword(name) || slices.Contains(reserved, name) {
		return name + "scheme"
	}
	return name
}

// words are what the templates fill in.
type words struct {
	Title, Slug, Package, Command, Platform, Import, Cases string

	Module, Checkout, Go string // Checkout as seen from the module
}

func (n New) words() words {
	return words{
		Title: n.Title, Slug: n.Name, Package: packageName(n.Name), Command: "scheme-" + n.Name,
		Platform: platform, Module: n.Module, Checkout: n.Checkout,
	}
}

// inPlatform writes a package and a plugin main into the checkout.
func (n New) inPlatform() (*Made, error) {
	w := n.words()
	home, main := path.Join("schemes", w.Package), path.Join("plugins", "cmd", w.Command)
	w.Import, w.Cases = path.Join(platform, home), path.Join("../../..", home, casesDir)
	t := tree{root: n.Checkout}
	t.scheme(home, w)
	t.template(path.Join(main, "main.go"), "main.go.tmpl", w)
	t.template(path.Join(main, "main_test.go"), "main_test.go.tmpl", w)
	row := fmt.Sprintf("{%s.Scheme, %s.Source, %s.Papers},", w.Package, w.Package, w.Package)
	next := fmt.Sprintf("being built in is one line in %s (and its import): %s", builtinFile, row)
	if n.BuiltIn {
		t.change(builtinFile, func(b []byte) ([]byte, error) { return addBuiltIn(b, w.Import, row) })
		next = "it is built in: see " + builtinFile
	}
	if err := t.write(home, main); err != nil {
		return nil, err
	}
	return &Made{Slug: w.Slug, Files: t.names(), Next: []string{
		fmt.Sprintf("go test ./%s ./%s", home, main),
		"write cases in " + path.Join(home, casesDir) + ", then the rules; go generate ./" + home + " after each change of the manifest",
		next,
	}}, nil
}

const builtinFile = "plugins/builtin/builtin.go"

// addBuiltIn adds a line to the list of built-in schemes, and the import it needs.
func addBuiltIn(b []byte, imp, row string) ([]byte, error) {
	const list, imports = "var all = []Scheme{\n", "import (\n"
	at := bytes.Index(b, []byte(list))
	first := bytes.Index(b, []byte(imports))
	if at < 0 || first < 0 {
		return nil, fmt.Errorf("%s has no list of schemes any more: add %s by hand", builtinFile, row)
	}
	end := at + bytes.Index(b[at:], []byte("\n}")) + 1
	out := slices.Concat(b[:end], []byte("\t"+row+"\n"), b[end:])
	last := bytes.LastIndex(out[:at], []byte("\n)"))
	return format.Source(slices.Concat(out[:last+1], []byte("\t\""+imp+"\"\n"), out[last+1:]))
}

// module writes a stand-alone module. Where the platform lies is said in go.work, which
// stays on this machine: the module itself builds wherever there is a checkout.
func (n New) module() (*Made, error) {
	w := n.words()
	root, err := filepath.Abs(n.Path)
	if err != nil {
		return nil, err
	}
	w.Checkout = seenFrom(root, n.Checkout)
	if w.Go, err = goVersion(n.Checkout); err != nil {
		return nil, err
	}
	w.Import, w.Cases = path.Join(w.Module, w.Package), path.Join(w.Package, casesDir)
	t := tree{root: root}
	t.scheme(w.Package, w)
	for _, file := range []string{"main.go", "main_test.go", "go.mod", "go.work", "README.md"} {
		t.template(file, file+".tmpl", w)
	}
	t.add(".gitignore", []byte("/go.work\n/go.work.sum\n"))
	if err := t.write("."); err != nil {
		return nil, err
	}
	return &Made{Slug: w.Slug, Files: t.names(), Next: []string{
		"cd " + n.Path + " && go test ./...",
		"write cases in " + path.Join(w.Package, casesDir) + ", then the rules; go generate ./... after each change of the manifest",
		"from a checkout of the platform: go run . scheme install " + n.Path + " --plugins DIR",
	}}, nil
}

// seenFrom is the way from a directory that is still to be made to another one, so that
// both can be moved together; the other one itself where there is no way.
func seenFrom(dir, other string) string {
	rel, err := filepath.Rel(resolved(dir), resolved(other))
	if err != nil {
		return other
	}
	return filepath.ToSlash(rel)
}

// resolved is a path without symbolic links, as far as it exists.
func resolved(name string) string {
	if whole, err := filepath.EvalSymlinks(name); err == nil || name == filepath.Dir(name) {
		return cmp.Or(whole, name)
	}
	return filepath.Join(resolved(filepath.Dir(name)), filepath.Base(name))
}

// goVersion is the version of Go that the platform asks for.
func goVersion(checkout string) (string, error) {
	b, err := os.ReadFile(filepath.Join(checkout, "go.mod"))
	if err != nil {
		return "", err
	}
	found := goForm.FindSubmatch(b)
	if found == nil {
		return "", fmt.Errorf("go.mod of %s names no version of Go", checkout)
	}
	return string(found[1]), nil
}
