package reading_test

import (
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
)

func TestWhenTwoRegistrationsAreOfOneTraining(t *testing.T) {
	t.Parallel()
	listed := func(list, title, described string) entered.CreateInput {
		return entered.CreateInput{
			Activity: "A", Training: question.TrainingInput{Listed: &question.ListedTrainingInput{List: &list, Title: &title, Route: new("BBL")}},
			Facts: []question.FactInput{{Key: "trainingDescription", Value: &question.FactValueInput{Text: &described}}},
		}
	}
	course := func(title string) entered.CreateInput {
		return entered.CreateInput{Activity: "C", Training: question.TrainingInput{Course: &question.CourseInput{Title: title}}}
	}
	const other = "Andere opleiding (mbo)"
	for name, test := range map[string]struct {
		a, b entered.CreateInput
		same bool
	}{
		"one of the list, however described": {listed("mbo", "Mbo-Verpleegkunde", "hier"), listed("mbo", "Mbo-Verpleegkunde", "daar"), true},
		"two that no list has":               {listed("anders", other, "Voetzorg"), listed("anders", other, "Kapper"), false},
		"one that no list has":               {listed("anders", other, "Voetzorg"), listed("anders", other, "voetzorg."), true},
		"one title with other signs":         {course("Samenwerken in één wijk"), course("Samenwerken in een wijk!"), true},
		"two parts":                          {course("Samenwerken, deel 1"), course("Samenwerken, deel 2"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := testworld.OpenDossier(t, storetest.SQLite(t), sectorplanplus.V4, testworld.WhileTheyRun)
			made := make([]*ent.Registration, 2)
			for i, in := range []entered.CreateInput{test.a, test.b} {
				in.PlanID, in.Start, in.End = w.Plan, testworld.Date("2025-01-13"), testworld.Date("2025-02-13")
				in.Participants = []entered.ParticipantInput{testworld.Newcomer("Ada", "e1")}
				if i > 0 {
					in.Participants[0] = testworld.Participant("e1")
				}
				made[i] = w.Create(in)
			}
			w.Round()
			for i, r := range made {
				others := w.Others(r.ID)
				if len(others) != 1 || !strings.HasPrefix(others[0], made[1-i].Number) || strings.Contains(others[0], " same") != test.same {
					t.Errorf("%s sees %q, want the same training: %t", r.Number, others, test.same)
				}
			}
		})
	}
}
