package matrix

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/schemes"
)

func TestTheVerdictsOfPeopleLieOverWhatTheSchemeSays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		machine  schemes.CellState
		complete bool
		verdict  string // the last
		state    string // before
		touched  bool
		inReview bool
		want     string
	}{
		"nothing is asked":                            {machine: schemes.CellNotRequired, complete: true, want: NotRequired},
		"nothing came":                                {machine: schemes.CellMissing, complete: true, want: Missing},
		"something is wrong":                          {machine: schemes.CellIncomplete, complete: true, want: Incomplete},
		"right, and not said to be all":               {machine: schemes.CellComplete, want: Incomplete},
		"right, and all":                              {machine: schemes.CellComplete, complete: true, want: Complete},
		"right, in review":                            {machine: schemes.CellComplete, complete: true, inReview: true, want: InReview},
		"wrong, in review":                            {machine: schemes.CellIncomplete, complete: true, inReview: true, want: Incomplete},
		"approved":                                    {machine: schemes.CellComplete, complete: true, verdict: "APPROVED", state: "APPROVED", want: Approved},
		"approved, and something came":                {machine: schemes.CellComplete, complete: true, verdict: "APPROVED", state: "APPROVED", touched: true, want: Complete},
		"approved, and no longer right":               {machine: schemes.CellIncomplete, complete: true, verdict: "APPROVED", state: "APPROVED", want: Incomplete},
		"approved, and no longer asked":               {machine: schemes.CellNotRequired, verdict: "APPROVED", state: "APPROVED", want: NotRequired},
		"rejected":                                    {machine: schemes.CellComplete, complete: true, verdict: "REJECTED", state: "REJECTED", want: Rejected},
		"rejected, and something came":                {machine: schemes.CellComplete, complete: true, verdict: "REJECTED", state: "REJECTED", touched: true, want: Complete},
		"rejected, and something wrong came":          {machine: schemes.CellIncomplete, complete: true, verdict: "REJECTED", state: "REJECTED", touched: true, want: Incomplete},
		"rejected, repaired, and in review once more": {machine: schemes.CellComplete, complete: true, verdict: "REJECTED", state: "COMPLETE", inReview: true, want: InReview},
	} {
		m := &Matrix{frame: Frame{IsInReview: test.inReview}, touched: map[key]bool{}}
		c := &ent.Cell{Column: "X", Kind: KindRequirement, State: test.state, IsComplete: test.complete}
		if test.verdict != "" {
			c.Verdict = &test.verdict
		}
		m.touched[keyOf(c)] = test.touched
		m.layer(c, test.machine)
		if c.State != test.want {
			t.Errorf("%s: %s, want %s", name, c.State, test.want)
		}
		if nothing := test.machine == schemes.CellMissing || test.machine == schemes.CellNotRequired; nothing && c.IsComplete {
			t.Errorf("%s: still said to be complete", name)
		}
	}
}

func TestAProblemOfADocumentIsReportedWhereItWasEntered(t *testing.T) {
	t.Parallel()
	document := InDocument(2)
	for name, test := range map[string]struct{ got, want []string }{
		"a document":       {document([]string{"documents", "2", "letterhead"}), []string{"input", "statement", "hasLetterhead"}},
		"a signature":      {document([]string{"documents", "2", "signatures", "0", "traceable"}), []string{"input", "statement", "signatures", "0", "isTraceable"}},
		"another document": {document([]string{"documents", "1", "kind"}), []string{"input"}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
