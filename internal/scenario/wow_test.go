package scenario_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/internal/command"
)

// fewLines is what a regulation may cost: lines of Go, tests and plugin included.
const fewLines = 400

// TestARegulationOfItsOwn makes WOW 2027, a regulation that nobody at the platform has heard of, with the scaffold, as a
// module outside the repository; installs it into the plugin directory of a server that runs; and takes it as far as a
// registration with an amount and a matrix.
func TestARegulationOfItsOwn(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds a module")
	}
	module := filepath.Join(t.TempDir(), "wow")
	kit(t, "new", "--module=example.org/wow-2027", "--title=WOW 2027", "--platform=../..", module)
	edit(t, "testdata/wow", filepath.Join(module, "wow2027"))
	if n := linesOfGo(t, module); n >= fewLines {
		t.Errorf("the regulation takes %d lines of Go, want fewer than %d", n, fewLines)
	}
	goes(t, module, "test", "./...")

	plugins := filepath.Join(t.TempDir(), "plugins")
	if err := os.Mkdir(plugins, 0o755); err != nil {
		t.Fatal(err)
	}
	p := run(t, "", "--plugins="+plugins, "--now=2027-01-15T10:00+01:00")
	guest := p.visitor(t, "guest")
	if got := guest.ask(`{ scheme(slug: "wow-2027") { slug } }`, nil); strings.Contains(string(got.body), "wow-2027") {
		t.Fatal("the server knew WOW before it was installed")
	}
	kit(t, "install", "--plugins="+plugins, module)
	found(t, guest)
	drawn(t, guest)
	described(t, guest)
	trained(t, p)
	listed(t, p, plugins)
}

// kit runs a command of the kit, and returns what it says.
func kit(t *testing.T, args ...string) string {
	t.Helper()
	var out, bad bytes.Buffer
	if code := command.Run(t.Context(), append([]string{"scheme"}, args...), &out, &bad); code != 0 {
		t.Fatalf("scheme %s: exit %d\n%s%s", strings.Join(args, " "), code, out.String(), bad.String())
	}
	return out.String()
}

// edit is the work of whoever writes the regulation: their files take the place of the scaffold's.
func edit(t *testing.T, from, to string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(to, "cases")); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		name := filepath.Join(to, strings.TrimPrefix(path, from))
		if err != nil || d.IsDir() {
			return os.MkdirAll(name, 0o755)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(name, b, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func linesOfGo(t *testing.T, dir string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		b, err := os.ReadFile(path)
		n += bytes.Count(b, []byte("\n"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// goes runs the Go command in a module.
func goes(t *testing.T, dir string, args ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "go", args...)
	c.Dir = dir
	if said, err := c.CombinedOutput(); err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, said)
	}
}

// found waits until the server has found what was installed.
func found(t *testing.T, guest *visitor) {
	t.Helper()
	happens(t, "the server that runs finds what was installed", func() bool {
		got := guest.ask(`{ scheme(slug: "wow-2027") { isAvailable title { text } inForce { semver } } }`, nil)
		if !strings.Contains(string(got.body), `"isAvailable":true`) {
			return false
		}
		if title, version := got.text("scheme.title.text"), got.text("scheme.inForce.semver"); title != "WOW 2027 (made up)" || version != "1.0.0" {
			t.Errorf("found %q %s", title, version)
		}
		return true
	})
}

// drawn draws the form of what only WOW asks, from its JSON Schema alone.
func drawn(t *testing.T, guest *visitor) {
	t.Helper()
	got := guest.ask(`{ scheme(slug: "wow-2027") { inForce { manifest { factSchema(subject: REGISTRATION, activity: "W") } } } }`, nil)
	var form struct {
		Required   []string `json:"required"`
		Properties map[string]struct {
			Label struct{ NL, EN string }            `json:"x-label"`
			When  []struct{ Fact, Is, Value string } `json:"x-when"`
			OneOf []struct{ Const string }           `json:"oneOf"`
		} `json:"properties"`
	}
	schema, err := json.Marshal(got.at("scheme.inForce.manifest.factSchema").value())
	if err == nil {
		err = json.Unmarshal(schema, &form)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, schema)
	}
	purpose, buddy := form.Properties["purpose"], form.Properties["buddy"]
	if purpose.Label.NL != "Waarvoor leren zij?" || len(purpose.OneOf) != 2 || len(form.Required) != 1 || len(buddy.When) != 1 || buddy.When[0].Fact != "/facts/purpose" {
		t.Errorf("the form is %s", schema)
	}
}

// described reads the pages that the server serves of its schemes.
func described(t *testing.T, guest *visitor) {
	t.Helper()
	for address, want := range map[string]string{
		"/schemes/":                        "(wow-2027.md), `wow-2027` 1.0.0",
		"/schemes/wow-2027.md":             "# WOW 2027 (verzonnen)",
		"/schemes/wow-2027.md?language=en": "| WOW-DATE-002 | refusal | The training does not start in 2027. |",
		"/schemes/sozw-2026.md":            "SOZW-ELIG-015",
	} {
		status, header, body := guest.get(guest.p.url + address)
		if status != 200 || !strings.HasPrefix(header.Get("Content-Type"), "text/markdown") || !strings.Contains(string(body), want) {
			t.Errorf("%s: %d %s, want %q in\n%.600s", address, status, header.Get("Content-Type"), want, body)
		}
	}
	if status, _, _ := guest.get(guest.p.url + "/schemes/none.md"); status != 404 {
		t.Errorf("a scheme that is not there: %d", status)
	}
}

// trained hands in a plan under WOW, and takes a registration to its amount and its matrix.
func trained(t *testing.T, p *program) {
	t.Helper()
	e := p.employer(t, "Wau", "20270001", "3511 AB")
	made := e.do("createPlan", object{
		"scheme": "wow-2027", "lines": []object{{"activity": "W", "participants": 2, "requested": "2500.00"}},
	}, "plan { id version }")
	e.plan = made.text("plan.id")
	if got := e.do("submitPlan", object{"id": e.plan, "expectedVersion": made.number("plan.version")}, "isSubmitted"); got.text("isSubmitted") != "true" {
		t.Fatalf("not handed in: %s", got.body)
	}
	id := e.register(object{
		"planID": e.plan, "activity": "W", "start": "2027-02-01", "end": "2027-06-30",
		"facts": []object{{"key": "purpose", "value": object{"choice": "BETTER"}}},
		"training": object{"course": object{
			"title": "Leren tillen", "content": "Tillen", "hours": "8.00", "groupSize": 2, "teacher": "INTERNAL", "form": "CLASSROOM",
		}},
		"participants": []object{someone("Wim", "wim")},
	})
	got := e.ask(`query($id: ID!) { node(id: $id) { ... on Registration { judgement { outcome amount } matrix { columns { code title { text } } rows { cells { column state } } } } } }`, object{"id": id})
	for _, want := range []string{`"amount":"1250.00"`, `"LEERVERKLARING"`, `"Learning statement"`, `"MISSING"`} {
		if !strings.Contains(string(got.body), want) {
			t.Errorf("the registration lacks %s: %s", want, got.body)
		}
	}
}

var pinned = regexp.MustCompile(`wow-2027 +1\.0\.0 +[0-9a-f]{12} +\S+wow-2027-1\.0\.0 +IN_FORCE +1 +1\n`)

// listed finds WOW in force, with the one dossier that is pinned to it.
func listed(t *testing.T, p *program, plugins string) {
	t.Helper()
	if said := kit(t, "list", "--data="+p.data, "--plugins="+plugins); !pinned.MatchString(said) {
		t.Errorf("scheme list says\n%s", said)
	}
}
