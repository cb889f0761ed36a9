package question

import (
	"strings"

	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/schemes"
)

// TrainingAt returns the place of the training that an id names in the manifest of a release; false where the id is not
// one of that release.
func TrainingAt(id, releaseID string, m *schemes.Manifest) (int, bool) {
	of, i, ok := ReadTrainingID(id)
	return i, ok && of == releaseID && i < len(m.Trainings)
}

// FindTraining returns the place in the manifest of a release of the training of an activity that was chosen, by id or
// by what is printed: the only one that has what was given of list, code and title. Two rows of a list that are printed
// alike are one.
func FindTraining(releaseID string, m *schemes.Manifest, activity string, in ListedTrainingInput) (int, bool) {
	if in.TrainingID != nil {
		i, ok := TrainingAt(*in.TrainingID, releaseID, m)
		return i, ok && m.Trainings[i].Activity == activity
	}
	if in.Code == nil && in.Title == nil {
		return 0, false
	}
	matches := func(given *string, printed string) bool { return given == nil || samePrint(*given, printed) }
	found := -1
	for i, t := range m.Trainings {
		if t.Activity != activity || !matches(in.List, t.List) || !matches(in.Code, t.Code) || !matches(in.Title, t.Title) {
			continue
		}
		if found >= 0 && !alike(m.Trainings[found], t) {
			return 0, false
		}
		if found < 0 {
			found = i
		}
	}
	return found, found >= 0
}

// Printed is an entry of the lists as it is stated: by what is printed.
func Printed(t schemes.ListedTraining) fields.Listed {
	return fields.Listed{List: ifAny(t.List), Code: ifAny(t.Code), Title: ifAny(t.Title)}
}

func ifAny(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func alike(a, b schemes.ListedTraining) bool {
	return a.List == b.List && a.Code == b.Code && a.Title == b.Title
}

// samePrint compares what is printed, whatever its case and space.
func samePrint(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}
