package hypothesis

import (
	"strconv"

	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
)

// inEvaluate leads into a registration that is not stored.
func inEvaluate(in EvaluateRegistrationInput) reading.Locate {
	root := []string{"input", "subject", "registration"}
	return func(pointer []string) []string {
		i := entered.Place(pointer)
		switch {
		case len(pointer) == 0:
			return root
		case pointer[0] == "training":
			return entered.InTraining(root, in.Training, pointer[1:])
		case pointer[0] == "facts":
			return entered.InFacts(pointer, in.Facts, question.At(root, "facts"))
		case pointer[0] == "plan":
			return entered.InFacts(pointer, in.PlanFacts, question.At(root, "planFacts"))
		case pointer[0] == "participations" && i >= 0 && i < len(in.Participations):
			here := question.At(root, "participations", strconv.Itoa(i))
			if len(pointer) > 2 && (pointer[2] == "employedSince" || pointer[2] == "employedUntil") {
				return question.At(here, pointer[2])
			}
			return entered.InStatement(question.At(here, "statement"), in.Participations[i].Statement, pointer[2:])
		case pointer[0] == "documents" && len(pointer) > 2:
			return inSupposed(question.At(root, "documents", pointer[1]), pointer[2:])
		}
		return question.At(root, pointer...)
	}
}

func inSupposed(root, pointer []string) []string {
	switch pointer[0] {
	case "kind":
		return question.At(root, "kind")
	case "serves":
		return question.At(root, "keys")
	}
	return matrix.InStatement(question.At(root, "statement"), pointer)
}
