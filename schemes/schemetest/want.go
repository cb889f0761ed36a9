package schemetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/schemes"
)

// wanted is what a case expects of a subject, or of one of its parts.
type wanted struct {
	Outcome  node            `yaml:"outcome"`
	Amount   node            `yaml:"amount"` // none while undetermined
	Findings node            `yaml:"findings"`
	Lines    map[string]node `yaml:"lines"`
	Cells    map[string]node `yaml:"cells"`
	Parts    map[string]node `yaml:"parts"`
	Problems node            `yaml:"problems"`
	Until    node            `yaml:"validUntil"`
}

// A reporter is told what is not as a case wants it.
type reporter func(format string, args ...any)

// check compares a with what c wants.
func (c Case) check(m *schemes.Manifest, a schemes.Answer, report reporter) {
	if a.Failure != "" {
		report("%s: the scheme failed: %s", c.at(nil), a.Failure)
		return
	}
	var w wanted
	if err := decodeKnown(c.want, &w); err != nil {
		report("%s: want: %v", c.at(c.want), err)
		return
	}
	if w.Problems.Node != nil {
		c.checkProblems(m, w, a, report)
		return
	}
	if ps := m.Problems(c.Question); len(ps) > 0 {
		report("%s: refused before any rule is asked: %v", c.at(nil), problems(ps))
		return
	}
	whole := a.Whole
	if c.compact && len(a.Parts) == 1 {
		p := a.Parts[0]
		whole.Findings = append(slices.Clone(whole.Findings), p.Findings...)
		whole.Cells = append(slices.Clone(whole.Cells), p.Cells...)
		whole.Steps = p.Steps
	}
	c.checkPart(m, c.want, w, whole, report)
	if w.Until.Node != nil && w.Until.Value != a.ValidUntil.String() {
		report("%s: holds until %s, want %s", c.at(w.Until.Node), a.ValidUntil, w.Until.Value)
	}
	for key, n := range w.Parts {
		i := slices.IndexFunc(a.Parts, func(p schemes.Part) bool { return p.Key == key })
		var pw wanted
		if err := decodeKnown(n.Node, &pw); err != nil || i < 0 {
			report("%s: part %s: unknown, or %v", c.at(n.Node), key, err)
			continue
		}
		c.checkPart(m, n.Node, pw, a.Parts[i], report)
	}
}

func (c Case) checkPart(m *schemes.Manifest, at *yaml.Node, w wanted, p schemes.Part, report reporter) {
	if w.Outcome.Node == nil {
		report("%s: want states no outcome", c.at(at))
	} else if w.Outcome.Value != string(p.Outcome) {
		report("%s: outcome is %s, want %s\n%s", c.at(w.Outcome.Node), p.Outcome, w.Outcome.Value, strings.Join(findings(p.Findings), "\n"))
	}
	got := "none"
	if p.Amount != nil {
		got = p.Amount.String()
	}
	if w.Amount.Node != nil && w.Amount.Value != got {
		report("%s: amount is %s, want %s\n%s", c.at(w.Amount.Node), got, w.Amount.Value, trace(m, p.Steps))
	}
	c.checkFindings(at, w.Findings.Node, p.Findings, report)
	for line, n := range w.Lines {
		if got := lineValue(m, line, p.Steps); got != n.Value {
			report("%s: line %s is %s, want %s\n%s", c.at(n.Node), line, got, n.Value, trace(m, p.Steps))
		}
	}
	for column, n := range w.Cells {
		c.checkCell(column, n, p.Cells, report)
	}
}

func (c Case) checkFindings(at, want *yaml.Node, got []schemes.Finding, report reporter) {
	var ws []string
	if want != nil {
		at = want
		if err := want.Decode(&ws); err != nil {
			report("%s: findings: %v", c.at(want), err)
			return
		}
	}
	gs := findings(got)
	slices.Sort(ws)
	slices.Sort(gs)
	if diff := cmp.Diff(ws, gs); diff != "" && len(ws)+len(gs) > 0 {
		report("%s: findings (-want +got):\n%s", c.at(at), diff)
	}
}

// checkCell compares one cell: its state, or its state followed by its findings.
func (c Case) checkCell(column string, n node, cells []schemes.Cell, report reporter) {
	want := []string{n.Value}
	if n.Kind == yaml.SequenceNode {
		want = nil
		if err := n.Decode(&want); err != nil {
			report("%s: cell %s: %v", c.at(n.Node), column, err)
			return
		}
	}
	i := slices.IndexFunc(cells, func(cell schemes.Cell) bool { return cell.Column == column })
	if i < 0 {
		report("%s: there is no cell %s", c.at(n.Node), column)
		return
	}
	got := append([]string{string(cells[i].State)}, findings(cells[i].Findings)...)
	if diff := cmp.Diff(want, got); diff != "" {
		report("%s: cell %s (-want +got):\n%s", c.at(n.Node), column, diff)
	}
}

// checkProblems compares what is refused, and that a scheme that is asked anyway
// pays nothing.
func (c Case) checkProblems(m *schemes.Manifest, w wanted, a schemes.Answer, report reporter) {
	var want []string
	if err := w.Problems.Decode(&want); err != nil {
		report("%s: problems: %v", c.at(w.Problems.Node), err)
		return
	}
	if diff := cmp.Diff(want, problems(m.Problems(c.Question))); diff != "" {
		report("%s: problems (-want +got):\n%s", c.at(w.Problems.Node), diff)
	}
	if a.Whole.Outcome != schemes.Ineligible || a.Whole.Amount == nil || *a.Whole.Amount != 0 {
		report("%s: malformed facts are judged %s, %v", c.at(w.Problems.Node), a.Whole.Outcome, a.Whole.Amount)
	}
}

func problems(ps []schemes.Problem) []string {
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
