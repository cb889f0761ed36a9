package kit

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
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
	made, err := n.Make()
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
	if _, err := n.Make(); err == nil || !strings.Contains(err.Error(), "is there already and is not replaced") {
		t.Errorf("a second time gave %v", err)
	}
}

// made is a module of its own with the platform of this repository, and what was written.
func made(t *testing.T, n New) (dir string, files []string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "wow")
	n.Path, n.Checkout = dir, "../.."
	m, err := n.Make()
	if err != nil {
		t.Fatal(err)
	}
	return dir, m.Files
}

func TestAModuleSaysNowhereButInItsWorkspaceWhereThePlatformLies(t *testing.T) {
	t.Parallel()
	dir, files := made(t, New{Module: "example.org/wow"})
	checkout, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := strings.TrimPrefix(p, dir+"/")
		got = append(got, name)
		b, err := os.ReadFile(p)
		for _, place := range []string{checkout, dir, filepath.Dir(dir)} {
			if strings.Contains(string(b), place) && name != "go.work" || strings.Contains(string(b), "\t"+place) {
				t.Errorf("%s names %s, which is of this machine alone", name, place)
			}
		}
		return err
	})
	want := slices.Sorted(slices.Values(files))
	if slices.Sort(got); err != nil || !slices.Equal(got, want) {
		t.Errorf("files are %v, want %v, %v", got, want, err)
	}
	if ignored, err := os.ReadFile(filepath.Join(dir, ".gitignore")); err != nil || !strings.Contains(string(ignored), "/go.work\n") {
		t.Errorf("the workspace would be committed: %q, %v", ignored, err)
	}
}

// goes runs the go command in a directory of its own.
func goes(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "go", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOWORK=", "GOFLAGS=-buildvcs=false -trimpath")
	b, err := c.CombinedOutput()
	return string(b), err
}

// Nothing is downloaded or compiled here: that every import is found is what a place decides.
func TestAModuleFindsThePlatformWhereverItIsMoved(t *testing.T) {
	t.Parallel()
	dir, _ := made(t, New{Module: "example.org/wow"})
	if said, err := goes(t, dir, "list", "-deps", "-test", "./..."); err != nil {
		t.Fatalf("where it was made: %v\n%s", err, said)
	}
	elsewhere := filepath.Join(t.TempDir(), "further", "down", "wow")
	if err := os.MkdirAll(filepath.Dir(elsewhere), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, elsewhere); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.work", "go.work.sum"} { // as README.md says, and as a clone has it
		if err := os.RemoveAll(filepath.Join(elsewhere, name)); err != nil {
			t.Fatal(err)
		}
	}
	if said, err := goes(t, elsewhere, "list", "-deps", "./..."); err == nil || !strings.Contains(said, "go.work-is-missing-see-README.md") {
		t.Errorf("without a workspace it says %s, %v", said, err)
	}
	checkout, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if said, err := goes(t, elsewhere, "work", "init", ".", checkout); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if said, err := goes(t, elsewhere, "list", "-deps", "-test", "./..."); err != nil {
		t.Errorf("after it was moved: %v\n%s", err, said)
	}
}

func TestAWorkspaceNamesThePlatformByTheWayToIt(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, c := range []struct{ module, checkout, want string }{
		{"wow", "penvoerder", "../penvoerder"},
		{"a/b/wow", "penvoerder", "../../../penvoerder"},
		{"penvoerder/../wow", "c/penvoerder", "../c/penvoerder"},
	} {
		if got := seenFrom(filepath.Join(root, c.module), filepath.Join(root, c.checkout)); got != c.want {
			t.Errorf("from %s to %s is %s, want %s", c.module, c.checkout, got, c.want)
		}
	}
}

func TestTheSlugIsWhatWasAsked(t *testing.T) {
	t.Parallel()
	for want, n := range map[string]New{
		"wow-2027":    {Module: "example.org/wow-2027"},
		"wow-2028":    {Module: "example.org/care/wow-2028/v2"},
		"wow":         {Module: "example.org/regulations", Name: "wow"},
		"type":        {Module: "example.org/type"},
		"schemes":     {Module: "example.org/schemes"},
		"wow-2027-v2": {Module: "example.org/wow-2027-v2"},
	} {
		dir, files := made(t, n)
		i := slices.IndexFunc(files, func(f string) bool { return strings.HasSuffix(f, "/manifest.go") })
		b, err := os.ReadFile(filepath.Join(dir, files[i]))
		if err != nil || !strings.Contains(string(b), `Slug: "`+want+`"`) {
			t.Errorf("%+v has not the slug %s: %v\n%s", n, want, err, b)
		}
	}
}

func TestAPackageIsNotNamedLikeWhatGoOrItsFilesName(t *testing.T) {
	t.Parallel()
	for slug, want := range map[string]string{"wow-2027": "wow2027", "type": "typescheme", "schemes": "schemesscheme", "main": "mainscheme"} {
		if got := packageName(slug); got != want {
			t.Errorf("the package of %s is %s, want %s", slug, got, want)
		}
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
		if _, err := n.Make(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%+v gave %v, want %q", n, err, says)
		}
	}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (New{Module: "example.org/wow", Path: full, Checkout: "../.."}).Make(); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("a directory in use gave %v", err)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "schemes")); err == nil && len(left) > 0 {
		t.Errorf("%d were left behind", len(left))
	}
}
