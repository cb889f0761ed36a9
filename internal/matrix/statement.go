package matrix

import (
	"slices"
	"strconv"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// stated reads what is stated about a document of a kind.
func (m *Matrix) stated(kind schemes.DocumentKind, s fields.Document, in question.DocumentInput, bad *fault.Collector) fields.Document {
	at := []string{"input", "statement"}
	s = question.AmendDocument(s, in, bad, at...)
	typed.Check(s, bad, at...)
	for _, code := range s.Contents {
		if !slices.ContainsFunc(kind.Contents, func(c schemes.Choice) bool { return c.Code == code }) {
			bad.Add(typed.UnknownCode(question.At(at, "contents"), typed.Codes(kind.Contents)))
			break
		}
	}
	for i, signed := range s.Signatures {
		if m.registrationID == "" && signed.Name != nil && !question.HasSurname(*signed.Name) {
			bad.Add(NameIncomplete(question.At(at, "signatures", index(i), "name")))
		}
		if signed.ParticipationID == nil {
			continue
		}
		if p, _ := m.Participation(*signed.ParticipationID); p == nil {
			bad.Add(unknownParticipation(question.At(at, "signatures", index(i), "participationID")))
		}
	}
	return s
}

// NameIncomplete refuses the name of who signs for the organisation that is initials alone: it would fit anybody.
func NameIncomplete(path []string) *fault.Error {
	return fault.Invalid(path, "NAME_INCOMPLETE", fault.Text{
		NL: "Schrijf de naam met achternaam, het liefst met voornaam: ‘Anna de Vries’ of ‘A. de Vries’.",
		EN: "Write the name with its surname, preferably with the first name: ‘Anna de Vries’ or ‘A. de Vries’.",
	}, "")
}

// InDocument leads from a place in the facts to one in the input of an act on the document at a place.
func InDocument(at int) func(pointer []string) []string {
	return func(pointer []string) []string {
		if len(pointer) < 3 || pointer[0] != "documents" || pointer[1] != strconv.Itoa(at) {
			return []string{"input"}
		}
		switch pointer[2] {
		case "kind":
			return []string{"input", "kind"}
		case "serves":
			return []string{"input", "participationIDs"}
		}
		return InStatement([]string{"input", "statement"}, pointer[2:])
	}
}

// InStatement leads from a fact of a document to its place in the statement at root.
func InStatement(root, pointer []string) []string {
	at := question.At(root, question.StatedAs[fields.Document](pointer[0])...)
	if pointer[0] == "signatures" && len(pointer) > 2 {
		return append(question.At(at, pointer[1]), question.StatedAs[fields.Signature](pointer[2])...)
	}
	return question.At(at, pointer[1:]...)
}
