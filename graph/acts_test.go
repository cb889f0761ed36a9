package graph_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

var capital = regexp.MustCompile(`([A-Z])`)

// The table of acts and the contract are written down apart: each act of the audit is a value of the enum, and every
// mutation on a dossier is an act.
func TestTheEnumOfActsIsTheTable(t *testing.T) {
	t.Parallel()
	var want, got []string
	for _, name := range workflow.Names() {
		want = append(want, strings.ToUpper(capital.ReplaceAllString(name, "_$1")))
	}
	s := schema(t)
	for _, v := range s.Types["Act"].EnumValues {
		got = append(got, v.Name)
	}
	slices.Sort(want) // the contract declares each beside its mutation
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("enum Act: -table +contract\n%s", diff)
	}
	known := map[string]bool{}
	for _, name := range workflow.Names() {
		known[name] = true
	}
	elsewhere := map[string]bool{"importEmployees": true, "demoAdvanceClock": true} // told row by row; told by nobody
	for _, f := range s.Mutation.Fields {
		if !known[f.Name] && !elsewhere[f.Name] {
			t.Errorf("mutation %s is no act of the table: the audit has no words for it", f.Name)
		}
	}
}

func TestTheAuditTellsAnActInWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	var got struct {
		Legend []struct {
			Value string
			Label struct{ NL, EN string }
		}
	}
	w.read(w.employer(), `{ legend(of: ACT) { value label { nl en } } }`, nil, &got)
	words := map[string]string{}
	for _, e := range got.Legend {
		words[e.Value] = e.Label.NL + " | " + e.Label.EN
	}
	for value, want := range map[string]string{
		"SUBMIT_REGISTRATION": "Registratie indienen | Submit the registration",
		"DECIDE_REGISTRATION": "Besluiten over de registratie | Decide on the registration",
	} {
		if words[value] != want {
			t.Errorf("%s is called %q, want %q", value, words[value], want)
		}
	}
}
