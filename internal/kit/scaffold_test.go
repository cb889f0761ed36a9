package kit

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// checkout is a directory that looks like the platform to those who write into it.
func checkout(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, from := range map[string]string{"go.mod": "../../go.mod", builtinFile: "../../" + builtinFile} {
		b, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestANewSchemeOfThePlatformIsTheStarterUnderItsOwnName(t *testing.T) {
	t.Parallel()
	dir := checkout(t)
	n := New{Name: "wow-2027", Title: "Wendbaar & Onderweg", Checkout: dir, BuiltIn: true}
	made, err := n.Make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"schemes/wow2027/doc.go", "schemes/wow2027/cases/wow-2027.yaml", "schemes/wow2027/README.md", "schemes/wow2027/codes.lock",
		"plugins/cmd/scheme-wow-2027/main.go", "plugins/cmd/scheme-wow-2027/main_test.go",
	} {
		if !slices.Contains(made.Files, want) {
			t.Errorf("%s was not made", want)
		}
	}
	for _, f := range made.Files {
		b, err := os.ReadFile(filepath.Join(dir, f))
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.ToLower(string(b)); strings.Contains(text, "starter") || strings.Contains(text, "startregeling") {
			t.Errorf("%s still speaks of the starter", f)
		}
		if strings.HasSuffix(f, ".go") {
			if _, err := parser.ParseFile(token.NewFileSet(), f, b, parser.AllErrors); err != nil {
				t.Error(err)
			}
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, builtinFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\t{wow2027.Scheme, wow2027.Source, wow2027.Papers},\n}", "\t\"github.com/penvoerder/penvoerder/schemes/wow2027\"\n"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("plugins/builtin lacks %q:\n%s", want, b)
		}
	}
	if _, err := n.Make(t.Context()); err == nil || !strings.Contains(err.Error(), "is there already and is not replaced") {
		t.Errorf("a second time gave %v", err)
	}
}

func TestAModuleIsPinnedToThePlatform(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "wow")
	made, err := New{Module: "example.org/wow", Path: dir, Checkout: "../.."}.Make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			got = append(got, strings.TrimPrefix(p, dir+"/"))
		}
		return err
	})
	want := slices.Sorted(slices.Values(made.Files))
	if slices.Sort(got); err != nil || !slices.Equal(got, want) {
		t.Errorf("files are %v, want %v, %v", got, want, err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	platformMod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"google.golang.org/grpc v1.85.0", "pgregory.net/rapid v1.3.0", "github.com/hashicorp/go-plugin v1.8.0"} {
		if !strings.Contains(string(platformMod), line) || !strings.Contains(string(b), line) {
			t.Errorf("go.mod does not pin %s as the platform does:\n%s", line, b)
		}
	}
	if !strings.HasPrefix(string(b), "module example.org/wow\n") || strings.Contains(string(b), "entgo.io") {
		t.Errorf("go.mod is\n%s", b)
	}
}

func TestWhatCannotBeMadeIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	dir := checkout(t)
	for says, n := range map[string]New{
		"is not a name for a scheme":      {Name: "Wow", Checkout: dir},
		`"" is not a name`:                {Checkout: dir},
		`"wow--x" is not a name`:          {Name: "wow--x", Checkout: dir},
		"is not a title":                  {Name: "wow", Title: `a "quote"`, Checkout: dir},
		"is not a module path":            {Module: "wow", Path: t.TempDir(), Checkout: dir},
		"want a directory for the module": {Module: "example.org/wow", Checkout: dir},
		"is not built in":                 {Module: "example.org/wow", Path: t.TempDir(), Checkout: dir, BuiltIn: true},
		"is no checkout of the platform":  {Name: "wow", Checkout: t.TempDir()},
	} {
		if _, err := n.Make(t.Context()); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%+v gave %v, want %q", n, err, says)
		}
	}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (New{Module: "example.org/wow", Path: full, Checkout: "../.."}).Make(t.Context()); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("a directory in use gave %v", err)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "schemes")); err == nil && len(left) > 0 {
		t.Errorf("%d were left behind", len(left))
	}
}
