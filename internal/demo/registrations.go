package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// courses are the registrations of activity 2: one for each state. A course is
// small, so that the states stand out and not its details.
var courses = []struct {
	title, state string
	people       int
}{
	{"Samen beslissen in de praktijk", "DRAFT", 2},
	{"Gesprekken over wensen en behoeften", "READY", 3},
	{"Passende zorg: de basis", "SUBMITTED", 2},
	{"Samen beslissen bij chronische zorg", "IN_REVIEW", 2},
	{"Samen beslissen met naasten", "REPAIR", 3},
	{"Passende zorg voor het team", "APPROVED", 4},
	{"Passende zorg, verdieping", "REJECTED", 1},
	{"Samen beslissen, avondgroep", "WITHDRAWN", 1},
}

func (s *seeder) registrations(ctx context.Context) error {
	employer, err := s.as(ctx, practices[0].email)
	if err != nil {
		return err
	}
	staff := s.staffOf[0]
	if err := s.listed(employer, staff); err != nil {
		return err
	}
	if err := s.to(2026, time.June, 15); err != nil {
		return err
	}
	if err := s.accountProject(ctx, employer); err != nil {
		return fmt.Errorf("project documents: %w", err)
	}
	for _, c := range courses {
		if err := s.course(ctx, employer, c.title, c.state, staff[:c.people]); err != nil {
			return fmt.Errorf("%s: %w", c.title, err)
		}
	}
	return nil
}

// listed makes a training under 1A, one under 1B, and one with a finding that blocks.
func (s *seeder) listed(employer context.Context, staff []*ent.Employee) error {
	for _, t := range []struct {
		activity, list, code, title, route string
		repayment                          bool
		people                             []*ent.Employee
	}{
		{"1A", "mbo", "25473", "Doktersassistent", "BBL", false, staff[:2]},
		{"1A", "mbo", "25471", "Apothekersassistent", "DERDE_LEERWEG", true, staff[2:3]},
	} {
		_, err := s.Registrations.Create(employer, entered.CreateInput{
			PlanID: s.plan.ID, Activity: t.activity, Start: pointer(typed.Date("2026-02-01")), End: pointer(typed.Date("2027-08-30")),
			Training:     question.TrainingInput{Listed: &question.ListedTrainingInput{List: &t.list, Code: &t.code, Title: &t.title, Route: &t.route}},
			Participants: participants(t.people, t.repayment),
		})
		if err != nil {
			return fmt.Errorf("%s: %w", t.title, err)
		}
	}
	return nil
}

func participants(people []*ent.Employee, repayment bool) []entered.ParticipantInput {
	var out []entered.ParticipantInput
	for _, e := range people {
		out = append(out, entered.ParticipantInput{
			Employee: entered.EmployeeChoice{ID: &e.ID},
			Statement: &question.ParticipationInput{Participation: fields.Participation{
				EmployeeContribution: new(typed.MoneyOf(0)), HasRepaymentArrangement: new(repayment),
				OtherSubsidies: []string{},
			}},
		})
	}
	return out
}

// course makes a registration of activity 2 and takes it to its state.
func (s *seeder) course(ctx, employer context.Context, title, state string, people []*ent.Employee) error {
	r, err := s.Registrations.Create(employer, entered.CreateInput{
		PlanID: s.plan.ID, Activity: "2", Start: pointer(typed.Date("2026-05-11")), End: pointer(typed.Date("2026-05-11")),
		Training: question.TrainingInput{Course: &question.CourseInput{
			Title: title, Content: pointer("Gespreksvoering en samen beslissen."), Theme: pointer("3"), Goal: pointer("3.2"),
			Hours: pointer(typed.HoursOf(800)), GroupSize: pointer(12), Teacher: pointer("EXTERNAL"), Provider: pointer("Opleider Voorbeeld"), Form: pointer("CLASSROOM"),
		}},
		Participants: participants(people, false),
	})
	if err != nil {
		return err
	}
	switch state {
	case "DRAFT":
		return nil
	case "WITHDRAWN":
		_, err := s.Registrations.Withdraw(employer, registrations.WithdrawInput{ID: r.ID, ExpectedVersion: r.Version, Reason: pointer("De avondgroep ging niet door.")})
		return err
	}
	return s.bring(ctx, employer, r, []paper{
		{"LOONSTROOK_START", "LOONSTROOK_START", ofMonth("2026-05-11")},
		{"PRESTATIEVERKLARING", "PRESTATIEVERKLARING", question.DocumentInput{Document: fields.Document{IssuedOn: new(typed.Date("2026-05-12"))}}},
	}, state)
}
