package schemetest

import (
	"regexp"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

// written looks at every text that a rule renders, for the cases and for cases with hostile facts, in both languages.
func (k *kit) written(t rapid.TB) {
	for _, r := range k.manifest.Rules {
		k.checkTexts(t, r.Message, r.Remedy)
	}
	for _, a := range k.answers {
		k.checkFindings(t, a)
	}
	if t.Failed() {
		return
	}
	rapid.Check(t, func(t *rapid.T) {
		tree := treeOf(rapid.SampledFrom(k.cases).Draw(t, "case").Question)
		spots := slices.DeleteFunc(spotsOf(tree), func(s spot) bool { return !isWritten(s.now) })
		if len(spots) == 0 {
			return
		}
		rapid.SampledFrom(spots).Draw(t, "spot").set(fresh(rapid.SampledFrom(usual).Draw(t, "value")))
		if q, ok := questionOf(tree); ok {
			k.checkFindings(t, k.judge(t, nil, q)[0])
		}
	})
}

// isWritten reports whether v is a number or a date, which texts write differently in each language. Other text, such
// as the number of a registration, stays unchanged.
func isWritten(v any) bool {
	s, isText := v.(string)
	if !isText {
		return false
	}
	_, err := schemes.ParseNumber(s)
	return err == nil || isoDate.MatchString(s)
}

// usual are values that a text may have to quote.
var usual = []any{
	nil, "1.5", "12.25", "-3.75", "0.00", "250.00", "8500.00", "999999.99", "1999-12-31", "2026-02-28", "2026-12-31", "2026-02", "2025-11-24T09:00:00+01:00",
}

// checkFindings renders each finding. It fails on a hole that nothing fills, and on a code of the vocabulary, which only
// a finding about malformed facts may name: there the caller has to send one.
func (k *kit) checkFindings(t rapid.TB, a schemes.Answer) {
	t.Helper()
	for _, f := range findingsOf(a) {
		r, ok := k.manifest.Rule(f.Rule)
		if !ok {
			continue
		}
		message, remedy := r.Message.Fill(f.Params), r.Remedy.Fill(f.Params)
		k.checkTexts(t, message, remedy)
		if found := code.FindString(message.NL + message.EN); found != "" && r.ID() != schemes.RuleMalformed.ID() {
			t.Errorf("%s has the code %s among its words: %s / %s", f.Rule, found, message.NL, message.EN)
		}
		if strings.Contains(r.Message.NL, "{") && openHole.MatchString(message.NL+message.EN) {
			t.Errorf("%s leaves a hole open: %s / %s", f.Rule, message.NL, message.EN)
		}
	}
}

var (
	openHole = regexp.MustCompile(`\{[a-z]+\}`)
	isoDate  = regexp.MustCompile(`\b\d{4}-\d\d(-\d\d)?\b`)
	number   = regexp.MustCompile(`(€ ?)?-?\d[\d.,]*`)
	code     = regexp.MustCompile(`\b[A-Z]{4,}(_[A-Z]+)+\b`)

	amounts  = map[bool]*regexp.Regexp{true: regexp.MustCompile(`^€ -?\d{1,3}(\.\d{3})*,\d\d$`), false: regexp.MustCompile(`^€-?\d{1,3}(,\d{3})*\.\d\d$`)}
	decimals = map[bool]*regexp.Regexp{true: regexp.MustCompile(`^-?\d{1,3}(\.\d{3})*(,\d*[1-9])?$`), false: regexp.MustCompile(`^-?\d{1,3}(,\d{3})*(\.\d*[1-9])?$`)}
	whole    = regexp.MustCompile(`^-?\d+$`)
)

// checkTexts fails on a date such as 2026-02-28, on an amount such as 8500.00 and on a number with the decimal mark of
// the other language.
func (k *kit) checkTexts(t rapid.TB, texts ...schemes.Text) {
	t.Helper()
	for _, text := range texts {
		k.checkText(t, text.NL, true)
		k.checkText(t, text.EN, false)
	}
}

func (k *kit) checkText(t rapid.TB, text string, dutch bool) {
	t.Helper()
	if found := isoDate.FindString(text); found != "" {
		t.Errorf("the date %s is not written in words: %s", found, text)
	}
	for _, found := range number.FindAllString(text, -1) {
		found = strings.TrimRight(found, ".,")
		if !whole.MatchString(found) && !amounts[dutch].MatchString(found) && !decimals[dutch].MatchString(found) {
			t.Errorf("%s is not how people write an amount or a number: %s", found, text)
		}
	}
}
