package entered_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
)

func TestAProblemIsReportedWhereItWasEntered(t *testing.T) {
	t.Parallel()
	create := entered.CreateInput{
		Training: question.TrainingInput{Course: &question.CourseInput{}}, Facts: []question.FactInput{{Key: "a"}, {Key: "b"}},
		Participants: []entered.ParticipantInput{{}, {Statement: &question.ParticipationInput{Facts: []question.FactInput{{Key: "c"}}}}},
	}
	at := entered.InCreate([]string{"input"}, create, entered.InOrder)
	for name, test := range map[string]struct{ got, want []string }{
		"the whole":                {at(nil), []string{"input"}},
		"the training":             {at([]string{"training", "hours"}), []string{"input", "training", "course", "hours"}},
		"a fact":                   {at([]string{"facts", "b"}), []string{"input", "facts", "1", "value"}},
		"nobody stated":            {at([]string{"participations", "0", "contractHours"}), []string{"input", "participants", "0"}},
		"an employee":              {at([]string{"participations", "1", "employedUntil"}), []string{"input", "participants", "1", "employee"}},
		"a period":                 {at([]string{"participations", "1", "periods", "3", "to"}), []string{"input", "participants", "1", "statement", "periods", "3", "to"}},
		"a fact of a participant":  {at([]string{"participations", "1", "facts", "c"}), []string{"input", "participants", "1", "statement", "facts", "0", "value"}},
		"another name":             {at([]string{"participations", "1", "repaymentArrangement"}), []string{"input", "participants", "1", "statement", "hasRepaymentArrangement"}},
		"somebody beyond":          {at([]string{"participations", "7", "start"}), []string{"input"}},
		"those who are added":      {entered.InAdd(2, create.Participants)([]string{"participations", "3", "start"}), []string{"input", "participants", "1", "statement", "start"}},
		"those who were there":     {entered.InAdd(2, create.Participants)([]string{"participations", "1", "start"}), []string{"input", "participants"}},
		"an end that all follow":   {entered.InAmend(entered.AmendInput{})([]string{"participations", "1", "end"}), []string{"input", "end"}},
		"a participation's own":    {entered.InParticipation(1, question.ParticipationInput{})([]string{"participations", "1", "end"}), []string{"input", "statement", "end"}},
		"a participation's others": {entered.InParticipation(1, question.ParticipationInput{})([]string{"participations", "0", "end"}), []string{"input", "statement"}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
