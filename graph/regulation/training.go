package regulation

import (
	"strings"

	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/schemes"
)

// A ListedTraining is a training of the scheme's list.
type ListedTraining struct {
	m       *Manifest
	entry   *schemes.ListedTraining
	ordinal int
}

// ListedTraining shows the entry at this place, or nil.
func (m *Manifest) ListedTraining(place int) *ListedTraining {
	if place < 0 || place >= len(m.manifest.Trainings) {
		return nil
	}
	return &ListedTraining{m, &m.manifest.Trainings[place], place}
}

// ID names the entry and its release.
func (t *ListedTraining) ID() string { return question.TrainingID(t.m.releaseID, t.ordinal) }

// List is the list it stands on.
func (t *ListedTraining) List() string { return t.entry.List }

// Code as printed.
func (t *ListedTraining) Code() (string, bool) { return maybe(t.entry.Code) }

// Title as printed.
func (t *ListedTraining) Title() string { return t.entry.Title }

// Routes as printed.
func (t *ListedTraining) Routes() []string { return t.entry.Routes }

// Activity it falls under.
func (t *ListedTraining) Activity() *Activity { return t.m.Activity(t.entry.Activity) }

// IsModule reports whether it is a module of a training.
func (t *ListedTraining) IsModule() bool { return t.entry.Module }

// Dossier is the qualification dossier of a module.
func (t *ListedTraining) Dossier() (string, bool) { return maybe(t.entry.Dossier) }

// Citation says where it is printed.
func (t *ListedTraining) Citation() *Citation { return t.m.Cite(t.entry.Source) }

// A TrainingFilter selects trainings of a list; empty fields select all.
type TrainingFilter struct {
	Search   *string
	List     *string
	Activity *string
	IsModule *bool
}

// Places returns where the trainings that pass the filter stand in the manifest.
func (m *Manifest) Places(f *TrainingFilter) []int {
	out := make([]int, 0, 64)
	for i := range m.manifest.Trainings {
		if f == nil || f.passes(&m.manifest.Trainings[i]) {
			out = append(out, i)
		}
	}
	return out
}

func (f *TrainingFilter) passes(t *schemes.ListedTraining) bool {
	switch {
	case f.List != nil && t.List != *f.List,
		f.Activity != nil && t.Activity != *f.Activity,
		f.IsModule != nil && t.Module != *f.IsModule:
		return false
	}
	return f.Search == nil || begins(t.Title, *f.Search) || begins(t.Code, *f.Search)
}

// begins compares without regard to case.
func begins(text, with string) bool {
	return len(text) >= len(with) && strings.EqualFold(text[:len(with)], with)
}

// A Training is a *ListedChoice or a *Course.
type Training any

// A ListedChoice is a training chosen from the scheme's list.
type ListedChoice struct {
	m *Manifest
	*fields.Listed
}

// A Course is a training described by the employer, with the words of the scheme for its codes.
type Course struct {
	m *Manifest
	*fields.Course
}

// Training shows the stated training; nil where none is stated.
func (m *Manifest) Training(t fields.Training) Training {
	switch {
	case t.Listed != nil:
		return &ListedChoice{m, t.Listed}
	case t.Course != nil:
		return &Course{m, t.Course}
	}
	return nil
}

// Listing is the entry of the list.
func (c *ListedChoice) Listing() *ListedTraining {
	if c.TrainingID != nil {
		if release, place, ok := question.ReadTrainingID(*c.TrainingID); ok && release == c.m.releaseID {
			return c.m.ListedTraining(place)
		}
	}
	is := func(printed string, stated *string) bool {
		return stated == nil && printed == "" || stated != nil && printed == *stated
	}
	return c.m.find(func(t *schemes.ListedTraining) bool {
		return is(t.List, c.List) && is(t.Code, c.Code) && (c.Title == nil || t.Title == *c.Title)
	})
}

// Modules in which it is done.
func (c *ListedChoice) Modules() []*ListedTraining {
	out := make([]*ListedTraining, 0, len(c.Listed.Modules))
	for _, code := range c.Listed.Modules {
		if t := c.m.find(func(t *schemes.ListedTraining) bool { return t.Module && t.Code == code }); t != nil {
			out = append(out, t)
		}
	}
	return out
}

func (m *Manifest) find(is func(*schemes.ListedTraining) bool) *ListedTraining {
	for i := range m.manifest.Trainings {
		if is(&m.manifest.Trainings[i]) {
			return m.ListedTraining(i)
		}
	}
	return nil
}

// Theme that was chosen.
func (c *Course) Theme() *Theme {
	if c.Course.Theme == nil {
		return nil
	}
	return c.m.Theme(*c.Course.Theme)
}

// Goal of that theme.
func (c *Course) Goal() *Choice {
	theme := c.Theme()
	if theme == nil || c.Course.Goal == nil {
		return nil
	}
	at := index(theme.theme.Goals, func(g schemes.Choice) string { return g.Code })
	return one(*c.Course.Goal, at, theme.theme.Goals, c.m.choice)
}
