package cases

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/schemes"
)

// wanted is what a case expects of a subject, or of one of its parts.
type wanted struct {
	Outcome     node            `yaml:"outcome"`
	Amount      node            `yaml:"amount"` // none while undetermined
	Findings    node            `yaml:"findings"`
	Holds       node            `yaml:"holds"` // compared where it is stated: what holds an act depends on the day
	Suggestions map[string]node `yaml:"suggestions"`
	Lines       map[string]node `yaml:"lines"`
	Cells       map[string]node `yaml:"cells"`
	Parts       map[string]node `yaml:"parts"`
	Impossible  node            `yaml:"impossible"`
	Until       node            `yaml:"validUntil"`
}

// Check compares an answer with what c wants, and returns what is not so, each with
// its place in the file.
func (c Case) Check(m *schemes.Manifest, a schemes.Answer) []string {
	k := &check{c: c, m: m}
	k.answer(a)
	return k.flaws
}

type check struct {
	c     Case
	m     *schemes.Manifest
	flaws []string
}

// flaw reports what stands at n of the file and is not so.
func (k *check) flaw(n *yaml.Node, format string, args ...any) {
	k.flaws = append(k.flaws, k.c.at(n)+": "+strings.TrimRight(fmt.Sprintf(format, args...), "\n"))
}

func (k *check) answer(a schemes.Answer) {
	if a.Failure != "" {
		k.flaw(nil, "the scheme failed: %s", a.Failure)
		return
	}
	var w wanted
	if err := decodeKnown(k.c.want, &w); err != nil {
		k.flaw(k.c.want, "want: %v", err)
		return
	}
	if w.Impossible.Node != nil {
		k.impossible(w, a)
		return
	}
	if ps := k.m.Impossible(k.c.Question); len(ps) > 0 {
		k.flaw(nil, "refused before any rule is asked: %v", impossibilities(ps))
		return
	}
	whole := a.Whole
	if k.c.compact && len(a.Parts) == 1 {
		p := a.Parts[0]
		whole.Findings = append(slices.Clone(whole.Findings), p.Findings...)
		whole.Cells = append(slices.Clone(whole.Cells), p.Cells...)
		whole.Steps = p.Steps
	}
	k.part(k.c.want, w, whole)
	k.until(w.Until.Node, a.ValidUntil)
	for _, key := range slices.Sorted(maps.Keys(w.Parts)) {
		n := w.Parts[key]
		i := slices.IndexFunc(a.Parts, func(p schemes.Part) bool { return p.Key == key })
		var pw wanted
		if err := decodeKnown(n.Node, &pw); err != nil || i < 0 {
			k.flaw(n.Node, "part %s: unknown, or %v", key, err)
			continue
		}
		k.part(n.Node, pw, a.Parts[i])
	}
}

func (k *check) part(at *yaml.Node, w wanted, p schemes.Part) {
	if w.Outcome.Node == nil {
		k.flaw(at, "want states no outcome")
	} else if w.Outcome.Value != string(p.Outcome) {
		k.flaw(w.Outcome.Node, "outcome is %s, want %s\n%s", p.Outcome, w.Outcome.Value, strings.Join(findings(p.Findings), "\n"))
	}
	got := "none"
	if p.Amount != nil {
		got = p.Amount.String()
	}
	if w.Amount.Node != nil && w.Amount.Value != got {
		k.flaw(w.Amount.Node, "amount is %s, want %s\n%s", got, w.Amount.Value, trace(k.m, p.Steps))
	}
	holding := func(f schemes.Finding) bool { return len(f.Holds) > 0 }
	k.findings("findings", at, w.Findings.Node, findings(slices.DeleteFunc(slices.Clone(p.Findings), holding)))
	if w.Holds.Node != nil {
		k.findings("holds", at, w.Holds.Node, holds(p.Findings))
	}
	k.suggestions(w.Suggestions, p.Findings)
	for _, line := range slices.Sorted(maps.Keys(w.Lines)) {
		if n, got := w.Lines[line], lineValue(k.m, line, p.Steps); got != n.Value {
			k.flaw(n.Node, "line %s is %s, want %s\n%s", line, got, n.Value, trace(k.m, p.Steps))
		}
	}
	if w.Cells != nil {
		k.cells(at, w.Cells, p.Cells)
	}
}

func (k *check) findings(what string, at, want *yaml.Node, got []string) {
	var ws []string
	if want != nil {
		at = want
		if err := want.Decode(&ws); err != nil {
			k.flaw(want, "%s: %v", what, err)
			return
		}
	}
	slices.Sort(ws)
	slices.Sort(got)
	if !slices.Equal(ws, got) {
		k.flaw(at, "%s (- wanted, + told):\n%s", what, difference(ws, got))
	}
}

func (k *check) suggestions(want map[string]node, got []schemes.Finding) {
	for _, rule := range slices.Sorted(maps.Keys(want)) {
		n := want[rule]
		told := "nothing"
		for _, f := range got {
			if f.Rule == rule && f.Suggestion != "" {
				told = f.Suggestion
			}
		}
		if told != n.Value {
			k.flaw(n.Node, "rule %s suggests %s, want %s", rule, told, n.Value)
		}
	}
}

// until compares the moment at which time alone changes the answer; none says that it never does.
func (k *check) until(want *yaml.Node, got schemes.Instant) {
	said := "none"
	if !got.IsZero() {
		said = got.String()
	}
	if want != nil && want.Value != said {
		k.flaw(want, "holds until %s, want %s", said, want.Value)
	}
}

// others stands in cells for all that are not named there.
const others = "others"

// cells compares the cells that are named, and says which of the others hold something:
// those may be missing or not required, or not required alone where others says so.
func (k *check) cells(at *yaml.Node, want map[string]node, got []schemes.Cell) {
	rest := []schemes.CellState{schemes.CellMissing, schemes.CellNotRequired}
	for _, column := range slices.Sorted(maps.Keys(want)) {
		n := want[column]
		switch {
		case column != others:
			k.cell(column, n, got)
		case n.Value == string(schemes.CellNotRequired):
			rest = rest[1:]
		default:
			k.flaw(n.Node, "others are %s, want %s or no others: name the cells that are not", n.Value, schemes.CellNotRequired)
		}
	}
	for _, cell := range got {
		if _, isNamed := want[cell.Column]; !isNamed && !slices.Contains(rest, cell.State) {
			k.flaw(at, "cell %s is %s and is not named under cells", cell.Column, strings.Join(append([]string{string(cell.State)}, findings(cell.Findings)...), ", "))
		}
	}
}

// cell compares one cell: its state, or its state followed by its findings.
func (k *check) cell(column string, n node, cells []schemes.Cell) {
	want := []string{n.Value}
	if n.Kind == yaml.SequenceNode {
		want = nil
		if err := n.Decode(&want); err != nil {
			k.flaw(n.Node, "cell %s: %v", column, err)
			return
		}
	}
	i := slices.IndexFunc(cells, func(cell schemes.Cell) bool { return cell.Column == column })
	if i < 0 {
		k.flaw(n.Node, "there is no cell %s", column)
		return
	}
	got := append([]string{string(cells[i].State)}, findings(cells[i].Findings)...)
	if !slices.Equal(want, got) {
		k.flaw(n.Node, "cell %s (- wanted, + told):\n%s", column, difference(want, got))
	}
}

// impossible compares what is refused, and that a scheme that is asked anyway pays
// nothing.
func (k *check) impossible(w wanted, a schemes.Answer) {
	var want []string
	if err := w.Impossible.Decode(&want); err != nil {
		k.flaw(w.Impossible.Node, "impossible: %v", err)
		return
	}
	if got := impossibilities(k.m.Impossible(k.c.Question)); !slices.Equal(want, got) {
		k.flaw(w.Impossible.Node, "impossible (- wanted, + told):\n%s", difference(want, got))
	}
	if a.Whole.Outcome != schemes.Ineligible || a.Whole.Amount == nil || *a.Whole.Amount != 0 {
		k.flaw(w.Impossible.Node, "malformed facts are judged %s, %v", a.Whole.Outcome, a.Whole.Amount)
	}
}

// difference writes what only one of two lists holds; where they hold the same, the
// order differs, and both are written.
func difference(want, got []string) string {
	gone, come := without(want, got), without(got, want)
	if len(gone)+len(come) == 0 {
		gone, come = want, got
	}
	var b strings.Builder
	for _, s := range gone {
		fmt.Fprintf(&b, "  - %s\n", s)
	}
	for _, s := range come {
		fmt.Fprintf(&b, "  + %s\n", s)
	}
	return b.String()
}

// without returns what a holds more often than b.
func without(a, b []string) []string {
	left := map[string]int{}
	for _, s := range b {
		left[s]++
	}
	var out []string
	for _, s := range a {
		if left[s]--; left[s] < 0 {
			out = append(out, s)
		}
	}
	return out
}

func impossibilities(ps []schemes.Impossibility) []string {
	out := make([]string, len(ps))
	for i, p := range ps {
		out[i] = strings.TrimSpace(p.Reason + " " + p.Path)
	}
	return out
}

// findings writes findings as cases state them: severity, rule and path.
func findings(fs []schemes.Finding) []string {
	out := make([]string, len(fs))
	for i, f := range fs {
		out[i] = strings.TrimSpace(fmt.Sprintf("%s %s %s", f.Severity, f.Rule, f.Path))
	}
	return out
}

// holds writes the findings that hold an act as cases state them: rule, first day and path.
func holds(fs []schemes.Finding) []string {
	var out []string
	for _, f := range fs {
		if len(f.Holds) == 0 {
			continue
		}
		first := "no-day"
		if !f.First.IsZero() {
			first = f.First.String()
		}
		out = append(out, strings.TrimSpace(f.Rule+" "+first+" "+f.Path))
	}
	return out
}

// lineValue returns the value of the last step of a line, as people write it.
func lineValue(m *schemes.Manifest, line string, steps []schemes.Step) string {
	for _, st := range slices.Backward(steps) {
		if st.Line == line {
			return stepText(m, st)
		}
	}
	return "not in the calculation"
}

// stepText writes the value of a step: euros in euros, dates as dates.
func stepText(m *schemes.Manifest, st schemes.Step) string {
	l, _ := m.Line(st.Line)
	return schemes.Show(l.Unit, st.Value)
}

func trace(m *schemes.Manifest, steps []schemes.Step) string {
	var b strings.Builder
	for i, st := range steps {
		fmt.Fprintf(&b, "%3d  %-34s %-9s %v %s%s = %s\n", i+1, st.Line, st.Op, st.Args, st.Path, st.Parameter, stepText(m, st))
	}
	return b.String()
}
