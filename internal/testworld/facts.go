package testworld

import (
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// Some states a value.
func Some[T any](v T) typed.Change[*T] { return typed.ChangeTo(&v) }

// Date is a day as it is entered.
func Date(s string) *typed.Date { return new(typed.Date(s)) }

// Month states of which month a document is.
func Month(m string) *question.DocumentInput {
	return &question.DocumentInput{Document: fields.Document{Month: new(typed.YearMonth(m))}}
}

// Newcomer is a participant who is eligible for anything and was never entered before.
func Newcomer(name, reference string) entered.ParticipantInput {
	return entered.ParticipantInput{
		Employee: entered.EmployeeChoice{New: &organisations.EmployeeInput{
			Name: name, DateOfBirth: "1990-05-06", Employment: "EMPLOYED", EmployedSince: Some(typed.Date("2020-01-01")),
			ContractHours: Some(typed.Hours("32")), ExternalReference: Some(reference),
		}},
		Statement: Clean(),
	}
}

// Participant is an employee who is known, by the employer's own key.
func Participant(reference string) entered.ParticipantInput {
	return entered.ParticipantInput{Employee: entered.EmployeeChoice{ExternalReference: &reference}, Statement: Clean()}
}

// Clean is the statement of somebody who pays nothing and gets nothing elsewhere.
func Clean() *question.ParticipationInput {
	return &question.ParticipationInput{Participation: fields.Participation{
		EmployeeContribution: new(typed.Money("0.00")), HasRepaymentArrangement: new(false),
		OtherSubsidies: []string{},
	}}
}

// Nurse is a training that SO-Z&W lists.
func Nurse() question.TrainingInput {
	code, route := "25655", "BBL"
	return question.TrainingInput{Listed: &question.ListedTrainingInput{Code: &code, Route: &route}}
}

// Course is a training of the employer's own.
func Course() question.TrainingInput {
	theme, goal, form, teacher, size := "1", "1.3", "CLASSROOM", "EXTERNAL", 12
	hours := typed.Hours("8")
	return question.TrainingInput{Course: &question.CourseInput{
		Title: "Beeldbellen met cliënten", Theme: &theme, Goal: &goal, Form: &form, Teacher: &teacher, GroupSize: &size, Hours: &hours,
	}}
}

// ByDay is a registration under 1A of SO-Z&W with these participants.
func (d *Dossier) ByDay(participants ...entered.ParticipantInput) entered.CreateInput {
	return entered.CreateInput{
		PlanID: d.Plan, Activity: "1A", Training: Nurse(), Start: Date("2026-02-01"), End: Date("2026-12-31"), Participants: participants,
	}
}

// ByHour is a registration under 2 of SO-Z&W with these participants.
func (d *Dossier) ByHour(participants ...entered.ParticipantInput) entered.CreateInput {
	return entered.CreateInput{
		PlanID: d.Plan, Activity: "2", Training: Course(), Start: Date("2026-02-02"), End: Date("2026-02-10"), Participants: participants,
	}
}
