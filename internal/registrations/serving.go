package registrations

import (
	"strconv"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/schemes"
)

type kind = schemes.DocumentKind

// fits reports whether documents of this kind belong in the file: the project file has kinds of its own.
func (f *file) fits(k kind) bool { return (k.Scope == schemes.PerProject) == (f.reg == nil) }

// kind returns a kind of document that belongs in the file.
func (f *file) kind(code string) (kind, bool) {
	k, ok := f.manifest().Kind(code)
	return k, ok && f.fits(k)
}

func (f *file) unknownKind(path []string) *fault.Error {
	var codes []string
	for _, k := range f.manifest().DocumentKinds {
		if f.fits(k) {
			codes = append(codes, k.Code)
		}
	}
	return fault.Invalid(path, "DOCUMENT_KIND_UNKNOWN", fault.Text{
		NL: "Deze documentsoort kent de regeling hier niet.", EN: "The scheme has no such kind of document here.",
	}, strings.Join(codes, ", "))
}

// serving returns whom a document serves: participations of this registration where its kind is about people, and
// nobody in particular where it is about the whole.
func (f *file) serving(k kind, named []string, all bool, bad *fault.Collector) []*ent.Participation {
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
		if len(f.parts) == 0 {
			bad.Add(unknownParticipation(path))
		}
		return f.parts
	}
	if len(named) == 0 {
		bad.Add(fault.Required(path))
	}
	served := make([]*ent.Participation, 0, len(named))
	seen := map[string]bool{}
	for i, id := range named {
		p, _ := f.participation(id)
		switch {
		case p == nil:
			bad.Add(unknownParticipation(dossier.At(path, index(i))))
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

func index(i int) string { return strconv.Itoa(i) }
