package schemes_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes"
)

func TestHolesAreFilledAsPeopleRead(t *testing.T) {
	t.Parallel()
	text := schemes.Text{NL: "Tot en met {x}.", EN: "Until {x}."}
	for value, want := range map[string]schemes.Text{
		"2025-12-31":       {NL: "Tot en met 31 december 2025.", EN: "Until 31 December 2025."},
		"2024-08-01":       {NL: "Tot en met 1 augustus 2024.", EN: "Until 1 August 2024."},
		"2025-12-19 18:00": {NL: "Tot en met 19 december 2025 om 18:00 uur.", EN: "Until 19 December 2025 at 18:00."},
		"2026-03":          {NL: "Tot en met maart 2026.", EN: "Until March 2026."},
		"2026-13":          {NL: "Tot en met 2026-13.", EN: "Until 2026-13."},
		"R-2026-000123":    {NL: "Tot en met R-2026-000123.", EN: "Until R-2026-000123."},
		"EUR 15000.00":     {NL: "Tot en met € 15.000,00.", EN: "Until €15,000.00."},
		"EUR -8500.50":     {NL: "Tot en met € -8.500,50.", EN: "Until -€8,500.50."},
		"EUR 999":          {NL: "Tot en met € 999.", EN: "Until €999."},
		"EUR zone":         {NL: "Tot en met EUR zone.", EN: "Until EUR zone."},
		"12.25":            {NL: "Tot en met 12,25.", EN: "Until 12.25."},
		"-1234567.5":       {NL: "Tot en met -1.234.567,5.", EN: "Until -1,234,567.5."},
		"2026":             {NL: "Tot en met 2026.", EN: "Until 2026."},
		"1.2.3":            {NL: "Tot en met 1.2.3.", EN: "Until 1.2.3."},
		".":                {NL: "Tot en met ..", EN: "Until .."},
		"":                 {NL: "Tot en met .", EN: "Until ."},
	} {
		if diff := cmp.Diff(want, text.Fill(schemes.Params{"x": value})); diff != "" {
			t.Errorf("%q: %s", value, diff)
		}
	}
	if got := text.Fill(nil); got != text {
		t.Errorf("an open hole was filled: %v", got)
	}
}

func TestEachLanguageSaysAHoleInItsOwnWords(t *testing.T) {
	t.Parallel()
	text := schemes.Text{NL: "{who} tekent.", EN: "{who} signs."}
	want := schemes.Text{NL: "de werkgever tekent.", EN: "the employer signs."}
	if got := text.Fill(schemes.Params{"who": "de werkgever", "who@en": "the employer"}); got != want {
		t.Errorf("got %v", got)
	}
}
