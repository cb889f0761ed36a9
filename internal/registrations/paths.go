package registrations

import (
	"slices"
	"strconv"

	"github.com/penvoerder/penvoerder/internal/dossier"
)

// input is where a problem is told that the input does not name.
func input([]string) []string { return []string{"input"} }

// inCreate leads into a whole registration as it is entered under root: the input of a creation, or a row of an import,
// where named tells which participant of the input the participation at a place is.
func inCreate(root []string, in CreateInput, named func(int) int) locate {
	return func(pointer []string) []string {
		if len(pointer) == 0 {
			return root
		}
		switch pointer[0] {
		case "training":
			return inTraining(root, in.Training, pointer[1:])
		case "facts":
			return inFacts(pointer, in.Facts, dossier.At(root, "facts"))
		case "participations":
			i := named(place(pointer))
			if i < 0 || i >= len(in.Participants) {
				return root
			}
			return inParticipant(dossier.At(root, "participants", strconv.Itoa(i)), in.Participants[i], pointer[2:])
		case "activity", "start", "end":
			return dossier.At(root, pointer...)
		}
		return root
	}
}

func inOrder(i int) int { return i }

func inTraining(root []string, in dossier.TrainingInput, pointer []string) []string {
	form := "listed"
	if in.Course != nil {
		form = "course"
	}
	return append(dossier.At(root, "training", form), pointer...)
}

func inFacts(pointer []string, in []dossier.FactInput, path []string) []string {
	if len(pointer) < 2 {
		return path
	}
	return dossier.FactPath(pointer[1], in, path...)
}

func inParticipant(root []string, in ParticipantInput, pointer []string) []string {
	if len(pointer) == 0 || in.Statement == nil {
		return root
	}
	if pointer[0] == "employedSince" || pointer[0] == "employedUntil" {
		return dossier.At(root, "employee")
	}
	return inStatement(dossier.At(root, "statement"), *in.Statement, pointer)
}

// inStatement leads into what is stated about a participation.
func inStatement(root []string, in dossier.ParticipationInput, pointer []string) []string {
	if len(pointer) == 0 {
		return root
	}
	switch pointer[0] {
	case "repaymentArrangement":
		return dossier.At(root, "hasRepaymentArrangement")
	case "facts":
		return inFacts(pointer, in.Facts, dossier.At(root, "facts"))
	case "employedSince", "employedUntil", "others":
		return root
	}
	return dossier.At(root, pointer...)
}

// inAmend leads into what changes in a registration.
func inAmend(in AmendInput) locate {
	root := []string{"input"}
	return func(pointer []string) []string {
		if len(pointer) == 0 {
			return root
		}
		switch pointer[0] {
		case "training":
			if in.Training != nil {
				return inTraining(root, *in.Training, pointer[1:])
			}
		case "facts":
			return inFacts(pointer, in.Facts, dossier.At(root, "facts"))
		case "start", "end":
			return dossier.At(root, pointer...)
		case "participations":
			// A participation without days of its own follows the registration: its end before its start is ours.
			if last := pointer[len(pointer)-1]; last == "start" || last == "end" {
				return dossier.At(root, last)
			}
		}
		return root
	}
}

// inAdd leads to the participants that are added after those that are there.
func inAdd(there int, in []ParticipantInput) locate {
	root := []string{"input", "participants"}
	return func(pointer []string) []string {
		i := place(pointer) - there
		if len(pointer) == 0 || pointer[0] != "participations" || i < 0 || i >= len(in) {
			return root
		}
		return inParticipant(dossier.At(root, strconv.Itoa(i)), in[i], pointer[2:])
	}
}

// inParticipation leads into the statement of the participation at a place.
func inParticipation(at int, in dossier.ParticipationInput) locate {
	root := []string{"input", "statement"}
	return func(pointer []string) []string {
		if len(pointer) < 2 || pointer[0] != "participations" || place(pointer) != at {
			return root
		}
		return inStatement(root, in, pointer[2:])
	}
}

// inDocument leads into what is stated about the document at a place.
func inDocument(at int) locate {
	return func(pointer []string) []string {
		if len(pointer) < 3 || pointer[0] != "documents" || place(pointer) != at {
			return []string{"input"}
		}
		switch pointer[2] {
		case "kind":
			return []string{"input", "kind"}
		case "serves":
			return []string{"input", "participationIDs"}
		}
		return stated([]string{"input", "statement"}, pointer[2:])
	}
}

// renamed are the facts of a document that have another name in the input.
var renamed = map[string][]string{
	"from": {"period", "from"}, "to": {"period", "to"},
	"letterhead": {"hasLetterhead"}, "legible": {"isLegible"},
}

func stated(root, pointer []string) []string {
	if name, ok := renamed[pointer[0]]; ok {
		return dossier.At(root, name...)
	}
	if last := len(pointer) - 1; pointer[0] == "signatures" && pointer[last] == "traceable" {
		pointer = slices.Clone(pointer)
		pointer[last] = "isTraceable"
	}
	return dossier.At(root, pointer...)
}

// place reads the index that follows the first step of a pointer; -1 where there is none.
func place(pointer []string) int {
	if len(pointer) < 2 {
		return -1
	}
	i, err := strconv.Atoi(pointer[1])
	if err != nil {
		return -1
	}
	return i
}
