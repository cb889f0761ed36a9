package hypothesis

import (
	"context"
	"fmt"
	"strconv"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// supposed are the facts of the organisation: as stated, or the caller's own.
func (d *Desk) supposed(ctx context.Context, in *EvaluateOrganisationInput) (schemes.Organisation, error) {
	if in != nil {
		o := schemes.Organisation{
			MedicalSpecialist: schemes.Maybe(in.IsMedicalSpecialist), SubcontractorOnly: schemes.Maybe(in.IsSubcontractorOnly),
			SizeClass: schemes.Maybe(in.SizeClass), SizeEvidence: schemes.Maybe(in.SizeEvidence),
		}
		if in.FundingLaws != nil {
			o.FundingLaws = schemes.Known(in.FundingLaws)
		}
		return o, nil
	}
	id := actor.From(ctx).OrganisationID
	if id == "" {
		return schemes.Organisation{}, nil
	}
	own, err := d.store.Client().Organisation.Get(actor.AsSystem(ctx), id)
	if err != nil {
		return schemes.Organisation{}, fmt.Errorf("read organisation: %w", err)
	}
	return question.Organisation(own, nil), nil
}

// supposition is a registration that is not stored.
type supposition struct {
	planFacts fields.Facts
	row       *ent.Registration
	parts     []*ent.Participation
	documents []schemes.Document
}

// suppose makes a registration of what was entered.
func suppose(in EvaluateRegistrationInput, release *catalog.Release, bad *fault.Collector) supposition {
	at := func(steps ...string) []string {
		return question.At([]string{"input", "subject", "registration"}, steps...)
	}
	s := supposition{
		row: &ent.Registration{
			Activity: in.Activity, Training: supposedTraining(in.Training, release, bad, at("training")),
			FirstSubmittedAt: typed.Optional(in.SubmittedAt, bad, at("submittedAt")...),
			Start:            typed.Optional(in.Start, bad, at("start")...), End: typed.Optional(in.End, bad, at("end")...),
			Facts: question.AmendFacts(nil, in.Facts, bad, at("facts")...),
		},
		planFacts: question.AmendFacts(nil, in.PlanFacts, bad, at("planFacts")...),
	}
	if len(in.Participations) < 1 || len(in.Participations) > entered.MostAtOnce {
		bad.Add(fault.Invalid(at("participations"), "TOO_MANY_PARTICIPANTS", fault.Text{
			NL: "Noem 1 tot 100 deelnemers.", EN: "Name 1 to 100 participants.",
		}, "1-100"))
	}
	for i, p := range in.Participations {
		here := at("participations", strconv.Itoa(i))
		s.parts = append(s.parts, &ent.Participation{
			ID: p.Key, Statement: question.AmendParticipation(fields.Participation{}, p.Statement, bad, question.At(here, "statement")...),
			Edges: ent.ParticipationEdges{Employee: &ent.Employee{
				EmployedSince: typed.Optional(p.EmployedSince, bad, question.At(here, "employedSince")...),
				EmployedUntil: typed.Optional(p.EmployedUntil, bad, question.At(here, "employedUntil")...),
			}},
		})
	}
	for i, doc := range in.Documents {
		stated := question.AmendDocument(fields.Document{}, doc.Statement, bad, at("documents", strconv.Itoa(i), "statement")...)
		s.documents = append(s.documents, question.Document(strconv.Itoa(i), doc.Kind, doc.Keys, stated))
	}
	return s
}

// supposedTraining takes a training as it is stated, one of the list also by its id: whether the list has it is for the
// scheme to say here.
func supposedTraining(in question.TrainingInput, release *catalog.Release, bad *fault.Collector, path []string) fields.Training {
	if in.Course != nil {
		course := question.StatedCourse(*in.Course, bad, question.At(path, "course")...)
		return fields.Training{Course: &course}
	}
	listed := *in.Listed
	printed := question.Printed(schemes.ListedTraining{List: value(listed.List), Code: value(listed.Code), Title: value(listed.Title)})
	if listed.TrainingID != nil {
		if i, ok := question.TrainingAt(*listed.TrainingID, release.ID, release.Manifest); ok {
			printed = question.Printed(release.Manifest.Trainings[i])
		}
	}
	listed.TrainingID, listed.List, listed.Code, listed.Title = nil, printed.List, printed.Code, printed.Title
	return fields.Training{Listed: &listed}
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func supposedPlan(in EvaluatePlanInput, bad *fault.Collector) (schemes.Question, reading.Locate) {
	root := []string{"input", "subject", "plan"}
	p := &schemes.Plan{Facts: question.ExtraFacts(question.AmendFacts(nil, in.Facts, bad, question.At(root, "facts")...))}
	for i, l := range in.Lines {
		p.Lines = append(p.Lines, schemes.PlanLine{
			Activity: l.Activity, Participants: schemes.Known(int64(l.Participants)),
			Requested: schemes.Known(schemes.Amount(l.Requested.Parse(bad, question.At(root, "lines", strconv.Itoa(i), "requested")...))),
		})
	}
	return schemes.Question{Plan: p}, func(pointer []string) []string {
		if len(pointer) > 0 && pointer[0] == "facts" {
			return entered.InFacts(pointer, in.Facts, question.At(root, "facts"))
		}
		return question.At(root, pointer...)
	}
}
