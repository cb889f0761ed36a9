package scenario_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// languages: Dutch unless English is asked for, and the answer says which it is.
func languages(t *testing.T, w *town) {
	for accept, want := range map[string]string{
		"": "nl", "nl": "nl", "en": "en", "en-GB,en;q=0.9": "en", "nl-NL,nl;q=0.9,en;q=0.8": "nl", "de": "nl", "de,en;q=0.5": "en", "en;q=0.3,nl;q=0.9": "nl", "*": "nl", "fr;q=x": "nl",
	} {
		v := w.leeg.in(t).visitor.in(t)
		v.language = accept
		a := v.ask(`{ viewer { language } legend(of: PLAN) { label { text nl en } } scheme(slug: "sozw-2026") { title { text nl en } } }`, nil)
		is(t, accept+": Content-Language", want, a.header.Get("Content-Language"))
		is(t, accept+": the viewer's language", strings.ToUpper(want), a.text("viewer.language"))
		is(t, accept+": a label", a.text("legend.0.label."+want), a.text("legend.0.label.text"))
		if a.text("legend.0.label.nl") == a.text("legend.0.label.en") {
			t.Error("a label is the same in both languages")
		}
		said, _ := v.try("createEmployee", object{"employee": changed(hired("Taal", "taal"), "dateOfBirth", "x")}, "")
		wrong := v.send(`{ node(id: 1) { nee } }`, nil)
		words := map[string][]string{"nl": {" de ", " een ", " is ", "geen", "Vul", "Kies"}, "en": {" the ", " a ", " is ", "Enter", "Write"}}[want]
		if m := " " + said.text("userErrors.0.message") + " "; !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(m, w) }) {
			t.Errorf("%q: %q is not %s", accept, m, want)
		}
		is(t, accept+": a refusal", http.StatusOK, wrong.status)
	}
	anonymous := w.visitor(t, "anonymous")
	anonymous.language = "en"
	told := map[string]string{}
	for _, l := range []string{"nl", "en"} {
		anonymous.language = l
		told[l] = anonymous.send(`{ registrations(first: 1) { totalCount } }`, nil).errors[0].Message
	}
	if told["nl"] == told["en"] {
		t.Errorf("a refusal is told alike in both languages: %s", told["nl"])
	}
}
