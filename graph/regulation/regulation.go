// Package regulation shows the manifest of a release in the shape of the API: its references followed, its texts in
// the caller's language and its windows at the present regulation time.
//
// It reads a manifest and nothing else. It judges nothing: the verdict of a rule on a dossier is in package
// judgement.
package regulation

import (
	"time"

	"github.com/penvoerder/penvoerder/schemes"
)

// An Index is a manifest with its names looked up once; it is shared by all requests and never changed.
type Index struct {
	manifest   *schemes.Manifest
	releaseID  string
	works      map[string]int
	readings   map[string]int
	activities map[string]int
	budgets    map[string]int
	windows    map[string]int
	kinds      map[string]int
	required   map[string]int
	contents   map[string]int
	themes     map[string]int
	groups     map[string]int
	subsidies  map[string]int
	reasons    map[string]int
	rules      map[string]int
	lines      map[string]int
	parameters map[string]int

	fileID, fileWork string                     // of an operator's file that replaces assumptions
	declared         map[string][]schemes.Value // before it did, by code
	facts            map[factKey]int
}

type factKey struct {
	subject schemes.FactSubject
	key     string
}

// NewIndex looks up the names of the manifest of a release.
func NewIndex(releaseID string, m *schemes.Manifest) *Index {
	return &Index{
		manifest:   m,
		releaseID:  releaseID,
		works:      index(m.Works, func(w schemes.Work) string { return w.ID }),
		readings:   index(m.Readings, func(r schemes.Reading) string { return r.ID }),
		activities: index(m.Activities, func(a schemes.Activity) string { return a.Code }),
		budgets:    index(m.Budgets, func(b schemes.Budget) string { return b.Code }),
		windows:    index(m.Windows, func(w schemes.Window) string { return w.Code }),
		kinds:      index(m.DocumentKinds, func(k schemes.DocumentKind) string { return k.Code }),
		required:   index(m.Requirements, func(r schemes.Requirement) string { return r.Code }),
		contents:   index(m.Judgements, func(j schemes.ContentJudgement) string { return j.Code }),
		themes:     index(m.Themes, func(t schemes.Theme) string { return t.Code }),
		groups:     index(m.TargetGroups, func(c schemes.Choice) string { return c.Code }),
		subsidies:  index(m.OtherSubsidies, func(o schemes.OtherSubsidy) string { return o.Code }),
		reasons:    index(m.ReasonCodes, func(c schemes.Choice) string { return c.Code }),
		rules:      index(m.Rules, schemes.Rule.ID),
		lines:      index(m.Lines, schemes.Line.ID),
		parameters: index(m.Parameters, func(p schemes.Parameter) string { return p.Code }),
		facts:      index(m.Facts, func(f schemes.FactDefinition) factKey { return factKey{f.Subject, f.Key} }),
	}
}

func index[T any, K comparable](in []T, name func(T) K) map[K]int {
	out := make(map[K]int, len(in))
	for i, v := range in {
		if _, taken := out[name(v)]; !taken {
			out[name(v)] = i
		}
	}
	return out
}

// Replaced is a file with which an operator replaced assumptions of a release.
type Replaced struct {
	FileID   string
	Work     string                     // that its values cite
	Declared map[string][]schemes.Value // the values that they replaced, by code
}

// Under names the origin of the parameters that differ from the declared ones.
func (x *Index) Under(r Replaced) *Index {
	x.fileID, x.fileWork, x.declared = r.FileID, r.Work, r.Declared
	return x
}

// A Manifest is one reading of an Index: in a language, at a moment.
type Manifest struct {
	*Index
	language string
	now      time.Time
}

// Read reads an index in a language ("nl" or "en") at a regulation time.
func (x *Index) Read(language string, now time.Time) *Manifest {
	return &Manifest{Index: x, language: language, now: now}
}

// ReleaseID is the id of the release whose manifest this is.
func (x *Index) ReleaseID() string { return x.releaseID }

// Declared returns the declared manifest; the caller changes nothing in it.
func (x *Index) Declared() *schemes.Manifest { return x.manifest }

// A Text is a text in both languages, with the caller's chosen.
type Text struct {
	Text string
	NL   string
	EN   string
}

// NewText chooses from a text; Dutch unless English is asked.
func NewText(t schemes.Text, language string) *Text {
	chosen := t.NL
	if language == "en" {
		chosen = t.EN
	}
	return &Text{Text: chosen, NL: t.NL, EN: t.EN}
}

func (m *Manifest) text(t schemes.Text) *Text { return NewText(t, m.language) }

// Text chooses from a text in the language of this reading; nil for a text that says nothing.
func (m *Manifest) Text(t schemes.Text) *Text {
	if t.IsZero() {
		return nil
	}
	return m.text(t)
}

// maybe is a text that may be lacking.
func maybe(text string) (string, bool) { return text, text != "" }

// show turns declared things into shown ones.
func show[T, S any](in []T, as func(*T) *S) []*S {
	out := make([]*S, len(in))
	for i := range in {
		out[i] = as(&in[i])
	}
	return out
}

// named shows the declared things of these names, passing over a name that is not declared.
func named[T, S any](names []string, at map[string]int, in []T, as func(*T) *S) []*S {
	out := make([]*S, 0, len(names))
	for _, name := range names {
		if i, ok := at[name]; ok {
			out = append(out, as(&in[i]))
		}
	}
	return out
}

// one shows the declared thing of this name, or nil.
func one[T, S any](name string, at map[string]int, in []T, as func(*T) *S) *S {
	i, ok := at[name]
	if !ok {
		return nil
	}
	return as(&in[i])
}

// holds reports whether a list of activities, empty for all, holds for one; nil asks for no activity in particular.
func holds(activities []string, asked *string) bool {
	if asked == nil || len(activities) == 0 {
		return true
	}
	for _, a := range activities {
		if a == *asked {
			return true
		}
	}
	return false
}

// filter keeps the items for which keep is true.
func filter[T, S any](in []T, passes func(*T) bool, as func(*T) *S) []*S {
	out := make([]*S, 0, len(in))
	for i := range in {
		if passes(&in[i]) {
			out = append(out, as(&in[i]))
		}
	}
	return out
}
