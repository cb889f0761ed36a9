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

// conditions compares the declared conditions of facts with the facts that rules ask for, as far as the cases show: a
// fact that is found missing must be a needed one, and a conditional fact must be one whose conditions hold there.
// Each conditional fact must be asked for in some case, or its conditions prove nothing.
func (k *kit) conditions(t rapid.TB) {
	asked := map[string]bool{}
	for i, c := range k.cases {
		if len(k.manifest.Impossible(c.Question)) > 0 {
			continue
		}
		k.checkAsked(t, c, c.Question, k.answers[i], asked)
		for _, less := range withoutFacts(c.Question) {
			k.checkAsked(t, c, less, k.judge(t, c.Overrides, less)[0], asked)
		}
	}
	for _, d := range k.manifest.Facts {
		if d.Necessity != schemes.Optional && !asked[nameOf(d)] {
			t.Errorf("no case shows that fact %s is asked: leave it out of a case that needs it", nameOf(d))
		}
	}
}

func nameOf(d schemes.FactDefinition) string { return string(d.Subject) + "." + d.Key }

// checkAsked looks at each fact of the scheme that a finds missing in q.
func (k *kit) checkAsked(t rapid.TB, c cases.Case, q schemes.Question, a schemes.Answer, asked map[string]bool) {
	t.Helper()
	about, subject := subjectOf(q)
	for _, f := range findingsOf(a) {
		if f.Severity != schemes.Missing {
			continue
		}
		d, base, ok := k.factAt(about, f.Path)
		if !ok {
			continue
		}
		asked[nameOf(d)] = true
		switch {
		case d.Necessity == schemes.Optional:
			t.Errorf("%s: fact %s is optional, and found missing", c.At(), nameOf(d))
		case d.Necessity == schemes.Conditional && !allHold(d.When, subject, base):
			t.Errorf("%s: fact %s is found missing where its conditions do not hold: %s", c.At(), nameOf(d), text(d.When))
		}
	}
}

// factAt returns the declared fact at path, and the path of the thing that it belongs to within the subject.
func (k *kit) factAt(about schemes.FactSubject, path string) (d schemes.FactDefinition, base string, ok bool) {
	base, key, ok := strings.Cut(path, "/facts/")
	if !ok {
		return d, "", false
	}
	if strings.HasPrefix(base, "/participations/") {
		about = schemes.AboutParticipation
	}
	i := slices.IndexFunc(k.manifest.Facts, func(d schemes.FactDefinition) bool { return d.Subject == about && d.Key == key })
	if i < 0 {
		return d, "", false
	}
	return k.manifest.Facts[i], base, true
}

func findingsOf(a schemes.Answer) []schemes.Finding {
	var out []schemes.Finding
	for _, p := range parts(a) {
		out = append(out, p.Findings...)
		for _, c := range p.Cells {
			out = append(out, c.Findings...)
		}
	}
	return out
}

// subjectOf returns the kind of subject that q asks about, and its facts as JSON, including the organisation's.
func subjectOf(q schemes.Question) (schemes.FactSubject, map[string]any) {
	var about schemes.FactSubject
	var subject any
	switch {
	case q.Plan != nil:
		about, subject = schemes.AboutPlan, q.Plan
	case q.Registration != nil:
		about, subject = schemes.AboutRegistration, q.Registration
	case q.ProjectFile != nil:
		about, subject = schemes.AboutProjectFile, q.ProjectFile
	default:
		about, subject = schemes.AboutRetentionReport, q.RetentionReport
	}
	tree := map[string]any{}
	for _, part := range []any{subject, map[string]any{"organisation": q.Organisation}} {
		d := json.NewDecoder(strings.NewReader(text(part)))
		d.UseNumber()
		if err := d.Decode(&tree); err != nil {
			panic(err) // it was written a line ago
		}
	}
	return about, tree
}

// allHold reports whether every condition holds, as a form evaluates it: a pointer
// leads from the thing the fact is about, and from the subject where that is shorter.
func allHold(when []schemes.Condition, subject map[string]any, base string) bool {
	for _, w := range when {
		v, ok := at(subject, base+w.Fact)
		if !ok {
			v, ok = at(subject, w.Fact)
		}
		if !holds(w, v, ok) {
			return false
		}
	}
	return true
}

// at follows a JSON pointer. An extra fact is written with its type, as {integer: 3}: at returns the 3.
func at(tree any, pointer string) (any, bool) {
	for _, step := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		switch v := tree.(type) {
		case map[string]any:
			next, ok := v[step]
			if !ok {
				return nil, false
			}
			tree = next
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v) {
				return nil, false
			}
			tree = v[i]
		default:
			return nil, false
		}
	}
	if m, ok := tree.(map[string]any); ok && len(m) == 1 {
		for _, v := range m {
			return v, true
		}
	}
	return tree, true
}

// holds reports whether the condition w holds of the value v. An open fact meets none.
func holds(w schemes.Condition, v any, stated bool) bool {
	if !stated {
		return false
	}
	is := fmt.Sprint(v)
	order := strings.Compare(is, w.Value) // dates and codes
	a, err := schemes.ParseNumber(is)
	b, err2 := schemes.ParseNumber(w.Value)
	if err == nil && err2 == nil {
		order = a.Cmp(b)
	}
	switch w.Is {
	case schemes.Equals:
		return order == 0
	case schemes.NotEquals:
		return order != 0
	case schemes.LessThan:
		return order < 0
	case schemes.AtLeast:
		return order >= 0
	}
	return false
}

// withoutFacts returns q less each of the facts that only its scheme asks.
func withoutFacts(q schemes.Question) []schemes.Question {
	var out []schemes.Question
	less := func(e schemes.Extras, set func(*schemes.Question, schemes.Extras)) {
		for _, key := range e.Keys() {
			values := e.Values()
			delete(values, key)
			changed := q
			set(&changed, schemes.NewExtras(values))
			out = append(out, changed)
		}
	}
	switch {
	case q.Plan != nil:
		less(q.Plan.Facts, func(q *schemes.Question, e schemes.Extras) { p := *q.Plan; p.Facts, q.Plan = e, &p })
	case q.ProjectFile != nil:
		less(q.ProjectFile.Facts, func(q *schemes.Question, e schemes.Extras) { f := *q.ProjectFile; f.Facts, q.ProjectFile = e, &f })
	case q.RetentionReport != nil:
		less(q.RetentionReport.Facts, func(q *schemes.Question, e schemes.Extras) {
			r := *q.RetentionReport
			r.Facts, q.RetentionReport = e, &r
		})
	case q.Registration != nil:
		less(q.Registration.Facts, func(q *schemes.Question, e schemes.Extras) { r := *q.Registration; r.Facts, q.Registration = e, &r })
		for i, p := range q.Registration.Participations {
			less(p.Facts, func(q *schemes.Question, e schemes.Extras) {
				r := *q.Registration
				r.Participations = slices.Clone(r.Participations)
				r.Participations[i].Facts, q.Registration = e, &r
			})
		}
	}
	return out
}
