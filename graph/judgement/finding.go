package judgement

import (
	"strconv"
	"strings"

	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// A Finding is one rule met by one fact, in words.
type Finding struct {
	receipt *Receipt
	finding *schemes.Finding
	rule    *regulation.Rule
}

// Code of the rule, a rulebook id.
func (f *Finding) Code() string { return f.rule.Code() }

// Aspect of the rule; false where its code has one rule only.
func (f *Finding) Aspect() (string, bool) { return f.rule.Aspect() }

// Severity of the rule: whether it blocks, or only informs.
func (f *Finding) Severity() schemes.Severity { return f.finding.Severity }

// Message with its holes filled.
func (f *Finding) Message() *regulation.Text { return f.rule.Filled(f.finding.Params) }

// Remedy says how to put it right.
func (f *Finding) Remedy() *regulation.Text { return f.rule.FilledRemedy(f.finding.Params) }

// Suggestion is the value that the scheme proposes for the place.
func (f *Finding) Suggestion() (string, bool) {
	return f.finding.Suggestion, f.finding.Suggestion != ""
}

// Holds are the acts that wait while it holds.
func (f *Finding) Holds() []string {
	out := make([]string, len(f.finding.Holds))
	for i, act := range f.finding.Holds {
		out[i] = string(act)
	}
	return out
}

// PossibleFrom is the day from which those acts can be done; nil where no day can be said.
func (f *Finding) PossibleFrom() *typed.Date {
	if f.finding.First.IsZero() {
		return nil
	}
	return new(typed.Date(f.finding.First.String()))
}

// Pointer to the place in the facts.
func (f *Finding) Pointer() string { return f.finding.Path }

// FieldLabel is the label of the field that Pointer names, as a form shows it.
func (f *Finding) FieldLabel() *regulation.Text { return f.receipt.label(f.finding.Path) }

// Receipt that it was found in.
func (f *Finding) Receipt() *Receipt { return f.receipt }

// Target is the id of the thing it points at: a participation, a document, or the activity of a plan line after
// "line:"; empty for the whole.
func (f *Finding) Target() string {
	kind, key := f.receipt.target(f.finding.Path)
	if kind == onLine {
		return LinePrefix + key
	}
	return key
}

// LinePrefix marks a Target that is the activity of a plan line.
const LinePrefix = "line:"

// Citation says where it is demanded.
func (f *Finding) Citation() *regulation.Citation { return f.rule.Citation() }

// Readings of the text that the rule rests on.
func (f *Finding) Readings() []*regulation.Reading { return f.rule.Readings() }

// The lists that a pointer can lead into.
const (
	onWhole = iota
	onParticipation
	onDocument
	onLine
)

// target resolves a pointer such as /participations/2/start to the key of the thing that it lies in.
func (r *Receipt) target(pointer string) (kind int, key string) {
	list, rest, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	place, _, _ := strings.Cut(rest, "/")
	i, err := strconv.Atoi(place)
	if err != nil || i < 0 {
		return onWhole, ""
	}
	q := &r.question
	switch {
	case list == "participations" && q.Registration != nil && i < len(q.Registration.Participations):
		return onParticipation, q.Registration.Participations[i].Key
	case list == "documents" && q.Registration != nil && i < len(q.Registration.Documents):
		return onDocument, q.Registration.Documents[i].Key
	case list == "documents" && q.ProjectFile != nil && i < len(q.ProjectFile.Documents):
		return onDocument, q.ProjectFile.Documents[i].Key
	case list == "lines" && q.Plan != nil && i < len(q.Plan.Lines):
		return onLine, q.Plan.Lines[i].Activity
	}
	return onWhole, ""
}

// Document is the key of the document that a pointer leads into; empty where it leads into none.
func (r *Receipt) Document(pointer string) string {
	if kind, key := r.target(pointer); kind == onDocument {
		return key
	}
	return ""
}

// label returns the label of the field that the pointer names; nil for the whole and for places without a field.
func (r *Receipt) label(pointer string) *regulation.Text {
	at := strings.LastIndexByte(pointer, '/')
	name := pointer[at+1:]
	if before, found := strings.CutSuffix(pointer[:max(at, 0)], "/facts"); found {
		if d := r.manifest.Fact(r.subject(before), name); d != nil {
			return d.Label()
		}
		return nil
	}
	if label, ok := schemes.FactLabel(name); ok {
		return r.manifest.Text(label)
	}
	return nil
}

// subject returns the kind of subject that the fact at this place belongs to.
func (r *Receipt) subject(place string) schemes.FactSubject {
	switch {
	case strings.HasPrefix(place, "/participations/"):
		return schemes.AboutParticipation
	case r.question.Registration != nil:
		return schemes.AboutRegistration
	case r.question.ProjectFile != nil:
		return schemes.AboutProjectFile
	}
	return schemes.AboutPlan
}
