package kit

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
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
	Name     string // its slug, such as "wow" or "wow-2027"
	Title    string // what people call it; the name in capitals where empty
	Module   string // path of a module of its own; empty for a package of the platform
	Path     string // where that module goes
	Checkout string // of the platform
	BuiltIn  bool   // add it to the schemes that the server brings
}

// A Made is what was made.
type Made struct {
	Files []string // in the order written
	Next  []string // what to do now, a line each
}

var (
	nameForm   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	titleForm  = regexp.MustCompile(`^[\p{L}0-9][\p{L}0-9 .,&+()'-]*$`)
	moduleForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._~-]*(/[A-Za-z0-9._~-]+)+$`)
)

// Make writes a scheme that compiles and passes its cases. It replaces nothing.
func (n New) Make(ctx context.Context) (*Made, error) {
	n, err := n.checked()
	if err != nil {
		return nil, err
	}
	if n.Module != "" {
		return n.module(ctx)
	}
	return n.inPlatform()
}

// checked fills in what was left open and refuses what cannot be.
func (n New) checked() (New, error) {
	if n.Module != "" && n.Name == "" {
		n.Name = strings.ToLower(path.Base(n.Module))
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

// words are what the templates fill in.
type words struct {
	Title, Slug, Package, Command, Platform, Import, Cases string

	Module, Path, Checkout, Go string
	Requires                   []module
}

func (n New) words() words {
	return words{
		Title: n.Title, Slug: n.Name, Package: strings.ReplaceAll(n.Name, "-", ""), Command: "scheme-" + n.Name,
		Platform: platform, Module: n.Module, Path: n.Path, Checkout: n.Checkout,
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
	return &Made{Files: t.names(), Next: []string{
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

// module writes a stand-alone module.
func (n New) module(ctx context.Context) (*Made, error) {
	w := n.words()
	var err error
	if w.Path, err = filepath.Abs(n.Path); err != nil {
		return nil, err
	}
	if w.Go, w.Requires, err = pins(ctx, n.Checkout); err != nil {
		return nil, err
	}
	sums, err := os.ReadFile(filepath.Join(n.Checkout, "go.sum"))
	if err != nil {
		return nil, err
	}
	w.Import, w.Cases = path.Join(w.Module, w.Package), path.Join(w.Package, casesDir)
	t := tree{root: w.Path}
	t.scheme(w.Package, w)
	for _, file := range []string{"main.go", "main_test.go", "go.mod", "README.md"} {
		t.template(file, file+".tmpl", w)
	}
	t.add("go.sum", sums)
	if err := t.write("."); err != nil {
		return nil, err
	}
	return &Made{Files: t.names(), Next: []string{
		"cd " + n.Path + " && go test ./...",
		"write cases in " + path.Join(w.Package, casesDir) + ", then the rules; go generate ./... after each change of the manifest",
		"from a checkout of the platform: go run . scheme install " + n.Path + " --plugins DIR",
	}}, nil
}

// A module is a line of go.mod.
type module struct{ Path, Version string }

// pins returns the Go version of the platform, and the modules that a plugin and its
// tests are built with, in the versions that the platform pins.
func pins(ctx context.Context, checkout string) (version string, requires []module, err error) {
	var mod struct{ Go string }
	b, err := goCommand(ctx, checkout, "mod", "edit", "-json")
	if err == nil {
		err = json.Unmarshal(b, &mod)
	}
	if err != nil {
		return "", nil, err
	}
	b, err = goCommand(ctx, checkout, "list", "-deps", "-f", "{{with .Module}}{{.Path}} {{.Version}}{{end}}", "./plugins/serve", "./plugins/plugintest")
	if err != nil {
		return "", nil, err
	}
	lines := strings.Split(string(b), "\n")
	slices.Sort(lines)
	for _, line := range slices.Compact(lines) {
		if m, v, ok := strings.Cut(line, " "); ok && m != platform && v != "" {
			requires = append(requires, module{m, v})
		}
	}
	return mod.Go, requires, nil
}

func goCommand(ctx context.Context, dir string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "go", args...)
	c.Dir = dir
	b, err := c.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return nil, fmt.Errorf("go %s in %s: %w\n%s", args[0], dir, err, failed.Stderr)
	}
	return b, err
}

// A tree is what is about to be written under a directory.
type tree struct {
	root  string
	files []file
	err   error
}

type file struct {
	name    string // slash-separated, below root
	content []byte
	isThere bool // and is changed
}

func (t *tree) add(name string, content []byte) {
	t.files = append(t.files, file{name: name, content: content})
}

func (t *tree) template(name, from string, w words) {
	var b bytes.Buffer
	err := texts.ExecuteTemplate(&b, from, w)
	content := b.Bytes()
	if err == nil && strings.HasSuffix(name, ".go") {
		content, err = format.Source(content)
	}
	t.err = errors.Join(t.err, err)
	t.add(name, content)
}

func (t *tree) change(name string, f func([]byte) ([]byte, error)) {
	b, err := os.ReadFile(filepath.Join(t.root, filepath.FromSlash(name)))
	if err == nil {
		b, err = f(b)
	}
	t.err = errors.Join(t.err, err)
	t.files = append(t.files, file{name: name, content: b, isThere: true})
}

// scheme adds the starter as the scheme of w, in dir.
func (t *tree) scheme(dir string, w words) {
	rename := strings.NewReplacer("package starter", "package "+w.Package, "Package starter", "Package "+w.Package,
		"starter", w.Slug, "STARTER", strings.ToUpper(w.Slug), "Startregeling", w.Title)
	err := fs.WalkDir(starter, "starter", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(starter, p)
		if err != nil {
			return err
		}
		content := []byte(rename.Replace(string(b)))
		if strings.HasSuffix(p, ".go") {
			content, err = format.Source(content)
		}
		name := strings.TrimPrefix(p, "starter/")
		if strings.HasPrefix(name, casesDir+"/") {
			name = path.Join(casesDir, w.Slug+".yaml")
		}
		t.add(path.Join(dir, name), content)
		return err
	})
	t.err = errors.Join(t.err, err)
}

func (t *tree) names() []string {
	out := make([]string, len(t.files))
	for i, f := range t.files {
		out[i] = f.name
	}
	return out
}

// write writes everything, or nothing where one of dirs holds something already.
func (t *tree) write(dirs ...string) error {
	if t.err != nil {
		return t.err
	}
	for _, d := range dirs {
		dir := filepath.Join(t.root, filepath.FromSlash(d))
		entries, err := os.ReadDir(dir)
		if err == nil && len(entries) > 0 {
			return fmt.Errorf("%s is there already and is not replaced: choose another name, or remove it", dir)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, f := range t.files {
		name := filepath.Join(t.root, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
