package typed_test

import (
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/typed"
)

func TestTextIsReadWithoutTheSpaceAroundIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text   *string
		want   string // empty where there is none
		reason string
	}{
		"nothing":                          {},
		"space alone":                      {text: new(" \n")},
		"a name":                           {text: new("  Ada "), want: "Ada"},
		"as long as may be":                {text: new(strings.Repeat("é", 20)), want: strings.Repeat("é", 20)},
		"one character more":               {text: new(strings.Repeat("é", 21)), reason: "TOO_LONG"},
		"a character that no database has": {text: new("Ada\x00"), reason: fault.ReasonMalformed},
	} {
		var bad fault.Collector
		got := typed.Text(test.text, 20, &bad, "input", "note")
		if (got == nil) != (test.want == "") || got != nil && *got != test.want {
			t.Errorf("%s: %v", name, got)
		}
		if (test.reason != "") != (bad.Len() > 0) || test.reason != "" && !fault.HasReason(bad.Err(), test.reason) {
			t.Errorf("%s: %v, want %q", name, bad.Err(), test.reason)
		}
	}
}

func TestAStatementIsCheckedBeforeItIsStored(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		statement any
		reason    string
	}{
		"short":                            {statement: map[string]string{"title": "Wijkzorg"}},
		"longer than any form":             {map[string]string{"title": strings.Repeat("x", 20_000)}, "TOO_LONG"},
		"a character that no database has": {[]string{"x\x00"}, fault.ReasonMalformed},
	} {
		var bad fault.Collector
		typed.Check(test.statement, &bad, "input")
		if (test.reason != "") != (bad.Len() > 0) || test.reason != "" && !fault.HasReason(bad.Err(), test.reason) {
			t.Errorf("%s: %v, want %q", name, bad.Err(), test.reason)
		}
	}
}
