// Package page writes a scheme as a page for the people who answer for it: what may be
// done when, what is asked and demanded, with the place in the text behind each of it,
// the amounts with their validity, and what is an assumption or a reading.
//
// Everything on the page comes from the manifest. The README of a scheme is its Dutch
// page; the server shows the page of what is installed.
package page

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

// A Language is one in which a page can be written.
type Language string

// The languages of a page.
const (
	Dutch   Language = "nl"
	English Language = "en"
)

// Of returns the page of m in Markdown.
func Of(m *schemes.Manifest, in Language) []byte {
	w := &writer{m: m, in: in}
	w.line("# %s", w.say(m.Title))
	w.line("")
	w.line(w.word("head"), m.Slug, m.Version, m.Authority, w.word("per "+m.PlanPer))
	if m.Guarantee != "" {
		w.line("\n"+w.word("guarantee"), m.Guarantee)
	}
	w.works()
	w.activities()
	w.windows()
	w.parameters()
	w.caps()
	w.assumptions()
	w.rules()
	w.lines()
	w.documents()
	w.facts()
	w.choices()
	w.retention()
	w.readings()
	return w.Bytes()
}

type writer struct {
	bytes.Buffer
	m  *schemes.Manifest
	in Language
}

func (w *writer) say(t schemes.Text) string {
	if w.in == English {
		return t.EN
	}
	return t.NL
}

// word returns the page's own text for name. A name without a text, such as a code, is returned unchanged.
func (w *writer) word(name string) string {
	t, ok := words[name]
	if !ok {
		return name
	}
	return w.say(t)
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.Buffer, format+"\n", args...) }

// table begins a section with a table of the columns that words knows by these names.
func (w *writer) table(title string, columns ...string) {
	w.line("\n## %s\n", w.word(title))
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = w.word(c)
	}
	w.row(names...)
	w.row(strings.Split(strings.Repeat("---,", len(columns)-1)+"---", ",")...)
}

var cellEscape = strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;")

func (w *writer) row(cells ...string) {
	for i, c := range cells {
		cells[i] = cellEscape.Replace(c)
	}
	w.line("| %s |", strings.Join(cells, " | "))
}

func (w *writer) day(d schemes.Date) string {
	if d.IsZero() {
		return w.word("unannounced")
	}
	return w.say(schemes.Spoken(schemes.DateUnit, d.String()))
}

func (w *writer) moment(i schemes.Instant) string {
	if i.IsZero() {
		return w.word("unannounced")
	}
	return w.say(schemes.Spoken(schemes.DateUnit, i.Dutch()))
}

// place writes a citation: the work, the place in it, and the rulebook id where it is
// another than the code that cites.
func place(c schemes.Citation) string {
	out := c.Work + ", " + c.Place
	if c.Rule != "" {
		out += " (" + string(c.Rule) + ")"
	}
	return out
}

func list(codes []string) string { return strings.Join(codes, ", ") }
