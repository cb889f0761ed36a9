package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// registerRound registers the trainings of a round, and has the AMR judge the content
// of courses.
func (s *seeder) registerRound(ctx context.Context, r *running) error {
	employer, err := s.as(ctx, practices[r.practice].email)
	if err != nil {
		return err
	}
	if len(r.judged) > 0 || r.accounts > 0 {
		if err := s.handInProject(employer, r.plan.ID, projectPapers(r.filed, r.granted, r.accounts, "SIGNATORY")); err != nil {
			return err
		}
		if _, err := s.judgeProject(ctx, r.plan.ID, "", r.judged...); err != nil {
			return err
		}
	}
	for _, t := range r.trainings {
		g, err := s.register(employer, r, t)
		if err != nil {
			return fmt.Errorf("%s %s%s: %w", r.scheme, t.title, t.code, err)
		}
		if g, err = s.judgeContent(ctx, employer, g, t.content); err != nil {
			return fmt.Errorf("content of %s: %w", t.title, err)
		}
		r.made = append(r.made, g)
	}
	return nil
}

func (s *seeder) register(employer context.Context, r *running, t training) (*ent.Registration, error) {
	in := entered.CreateInput{
		PlanID: r.plan.ID, Activity: t.activity, Start: pointer(typed.Date(t.start)), End: pointer(typed.Date(t.end)),
		Training: question.TrainingInput{Listed: &question.ListedTrainingInput{Code: &t.code, Route: &t.route}},
	}
	if t.code == "" {
		in.Training = question.TrainingInput{Course: &question.CourseInput{
			Title: t.title, Content: pointer("Oefenen met de praktijk van alledag."), Hours: pointer(typed.HoursOf(1200)), GroupSize: pointer(10),
			Teacher: pointer("EXTERNAL"), Provider: pointer("Opleider Voorbeeld"), Form: pointer("CLASSROOM"),
		}}
	} else if t.title != "" {
		in.Training.Listed.Title = &t.title
	}
	for _, i := range t.people {
		e := s.staffOf[r.practice][i]
		statement := &question.ParticipationInput{Participation: fields.Participation{TargetGroup: new(targetGroup(e, t.start))}}
		switch t.stated {
		case "":
		case "-":
			statement.TargetGroup = nil
		default:
			statement.TargetGroup = new(t.stated)
		}
		in.Participants = append(in.Participants, entered.ParticipantInput{Employee: entered.EmployeeChoice{ID: &e.ID}, Statement: statement})
	}
	return s.Registrations.Create(employer, in)
}

// targetGroup returns the target group that follows from the date on which the employment began.
func targetGroup(e *ent.Employee, start string) string {
	if e.EmployedSince.AddDate(2, 0, 0).Format(time.DateOnly) > start {
		return "NIEUWE_INSTROOM"
	}
	return "OPSCHOLING"
}

// judgeContent puts a training to the AMR, and has it judged unless it is to wait.
func (s *seeder) judgeContent(ctx, employer context.Context, g *ent.Registration, verdict string) (*ent.Registration, error) {
	if verdict == "" {
		return g, nil
	}
	asked, err := s.Registrations.AskContent(employer, registrations.AskContentInput{ID: g.ID, ExpectedVersion: g.Version})
	if err != nil {
		return nil, err
	}
	if !asked.IsAsked {
		return nil, fmt.Errorf("%s was not put to the AMR", g.Number)
	}
	if verdict == "WAITING" {
		return asked.Registration, nil
	}
	amr, err := s.as(ctx, "amr@demo.example")
	if err != nil {
		return nil, err
	}
	in := registrations.JudgeContentInput{RegistrationID: g.ID, ExpectedVersion: asked.Registration.Version, Verdict: verdict}
	if verdict == "REJECTED" {
		in.Note = pointer("De inhoud draagt niet bij aan de arbeidsmarkt in de zorg.")
	}
	if _, err := s.Registrations.JudgeContent(amr, in); err != nil {
		return nil, err
	}
	return s.reload(employer, g)
}

// accountRound submits the documents of each training and brings its registration to its state.
func (s *seeder) accountRound(ctx context.Context, r *running) error {
	employer, err := s.as(ctx, practices[r.practice].email)
	if err != nil {
		return err
	}
	for i, t := range r.trainings {
		if slices.Contains([]string{"DRAFT", "AWAITING_CONTENT", "CONTENT_REJECTED"}, t.state) {
			continue
		}
		if err := s.bring(ctx, employer, r.made[i], t.papers(), t.state); err != nil {
			return fmt.Errorf("%s %s%s: %w", r.scheme, t.title, t.code, err)
		}
	}
	return nil
}

// papers returns documents that meet every requirement of a training.
func (t training) papers() []paper {
	start := paper{"LOONSTROOK_START", "LOONSTROOK_START", ofMonth(t.start)}
	if t.activity == "C" {
		return []paper{start, {"PRESTATIEVERKLARING", "PRESTATIEVERKLARING", question.DocumentInput{Document: fields.Document{
			HasLetterhead: new(true), Contents: []string{"PROVIDER"},
			Signatures: []question.SignatureInput{signed("PARTICIPANT", t.end, 1), signed("TEACHER", t.end, 7)},
		}}}}
	}
	return []paper{
		{"LEERWERKOVEREENKOMST", "LEERWERKOVEREENKOMST", question.DocumentInput{Document: fields.Document{
			Period:     &question.PeriodInput{From: typed.Date(t.start), To: typed.Date(t.end)},
			Contents:   []string{"TRAINING", "CREBO", "START", "END", "SIZE", "PARTIES"},
			Signatures: []question.SignatureInput{signed("PARTICIPANT", t.start, 0), signed("EMPLOYER", t.start, 0), signed("INSTITUTE", t.start, 0)},
		}}},
		start,
		{"LOONSTROOK_EIND", "LOONSTROOK_EIND", ofMonth(t.end)},
		{"DIPLOMA", "PRESTATIEBEWIJS", question.DocumentInput{Document: fields.Document{IssuedOn: new(typed.Date(t.end))}}},
	}
}
