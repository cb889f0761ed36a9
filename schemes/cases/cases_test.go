package cases

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

const toyCase = `given:
  registration: {activity: J, start: 2025-05-01, end: 2025-05-10, training: {list: jongleren, code: J1, title: Drie ballen}, facts: {balls: {integer: 3}}}
  participant: {targetGroup: CLOWN}
cases:
  - id: ONE
    title: One
    want:
`

// flaws asks toy the case above with want, and returns what does not hold.
func flaws(t *testing.T, want string) []string {
	t.Helper()
	cs, err := parse("x.yaml", []byte(toyCase+want), "toy")
	if err != nil {
		t.Fatal(err)
	}
	as, err := toy.Scheme.Judge(t.Context(), schemes.Batch{Questions: []schemes.Question{cs[0].Question}})
	if err != nil {
		t.Fatal(err)
	}
	return cs[0].Check(toy.Scheme.Manifest(), as[0])
}

func TestWhatIsNotAsWantedIsNamedAtItsLine(t *testing.T) {
	t.Parallel()
	for _, want := range []string{"cells: {BEWIJS: MISSING}", "cells: {}", "cells: {BEWIJS: MISSING, others: NOT_REQUIRED}", "validUntil: 2027-03-31T15:00:00Z"} {
		if got := flaws(t, "      outcome: ELIGIBLE\n      amount: 25.00\n      "+want+"\n"); len(got) > 0 {
			t.Fatalf("a case that holds fails: %q", got)
		}
	}
	for want, says := range map[string]string{
		"      outcome: INELIGIBLE\n":                                                             "x.yaml:8: ONE: outcome is ELIGIBLE, want INELIGIBLE",
		"      amount: 25.00\n":                                                                   "want states no outcome",
		"      outcome: ELIGIBLE\n      amount: 25.01\n":                                          "x.yaml:9: ONE: amount is 25.00, want 25.01",
		"      outcome: ELIGIBLE\n      findings: [NOTICE TOY-DOC-001]\n":                         "x.yaml:9: ONE: findings",
		"      outcome: ELIGIBLE\n      suggestions: {TOY-DOC-001: 2025-05}\n":                    "x.yaml:9: ONE: rule TOY-DOC-001 suggests nothing, want 2025-05",
		"      outcome: ELIGIBLE\n      lines: {TOY-CALC-001/days: 9}\n":                          "x.yaml:9: ONE: line TOY-CALC-001/days is 10, want 9",
		"      outcome: ELIGIBLE\n      lines: {TOY-NOPE-001: 9}\n":                               "not in the calculation",
		"      outcome: ELIGIBLE\n      cells: {BEWIJS: COMPLETE}\n":                              "x.yaml:9: ONE: cell BEWIJS",
		"      outcome: ELIGIBLE\n      cells: {NOPE: COMPLETE}\n":                                "there is no cell NOPE",
		"      outcome: ELIGIBLE\n      cells: {others: NOT_REQUIRED}\n":                          "x.yaml:8: ONE: cell BEWIJS is MISSING and is not named under cells",
		"      outcome: ELIGIBLE\n      cells: {others: MISSING}\n":                               "x.yaml:9: ONE: others are MISSING, want NOT_REQUIRED",
		"      outcome: ELIGIBLE\n      validUntil: 2025-06-01T00:00:00Z\n":                       "x.yaml:9: ONE: holds until 2027-03-31T15:00:00Z, want 2025-06-01",
		"      outcome: ELIGIBLE\n      parts: {p2: {outcome: ELIGIBLE}}\n":                       "part p2",
		"      impossible: [END_BEFORE_START /end]\n":                                             "x.yaml:8: ONE: impossible",
		"      outcome: ELIGIBLE\n      validUntil: 2025-01-01T00:00:00Z\n":                       "x.yaml:9: ONE: holds until",
		"      outcome: ELIGIBLE\n      amonut: 25.00\n":                                          `line 9: "amonut" is none of`,
		"      outcome: ELIGIBLE\n      parts: {p1: {outcome: INELIGIBLE}}\n      amount: none\n": "x.yaml:9: ONE: outcome is ELIGIBLE",
	} {
		if got := flaws(t, want); !strings.Contains(strings.Join(got, "\n"), says) {
			t.Errorf("wanted\n%s it says %q and not %q", want, got, says)
		}
	}
}

func TestMalformedCasesAreRefused(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"":                         "holds no cases",
		"[]":                       "want a mapping of schemes, given, cases",
		"casse: []":                "none of schemes, given, cases",
		"cases: [{id: A}]":         "a case has an id, a title and a want",
		"cases: [{id: A, ttl: x}]": `"ttl" is none of`,
		"given: {plaan: {}}":       `"plaan" is none of`,
		"cases: [{id: A, title: t, registration: {strat: x}, want: {outcome: ELIGIBLE}}]":                    `line 1: registration: "strat" is no fact here; there are number, submittedAt, activity, training, start`,
		"cases: [{id: A, title: t, registration: {start: 2026-02-29}, want: {outcome: ELIGIBLE}}]":           `line 1: registration/start: "2026-02-29" does not fit; want a date such as 2026-02-28`,
		"cases: [{id: A, title: t, plan: {lines: [{activity: J, requested: 5}]}, want: {outcome: UNKNOWN}}]": `line 1: plan/lines/0/requested: 5 does not fit; want an amount`,
	} {
		if _, err := parse("x.yaml", []byte(text), "toy"); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s\ngave %v, want %q", text, err, says)
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"a.yaml", "b.yaml"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("cases: [{id: A, title: t, want: {outcome: ELIGIBLE}}]"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Load(dir, "toy"); err == nil || !strings.Contains(err.Error(), "another case of this id") {
		t.Errorf("the same id twice gave %v", err)
	}
	if _, err := Load(t.TempDir(), "toy"); err == nil || !strings.HasSuffix(err.Error(), "holds no cases of toy") {
		t.Errorf("a directory without cases gave %v", err)
	}
}

func TestAQuestionSaysWhereItIsMalformedAndWhatWouldBeRight(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"":                                      "exactly one of plan, registration, projectFile, retentionReport",
		"asOf: 2026-01-01":                      `exactly one of`,
		"plan: {}\nregistration: {activity: J}": "exactly one of",
		"asOf: soon\nplan: {}":                  `line 1: asOf: "soon" does not fit; want a moment such as 2026-01-15T12:00:00+01:00`,
		"plan: []":                              "line 1: plan: want a mapping of submittedAt",
		"registration:\n  participations: {key: p1}":                          "line 2: registration/participations: want a list",
		"registration:\n  training: {hours: many}":                            `line 2: registration/training/hours: "many" does not fit; want a decimal as text`,
		"registration:\n  facts:\n    balls: 3":                               "line 3: registration/facts/balls: want a mapping of text, boolean, integer",
		"registration:\n  facts:\n    balls: {integer: x}":                    "line 3: registration/facts/balls/integer: \"x\" does not fit; want a whole number",
		"registration:\n  documents: [{month: 2026}]":                         "line 2: registration/documents/0/month: 2026 does not fit; want a month such as 2026-02",
		"organisation: {fundingLaws: WLZ}\nregistration: {activity: J}":       "line 1: organisation/fundingLaws: \"WLZ\" does not fit; want a list of codes",
		"registration: {activity: J}\nparticipant: {repaymentArrangement: 1}": "line 2: participant/repaymentArrangement: 1 does not fit; want true or false",
	} {
		if _, err := Question([]byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s\ngave %v, want %q", text, err, says)
		}
	}
	q, err := Question([]byte(`{"asOf": "2026-01-15T12:00:00+01:00", "registration": {"activity": "J", "participations": [{"key": "p1", "contractHours": "32"}]}}`))
	if err != nil || q.Registration == nil || len(q.Registration.Participations) != 1 {
		t.Errorf("JSON gave %+v, %v", q, err)
	}
}

const shared = `schemes: {one: {$start: 2025-05-01, $says: [NOTICE A-B-1]}, two: {$start: 2025-06-01, $says: []}}
given: {registration: {activity: J, start: $start}}
cases:
  - {id: BOTH, title: t, want: {outcome: ELIGIBLE, findings: $says}}
  - {id: TWO, title: t, schemes: {two: {$end: 2025-07-01}}, registration: {end: $end}, want: {outcome: ELIGIBLE}}
  - {id: THREE, title: t, schemes: &alone {three: &words {$start: 2025-08-01}}, want: {outcome: ELIGIBLE}}
  - {id: FIVE, title: t, schemes: *alone, want: {outcome: ELIGIBLE}}
  - {id: SIX, title: t, schemes: {three: *words}, want: {outcome: ELIGIBLE}}
`

func TestSchemesShareCasesByWords(t *testing.T) {
	t.Parallel()
	for slug, want := range map[string]string{"one": "BOTH 2025-05-01", "two": "BOTH 2025-06-01, TWO 2025-06-01", "three": "THREE 2025-08-01, FIVE 2025-08-01, SIX 2025-08-01", "four": ""} {
		cs, err := parse("x.yaml", []byte(shared), slug)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range cs {
			got = append(got, c.ID+" "+c.Question.Registration.Start.Value().String())
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s has the cases %q, want %q", slug, got, want)
		}
	}
	for text, says := range map[string]string{
		"schemes: {one: {}}\ncases: [{id: A, title: t, plan: {submittedAt: $at}, want: {}}]": "line 2: there is no word $at for this scheme",
		"schemes: {one: {at: 1}}\ncases: [{id: A, title: t, want: {}}]":                      `word "at" does not begin with $`,
		"schemes: {one: 1}\ncases: [{id: A, title: t, want: {}}]":                            "want a mapping of words",
	} {
		if _, err := parse("x.yaml", []byte(text), "one"); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s\ngave %v, want %q", text, err, says)
		}
	}
}

func TestASlugWithoutCasesIsToldWhoseCasesLieThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.yaml"), []byte(shared), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Load(dir, "four")
	const says = "holds no cases of four: they are of one, three, two; write four under schemes there, or one of those as the slug of the manifest"
	if err == nil || !strings.HasSuffix(err.Error(), says) || !errors.Is(err, ErrNone) {
		t.Errorf("it gave %v, want %s", err, says)
	}
}

func TestACellThatHoldsSomethingIsNamed(t *testing.T) {
	t.Parallel()
	cell := func(column string, state schemes.CellState) schemes.Cell {
		return schemes.Cell{Column: column, State: state, Findings: []schemes.Finding{{Rule: "A-B-1", Severity: schemes.Notice, Path: "/x"}}}
	}
	cells := []schemes.Cell{cell("FILM", schemes.CellComplete), cell("FOTO", schemes.CellMissing), cell("ZAAL", schemes.CellNotRequired)}
	for want, says := range map[string]string{
		"{}":                                  "x.yaml:1: ONE: cell FILM is COMPLETE, NOTICE A-B-1 /x and is not named under cells",
		"{FILM: [COMPLETE, NOTICE A-B-1 /x]}": "",
		"{FILM: [COMPLETE, NOTICE A-B-1 /x], others: NOT_REQUIRED}": "x.yaml:1: ONE: cell FOTO is MISSING, NOTICE A-B-1 /x and is not named under cells",
	} {
		cs, err := parse("x.yaml", []byte("cases: [{id: ONE, title: One, plan: {}, want: {outcome: ELIGIBLE, cells: "+want+"}}]"), "toy")
		if err != nil {
			t.Fatal(err)
		}
		got := cs[0].Check(toy.Scheme.Manifest(), schemes.Answer{Whole: schemes.Part{Outcome: schemes.Eligible, Cells: cells}})
		if strings.Join(got, "\n") != says {
			t.Errorf("%s says %q, want %q", want, got, says)
		}
	}
}

func TestTimeThatChangesAnAnswerIsCompared(t *testing.T) {
	t.Parallel()
	for want, says := range map[string]string{
		"none":                 "x.yaml:1: ONE: holds until 2025-05-01T00:00:00Z, want none",
		"2025-05-01T00:00:00Z": "",
	} {
		cs, err := parse("x.yaml", []byte("cases: [{id: ONE, title: One, plan: {}, want: {outcome: ELIGIBLE, validUntil: "+want+"}}]"), "toy")
		if err != nil {
			t.Fatal(err)
		}
		got := cs[0].Check(toy.Scheme.Manifest(), schemes.Answer{Whole: schemes.Part{Outcome: schemes.Eligible}, ValidUntil: schemes.Moment("2025-05-01T00:00:00Z")})
		if strings.Join(got, "\n") != says {
			t.Errorf("%s says %q, want %q", want, got, says)
		}
	}
}
