package schemetest

import (
	"testing"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

func TestTheKitFindsAHoldThatEndsAtAnotherMoment(t *testing.T) {
	t.Parallel()
	if got := toldOver(t, "../sozw/cases", sozw.Scheme, (*kit).holds); len(got) > 0 {
		t.Errorf("SO-Z&W is refused: %q", got)
	}
	from := schemes.On(2026, 7, 1).Midnight() // case DEED-02
	for says, alter := range map[string]func(schemes.Batch, int, *schemes.Answer){
		"DEED-02-HELD: SOZW-GRANT-007 holds until 2026-07-01, and no longer a second before": func(b schemes.Batch, i int, a *schemes.Answer) {
			if len(b.Questions) == 2 { // asked about the two sides
				silent("SOZW-GRANT-007")(b, i, a)
			}
		},
		"DEED-02-HELD: SOZW-GRANT-007 holds until 2026-07-01, and still when that day begins": func(b schemes.Batch, i int, a *schemes.Answer) {
			if b.Questions[i].AsOf == from && len(a.Parts) > 0 {
				a.Parts[0].Findings = append(a.Parts[0].Findings, schemes.Finding{Rule: "SOZW-GRANT-007", Path: "/end"})
			}
		},
	} {
		wants(t, toldOver(t, "../sozw/cases", altered{sozw.Scheme, alter}, (*kit).holds), says)
	}
}
