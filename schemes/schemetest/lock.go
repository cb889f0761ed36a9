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
		t.Fatalf("%v (write it with: go test -run . -update)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-file +scheme):\n%s", file, diff)
	}
}

// checkPage compares the README of a scheme with its Dutch page.
func checkPage(t *testing.T, m *schemes.Manifest, file string) {
	t.Helper()
	golden(t, file, page.Of(m, page.Dutch))
}

// locked lists the promises of a release: each code with the properties that may not change.
func locked(m *schemes.Manifest) []string {
	core := len(schemes.CoreRules())
	var out []string
	for _, r := range m.Rules[core:] {
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
// takes none away.
func checkLock(t *testing.T, m *schemes.Manifest, file string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	old := strings.FieldsFunc(string(b), func(r rune) bool { return r == '\n' })
	now := locked(m)
	for _, line := range broken(old, now) {
		t.Errorf("%s promises %q, which the scheme no longer keeps", file, line)
	}
	if Update(t) && !t.Failed() {
		golden(t, file, []byte(strings.Join(now, "\n")+"\n"))
		return
	}
	for _, line := range broken(now, old) {
		t.Errorf("%s lacks %q (add it with: go test -run . -update)", file, line)
	}
	if !bytes.HasSuffix(b, []byte("\n")) {
		t.Errorf("%s does not end in a line", file)
	}
}
