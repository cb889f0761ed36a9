package plans

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/schemes"
)

// The most that one line may state: far above any budget, and small enough to add up.
const (
	mostParticipants = 1_000_000
	mostCents        = 1_000_000_000_00
	longestNote      = 4000 // characters
)

var (
	pathLines = []string{"input", "lines"}
	pathFacts = []string{"input", "facts"}
)

// state puts what was entered into p: lines where there are any, and facts. What is malformed, and what cannot be true
// whatever the regulation says, is gathered.
func state(p *ent.Plan, lines []LineInput, facts []dossier.FactInput, m *schemes.Manifest, bad *fault.Collector) {
	if lines != nil {
		p.Edges.Lines = enteredLines(p.ID, lines, bad)
	}
	p.RequestedCents = requested(p.Edges.Lines)
	p.Facts = dossier.AmendFacts(p.Facts, facts, bad, pathFacts...)
	q := dossier.Plan(p.CreatedAt, schemes.Organisation{}, p, 0)
	dossier.Faults(m.Problems(q), bad, func(pointer []string) []string {
		switch {
		case len(pointer) == 3 && pointer[0] == "lines" && lines != nil:
			return append([]string{"input"}, pointer...)
		case len(pointer) == 2 && pointer[0] == "facts":
			return dossier.FactPath(pointer[1], facts, pathFacts...)
		}
		return pathLines
	})
}

func enteredLines(planID string, in []LineInput, bad *fault.Collector) []*ent.PlanLine {
	lines := make([]*ent.PlanLine, len(in))
	for i, l := range in {
		at := dossier.At(pathLines, index(i))
		lines[i] = &ent.PlanLine{
			ID: ids.New(ids.PlanLine), PlanID: planID, Activity: l.Activity, Position: i + 1,
			Participants:   atMost(l.Participants, mostParticipants, bad, dossier.At(at, "participants")),
			RequestedCents: amount(l.Requested, bad, dossier.At(at, "requested")),
		}
	}
	return lines
}

// amount reads an amount that can be added up.
func amount(m entry.Money, bad *fault.Collector, path []string) int64 {
	cents := m.Parse(bad, path...)
	if cents > mostCents {
		bad.Add(tooMuch(path, string(entry.MoneyOf(mostCents))))
		return 0
	}
	return cents
}

func atMost(n, most int, bad *fault.Collector, path []string) int {
	if n > most {
		bad.Add(tooMuch(path, index(most)))
		return 0
	}
	return n
}

func tooMuch(path []string, most string) *fault.Error {
	return fault.Invalid(path, "TOO_LARGE", fault.Text{NL: "Dit is meer dan mogelijk is.", EN: "This is more than is possible."}, "<= "+most)
}

// note checks words that someone entered; nil stays nil.
func note(text *string, bad *fault.Collector, path ...string) *string {
	if text != nil && len([]rune(*text)) > longestNote {
		bad.Add(fault.TooLong(path, longestNote))
	}
	return text
}

// words returns a note, or nothing.
func words(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// requested adds up the lines as filed.
func requested(lines []*ent.PlanLine) int64 {
	sum := int64(0)
	for _, l := range lines {
		sum += l.RequestedCents
	}
	return sum
}

// asAssessed returns what a line asks after assessment, or as filed while there was none.
func asAssessed(l *ent.PlanLine) int64 {
	if l.AssessedCents != nil {
		return *l.AssessedCents
	}
	return l.RequestedCents
}

// copyOf returns a plan with lines of its own, to be changed.
func copyOf(of *ent.Plan) *ent.Plan {
	p := *of
	p.Edges.Lines = slices.Clone(p.Edges.Lines)
	for i, l := range p.Edges.Lines {
		p.Edges.Lines[i] = new(*l)
	}
	return &p
}
