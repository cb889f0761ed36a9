package schemetest

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

// Readme writes a scheme in words for the staff who answer for it: Dutch, with the
// codes that decisions carry.
func Readme(m *schemes.Manifest) []byte {
	w := &readme{m: m}
	w.line("# %s", m.Title.NL)
	w.line("")
	w.line("Regeling `%s`, versie %s. Gemaakt uit het manifest met `go generate`; niet met de hand wijzigen.", m.Slug, m.Version)
	w.works()
	w.activities()
	w.windows()
	w.parameters()
	w.rules()
	w.lines()
	w.documents()
	w.facts()
	w.readings()
	return w.Bytes()
}

type readme struct {
	bytes.Buffer
	m *schemes.Manifest
}

func (w *readme) line(format string, args ...any) { fmt.Fprintf(&w.Buffer, format+"\n", args...) }

func (w *readme) table(title string, columns ...string) {
	w.line("\n## %s\n", title)
	w.row(columns...)
	w.row(strings.Split(strings.Repeat("---,", len(columns)-1)+"---", ",")...)
}

func (w *readme) row(cells ...string) {
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(strings.ReplaceAll(c, "|", `\|`), "\n", " ")
	}
	w.line("| %s |", strings.Join(cells, " | "))
}

func (w *readme) works() {
	w.table("Bronnen", "Code", "Document", "SHA-256 van het gelezen bestand")
	for _, v := range w.m.Works {
		w.row(v.ID, v.Title, v.Digest)
	}
}

func (w *readme) activities() {
	w.table("Activiteiten", "Code", "Activiteit", "Budget", "Routes")
	for _, a := range w.m.Activities {
		w.row(a.Code, a.Title.NL, a.Budget, strings.Join(a.Routes, ", "))
	}
}

func (w *readme) windows() {
	if len(w.m.Windows)+len(w.m.Deadlines) == 0 {
		return
	}
	w.table("Termijnen", "Code", "Wat", "Van", "Tot en met", "Bron")
	for _, v := range w.m.Windows {
		from, to := day(v.OpensOn), day(v.ClosesOn)
		if !v.OpensAt.IsZero() {
			from, to = moment(v.OpensAt), moment(v.ClosesAt)
		}
		w.row(v.Code, v.Title.NL, from, to, place(v.Source))
	}
	for _, d := range w.m.Deadlines {
		w.row(d.Code, d.Title.NL+" ("+d.Role+")", "", moment(d.At), place(d.Source))
	}
}

const unannounced = "nog niet bekendgemaakt"

func day(d schemes.Date) string {
	if d.IsZero() {
		return unannounced
	}
	return d.String()
}

func moment(i schemes.Instant) string {
	if i.IsZero() {
		return unannounced
	}
	return i.Dutch()
}

func (w *readme) parameters() {
	if len(w.m.Parameters) == 0 {
		return
	}
	w.table("Bedragen, normen en grenzen", "Code", "Wat", "Waarde", "Eenheid", "Geldig", "Bron")
	for _, p := range w.m.Parameters {
		for _, v := range p.Values {
			value := v.Text
			if v.Assumption {
				value += " (aanname)"
			}
			to := "…"
			if !v.To.IsZero() {
				to = v.To.String()
			}
			w.row(p.Code, p.Title.NL, value, string(p.Unit), v.From.String()+" - "+to, place(v.Source))
		}
	}
}

var severityNames = map[schemes.Severity]string{schemes.Notice: "melding", schemes.Warning: "waarschuwing", schemes.Missing: "ontbreekt", schemes.Blocking: "weigering"}

func (w *readme) rules() {
	w.table("Regels", "Code", "Gevolg", "Tekst", "Bron", "Lezingen")
	for _, r := range w.m.Rules[len(schemes.CoreRules()):] {
		w.row(r.ID(), severityNames[r.Severity], r.Message.NL, place(r.Source), strings.Join(r.Readings, ", "))
	}
}

func (w *readme) lines() {
	if len(w.m.Lines) == 0 {
		return
	}
	w.table("Regels van de berekening", "Code", "Wat", "Eenheid", "Bron", "Lezingen")
	for _, l := range w.m.Lines {
		w.row(l.ID(), l.Label.NL, string(l.Unit), place(l.Source), strings.Join(l.Readings, ", "))
	}
}

func (w *readme) documents() {
	if len(w.m.Requirements)+len(w.m.Judgements) == 0 {
		return
	}
	w.table("Documenten en oordelen", "Code", "Wat", "Voor", "Activiteiten", "Te voldoen met", "Controles", "Beoordelaar")
	for _, r := range w.m.Requirements {
		var ways []string
		for _, set := range r.Alternatives {
			ways = append(ways, strings.Join(set.Kinds, " + "))
		}
		w.row(r.Code, r.Title.NL, string(r.Scope), strings.Join(r.Activities, ", "), strings.Join(ways, " of "), strings.Join(r.Checks, ", "), r.Judge)
	}
	for _, j := range w.m.Judgements {
		w.row(j.Code, j.Title.NL, "oordeel", strings.Join(j.Activities, ", "), "", "", j.Judge)
	}
}

func (w *readme) facts() {
	if len(w.m.Facts) == 0 {
		return
	}
	w.table("Gegevens die alleen deze regeling vraagt", "Gegeven", "Bij", "Vraag", "Soort", "Nodig", "Bron")
	for _, f := range w.m.Facts {
		need := map[schemes.Necessity]string{schemes.Required: "altijd", schemes.Conditional: f.Condition.NL, schemes.Optional: "nee"}[f.Necessity]
		w.row(f.Key, string(f.Subject), f.Label.NL, string(f.Type), need, place(f.Source))
	}
}

func (w *readme) readings() {
	if len(w.m.Readings) == 0 {
		return
	}
	w.table("Lezingen: keuzes die de tekst open laat", "Code", "Vraag", "Wat wij volgen")
	for _, r := range w.m.Readings {
		w.row(r.ID, r.Question.NL, r.Answer.NL)
	}
}

func place(c schemes.Citation) string { return c.Work + ", " + c.Place }
