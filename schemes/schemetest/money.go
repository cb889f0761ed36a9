package schemetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
)

// money changes numbers and dates of the cases into others that people state: no
// amount may be negative or over the declared maximum, and the whole is always the
// sum of its parts.
func (k *kit) money(t rapid.TB) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(k.cases).Draw(t, "case")
		q, ok := varied(t, c.Question)
		if !ok {
			return // refused at the door
		}
		a := k.judge(t, c.Overrides, q)[0]
		if a.Failure != "" {
			t.Fatalf("%s: failed on %s: %s", c.At(), text(q), a.Failure)
		}
		if wrong := k.wrongMoney(q, a, c.Overrides); wrong != "" {
			t.Fatalf("%s: %s, asked %s", c.At(), wrong, text(q))
		}
	})
}

// wrongMoney describes the error in the amounts of a.
func (k *kit) wrongMoney(q schemes.Question, a schemes.Answer, o schemes.Overrides) string {
	for _, p := range parts(a) {
		if p.Amount != nil && *p.Amount < 0 {
			return fmt.Sprintf("part %q is worth %s", p.Key, p.Amount)
		}
		if p.Outcome != schemes.Eligible && p.Amount != nil && *p.Amount != 0 {
			return fmt.Sprintf("part %q is %s and worth %s", p.Key, p.Outcome, p.Amount)
		}
	}
	if q.Registration == nil {
		return ""
	}
	sum, known := schemes.Amount(0), true
	for _, p := range a.Parts {
		if p.Amount == nil {
			known = false
			continue
		}
		if limit, ok := k.maximum(q.Registration.Activity, o); ok && *p.Amount > limit {
			return fmt.Sprintf("part %q is worth %s, over the maximum of %s", p.Key, p.Amount, limit)
		}
		sum += *p.Amount
	}
	if a.Whole.Outcome == schemes.Ineligible {
		sum = 0
	}
	if a.Whole.Amount != nil && (*a.Whole.Amount != sum || !known && a.Whole.Outcome != schemes.Ineligible) {
		return fmt.Sprintf("the whole is worth %s, its parts %s", a.Whole.Amount, sum)
	}
	return ""
}

// maximum returns the largest amount that the manifest allows one participation.
func (k *kit) maximum(activity string, o schemes.Overrides) (largest schemes.Amount, ok bool) {
	a, _ := k.manifest.Activity(activity)
	for _, code := range a.Maximum {
		p, _ := k.manifest.Parameter(code)
		values := p.Values
		if in, replaced := o[code]; replaced {
			values = in
		}
		for _, v := range values {
			if amount, err := schemes.ParseAmount(v.Text); err == nil {
				largest, ok = max(largest, amount), true
			}
		}
	}
	return largest, ok
}

// varied returns q with some of its numbers and dates changed within reason.
func varied(t *rapid.T, q schemes.Question) (schemes.Question, bool) {
	tree := treeOf(q)
	var spots []spot
	for _, s := range spotsOf(tree) {
		if _, ok := vary(s.now, 1); ok && !strings.HasSuffix(s.path, "/key") {
			spots = append(spots, s)
		}
	}
	if len(spots) > 0 {
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			s := rapid.SampledFrom(spots).Draw(t, "spot")
			to, _ := vary(s.now, rapid.IntRange(-500, 500).Draw(t, "by"))
			s.set(to)
		}
	}
	var out schemes.Question
	err := json.Unmarshal([]byte(text(tree)), &out)
	return out, err == nil
}

// vary returns another value of the kind of v: a date some days off, a number that
// much more.
func vary(v any, by int) (any, bool) {
	switch v := v.(type) {
	case json.Number:
		n, err := strconv.Atoi(v.String())
		return json.Number(strconv.Itoa(max(0, n+by/10))), err == nil
	case string:
		if d, err := schemes.ParseDate(v); err == nil {
			return d.AddDays(by).String(), true
		}
		if a, err := schemes.ParseAmount(v); err == nil {
			return max(0, a+schemes.Amount(by)*7).String(), true
		}
	}
	return nil, false
}

// company puts participations of the cases together, in any order: each is judged as
// if it were alone.
func (k *kit) company(t rapid.TB) {
	var of []cases.Case
	for i, c := range k.cases {
		if r := c.Question.Registration; r != nil && len(r.Participations) > 0 && len(k.manifest.Impossible(c.Question)) == 0 && k.answers[i].Failure == "" {
			of = append(of, c)
		}
	}
	if len(of) == 0 {
		t.Skip("nobody takes part in anything")
	}
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(of).Draw(t, "case")
		together := gather(t, c, of)
		if len(k.manifest.Impossible(together)) > 0 {
			return // more people than the group has places
		}
		whole := k.judge(t, c.Overrides, together)[0]
		for i, p := range together.Registration.Participations {
			alone := k.judge(t, c.Overrides, only(together, i))[0]
			if a, b := apart(whole.Parts[i], i), apart(alone.Parts[0], 0); a != b {
				t.Fatalf("%s: %s is judged in company\n%s\nand alone\n%s", c.At(), p.Key, a, b)
			}
		}
	})
}

// gather returns the registration of c with the participations of other cases under
// the same activity added, in any order.
func gather(t *rapid.T, c cases.Case, of []cases.Case) schemes.Question {
	q := c.Question
	r := *q.Registration
	var same []schemes.Participation
	for _, d := range of {
		if d.Question.Registration.Activity == r.Activity {
			same = append(same, d.Question.Registration.Participations...)
		}
	}
	r.Participations = slices.Clone(r.Participations)
	for n := range rapid.IntRange(1, 3).Draw(t, "others") {
		p := rapid.SampledFrom(same).Draw(t, "participation")
		p.Key = fmt.Sprintf("other-%d", n+1)
		r.Participations = append(r.Participations, p)
	}
	r.Participations = rapid.Permutation(r.Participations).Draw(t, "order")
	q.Registration = &r
	return q
}

// only returns q with its participation i alone.
func only(q schemes.Question, i int) schemes.Question {
	r := *q.Registration
	p := r.Participations[i]
	r.Participations = []schemes.Participation{p}
	r.Documents = nil
	for _, d := range q.Registration.Documents {
		d.Signatures = slices.DeleteFunc(slices.Clone(d.Signatures), func(s schemes.Signature) bool {
			return s.Participation != "" && s.Participation != p.Key
		})
		if len(d.Serves) == 0 || slices.Contains(d.Serves, p.Key) {
			if len(d.Serves) > 0 {
				d.Serves = []string{p.Key}
			}
			r.Documents = append(r.Documents, d)
		}
	}
	q.Registration = &r
	return q
}

// apart writes the result of participation i: outcome, amount before caps and findings, wherever it stands in the list.
// It leaves out what a cap leaves, which those before it share, and the cells, which depend on the documents that serve it; one document may serve several.
func apart(p schemes.Part, i int) string {
	here := fmt.Sprintf("/participations/%d", i)
	p.Findings = slices.Clone(p.Findings)
	for n := range p.Findings {
		p.Findings[n].Path = strings.Replace(p.Findings[n].Path, here, "/participations/-", 1)
	}
	amount := p.Amount
	if p.Claimed != nil {
		amount = p.Claimed
	}
	return fmt.Sprintf("%s %s %s", p.Outcome, text(amount), text(p.Findings))
}
