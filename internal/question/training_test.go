package question_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

func TestATrainingIsFoundByWhatIsPrinted(t *testing.T) {
	t.Parallel()
	m := sozw.Scheme.Manifest()
	const releaseID = "rel_01J00000000000000000000000"
	for i, printed := range m.Trainings {
		byID := question.TrainingID(releaseID, i)
		if got, ok := question.FindTraining(releaseID, m, printed.Activity, question.ListedTrainingInput{TrainingID: &byID}); !ok || got != i {
			t.Errorf("%s leads to %d", byID, got)
		}
		in := question.ListedTrainingInput{List: &printed.List, Code: &printed.Code, Title: &printed.Title}
		got, ok := question.FindTraining(releaseID, m, printed.Activity, in)
		if !ok || m.Trainings[got].List != printed.List || m.Trainings[got].Code != printed.Code || m.Trainings[got].Title != printed.Title {
			t.Errorf("%s %s %s leads to %d", printed.List, printed.Code, printed.Title, got)
		}
	}
	for name, in := range map[string]question.ListedTrainingInput{
		"nothing": {}, "only a list": {List: new("mbo")}, "another release": {TrainingID: new("trn_X_0")},
		"beyond the list": {TrainingID: new(question.TrainingID(releaseID, len(m.Trainings)))}, "not an id": {TrainingID: new("mbo")},
	} {
		if got, ok := question.FindTraining(releaseID, m, "1A", in); ok {
			t.Errorf("%s leads to %d", name, got)
		}
	}
}
