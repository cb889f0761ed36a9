package command_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestEveryCommandOfTheKitHelps(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "new", "test", "describe", "evaluate", "coverage", "diff", "install", "list", "replay"} {
		args := []string{"scheme", name, "--help"}
		if name == "" {
			args = []string{"scheme", "--help"}
		}
		if code, out, _ := run(t, args...); code != 0 || !strings.Contains(out, "Usage: penvoerder scheme") {
			t.Errorf("penvoerder %s: exit %d, %q", strings.Join(args, " "), code, out)
		}
	}
}

// write writes a file for a command to read.
func write(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTheKitSaysWhatItFindsAndEndsAccordingly(t *testing.T) {
	t.Parallel()
	const early = "asOf: 2026-03-01T12:00:00+01:00\nregistration: {activity: 1A, start: 2025-12-31, end: 2026-12-31}\n"
	empty, aModule := t.TempDir(), filepath.Dir(write(t, "go.mod", "module example.org/wow\n"))
	paper := write(t, "paper.md", "# No program")
	compiler, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		code int
		says []string
	}{
		{"cases that pass", []string{"test", "sozw-2026"}, 0, []string{"sozw-2026", "built in"}},
		{"all there is", []string{"test"}, 0, []string{"sozw-2026", "sectorplanplus-v4"}},
		{"a case that fails", []string{"test", "sozw-2026", "--cases", filepath.Dir(write(t, "x.yaml", "cases: [{id: NO, title: t, plan: {}, want: {outcome: ELIGIBLE}}]"))}, 1, []string{"x.yaml:1: NO: outcome is INELIGIBLE, want ELIGIBLE", "cases failed: 1"}},
		{"no cases at all", []string{"test", "sozw-2026", "--cases", empty}, 1, []string{"penvoerder: " + empty + " holds no cases of sozw-2026"}},
		{"cases that are not there", []string{"test", "sozw-2026", "--cases", "none"}, 2, []string{"none is no directory of golden cases"}},
		{"a slug that nobody knows", []string{"test", "sozw"}, 2, []string{`no built-in scheme "sozw"`, "sozw-2026"}},
		{"a page in Dutch", []string{"describe", "sozw-2026"}, 0, []string{"## Regels", "SOZW-ELIG-015"}},
		{"a page in English", []string{"describe", "sozw-2026", "--language=en"}, 0, []string{"## Rules", "## Readings"}},
		{"a page in a third language", []string{"describe", "sozw-2026", "--language=fy"}, 2, []string{"--language must be one of"}},
		{"a page of nothing", []string{"describe", "nothing"}, 2, []string{"want a built-in scheme"}},
		{"a dossier", []string{"evaluate", "sozw-2026", write(t, "d.yaml", early)}, 0, []string{`"rule": "SOZW-DATE-011"`, `"outcome": "INELIGIBLE"`, `"nl": `}},
		{"a dossier that is none", []string{"evaluate", "sozw-2026", write(t, "d.yaml", "registration: {strat: x}")}, 2, []string{`d.yaml: line 1: registration: "strat" is no fact here; there are number`}},
		{"a dossier with a bad date", []string{"evaluate", "sozw-2026", write(t, "d.json", `{"registration": {"start": "2026-02-30"}}`)}, 2, []string{`line 1: registration/start: "2026-02-30" does not fit; want a date such as 2026-02-28`}},
		{"a dossier that cannot be true", []string{"evaluate", "sozw-2026", write(t, "d.yaml", "registration: {activity: 1A, start: 2026-03-01, end: 2026-02-01}")}, 2, []string{"/end: The end date is before the start date, 1 March 2026. >= 2026-03-01"}},
		{"a dossier that is not there", []string{"evaluate", "sozw-2026", "none.yaml"}, 2, []string{"none.yaml"}},
		{"the index of the rulebook", []string{"coverage"}, 0, []string{"364 rules: ", " enforced by the core and tried by a test, ", " not yet, ", " 0 open", "SOZW-ELIG-015", "tried by internal/plans TestOnlyWhatWasApprovedIsPaid (rulebook_test.go:"}},
		{"what a module without tests leaves open", []string{"coverage", "--tests", aModule}, 1, []string{"SOZW-GRANT-006", "no test of the modules that were read tries to break it", "run this in the sources, or name their module with --tests"}},
		{"tests that lie in no module", []string{"coverage", "--tests", empty}, 2, []string{empty + " is in no Go module"}},
		{"a run of the tests that ran none", []string{"coverage", "--ran", write(t, "ran", "")}, 1, []string{"SOZW-GRANT-006", "internal/plans TestOnlyWhatWasApprovedIsPaid (rulebook_test.go:", "did not pass in that run"}},
		{"what is not enforced yet", []string{"coverage", "--state=not-yet"}, 0, []string{"SOZW-PLAN-010", "not-yet"}},
		{"a state that is none", []string{"coverage", "--state=enforced"}, 2, []string{"--state must be one of"}},
		{"one state of it, as JSON", []string{"coverage", "--state=excused", "--format=json"}, 0, []string{`"state": "excused"`, `"counts"`}},
		{"a rulebook with more", []string{"coverage", write(t, "r.yaml", "rules: [{id: SOZW-DEF-001}, {id: NEW-1}]")}, 1, []string{"no scheme accounts for it", "each with how to put it right"}},
		{"a rulebook that is none", []string{"coverage", write(t, "r.yaml", "rule: []")}, 2, []string{"want a list of rules"}},
		{"the account of one scheme", []string{"coverage", write(t, "r.yaml", "rules: [{id: SOZW-ELIG-015}]"), "--scheme=sozw-2026"}, 1, []string{"SOZW-ELIG-015", "1 implemented", "it is not in the rulebook"}},
		{"an account without its rulebook", []string{"coverage", "--scheme=sozw-2026"}, 2, []string{"name the rulebook"}},
		{"a version that is not built in", []string{"describe", "sozw-2026@0.0.1"}, 2, []string{"is built in, and not 0.0.1: say with --plugins"}},
		{"a release and itself", []string{"diff", "sozw-2026", "sozw-2026"}, 0, []string{"The manifests are the same.", " 0 answered differently"}},
		{"two variants", []string{"diff", "sectorplanplus-v3", "sectorplanplus-v4", "--format=json"}, 0, []string{`"manifest"`, `"cases"`}},
		{"a release and nothing", []string{"diff", "sozw-2026", "./none"}, 2, []string{"none"}},
		{"what is at hand, without a database", []string{"list", "--data", t.TempDir()}, 0, []string{"sozw-2026", "There is no database"}},
		{"a name that cannot be", []string{"new", "Wow"}, 2, []string{"is not a name for a scheme"}},
		{"two slugs", []string{"new", "wow", "--slug=other"}, 2, []string{"--slug is other and the name is wow"}},
		{"nothing to install", []string{"install", "./none", "--plugins", t.TempDir()}, 1, []string{"none"}},
		{"a page of paper", []string{"describe", paper}, 2, []string{paper + " is no executable (want a built-in scheme"}},
		{"paper to install", []string{"install", paper, "--plugins", t.TempDir()}, 1, []string{"penvoerder: " + paper + " is no executable\n"}},
		{"a program that serves no scheme", []string{"install", compiler, "--plugins", t.TempDir()}, 1, []string{"penvoerder: " + compiler + ": it serves no scheme: start plugin: "}},
		{"nowhere to install", []string{"install", "./none"}, 2, []string{"--plugins", "See `penvoerder scheme install --help`."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			code, out, errs := run(t, append([]string{"scheme"}, c.args...)...)
			if code != c.code {
				t.Errorf("exit %d, want %d: %.2000s", code, c.code, errs)
			}
			for _, says := range c.says {
				if !strings.Contains(out+errs, says) {
					t.Errorf("it does not say %q:\n%.3000s\n%s", says, out, errs)
				}
			}
		})
	}
}

func TestListTellsWhatADatabaseKnows(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if code, _, errs := run(t, "migrate", "--data", dir); code != 0 {
		t.Fatal(errs)
	}
	code, out, errs := run(t, "scheme", "list", "--data", dir, "--format=json")
	if code != 0 || !strings.Contains(out, `"at": "built in"`) || strings.Contains(out, "IN_FORCE") {
		t.Errorf("exit %d, said %q %q", code, out, errs)
	}
}
