package matrix

import (
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/schemes"
)

// fits reports whether documents of this kind belong here: the project file has kinds of its own.
func (m *Matrix) fits(k schemes.DocumentKind) bool {
	return (k.Scope == schemes.PerProject) == (m.scope() == schemes.PerProject)
}

// kind returns a kind of document that belongs here.
func (m *Matrix) kind(code string) (schemes.DocumentKind, bool) {
	k, ok := m.Manifest().Kind(code)
	return k, ok && m.fits(k)
}

func (m *Matrix) unknownKind(path []string) *fault.Error {
	var codes []string
	for _, k := range m.Manifest().DocumentKinds {
		if m.fits(k) {
			codes = append(codes, k.Code)
		}
	}
	return fault.Invalid(path, "DOCUMENT_KIND_UNKNOWN", fault.Text{
		NL: "Deze documentsoort kent de regeling hier niet.", EN: "The scheme has no such kind of document here.",
	}, strings.Join(codes, ", "))
}

// serving returns whom a document serves: participations of this registration where its kind is about people, and
// nobody in particular where it is about the whole.
func (m *Matrix) serving(k schemes.DocumentKind, named []string, all bool, bad *fault.Collector) []*ent.Participation {
	path := []string{"input", "participationIDs"}
	if k.Scope != schemes.PerParticipation {
		if len(named) > 0 {
			bad.Add(fault.Invalid(path, "PARTICIPATION_UNKNOWN", fault.Text{
				NL: "Deze documentsoort gaat over het geheel en hoort niet bij één deelnemer.",
				EN: "This kind of document is about the whole and belongs to no single participant.",
			}, "[]"))
		}
		return nil
	}
	if all {
		if len(m.Parts) == 0 {
			bad.Add(unknownParticipation(path))
		}
		return m.Parts
	}
	if len(named) == 0 {
		bad.Add(fault.Required(path))
	}
	served := make([]*ent.Participation, 0, len(named))
	seen := map[string]bool{}
	for i, id := range named {
		p, _ := m.Participation(id)
		switch {
		case p == nil:
			bad.Add(unknownParticipation(question.At(path, index(i))))
		case !seen[id]:
			served = append(served, p)
		}
		seen[id] = true
	}
	return served
}

func unknownParticipation(path []string) *fault.Error {
	return fault.Invalid(path, "PARTICIPATION_UNKNOWN", fault.Text{
		NL: "Deze deelnemer hoort niet bij de registratie.", EN: "This participant is not in the registration.",
	}, "")
}
