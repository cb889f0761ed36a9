package kit

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A Try is a test that says which rule it tries to break.
type Try struct {
	Rule    string `json:"rule"`
	Package string `json:"package"`        // its directory below the root of its module
	Test    string `json:"test"`           // the function that `go test -run` knows
	Step    string `json:"step,omitempty"` // the part of the test that tries the rule, where it has several
	File    string `json:"file"`           // below the root of its module
	Line    int    `json:"line"`
	Passed  *bool  `json:"passed,omitempty"` // in the run that was asked about
}

// String names the test as people look it up.
func (t Try) String() string {
	name := t.Package + " " + t.Test
	if t.Step != "" {
		name += ", " + t.Step
	}
	return fmt.Sprintf("%s (%s:%d)", name, path.Base(t.File), t.Line)
}

// Tries reads in the tests of the module at root which rules they try. A marker that no
// test reaches, or that does not name its rules, is an error.
func Tries(root string) ([]Try, error) {
	packages, err := testFiles(root)
	if err != nil {
		return nil, err
	}
	var out []Try
	var wrong []error
	for _, dir := range packages {
		tries, err := dir.tries()
		out, wrong = append(out, tries...), append(wrong, err)
	}
	slices.SortFunc(out, func(a, b Try) int {
		return cmp.Or(strings.Compare(a.Rule, b.Rule), strings.Compare(a.File, b.File), a.Line-b.Line, strings.Compare(a.Test, b.Test))
	})
	return out, errors.Join(wrong...)
}

// ModuleRoot is the directory of the module around dir; fs.ErrNotExist where there is none.
func ModuleRoot(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		above := filepath.Dir(dir)
		if above == dir {
			return "", fs.ErrNotExist
		}
		dir = above
	}
}

// testFilesOf are the test files of one directory, where one of them has a marker.
type testFilesOf struct {
	dir   string // below the root, slash-separated
	files []string
}

// testFiles returns the directories of the module at root in which a test has a marker.
func testFiles(root string) (out []testFilesOf, err error) {
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if p != root && isOutside(p, d.Name()) {
			return filepath.SkipDir
		}
		files, err := filepath.Glob(filepath.Join(p, "*_test.go"))
		if err != nil {
			return err
		}
		has, err := anyHolds(files, []byte(markerPackage))
		if err != nil || !has {
			return err
		}
		below, err := filepath.Rel(root, p)
		out = append(out, testFilesOf{filepath.ToSlash(below), files})
		return err
	})
	return out, err
}

// isOutside reports whether a directory below the root holds no tests of the module.
func isOutside(dir, name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || slices.Contains([]string{"testdata", "vendor", "node_modules"}, name) {
		return true
	}
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

func anyHolds(files []string, text []byte) (bool, error) {
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil || bytes.Contains(b, text) {
			return err == nil, err
		}
	}
	return false, nil
}

// Ran keeps of tries whether the test passed in a run of which a file holds the record,
// as rulebook.Tries writes it.
func Ran(tries []Try, record []byte) {
	for i := range tries {
		t := &tries[i]
		t.Passed = new(bool)
		for line := range strings.Lines(string(record)) {
			f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(f) != 3 {
				continue
			}
			test, _, _ := strings.Cut(f[2], "/")
			if f[0] == t.Rule && test == t.Test && strings.HasSuffix(filepath.ToSlash(f[1]), "/"+t.File) {
				*t.Passed = true
			}
		}
	}
}
