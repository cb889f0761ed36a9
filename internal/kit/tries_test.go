package kit

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// aModule writes a module whose files are given by their names below its root.
func aModule(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	files["go.mod"] = "module example.org/wow\n"
	for name, text := range files {
		to := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// testFile is a test file that knows the package of the marker.
func testFile(body string) string {
	return "package wow\n\nimport \"" + markerPackage + "\"\n\n" + body
}

func TestWhatTestsTryIsReadInTheirSource(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"in a test":                {testFile(`func TestIt(t *testing.T) { rulebook.Tries(t, "W-1", "W-2") }`), []string{"W-1 wow TestIt (it_test.go:5)", "W-2 wow TestIt (it_test.go:5)"}},
		"in a subtest":             {testFile(`func TestIt(t *testing.T) { t.Run("too late", func(t *testing.T) { rulebook.Tries(t, "W-1") }) }`), []string{"W-1 wow TestIt, too late (it_test.go:5)"}},
		"in a step":                {testFile("func TestIt(t *testing.T) { story(t) }\nfunc story(t *testing.T) { for _, f := range []func(*testing.T){late} { f(t) } }\nfunc late(t *testing.T) { rulebook.Tries(t, \"W-1\") }"), []string{"W-1 wow TestIt, late (it_test.go:7)"}},
		"in a method":              {testFile("func TestIt(t *testing.T) { w.late() }\nfunc TestOther(t *testing.T) { late() }\nfunc (w *world) late() { rulebook.Tries(w.t, \"W-1\") }"), []string{"W-1 wow TestIt, late (it_test.go:7)"}},
		"under another name":       {strings.Replace(testFile(`func TestIt(t *testing.T) { rb.Tries(t, "W-1") }`), `import "`, `import rb "`, 1), []string{"W-1 wow TestIt (it_test.go:5)"}},
		"of a test of that name":   {testFile("func TestIt(t *testing.T) { late(t) }\nfunc TestOther(t *testing.T) { late := 1; _ = world{late: late}; w.late() }\nfunc late(t *testing.T) { rulebook.Tries(t, \"W-1\") }"), []string{"W-1 wow TestIt, late (it_test.go:7)"}},
		"of a package like it":     {testFile(`func TestIt(t *testing.T) { other.Tries(t, "W-1") }`), nil},
		"where the package is not": {"package wow\n\n// " + markerPackage + "\nfunc TestIt(t *testing.T) { rulebook.Tries(t, \"W-1\") }", nil},
	} {
		tries, err := Tries(aModule(t, map[string]string{"wow/it_test.go": c.file}))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got []string
		for _, try := range tries {
			got = append(got, try.Rule+" "+try.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestTestsOutsideTheModuleAreNotRead(t *testing.T) {
	t.Parallel()
	file := testFile(`func TestIt(t *testing.T) { rulebook.Tries(t, "W-1") }`)
	tries, err := Tries(aModule(t, map[string]string{
		"testdata/it_test.go": file, "vendor/x/it_test.go": file, ".hidden/it_test.go": file, "_off/it_test.go": file,
		"other/go.mod": "module example.org/other\n", "other/it_test.go": file, "wow/it.go": file,
	}))
	if err != nil || len(tries) > 0 {
		t.Errorf("read %v, %v", tries, err)
	}
}

func TestAMarkerThatSaysNothingIsAnError(t *testing.T) {
	t.Parallel()
	for says, body := range map[string]string{
		"with ids that are written out":             `func TestIt(t *testing.T) { rulebook.Tries(t, id) }`,
		"a test that tries rules names them":        `func TestIt(t *testing.T) { rulebook.Tries(t) }`,
		"wow/it_test.go:6: no test calls late":      "func TestIt(t *testing.T) {}\nfunc late(t *testing.T) { rulebook.Tries(t, \"W-1\") }",
		"no test calls late, which says that it tr": "func TestMain(m *testing.M) { late(nil) }\nfunc late(t *testing.T) { rulebook.Tries(t, \"W-1\") }",
		"expected": "func {",
	} {
		if _, err := Tries(aModule(t, map[string]string{"wow/it_test.go": testFile(body)})); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s gave %v, want %s", body, err, says)
		}
	}
}

func TestTheModuleAroundADirectory(t *testing.T) {
	t.Parallel()
	root := aModule(t, map[string]string{"a/b/c.go": "package b"})
	if got, err := ModuleRoot(filepath.Join(root, "a", "b")); err != nil || got != root {
		t.Errorf("the module is %s, %v", got, err)
	}
	if _, err := ModuleRoot(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no module gave %v", err)
	}
}

func TestARunTellsWhichTestsPassed(t *testing.T) {
	t.Parallel()
	tries := []Try{
		{Rule: "W-1", Test: "TestIt", File: "wow/it_test.go"},
		{Rule: "W-2", Test: "TestIt", File: "wow/it_test.go"},
		{Rule: "W-1", Test: "TestOther", File: "wow/it_test.go"},
		{Rule: "W-1", Test: "TestIt", File: "wow/more/it_test.go"},
	}
	Ran(tries, []byte("nonsense\nW-1\texample.org/wow/it_test.go\tTestIt/sqlite/late\n"))
	for i, want := range []bool{true, false, false, false} {
		if *tries[i].Passed != want {
			t.Errorf("%s of %s: passed is %t", tries[i], tries[i].Rule, !want)
		}
	}
}
