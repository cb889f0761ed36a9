package registrations

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/schemes"
)

// Evaluate judges facts that are not stored, and stores nothing: would this be eligible, how much, what is needed? The
// keys of participations are the caller's; documents are named by their place. Faults: SCHEME_NOT_IN_FORCE,
// ACTIVITY_UNKNOWN, and what cannot be true.
func (d *Desk) Evaluate(ctx context.Context, in EvaluateInput) (*ent.Evaluation, error) {
	release, err := d.releaseOf(in)
	if err != nil {
		return nil, err
	}

	if _, err := d.guard.Permit(ctx, access.Evaluate, access.Mine(actor.From(ctx), access.Evaluation)); err != nil {
		return nil, err
	}

	q, at, err := d.hypothesis(ctx, release, in)
	if err != nil {
		return nil, err
	}
	var bad fault.Collector
	dossier.Faults(release.Manifest.Problems(q), &bad, at)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	answers, err := d.catalog.Judge(ctx, release, []schemes.Question{q})
	if err != nil {
		return nil, fmt.Errorf("evaluate: %w", err)
	}

	kind := dossier.SubjectPlan
	if q.Registration != nil {
		kind = dossier.SubjectRegistration
	}
	judged := dossier.Judged{
		Question: q, Answer: answers[0], At: d.clock.Wall(),
		ReleaseID: release.ID, ParametersHash: release.ParametersHash(), ParameterFileID: release.ParameterFileID(),
	}
	return judged.Receipt(dossier.Subject{Kind: kind})
}

// releaseOf returns the release that is asked: the one in force, or an installed one by its version.
func (d *Desk) releaseOf(in EvaluateInput) (*catalog.Release, error) {
	path := []string{"input", "scheme"}
	release, ok := d.catalog.InForce(in.Scheme)
	if ok && in.Release != nil && release.Version != *in.Release {
		path, ok = []string{"input", "release"}, false
	}
	if !ok {
		return nil, fault.Invalid(path, "SCHEME_NOT_IN_FORCE", fault.Text{
			NL: "Deze regeling, of deze versie ervan, is niet van kracht.", EN: "This scheme, or this version of it, is not in force.",
		}, "")
	}
	return release, nil
}

// hypothesis makes the question of what was entered.
func (d *Desk) hypothesis(ctx context.Context, release *catalog.Release, in EvaluateInput) (schemes.Question, locate, error) {
	var bad fault.Collector
	asOf := d.now()
	if t := entry.Optional(in.AsOf, &bad, "input", "asOf"); t != nil {
		asOf = *t
	}
	organisation, err := d.supposed(ctx, in.Organisation)
	if err != nil {
		return schemes.Question{}, nil, err
	}
	var q schemes.Question
	var at locate
	if in.Subject.Plan != nil {
		q, at = supposedPlan(*in.Subject.Plan, &bad)
		q.AsOf, q.Organisation = schemes.At(asOf), organisation
		return q, at, bad.Err()
	}
	f := &file{plan: &ent.Plan{}, organisation: &ent.Organisation{}, release: release, now: asOf, at: d.clock.Wall()}
	r := *in.Subject.Registration
	if _, known := release.Manifest.Activity(r.Activity); !known {
		bad.Add(f.unknownActivity([]string{"input", "subject", "registration", "activity"}))
		return q, nil, bad.Err()
	}
	documents := f.suppose(r, &bad)
	f.byID(r)
	q = dossier.Registration(asOf, organisation, f.plan.Facts, f.reg, f.parts, nil, nil)
	q.Registration.Documents = documents
	return q, inEvaluate(r), bad.Err()
}

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
	return dossier.Organisation(own, nil), nil
}

// suppose puts a registration that is not stored into the file, and returns its documents.
func (f *file) suppose(in EvaluateRegistrationInput, bad *fault.Collector) []schemes.Document {
	at := func(steps ...string) []string {
		return dossier.At([]string{"input", "subject", "registration"}, steps...)
	}
	f.reg = &ent.Registration{
		Activity: in.Activity, Training: supposedTraining(in.Training, bad, at("training")),
		Start: entry.Optional(in.Start, bad, at("start")...), End: entry.Optional(in.End, bad, at("end")...),
		Facts: dossier.AmendFacts(nil, in.Facts, bad, at("facts")...),
	}
	f.plan.Facts = dossier.AmendFacts(nil, in.PlanFacts, bad, at("planFacts")...)
	if len(in.Participations) < 1 || len(in.Participations) > mostAtOnce {
		bad.Add(fault.Invalid(at("participations"), "TOO_MANY_PARTICIPANTS", fault.Text{
			NL: "Noem 1 tot 100 deelnemers.", EN: "Name 1 to 100 participants.",
		}, "1-100"))
	}
	for i, p := range in.Participations {
		here := at("participations", index(i))
		f.parts = append(f.parts, &ent.Participation{
			ID: p.Key, Statement: dossier.AmendParticipation(fields.Participation{}, p.Statement, bad, dossier.At(here, "statement")...),
			Edges: ent.ParticipationEdges{Employee: &ent.Employee{
				EmployedSince: entry.Optional(p.EmployedSince, bad, dossier.At(here, "employedSince")...),
				EmployedUntil: entry.Optional(p.EmployedUntil, bad, dossier.At(here, "employedUntil")...),
			}},
		})
	}
	var documents []schemes.Document
	for i, doc := range in.Documents {
		s := dossier.AmendDocument(fields.Document{}, doc.Statement, bad, at("documents", index(i), "statement")...)
		documents = append(documents, dossier.Document(index(i), doc.Kind, doc.Keys, s))
	}
	return documents
}

// byID puts the entry of the list that is named by its id into the supposed training.
func (f *file) byID(in EvaluateRegistrationInput) {
	if in.Training.Listed == nil || in.Training.Listed.TrainingID == nil {
		return
	}
	of, i, ok := dossier.ReadTrainingID(*in.Training.Listed.TrainingID)
	if ok && of == f.release.ID && i < len(f.manifest().Trainings) {
		t, l := f.manifest().Trainings[i], f.reg.Training.Listed
		l.List, l.Code, l.Title = t.List, t.Code, t.Title
	}
}

// supposedTraining takes a training as it is stated: whether the list has it is the scheme's answer here.
func supposedTraining(in dossier.TrainingInput, bad *fault.Collector, path []string) fields.Training {
	if in.Course != nil {
		course := dossier.StatedCourse(*in.Course, bad, dossier.At(path, "course")...)
		return fields.Training{Course: &course}
	}
	l := in.Listed
	return fields.Training{Listed: &fields.Listed{
		List: value(l.List), Code: value(l.Code), Title: value(l.Title), Route: l.Route, Modules: l.Modules,
	}}
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func supposedPlan(in EvaluatePlanInput, bad *fault.Collector) (schemes.Question, locate) {
	root := []string{"input", "subject", "plan"}
	p := &schemes.Plan{Facts: dossier.ExtraFacts(dossier.AmendFacts(nil, in.Facts, bad, dossier.At(root, "facts")...))}
	for i, l := range in.Lines {
		p.Lines = append(p.Lines, schemes.PlanLine{
			Activity: l.Activity, Participants: schemes.Known(int64(l.Participants)),
			Requested: schemes.Known(schemes.Amount(l.Requested.Parse(bad, dossier.At(root, "lines", index(i), "requested")...))),
		})
	}
	return schemes.Question{Plan: p}, func(pointer []string) []string {
		if len(pointer) > 0 && pointer[0] == "facts" {
			return inFacts(pointer, in.Facts, dossier.At(root, "facts"))
		}
		return dossier.At(root, pointer...)
	}
}

// inEvaluate leads into a registration that is not stored.
func inEvaluate(in EvaluateRegistrationInput) locate {
	root := []string{"input", "subject", "registration"}
	return func(pointer []string) []string {
		i := place(pointer)
		switch {
		case len(pointer) == 0:
			return root
		case pointer[0] == "training":
			return inTraining(root, in.Training, pointer[1:])
		case pointer[0] == "facts":
			return inFacts(pointer, in.Facts, dossier.At(root, "facts"))
		case pointer[0] == "plan":
			return inFacts(pointer, in.PlanFacts, dossier.At(root, "planFacts"))
		case pointer[0] == "participations" && i >= 0 && i < len(in.Participations):
			here := dossier.At(root, "participations", index(i))
			if len(pointer) > 2 && (pointer[2] == "employedSince" || pointer[2] == "employedUntil") {
				return dossier.At(here, pointer[2])
			}
			return inStatement(dossier.At(here, "statement"), in.Participations[i].Statement, pointer[2:])
		case pointer[0] == "documents" && len(pointer) > 2:
			return inSupposed(dossier.At(root, "documents", pointer[1]), pointer[2:])
		}
		return dossier.At(root, pointer...)
	}
}

func inSupposed(root, pointer []string) []string {
	switch pointer[0] {
	case "kind":
		return dossier.At(root, "kind")
	case "serves":
		return dossier.At(root, "keys")
	}
	return stated(dossier.At(root, "statement"), pointer)
}
