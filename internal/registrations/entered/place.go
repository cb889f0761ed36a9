package entered

import (
	"strconv"

	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
)

// Input is the place of a problem that the input does not name.
func Input([]string) []string { return []string{"input"} }

// InCreate leads into a whole registration as it is entered under root: the input of a creation, or a row of an import,
// where named says which participant of the input the participation at a place is.
func InCreate(root []string, in CreateInput, named func(int) int) reading.Locate {
	return func(pointer []string) []string {
		if len(pointer) == 0 {
			return root
		}
		switch pointer[0] {
		case "training":
			return InTraining(root, in.Training, pointer[1:])
		case "facts":
			return InFacts(pointer, in.Facts, question.At(root, "facts"))
		case "participations":
			i := named(Place(pointer))
			if i < 0 || i >= len(in.Participants) {
				return root
			}
			return inParticipant(question.At(root, "participants", strconv.Itoa(i)), in.Participants[i], pointer[2:])
		case "activity", "start", "end":
			return question.At(root, pointer...)
		}
		return root
	}
}

// InOrder is where participations are in the order of the input.
func InOrder(i int) int { return i }

// InTraining leads into the training that is stated at root.
func InTraining(root []string, in question.TrainingInput, pointer []string) []string {
	form := "listed"
	if in.Course != nil {
		form = "course"
	}
	return append(question.At(root, "training", form), pointer...)
}

// InFacts leads from a fact that only the scheme asks to its place in the list at path.
func InFacts(pointer []string, in []question.FactInput, path []string) []string {
	if len(pointer) < 2 {
		return path
	}
	return question.FactPath(pointer[1], in, path...)
}

func inParticipant(root []string, in ParticipantInput, pointer []string) []string {
	if len(pointer) == 0 || in.Statement == nil {
		return root
	}
	if pointer[0] == "employedSince" || pointer[0] == "employedUntil" {
		return question.At(root, "employee")
	}
	return InStatement(question.At(root, "statement"), *in.Statement, pointer)
}

// InStatement leads into what is stated about a participation.
func InStatement(root []string, in question.ParticipationInput, pointer []string) []string {
	if len(pointer) == 0 {
		return root
	}
	switch pointer[0] {
	case "facts":
		return InFacts(pointer, in.Facts, question.At(root, "facts"))
	case "employedSince", "employedUntil", "others":
		return root
	}
	return append(question.At(root, question.StatedAs[fields.Participation](pointer[0])...), pointer[1:]...)
}

// InAmend leads into what changes in a registration.
func InAmend(in AmendInput) reading.Locate {
	root := []string{"input"}
	return func(pointer []string) []string {
		if len(pointer) == 0 {
			return root
		}
		switch pointer[0] {
		case "training":
			if in.Training != nil {
				return InTraining(root, *in.Training, pointer[1:])
			}
		case "facts":
			return InFacts(pointer, in.Facts, question.At(root, "facts"))
		case "start", "end":
			return question.At(root, pointer...)
		case "participations":
			// A participation without days of its own follows the registration: its end before its start is ours.
			if last := pointer[len(pointer)-1]; last == "start" || last == "end" {
				return question.At(root, last)
			}
		}
		return root
	}
}

// InAdd leads to the participants that are added after those that are there.
func InAdd(there int, in []ParticipantInput) reading.Locate {
	root := []string{"input", "participants"}
	return func(pointer []string) []string {
		i := Place(pointer) - there
		if len(pointer) == 0 || pointer[0] != "participations" || i < 0 || i >= len(in) {
			return root
		}
		return inParticipant(question.At(root, strconv.Itoa(i)), in[i], pointer[2:])
	}
}

// InParticipation leads into the statement of the participation at a place.
func InParticipation(at int, in question.ParticipationInput) reading.Locate {
	root := []string{"input", "statement"}
	return func(pointer []string) []string {
		if len(pointer) < 2 || pointer[0] != "participations" || Place(pointer) != at {
			return root
		}
		return InStatement(root, in, pointer[2:])
	}
}

// Place reads the index that follows the first step of a pointer; -1 where there is none.
func Place(pointer []string) int {
	if len(pointer) < 2 {
		return -1
	}
	i, err := strconv.Atoi(pointer[1])
	if err != nil {
		return -1
	}
	return i
}
