package rulebook

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// What passes is recorded, and nothing else: neither what fails or is skipped, nor where nobody asks.
func TestATestRecordsWhatItTriedOnceItPassed(t *testing.T) {
	record := filepath.Join(t.TempDir(), "tried")
	t.Setenv(Tried, record)
	for _, f := range []fake{{name: "TestPassed/step"}, {name: "TestFailed", failed: true}, {name: "TestSkipped", skipped: true}} {
		Tries(&f, "W-1", "W-2")
		f.end()
	}
	t.Setenv(Tried, "")
	unasked := fake{name: "TestUnasked"}
	Tries(&unasked, "W-1")
	unasked.end()

	got, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	want := regexp.MustCompile(`^W-1\t\S+/schemes/rulebook/tries_test\.go\tTestPassed/step\nW-2\t\S+/schemes/rulebook/tries_test\.go\tTestPassed/step\n$`)
	if !want.Match(got) {
		t.Errorf("recorded %q", got)
	}
}

func TestATestThatCannotRecordFails(t *testing.T) {
	t.Setenv(Tried, filepath.Join(t.TempDir(), "none", "tried"))
	f := fake{name: "TestPassed"}
	Tries(&f, "W-1")
	if f.end(); !f.failed {
		t.Error("what is not recorded passes")
	}
}

// fake is a test that ends when it is told to.
type fake struct {
	name            string
	failed, skipped bool
	cleanup         []func()
}

func (f *fake) Helper()               {}
func (f *fake) Name() string          { return f.name }
func (f *fake) Failed() bool          { return f.failed }
func (f *fake) Skipped() bool         { return f.skipped }
func (f *fake) Cleanup(do func())     { f.cleanup = append(f.cleanup, do) }
func (f *fake) Errorf(string, ...any) { f.failed = true }

func (f *fake) end() {
	for _, do := range f.cleanup {
		do()
	}
}
