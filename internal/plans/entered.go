package plans

import (
	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/schemes"
)

var pathFacts = []string{"input", "facts"}

// enter puts lines, where there are any, and facts into p. It gathers values that are malformed, and those that cannot be
// true whatever the regulation says.
func enter(p *ent.Plan, lines []LineInput, facts []question.FactInput, m *schemes.Manifest, bad *fault.Collector) {
	if lines != nil {
		p.Edges.Lines = enteredLines(p.ID, lines, bad)
	}
	p.RequestedCents = requested(p.Edges.Lines)
	p.Facts = question.AmendFacts(p.Facts, facts, bad, pathFacts...)
	q := question.Plan(p.CreatedAt, schemes.Organisation{}, p, 0)
	question.Faults(m.Impossible(q), bad, func(pointer []string) []string {
		switch {
		case len(pointer) == 3 && pointer[0] == "lines" && lines != nil:
			return append([]string{"input"}, pointer...)
		case len(pointer) == 2 && pointer[0] == "facts":
			return question.FactPath(pointer[1], facts, pathFacts...)
		}
		return pathLines
	})
}
