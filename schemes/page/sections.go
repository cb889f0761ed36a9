package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

func (w *writer) works() {
	w.table("works", "code", "document", "digest")
	for _, v := range w.m.Works {
		w.row(v.ID, v.Title, v.Digest)
	}
}

func (w *writer) activities() {
	w.table("activities", "code", "activity", "budget", "routes", "windows", "maximum", "content")
	for _, a := range w.m.Activities {
		judge := w.role(a.ContentJudge)
		if p, ok := w.m.Parameter(a.ContentTerm); ok && len(p.Values) > 0 {
			judge += fmt.Sprintf(w.word(" within days"), p.Values[len(p.Values)-1].Text)
		}
		w.row(a.Code, w.say(a.Title), a.Budget, list(a.Routes), list(a.Windows), list(a.Maximum), judge)
	}
}

func (w *writer) windows() {
	if len(w.m.Windows)+len(w.m.Deadlines) == 0 {
		return
	}
	w.table("terms", "code", "what", "from", "until", "guarded", "source")
	for _, v := range w.m.Windows {
		from, to := w.day(v.OpensOn), w.day(v.ClosesOn)
		if !v.OpensAt.IsZero() {
			from, to = w.moment(v.OpensAt), w.moment(v.ClosesAt)
		}
		w.row(v.Code, w.say(v.Title)+w.assumed(v.Assumption), from, to, w.guards(v), place(v.Source))
	}
	for _, d := range w.m.Deadlines {
		w.row(d.Code, w.say(d.Title)+" ("+w.role(d.Role)+")", "", w.moment(d.At), "", place(d.Source))
	}
}

// guards are the rules that are told outside a window, each with what it does; the platform; or nobody.
func (w *writer) guards(v schemes.Window) string {
	var out []string
	for _, g := range v.GuardedBy {
		if r, ok := w.m.Rule(g); ok {
			out = append(out, g+" ("+w.effect(r)+")")
		} else {
			out = append(out, w.word("guard "+g))
		}
	}
	return list(out)
}

func (w *writer) assumed(is bool) string {
	if !is {
		return ""
	}
	return " (" + w.word("assumption") + ")"
}

func (w *writer) parameters() {
	if len(w.m.Parameters) == 0 {
		return
	}
	w.table("parameters", "code", "what", "value", "unit", "valid", "source")
	for _, p := range w.m.Parameters {
		for _, v := range p.Values {
			w.row(p.Code, w.say(p.Title), w.value(p, v)+w.assumed(v.Assumption), string(p.Unit), w.span(v), place(v.Source))
		}
	}
}

func (w *writer) caps() {
	if len(w.m.Caps) == 0 {
		return
	}
	w.table("caps", "code", "what", "for", "term", "activities-short", "limit", "source")
	for _, c := range w.m.Caps {
		w.row(string(c.Code), w.say(c.Title), w.word("per "+string(c.Per)), w.word("each "+string(c.Each)), list(c.Activities), c.Limit, place(c.Source))
	}
}

func (w *writer) value(p schemes.Parameter, v schemes.Value) string {
	if v.Text == "" {
		return w.word("unannounced")
	}
	return w.say(schemes.Spoken(p.Unit, v.Text))
}

func (w *writer) span(v schemes.Value) string {
	if v.To.IsZero() {
		return w.word("since") + " " + w.day(v.From)
	}
	return w.day(v.From) + " – " + w.day(v.To)
}

// assumptions lists all values that no source states: an operator can replace them by a parameter file, and a policy
// officer has to confirm them.
func (w *writer) assumptions() {
	var rows [][]string
	for _, p := range w.m.Parameters {
		for _, v := range p.Values {
			if v.Assumption {
				rows = append(rows, []string{"parameter " + p.Code, w.value(p, v) + " (" + string(p.Unit) + "), " + w.span(v), w.say(v.Source.Demand)})
			}
		}
	}
	for _, v := range w.m.Windows {
		if v.Assumption {
			rows = append(rows, []string{"window " + v.Code, w.say(v.Title), w.say(v.Source.Demand)})
		}
	}
	if len(rows) == 0 {
		return
	}
	w.table("assumptions", "what", "value", "because")
	for _, r := range rows {
		w.row(r...)
	}
}

func (w *writer) rules() {
	w.table("rules", "code", "effect", "text", "remedy", "source", "demand", "readings-short")
	for _, r := range w.m.OwnRules() {
		w.row(r.ID(), w.effect(r), w.say(r.Message), w.say(r.Remedy), place(r.Source), w.say(r.Source.Demand), list(r.Readings))
	}
}

// effect is what a finding of a rule does: its severity, or the acts that it lets wait.
func (w *writer) effect(r schemes.Rule) string {
	if len(r.Holds) == 0 {
		return w.word(r.Severity.String())
	}
	acts := make([]string, len(r.Holds))
	for i, act := range r.Holds {
		acts[i] = w.word(string(act))
	}
	return fmt.Sprintf(w.word("holds"), list(acts))
}

func (w *writer) lines() {
	if len(w.m.Lines) == 0 {
		return
	}
	w.table("lines", "code", "what", "unit", "source", "demand", "readings-short")
	for _, l := range w.m.Lines {
		w.row(l.ID(), w.say(l.Label), string(l.Unit), place(l.Source), w.say(l.Source.Demand), list(l.Readings))
	}
}

// role writes what the scheme calls a role; nothing for none.
func (w *writer) role(r schemes.Role) string { return w.say(w.m.RoleTitle(r)) }

// judge writes who judges a column, with the reasons of rejection where it has its own.
func (w *writer) judge(r schemes.Role, reasons []string) string {
	if len(reasons) == 0 {
		return w.role(r)
	}
	return fmt.Sprintf(w.word("rejects for"), w.role(r), list(reasons))
}

func (w *writer) documents() {
	if len(w.m.Requirements)+len(w.m.Judgements) == 0 {
		return
	}
	w.table("documents", "code", "what", "for", "activities-short", "needed", "met-by", "checks", "judge", "source")
	for _, r := range w.m.Requirements {
		var ways []string
		for _, set := range r.Alternatives {
			way := strings.Join(set.Kinds, " + ")
			if !set.Condition.IsZero() {
				way += " (" + w.say(set.Condition) + ")"
			}
			ways = append(ways, way)
		}
		w.row(r.Code, w.say(r.Title), w.word(string(r.Scope)), list(r.Activities), w.need(r.Necessity, r.Condition), strings.Join(ways, w.word(" or ")), list(r.Checks), w.judge(r.Judge, r.Reasons), place(r.Source))
	}
	for _, j := range w.m.Judgements {
		needed := ""
		if !j.Condition.IsZero() {
			needed = w.need(schemes.Conditional, j.Condition)
		}
		w.row(j.Code, w.say(j.Title), w.word("judgement"), list(j.Activities), needed, "", "", w.judge(j.Judge, j.Reasons), place(j.Source))
	}
	if len(w.m.DocumentKinds) == 0 {
		return
	}
	w.table("kinds", "code", "what", "explanation", "stated", "contents")
	for _, k := range w.m.DocumentKinds {
		var contents []string
		for _, c := range k.Contents {
			contents = append(contents, w.say(c.Label))
		}
		w.row(k.Code, w.say(k.Title), w.say(k.Explanation), list(k.Statements), strings.Join(contents, "; "))
	}
}

// need says when something is asked.
func (w *writer) need(n schemes.Necessity, condition schemes.Text) string {
	if n == schemes.Conditional {
		return w.say(condition)
	}
	return w.word(string(n))
}

func (w *writer) facts() {
	if len(w.m.Facts) == 0 {
		return
	}
	w.table("facts", "fact", "at", "activities-short", "question", "help", "kind", "needed", "source")
	for _, f := range w.m.Facts {
		w.row(f.Key, w.word(string(f.Subject)), list(f.Activities), w.say(f.Label), w.say(f.Help), w.kind(f), w.need(f.Necessity, f.Condition), place(f.Source))
	}
}

// kind describes the answers that a question accepts.
func (w *writer) kind(f schemes.FactDefinition) string {
	out := w.word(string(f.Type))
	var codes []string
	for _, c := range f.Choices {
		codes = append(codes, c.Code+" ("+w.say(c.Label)+")")
	}
	if len(codes) > 0 {
		out += ": " + strings.Join(codes, ", ")
	}
	if f.Minimum+f.Maximum != "" {
		out += " " + w.say(schemes.Spoken("", f.Minimum)) + "…" + w.say(schemes.Spoken("", f.Maximum))
	}
	if f.Unit != "" {
		out += " " + string(f.Unit)
	}
	return out
}

// choices lists the options that people choose from: target groups, themes, other subsidies and the lists of
// trainings.
func (w *writer) choices() {
	var rows [][]string
	add := func(what, code string, label schemes.Text, more string) {
		rows = append(rows, []string{w.word(what), code, w.say(label), more})
	}
	for _, g := range w.m.TargetGroups {
		add("target group", g.Code, g.Label, w.say(g.Explanation))
	}
	for _, t := range w.m.Themes {
		var goals []string
		for _, g := range t.Goals {
			goals = append(goals, g.Code+" ("+w.say(g.Label)+")")
		}
		add("theme", t.Code, t.Title, strings.Join(goals, "; "))
	}
	for _, o := range w.m.OtherSubsidies {
		with := list(o.AllowedWith)
		if with == "" {
			with = w.word("never")
		}
		add("other subsidy", o.Code, o.Title, w.word("together with")+": "+with)
	}
	var lists []string
	count := map[string]int{}
	for _, t := range w.m.Trainings {
		if !slices.Contains(lists, t.List) {
			lists = append(lists, t.List)
		}
		count[t.List]++
	}
	for _, l := range lists {
		add("list", l, schemes.Text{}, fmt.Sprintf(w.word("n trainings"), count[l]))
	}
	if len(rows) == 0 {
		return
	}
	w.table("choices", "what", "code", "label", "more")
	for _, r := range rows {
		w.row(r...)
	}
}

func (w *writer) retention() {
	if w.m.Retention == nil {
		return
	}
	w.line("\n## %s\n", w.word("retention"))
	w.line(w.word("retention asked"), w.m.Retention.Applied, place(w.m.Retention.Source))
}

func (w *writer) readings() {
	if len(w.m.Readings) == 0 {
		return
	}
	w.table("readings", "code", "question", "answer")
	for _, r := range w.m.Readings {
		w.row(r.ID, w.say(r.Question), w.say(r.Answer))
	}
}
