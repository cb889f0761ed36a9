package scenario_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/command"
)

// TestReleasesAndParametersChangeWhileTheServerRuns is the part of the operator and of RegioPlus: a file that replaces an
// assumption, a release that is installed beside another, put in force, and a dossier that moves to it.
func TestReleasesAndParametersChangeWhileTheServerRuns(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		dir := t.TempDir()
		plugins, key := filepath.Join(dir, "plugins"), filepath.Join(dir, "operator")
		if err := os.Mkdir(plugins, 0o700); err != nil {
			t.Fatal(err)
		}
		operate(t, 0, "parameters", "keygen", key)
		p := run(t, database, "--plugins="+plugins, "--plugin-poll=50ms", "--parameter-key="+key+".pub")
		replaced(t, p, key)
		moved(t, p, plugins)
		whole(t, p)
	})
}

// operate gives a command as an operator does.
func operate(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if code := command.Run(t.Context(), args, &out, &out); code != want {
		t.Errorf("penvoerder %s ended with %d:\n%s", strings.Join(args, " "), code, out.String())
	}
	return out.String()
}

// patience is what keeps a test from waiting for ever; nothing comes near it.
const patience = 5 * time.Minute

// happens waits until a running server did something by itself, for as long as a slow machine needs.
func happens(t testing.TB, what string, holds func() bool) {
	t.Helper()
	limit, tick := time.After(patience), time.NewTicker(50*time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-limit:
			t.Fatalf("it does not happen: %s", what)
		case <-tick.C:
		}
	}
}

// norm is the assumption that the file replaces.
const norm = "hour-norm-participant"

const explained = `query($id: ID!) { node(id: $id) { ... on Registration { judgement { amount receipt { parameterFile { author number } parametersHash } }
	participations(first: 1) { nodes { judgement { calculation { assumptions { code } steps { isAssumption value parameter { code
		values { value isAssumption citation { work { title } place } replacedBy { author digest appliedAt reason } } declared { value isAssumption replacedBy { author } } } } } } } } } } }`

// replaced lets an operator replace an assumption, and follows it into the explanation of an amount.
func replaced(t *testing.T, p *program, key string) {
	t.Helper()
	e := p.employer(t, "Haven", "10000021", "3511 AB")
	e.applied(p.persona(t, "leader.utrechtzorg"), p.persona(t, "regioplus"))
	reg := e.register(e.aloud("8.00"))
	before := e.ask(explained, object{"id": reg}).at("node")
	is(t, "the demonstration's own file", "Demonstratie 1", before.text("judgement.receipt.parameterFile.author")+" "+before.text("judgement.receipt.parameterFile.number"))

	path := filepath.Join(t.TempDir(), "sectorplanplus-v4.yaml")
	text := func(unit string) string {
		return fmt.Sprintf(`scheme: sectorplanplus-v4
number: 2
author: Bestuur RegioPlus
reason: nieuwe cao
parameters:
  - code: accounting-open
    unit: RATIO
    values:
      - {value: 1, validFrom: 2022-01-01, source: demonstratie, assumption: true}
  - code: %s
    unit: %s
    values:
      - {value: 20.00, validFrom: 2020-01-01, source: besluit van het bestuur}
`, norm, unit)
	}
	write := func(unit string) {
		if err := os.WriteFile(path, []byte(text(unit)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("PERCENT")
	if said := operate(t, 1, "parameters", "check", path); !strings.Contains(said, `line 11: the unit of `+norm+` is "PERCENT"; write EUR_PER_HOUR`) {
		t.Errorf("a wrong unit is answered with\n%s", said)
	}
	write("EUR_PER_HOUR")
	operate(t, 0, "parameters", "check", path)
	tried(t, p, path, key)
	operate(t, 0, "parameters", "sign", path, "--key="+key+".key")
	apply := []string{"parameters", "apply", path, "--parameter-key=" + key + ".pub", "--data=" + p.data}
	if p.database != "" {
		apply = append(apply, "--database="+p.database)
	}
	operate(t, 0, apply...)
	happens(t, "the server notices the file", func() bool {
		return e.ask(`{ scheme(slug: "sectorplanplus-v4") { parameterFile { number } } }`, nil).number("scheme.parameterFile.number") == 2
	})
	p.advance(t, "2025-12-01T10:05:00+01:00")

	after := e.ask(explained, object{"id": reg}).at("node")
	if after.text("judgement.amount") >= before.text("judgement.amount") {
		t.Errorf("the amount goes from %s to %s", before.text("judgement.amount"), after.text("judgement.amount"))
	}
	is(t, "the receipt names the file", "Bestuur RegioPlus", after.text("judgement.receipt.parameterFile.author"))
	filesListed(t, p)
	defer shifted(t, e, path, apply, key)
	authored(t, p, e, key, reg)
	for _, s := range after.list("participations.nodes.0.judgement.calculation.steps") {
		step := &answer{t: t, data: s}
		if step.at("parameter").value() == nil || step.text("parameter.code") != norm {
			continue
		}
		is(t, "the step", "20 false", step.text("value")+" "+step.text("isAssumption"))
		is(t, "its value", "20.00 false besluit van het bestuur", step.text("parameter.values.0.value")+" "+step.text("parameter.values.0.isAssumption")+" "+step.text("parameter.values.0.citation.place"))
		is(t, "who answers for it", "Bestuur RegioPlus nieuwe cao", step.text("parameter.values.0.replacedBy.author")+" "+step.text("parameter.values.0.replacedBy.reason"))
		is(t, "what was declared", "true", step.text("parameter.declared.0.isAssumption"))
		return
	}
	t.Errorf("no step takes %s", norm)
}

// filesListed reads the parameter files of the scheme as anybody may.
func filesListed(t *testing.T, p *program) {
	t.Helper()
	all := p.visitor(t, "anybody").ask(`{ scheme(slug: "sectorplanplus-v4") { inForce { id } parameterFiles(first: 10) { totalCount nodes { number author reason digest signedBy appliedAt endedAt release { id }
		parameters { code title { nl en } unit isChanged declared { value } before { value validFrom isAssumption replacedBy { number } } after { value validFrom validTo isAssumption replacedBy { number } } } } } } }`, nil).at("scheme")
	file := all.at("parameterFiles.nodes.0")
	at := slices.Index(file.each("parameters", "code"), norm)
	of := func(path string) string { return file.text(fmt.Sprintf("parameters.%d.%s", at, path)) }
	is(t, "two files, the last first", "2 2 Bestuur RegioPlus nieuwe cao", fmt.Sprintf("%d %d %s %s", all.number("parameterFiles.totalCount"), file.number("number"), file.text("author"), file.text("reason")))
	is(t, "it is in force", nil, file.at("endedAt").value())
	is(t, "what it was checked against", all.text("inForce.id"), file.text("release.id"))
	is(t, "what it replaces", norm+" EUR_PER_HOUR true", of("code")+" "+of("unit")+" "+of("isChanged"))
	is(t, "what held until then", "true", of("before.0.isAssumption"))
	is(t, "which was declared", of("declared.0.value"), of("before.0.value"))
	is(t, "what holds now", "20.00 2020-01-01 false 2", strings.Join([]string{
		of("after.0.value"), of("after.0.validFrom"), of("after.0.isAssumption"), of("after.0.replacedBy.number"),
	}, " "))
	for _, key := range []string{"title.nl", "title.en"} {
		if of(key) == "" {
			t.Errorf("it has no %s", key)
		}
	}
}

// authored proves the receipt of a registration that rests on the file, as an auditor who has the operator's key.
func authored(t *testing.T, p *program, e *employer, key, reg string) {
	t.Helper()
	id := e.ask(`query($id: ID!) { node(id: $id) { ... on Registration { judgement { receipt { id } } } } }`, object{"id": reg}).text("node.judgement.receipt.id")
	_, _, text := e.get(p.url + "/receipts/" + id)
	receipt := filepath.Join(t.TempDir(), "receipt.json")
	if err := os.WriteFile(receipt, text, 0o600); err != nil {
		t.Fatal(err)
	}
	stranger := filepath.Join(t.TempDir(), "stranger")
	operate(t, 0, "parameters", "keygen", stranger)
	for name, c := range map[string]struct {
		code int
		args []string
		says string
	}{
		"with the operator's key":  {0, []string{"--parameter-key=" + key + ".pub", "--require=release"}, "signed with the operator's key that was given"},
		"without":                  {0, nil, "NOT VERIFIED: no --parameter-key is given"},
		"with another key":         {1, []string{"--parameter-key=" + stranger + ".pub"}, "WRONG      AUTHOR"},
		"with one of two":          {0, []string{"--parameter-key=" + stranger + ".pub", "--parameter-key=" + key + ".pub"}, "signed with the operator's key that was given"},
		"with what is no key":      {2, []string{"--parameter-key=" + receipt}, "--parameter-key"},
		"as JSON":                  {0, []string{"--parameter-key=" + key + ".pub", "--json"}, `"authorship": "VERIFIED"`},
		"as JSON, without the key": {0, []string{"--json"}, `"authorship": "NOT_VERIFIED"`},
	} {
		if code, out, bad := carryOut(t, append([]string{"verify", receipt}, c.args...)...); code != c.code || !strings.Contains(out+bad, c.says) {
			t.Errorf("%s: exit %d\n%s%s", name, code, out, bad)
		}
	}
}

// shifted has the operator say, in the next file, that the budgets of SectorplanPlus pay for each other.
func shifted(t *testing.T, e *employer, path string, apply []string, key string) {
	t.Helper()
	ledger := func() *answer {
		return e.ask(`query($id: ID!) { node(id: $id) { ... on Plan { ledger { shifts granted registered free budget { code shift { code values { value isAssumption replacedBy { number } } declared { value isAssumption } } } } } } }`, object{"id": e.plan}).at("node.ledger")
	}
	of := func(l *answer) string {
		return strings.Join([]string{l.text("0.shifts"), l.text("1.shifts"), l.text("2.shifts"), l.text("0.budget.shift.code"), l.text("0.budget.shift.values.0.value"), l.text("0.budget.shift.values.0.isAssumption"), l.text("0.budget.shift.declared.0.value")}, " ")
	}
	apart := ledger()
	is(t, "by assumption", "false false false budgets-shift 0 true 0", of(apart))
	text := "scheme: sectorplanplus-v4\nnumber: 3\nauthor: Bestuur RegioPlus\nreason: schuiven mag\nparameters:\n  - code: budgets-shift\n    unit: RATIO\n    values:\n      - {value: 1, validFrom: 2022-01-01, source: besluit}\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	operate(t, 0, "parameters", "sign", path, "--key="+key+".key")
	operate(t, 0, apply...)
	happens(t, "the budgets are one cap", func() bool { return ledger().text("0.shifts") == "true" })
	together := ledger()
	is(t, "by the file", "true true true budgets-shift 1 false 0", of(together))
	if free := together.text("0.free"); free != together.text("1.free") || free != together.text("2.free") || free == apart.text("0.free") {
		t.Errorf("free is %s, %s and %s; apart it was %s", free, together.text("1.free"), together.text("2.free"), apart.text("0.free"))
	}
}

// tried replays a parameter file before it is signed and applied: nothing changes but what is told. The norm of an hour
// goes down, so whoever is registered under C loses by it.
func tried(t *testing.T, p *program, path, key string) {
	t.Helper()
	where := []string{"scheme", "replay", "sectorplanplus-v4", "--json", "--data=" + p.data, "--parameters=" + path}
	if p.database != "" {
		where = append(where, "--database="+p.database)
	}
	var report struct {
		Parameters struct {
			Number    int
			IsApplied bool
			Remarks   []string
			Changes   []struct{ Parameter string }
		}
		Total struct {
			Registrations int
			Loss          struct {
				Count  int
				Amount string
			}
		}
		Regions, Activities []struct {
			Key  string
			Loss struct{ Count int }
		}
	}
	code, out, bad := carryOut(t, where...)
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != 0 {
		t.Fatalf("exit %d, %v\n%s", code, err, bad)
	}
	is(t, "the file that is tried", "2 false [NOT SIGNED: it cannot be applied before it is] [{"+norm+"}]", fmt.Sprint(report.Parameters.Number, report.Parameters.IsApplied, report.Parameters.Remarks, report.Parameters.Changes))
	if report.Total.Registrations == 0 || report.Total.Loss.Count == 0 || report.Total.Loss.Amount == "0.00" {
		t.Errorf("nobody loses: %s", out)
	}
	for _, g := range slices.Concat(report.Regions, report.Activities) {
		if want := g.Key != "A" && g.Key != "B"; (g.Loss.Count > 0) != want {
			t.Errorf("under %s %d lose", g.Key, g.Loss.Count)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	code, out, bad = carryOut(t, slices.Concat(where, []string{"--candidate=" + self, "--arg=plugin", "--arg=sectorplanplus-v4"})...)
	if again := report; json.Unmarshal([]byte(out), &again) != nil || code != 0 || again.Total != report.Total {
		t.Errorf("with the same release as a candidate: exit %d\n%s%s", code, out, bad)
	}
	if err := os.WriteFile(path+".sig", []byte("AAAA"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"half a signature":  {[]string{"--parameter-key=" + key + ".pub"}, "the signature is not one line of 64 bytes"},
		"not even by a key": {nil, "the signature is not one line of 64 bytes"},
		"no file":           {[]string{"--parameters=" + path + ".none"}, "no such file"},
		"no candidate":      {[]string{"--candidate=" + path + ".none"}, "no such file"},
		"no key":            {[]string{"--parameter-key=" + path}, "--parameter-key"},
	} {
		if code, out, bad := carryOut(t, slices.Concat(where, c.args)...); code != 1 || out != "" || !strings.Contains(bad, c.want) {
			t.Errorf("%s: exit %d\n%s%s", name, code, out, bad)
		}
	}
	if code, _, bad := carryOut(t, "scheme", "replay", "sozw-2026", "--data="+p.data, "--database="+p.database, "--parameters="+path); code != 1 {
		t.Errorf("a file of another scheme: exit %d\n%s", code, bad)
	}
	if err := os.Remove(path + ".sig"); err != nil {
		t.Fatal(err)
	}
}

// moved installs a release of SO-Z&W beside the one that is built in, puts it in force and moves a plan to it.
func moved(t *testing.T, p *program, plugins string) {
	t.Helper()
	regioplus := p.persona(t, "regioplus")
	e := p.employer(t, "Linde", "10000001", "3511 AB")
	e.file()
	const releases = `{ releases(first: 10, filter: {schemes: ["sozw-2026"]}) { totalCount nodes { id version semver digest state isInstalled isAvailable pinnedPlans pinnedRegistrations changes(first: 5) { nodes { act } } } } }`
	built := regioplus.ask(releases, nil).at("releases.nodes.0")
	is(t, "the release that is built in", "IN_FORCE true true 1 0 installRelease", strings.Join([]string{
		built.text("state"), built.text("isInstalled"), built.text("isAvailable"), built.text("pinnedPlans"), built.text("pinnedRegistrations"), built.text("changes.nodes.0.act"),
	}, " "))
	shelve(t, plugins, built.text("semver"))
	happens(t, "the server finds the release", func() bool { return regioplus.ask(releases, nil).number("releases.totalCount") == 2 })
	fresh := regioplus.ask(releases, nil).at("releases.nodes.0")
	is(t, "the release beside it", "INSTALLED", fresh.text("state"))

	in := object{"releaseID": fresh.text("id"), "expectedVersion": fresh.number("version"), "note": "na de proef"}
	forced := regioplus.do("putReleaseInForce", in, `release { state scheme { inForce { id } } }`)
	is(t, "it is in force", "IN_FORCE "+fresh.text("id"), forced.text("release.state")+" "+forced.text("release.scheme.inForce.id"))
	if _, refused := regioplus.try("putReleaseInForce", in, "release { id }"); len(refused) == 0 {
		t.Error("it is put in force twice")
	}

	plan := e.ask(`query($id: ID!) { node(id: $id) { ... on Plan { version release { id } } } }`, object{"id": e.plan}).at("node")
	is(t, "the plan stays where it is", built.text("id"), plan.text("release.id"))
	const move = ` from { id } to { id } changed hidden judged decided amountBefore amountAfter subjects { kind outcomeBefore outcomeAfter appears { code } disappears { code } } `
	preview := regioplus.ask(`query($p: ID!, $r: ID!) { releaseMove(planID: $p, releaseID: $r) {`+move+`} }`, object{"p": e.plan, "r": fresh.text("id")}).at("releaseMove")
	is(t, "the same rules change nothing", "0 0 0 0", fmt.Sprintf("%d %d %d %d", preview.number("changed"), preview.number("hidden"), preview.number("judged"), preview.number("decided")))
	done := regioplus.do("moveToRelease", object{
		"planID": e.plan, "releaseID": fresh.text("id"), "expectedVersion": plan.number("version"), "reason": "de nieuwe versie",
	}, `plan { version release { id } } move {`+move+`}`)
	is(t, "the plan has moved", fresh.text("id"), done.text("plan.release.id"))

	log := e.ask(`query($id: ID!) { node(id: $id) { ... on Plan { release { id } audit(first: 1) { nodes { act actor { role } ground { reason policy receipt { release { id } } } } } } } }`, object{"id": e.plan}).at("node")
	is(t, "the employer reads why", "moveToRelease REGIOPLUS de nieuwe versie "+fresh.text("id"), strings.Join([]string{
		log.text("audit.nodes.0.act"), log.text("audit.nodes.0.actor.role"), log.text("audit.nodes.0.ground.reason"), log.text("audit.nodes.0.ground.receipt.release.id"),
	}, " "))
	happens(t, "the feed tells it", func() bool {
		return len(e.ask(`{ events(first: 100, types: [PLAN_MOVED]) { nodes { subject { ... on Plan { id } } } } }`, nil).list("events.nodes")) == 1
	})

	of := `{ scheme(slug: "sozw-2026") { log(first: 10) { nodes { act on { id } ground { reason } } } } }`
	acts := regioplus.ask(of, nil).each("scheme.log.nodes", "act")
	is(t, "the log of the scheme", "putReleaseInForce supersedeRelease installRelease installRelease", strings.Join(acts, " "))
	is(t, "which is not the employer's", nil, e.ask(of, nil).at("scheme.log").value())
}

// shelve installs the test binary as a release of SO-Z&W with another digest.
func shelve(t *testing.T, plugins, version string) {
	t.Helper()
	made := filepath.Join(plugins, ".sozw")
	if err := os.Mkdir(made, 0o700); err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(exe)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(filepath.Join(made, "plugin"), os.O_WRONLY|os.O_CREATE, 0o700)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(out, sum), in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	lock := fmt.Sprintf(`{"slug": "sozw-2026", "version": %q, "file": "plugin", "sha256": %q, "args": ["plugin", "sozw-2026"]}`, version, hex.EncodeToString(sum.Sum(nil)))
	if err := os.WriteFile(filepath.Join(made, "plugin.lock"), []byte(lock), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(made, filepath.Join(plugins, "sozw")); err != nil {
		t.Fatal(err)
	}
}
