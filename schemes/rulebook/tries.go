package rulebook

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// Tried is the variable of the environment that names a file to which tests add which
// rules they tried, once they have passed.
const Tried = "PENVOERDER_TRIED"

// A Test is what Tries needs of a *testing.T.
type Test interface {
	Helper()
	Name() string
	Failed() bool
	Skipped() bool
	Cleanup(func())
	Errorf(format string, args ...any)
}

// Tries says that the test t tries to break these rules, and fails when one of them can be
// broken. It is called first in the test or in one of its steps, with ids written out:
// `scheme coverage` reads it in the source.
func Tries(t Test, ids ...string) {
	t.Helper()
	to := os.Getenv(Tried)
	if to == "" {
		return
	}
	_, file, _, _ := runtime.Caller(1)
	t.Cleanup(func() {
		if t.Failed() || t.Skipped() {
			return
		}
		if err := record(to, file, t.Name(), ids); err != nil {
			t.Errorf("%s: %v", Tried, err)
		}
	})
}

// record adds a line for each rule in one write: tests of several packages run at once.
func record(to, file, test string, ids []string) error {
	var lines strings.Builder
	for _, id := range ids {
		_, _ = fmt.Fprintf(&lines, "%s\t%s\t%s\n", id, file, test)
	}
	f, err := os.OpenFile(to, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(lines.String())
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}
