package entered

import (
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// chosen reads the training of an input. A training of the list is looked up in the release to which the plan is
// pinned, by its id or by what is printed; what the list does not have, or has more than once under what was given, is
// TRAINING_UNKNOWN at its place.
func chosen(release *catalog.Release, activity string, in question.TrainingInput, bad *fault.Collector, path []string) fields.Training {
	act, known := release.Manifest.Activity(activity)
	if known && (act.TrainingForm == schemes.ListedForm) != (in.Listed != nil) {
		bad.Add(otherForm(act, path))
		return fields.Training{}
	}
	if in.Course != nil {
		at := question.At(path, "course")
		course := question.StatedCourse(*in.Course, bad, at...)
		if strings.TrimSpace(course.Title) == "" {
			bad.Add(fault.Required(question.At(at, "title")))
		}
		checkThemes(release.Manifest, course, bad, at)
		return fields.Training{Course: &course}
	}
	listed := listedTraining(release, activity, *in.Listed, bad, question.At(path, "listed"))
	return fields.Training{Listed: listed}
}

func otherForm(act schemes.Activity, path []string) *fault.Error {
	if act.TrainingForm == schemes.ListedForm {
		return fault.Invalid(path, "TRAINING_UNKNOWN", fault.Text{
			NL: "Kies voor activiteit " + act.Code + " een opleiding uit de lijst.",
			EN: "Choose a training from the list for activity " + act.Code + ".",
		}, "listed")
	}
	return fault.Invalid(path, "TRAINING_UNKNOWN", fault.Text{
		NL: "Omschrijf voor activiteit " + act.Code + " de opleiding; er is geen lijst.",
		EN: "Describe the training for activity " + act.Code + "; there is no list.",
	}, "course")
}

// checkThemes refuses codes that the scheme does not have; whether theme and goal fit is not said here.
func checkThemes(m *schemes.Manifest, c fields.Course, bad *fault.Collector, path []string) {
	if c.Theme == nil {
		return
	}
	i := slices.IndexFunc(m.Themes, func(t schemes.Theme) bool { return t.Code == *c.Theme })
	if i < 0 {
		codes := make([]string, len(m.Themes))
		for j, t := range m.Themes {
			codes[j] = t.Code
		}
		bad.Add(typed.UnknownCode(question.At(path, "theme"), strings.Join(codes, ", ")))
		return
	}
	goals := m.Themes[i].Goals
	if c.Goal != nil && !slices.ContainsFunc(goals, func(g schemes.Choice) bool { return g.Code == *c.Goal }) {
		bad.Add(typed.UnknownCode(question.At(path, "goal"), typed.Codes(goals)))
	}
}

func listedTraining(release *catalog.Release, activity string, in question.ListedTrainingInput, bad *fault.Collector, path []string) *fields.Listed {
	i, ok := question.FindTraining(release.ID, release.Manifest, activity, in)
	if !ok {
		if in.TrainingID != nil {
			path = question.At(path, "trainingID")
		}
		bad.Add(fault.Invalid(path, "TRAINING_UNKNOWN", fault.Text{
			NL: "Deze opleiding staat niet, of niet als enige, op de lijst van deze activiteit. Geef lijst, code en titel zoals afgedrukt.",
			EN: "This training is not, or not as the only one, on the list of this activity. Give list, code and title as printed.",
		}, ""))
		return nil
	}
	listed, printed := in, question.Printed(release.Manifest.Trainings[i])
	listed.TrainingID = new(question.TrainingID(release.ID, i))
	listed.List, listed.Code, listed.Title = printed.List, printed.Code, printed.Title
	return &listed
}
