package schemes_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes"
)

// cellOf judges the payslip of a participant, a document of the right month, with documents written as JSON.
func cellOf(t *testing.T, rules schemes.Rules, documents string) (schemes.Cell, schemes.Instant) {
	t.Helper()
	_, a := ask(t, schemes.Define(testManifest(), rules), fmt.Sprintf(`{"asOf":"2026-02-01T10:00:00Z","registration":{"activity":"A","start":"2026-01-01","end":"2026-01-31",
		"participations":[{"key":"a","contractHours":"24"}],"documents":[%s]}}`, documents))
	return a.Parts[0].Cells[0], a.ValidUntil
}

func TestOneWayThatIsRightIsEnough(t *testing.T) {
	t.Parallel()
	const (
		right  = `{"key":"right","kind":"SLIP","serves":["a"],"month":"2026-01"}`
		wrong  = `{"key":"wrong","kind":"SLIP","serves":["a"],"month":"2026-02"}`
		open   = `{"key":"open","kind":"SLIP","serves":["a"]}`
		half   = `{"key":"half","kind":"HALF","serves":["a"],"month":"2026-01"}`
		other  = `{"key":"other","kind":"OTHER_HALF","serves":["a"],"month":"2026-01"}`
		broken = `{"key":"broken","kind":"OTHER_HALF","serves":["a"],"month":"2026-03"}`
	)
	rules := testRules
	rules.ParticipationDocuments = func(c *schemes.Checklist, reg schemes.Registration, _ schemes.Participation) {
		c.Ask(payslip, func(docs []schemes.Document) {
			for _, d := range docs {
				if month, ok := schemes.Need(c.Review, d.Month); ok {
					c.Require(month == reg.Start.Value().YearMonth(), ruleMonth, d.Month)
				}
			}
		})
	}
	for name, c := range map[string]struct {
		documents string
		state     schemes.CellState
		counts    []string
		found     []string
	}{
		"nothing":                          {"", schemes.CellMissing, nil, nil},
		"one that is right":                {right, schemes.CellComplete, []string{"right"}, nil},
		"one that is wrong":                {wrong, schemes.CellIncomplete, []string{"wrong"}, []string{"BLOCKING T-RULE-2 /documents/0/month"}},
		"a wrong one before a right one":   {wrong + "," + right, schemes.CellComplete, []string{"right"}, []string{"NOTICE CORE-DOCUMENT-BESIDE /documents/0"}},
		"an open one after a right one":    {right + "," + open, schemes.CellComplete, []string{"right"}, []string{"NOTICE CORE-DOCUMENT-BESIDE /documents/1"}},
		"the second way beside the first":  {wrong + "," + half + "," + other, schemes.CellComplete, []string{"half", "other"}, []string{"NOTICE CORE-DOCUMENT-BESIDE /documents/0"}},
		"a wrong half beside a right slip": {broken + "," + right, schemes.CellComplete, []string{"right"}, []string{"NOTICE CORE-DOCUMENT-BESIDE /documents/0"}},
		"a right half beside a right slip": {half + "," + right, schemes.CellComplete, []string{"right"}, nil},
		"one half of two is wrong":         {half + "," + broken + "," + other, schemes.CellComplete, []string{"half", "other"}, []string{"NOTICE CORE-DOCUMENT-BESIDE /documents/1"}},
		"half of it":                       {half, schemes.CellIncomplete, []string{"half"}, nil},
		"a wrong slip and half of it":      {half + "," + wrong, schemes.CellIncomplete, []string{"wrong", "half"}, []string{"BLOCKING T-RULE-2 /documents/1/month"}},
		"no way is right": {
			wrong + "," + half + "," + broken, schemes.CellIncomplete,
			[]string{"wrong", "half", "broken"},
			[]string{"BLOCKING T-RULE-2 /documents/0/month", "BLOCKING T-RULE-2 /documents/2/month"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cell, _ := cellOf(t, rules, c.documents)
			if diff := cmp.Diff(c.found, found(cell.Findings)); diff != "" || cell.State != c.state {
				t.Errorf("%s: %s", cell.State, diff)
			}
			if fmt.Sprint(cell.Documents) != fmt.Sprint(c.counts) {
				t.Errorf("%v count, want %v", cell.Documents, c.counts)
			}
		})
	}
}

// A finding that points at no document belongs to the cell: no document makes up for it.
func TestAFindingAboutTheWholeMakesEveryWayWrong(t *testing.T) {
	t.Parallel()
	rules := testRules
	rules.ParticipationDocuments = func(c *schemes.Checklist, _ schemes.Registration, _ schemes.Participation) {
		c.Ask(payslip, func([]schemes.Document) { c.Tell(ruleMonth, schemes.Subject) })
	}
	cell, _ := cellOf(t, rules, `{"key":"d1","kind":"SLIP","serves":["a"]},{"key":"d2","kind":"SLIP","serves":["a"]}`)
	if diff := cmp.Diff([]string{"BLOCKING T-RULE-2 "}, found(cell.Findings)); diff != "" || cell.State != schemes.CellIncomplete || len(cell.Documents) != 2 {
		t.Errorf("%+v: %s", cell, diff)
	}
}

func TestWhatIsToldAfterAskBelongsToTheCell(t *testing.T) {
	t.Parallel()
	rules := testRules
	rules.ParticipationDocuments = func(c *schemes.Checklist, reg schemes.Registration, _ schemes.Participation) {
		c.Ask(payslip, nil)
		c.Stray(ruleMonth, reg.Documents[0])
		c.Tell(ruleShort, schemes.Subject)
	}
	const stray, slip = `{"key":"d1","kind":"HALF","serves":[]}`, `{"key":"d2","kind":"SLIP","serves":["a"]}`
	for documents, want := range map[string][]string{
		stray:              {"BLOCKING T-RULE-2 /documents/0", "BLOCKING T-RULE-1 "},
		stray + "," + slip: {"NOTICE CORE-DOCUMENT-BESIDE /documents/0", "BLOCKING T-RULE-1 "},
	} {
		cell, _ := cellOf(t, rules, documents)
		if diff := cmp.Diff(want, found(cell.Findings)); diff != "" || cell.State == schemes.CellComplete {
			t.Errorf("%s: %s", cell.State, diff)
		}
	}
}

func TestADocumentCountsFromItsDate(t *testing.T) {
	t.Parallel()
	rules := testRules
	rules.Registration = nil
	rules.ParticipationDocuments = func(c *schemes.Checklist, _ schemes.Registration, _ schemes.Participation) { c.Ask(payslip, nil) }
	const tomorrow = "2026-02-01T23:00:00Z"
	for facts, want := range map[string]struct {
		found []string
		until string
	}{
		`"issuedOn":"2026-02-01"`: {nil, "0001-01-01T00:00:00Z"},
		`"issuedOn":"2026-02-02"`: {[]string{"BLOCKING CORE-DOCUMENT-DATE /documents/0/issuedOn"}, tomorrow},
		`"month":"2026-03","from":"2026-03-01","to":"2026-03-31","year":2027`:                                     {nil, "0001-01-01T00:00:00Z"},
		`"signatures":[{"signer":"TEACHER","signedOn":"2026-02-02"},{"signer":"EMPLOYER"}]`:                       {[]string{"BLOCKING CORE-DOCUMENT-DATE /documents/0/signatures/0/signedOn"}, tomorrow},
		`"signatures":[{"signer":"PARTICIPANT","participation":"b","signedOn":"2026-02-02"}]`:                     {nil, "0001-01-01T00:00:00Z"},
		`"issuedOn":"2026-03-01","signatures":[{"signer":"TEACHER","participation":"a","signedOn":"2026-02-02"}]`: {[]string{"BLOCKING CORE-DOCUMENT-DATE /documents/0/issuedOn", "BLOCKING CORE-DOCUMENT-DATE /documents/0/signatures/0/signedOn"}, tomorrow},
	} {
		cell, until := cellOf(t, rules, `{"key":"d","kind":"SLIP","serves":["a"],`+facts+`}`)
		if diff := cmp.Diff(want.found, found(cell.Findings)); diff != "" || until.String() != want.until || (cell.State == schemes.CellComplete) != (want.found == nil) {
			t.Errorf("%s: %s until %s: %s", facts, cell.State, until, diff)
		}
	}
}

func TestADocumentIsDatedByItsIssueOrItsLastSignature(t *testing.T) {
	t.Parallel()
	on := func(day int) schemes.Fact[schemes.Date] { return schemes.Known(schemes.On(2026, 2, day)) }
	signatures := []schemes.Signature{{SignedOn: on(3)}, {SignedOn: on(5)}, {SignedOn: on(4)}, {}}
	for _, c := range []struct {
		d    schemes.Document
		want schemes.Fact[schemes.Date]
	}{
		{schemes.Document{}, schemes.Fact[schemes.Date]{}},
		{schemes.Document{Month: schemes.Known(schemes.YearMonth{Year: 2026, Month: 2}), To: on(1)}, schemes.Fact[schemes.Date]{}},
		{schemes.Document{IssuedOn: on(2), Signatures: signatures}, on(2)},
		{schemes.Document{Signatures: signatures}, on(5)},
	} {
		if got := c.d.Dated(); got.Value() != c.want.Value() || got.IsKnown() != c.want.IsKnown() {
			t.Errorf("dated %s, want %s", got.Value(), c.want.Value())
		}
	}
}
