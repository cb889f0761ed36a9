package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const eligible = `"start":"2026-05-11","hours":800,"groupSize":12,"teacher":"EXTERNAL","form":"CLASSROOM","theme":"1","goal":"1.3",` +
	`"employment":"EMPLOYED","employeeContribution":0,"repaymentArrangement":false,"otherSubsidies":[]`

// with returns the facts of someone who is eligible, with pairs of texts replaced.
func with(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(eligible) }

// examples are answers worked out by hand: half of 8 x 1,25 x 109 / 12 and 8 x 0,8 x 27,04 is 131,94.
var examples = map[string]answer{
	eligible:                                       {Outcome: "ELIGIBLE", Cents: "13194"},
	with(`:800`, `:12000`):                         {Outcome: "ELIGIBLE", Cents: "197917"},
	with(`:800`, `:12000`, `:12,`, `:4,`):          {Outcome: "ELIGIBLE", Cents: "220000"},
	with(`:800`, `:299`):                           {Outcome: "INELIGIBLE", Findings: []string{"SOZW-ELIG-025"}},
	with(`:[]`, `:["SLIM","X"]`):                   {Outcome: "INELIGIBLE", Findings: []string{"SOZW-STACK-004", "SOZW-STACK-006"}},
	with(`"1.3"`, `"2.1"`):                         {Outcome: "INELIGIBLE", Findings: []string{"SOZW-THEME-005"}},
	with(`"teacher":"EXTERNAL",`, ``):              {Outcome: "UNDETERMINED"},
	with(`"teacher":"EXTERNAL",`, ``, `26`, `27`):  {Outcome: "INELIGIBLE", Findings: []string{"SOZW-DATE-013"}},
	with(`"EMPLOYED"`, `"INTERN"`, `n":0`, `n":1`): {Outcome: "INELIGIBLE", Findings: []string{"SOZW-COST-002", "SOZW-ELIG-008"}},
}

func TestOPAKnowsTheRule(t *testing.T) {
	t.Parallel()
	try(t, func(in io.Reader, out io.Writer) error { return serve(t.Context(), in, out) })
}

func TestJavaScriptKnowsTheRule(t *testing.T) {
	t.Parallel()
	leave := t.Skip
	if os.Getenv("PENVOERDER_REQUIRE_NODE") != "" {
		leave = t.Fatal
	}
	node, err := exec.LookPath("node")
	if err != nil {
		leave("there is no Node.js")
	}
	if _, err := os.Stat("js/node_modules"); err != nil {
		leave("json-rules-engine is not installed: npm ci in bench/rivals/js")
	}
	try(t, func(in io.Reader, out io.Writer) error {
		c := exec.CommandContext(t.Context(), node, "js/engine.mjs")
		c.Stdin, c.Stdout, c.Stderr = in, out, os.Stderr
		return c.Run()
	})
}

// try asks an engine everything at once, and then to judge for a moment.
func try(t *testing.T, engine func(io.Reader, io.Writer) error) {
	t.Helper()
	var inputs []string
	for input := range examples {
		inputs = append(inputs, input)
	}
	var out bytes.Buffer
	told := `{"data":{"goals":{"1":{"1.3":true}}},"inputs":[{` + strings.Join(inputs, `},{`) + `}]}` + "\n0.001\n"
	if err := engine(strings.NewReader(told), &out); err != nil {
		t.Fatal(err)
	}
	said := out.String()
	d := json.NewDecoder(&out)
	var got struct{ Answers []answer }
	var judged struct{ Judged int }
	if err := d.Decode(&got); err != nil || len(got.Answers) != len(inputs) {
		t.Fatalf("%v: %s", err, said)
	}
	if err := d.Decode(&judged); err != nil || judged.Judged == 0 {
		t.Errorf("it judged for no time: %v: %s", err, said)
	}
	for i, a := range got.Answers {
		slices.Sort(a.Findings)
		if len(a.Findings) == 0 {
			a.Findings = nil
		}
		if a.Cents == "0" {
			a.Cents = ""
		}
		if want := examples[inputs[i]]; !reflect.DeepEqual(a, want) {
			t.Errorf("%s: %+v, want %+v", inputs[i], a, want)
		}
	}
}
