package schemetest

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/page"
)

var updateFlag = flag.Bool("update", false, "write golden files anew; refused in CI")

// Update reports whether to write golden files anew. It fails t where CI is set, because people decide on golden
// values.
func Update(t *testing.T) bool {
	t.Helper()
	if *updateFlag && os.Getenv("CI") != "" {
		t.Fatal("-update is refused in CI")
	}
	return *updateFlag
}

// golden compares got with the contents of file.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if Update(t) {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (write it with: go generate)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-file +scheme; write it anew with: go generate):\n%s", file, diff)
	}
}

// checkPage compares the README of a scheme with its Dutch page.
func checkPage(t *testing.T, m *schemes.Manifest, file string) {
	t.Helper()
	golden(t, file, page.Of(m, page.Dutch))
}

// locked lists the promises of a release: each code with the properties that may not change.
func locked(m *schemes.Manifest) []string {
	var out []string
	for _, r := range m.OwnRules() {
		out = append(out, fmt.Sprintf("rule %s %s", r.ID(), r.Severity))
	}
	for _, l := range m.Lines {
		out = append(out, fmt.Sprintf("line %s %s", l.ID(), l.Unit))
	}
	for _, p := range m.Parameters {
		out = append(out, fmt.Sprintf("parameter %s %s", p.Code, p.Unit))
	}
	for _, f := range m.Facts {
		out = append(out, fmt.Sprintf("fact %s.%s %s", f.Subject, f.Key, f.Type))
	}
	for _, r := range m.Requirements {
		out = append(out, fmt.Sprintf("requirement %s %s", r.Code, r.Scope))
	}
	for _, r := range m.ReasonCodes {
		out = append(out, "reason "+r.Code+" -")
	}
	slices.Sort(out)
	return out
}

// broken returns the promises that are not among those kept.
func broken(promised, kept []string) []string {
	return slices.DeleteFunc(slices.Clone(promised), func(line string) bool { return slices.Contains(kept, line) })
}

// checkLock refuses that a released code vanishes or changes. -update adds codes; it
// takes none away, but from a draft.
func checkLock(t *testing.T, m *schemes.Manifest, file string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	old := strings.FieldsFunc(string(b), func(r rune) bool { return r == '\n' })
	isUpdate := Update(t)
	flaws := lockFlaws(m, old, isUpdate)
	for _, flaw := range flaws {
		t.Errorf("%s %s", file, flaw)
	}
	switch {
	case isUpdate && len(flaws) == 0:
		golden(t, file, []byte(strings.Join(locked(m), "\n")+"\n"))
	case !isUpdate && !bytes.HasSuffix(b, []byte("\n")):
		t.Errorf("%s does not end in a line", file)
	}
}

// isDraft reports whether a release promises nothing yet: its codes can still be named.
func isDraft(m *schemes.Manifest) bool { return strings.HasPrefix(m.Version, "0.") }

// lockFlaws says in what the promises of old are not those of m; for an update, only
// what cannot be written anew.
func lockFlaws(m *schemes.Manifest, old []string, isUpdate bool) (flaws []string) {
	now := locked(m)
	for _, line := range broken(old, now) {
		switch {
		case !isDraft(m):
			flaws = append(flaws, fmt.Sprintf("promises %q, which the scheme no longer keeps: a released code never vanishes and never changes", line))
		case !isUpdate:
			flaws = append(flaws, fmt.Sprintf("holds %q, which version %s no longer declares (write it anew with: go generate)", line, m.Version))
		}
	}
	for _, line := range broken(now, old) {
		if !isUpdate {
			flaws = append(flaws, fmt.Sprintf("lacks %q (add it with: go generate)", line))
		}
	}
	return flaws
}
