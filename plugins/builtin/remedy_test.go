package builtin

import (
	"testing"

	"github.com/penvoerder/penvoerder/schemes"
)

// beyondRemedy are the blocking rules that nobody who meets them can do anything about, each with the reason.
var beyondRemedy = map[string]string{
	"CORE-PARAMETER-UNCOVERED": "the scheme has no value for that day: it is for who maintains the scheme to set one",
	"SOZW-ELIG-002":            "an organisation without employees is outside the scheme",
	"SOZW-ELIG-005":            "a hospital or clinic is outside the scheme",
	"SOZW-ELIG-006":            "a subcontractor is outside the scheme",
	"SPP-ELIG-001":             "an organisation without employees is outside the scheme",
	"BEH-GEN-01":               "no report is asked, so there is nothing to be done",
}

func TestABlockingRuleSaysHowItIsRemediedOrIsBeyondRemedy(t *testing.T) {
	t.Parallel()
	met := map[string]bool{}
	for _, s := range all {
		for _, r := range s.Manifest().Rules {
			if r.Severity != schemes.Blocking {
				continue
			}
			_, isBeyond := beyondRemedy[r.ID()]
			met[r.ID()] = true
			switch {
			case r.Remedy.IsZero() && !isBeyond:
				t.Errorf("%s: rule %s refuses and does not say what would be right", s.Manifest().Slug, r.ID())
			case !r.Remedy.IsZero() && isBeyond:
				t.Errorf("%s: rule %s is listed as beyond remedy and has one", s.Manifest().Slug, r.ID())
			case !r.Remedy.IsZero() && (r.Remedy.NL == "" || r.Remedy.EN == ""):
				t.Errorf("%s: the remedy of rule %s is in one language", s.Manifest().Slug, r.ID())
			}
		}
	}
	for id, why := range beyondRemedy {
		if !met[id] || why == "" {
			t.Errorf("%s is listed as beyond remedy (%s), and no scheme has it", id, why)
		}
	}
}
