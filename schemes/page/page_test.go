package page_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/page"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

// Each text and citation is looked for, whatever field of the manifest it comes from.
func TestThePageSaysAllThatTheManifestSays(t *testing.T) {
	t.Parallel()
	for _, in := range []page.Language{page.Dutch, page.English} {
		got := string(page.Of(toy.Scheme.Manifest(), in))
		m := *toy.Scheme.Manifest()
		m.Rules = m.OwnRules()
		m.Deadlines, m.ReasonCodes = nil, nil
		m.Trainings, m.Budgets = nil, nil // counted; named by activities
		for _, want := range saidBy(reflect.ValueOf(m), in) {
			if !strings.Contains(got, strings.ReplaceAll(want, "\n", " ")) {
				t.Errorf("the page in %s lacks %q", in, want)
			}
		}
	}
}

// saidBy returns the texts of a value in one language.
func saidBy(v reflect.Value, in page.Language) []string {
	if text, ok := v.Interface().(schemes.Text); ok {
		if in == page.English {
			return []string{text.EN}
		}
		return []string{text.NL}
	}
	if c, ok := v.Interface().(schemes.Citation); ok && c.Work != "" {
		return []string{c.Work + ", " + c.Place}
	}
	var out []string
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out = append(out, saidBy(v.Field(i), in)...)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			out = append(out, saidBy(v.Index(i), in)...)
		}
	}
	return out
}

func TestAPageHasWordsForEverythingItNames(t *testing.T) {
	t.Parallel()
	for _, in := range []page.Language{page.Dutch, page.English} {
		for _, heading := range strings.Split(string(page.Of(toy.Scheme.Manifest(), in)), "\n## ")[1:] {
			title, _, _ := strings.Cut(heading, "\n")
			if title == strings.ToLower(title) {
				t.Errorf("section %q has no words in %s", title, in)
			}
		}
	}
}

func TestACellCannotBreakItsTable(t *testing.T) {
	t.Parallel()
	m := *toy.Scheme.Manifest()
	m.Works = []schemes.Work{{ID: "a|b", Title: "c\nd <script>"}}
	if got := string(page.Of(&m, page.English)); !strings.Contains(got, `| a\|b | c d &lt;script> |`) {
		t.Error("a bar, a line end or a tag passes into the table")
	}
}
