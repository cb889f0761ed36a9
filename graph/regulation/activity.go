package regulation

import (
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/internal/calendar"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/schemes"
)

// An Activity is a kind of subsidised training.
type Activity struct {
	m        *Manifest
	activity *schemes.Activity
}

func (m *Manifest) activity(a *schemes.Activity) *Activity { return &Activity{m, a} }

// Activity shows the activity of this code, or nil.
func (m *Manifest) Activity(code string) *Activity {
	return one(code, m.activities, m.manifest.Activities, m.activity)
}

// Code is stable.
func (a *Activity) Code() string { return a.activity.Code }

// Title in both languages.
func (a *Activity) Title() *Text { return a.m.text(a.activity.Title) }

// Budget that it draws on.
func (a *Activity) Budget() *Budget { return a.m.Budget(a.activity.Budget) }

// TrainingForm says how a training is chosen.
func (a *Activity) TrainingForm() string { return string(a.activity.TrainingForm) }

// Routes that are allowed.
func (a *Activity) Routes() []string { return a.activity.Routes }

// ContentJudge is the role that judges the content before submission.
func (a *Activity) ContentJudge() (string, bool) { return maybe(string(a.activity.ContentJudge)) }

// ContentTerm is the parameter with the days that it takes; nil where there is no term.
func (a *Activity) ContentTerm() *Parameter {
	return one(a.activity.ContentTerm, a.m.parameters, a.m.manifest.Parameters, a.m.parameter)
}

// Windows that bound it.
func (a *Activity) Windows() []*Window {
	return named(a.activity.Windows, a.m.windows, a.m.manifest.Windows, a.m.window)
}

// Maximum is the parameters whose largest value caps one participation.
func (a *Activity) Maximum() []*Parameter {
	return named(a.activity.Maximum, a.m.parameters, a.m.manifest.Parameters, a.m.parameter)
}

// A Budget is one cap that its activities share.
type Budget struct {
	m      *Manifest
	budget *schemes.Budget
}

func (m *Manifest) budget(b *schemes.Budget) *Budget { return &Budget{m, b} }

// Budget shows the budget of this code, or nil.
func (m *Manifest) Budget(code string) *Budget {
	return one(code, m.budgets, m.manifest.Budgets, m.budget)
}

// Code is stable.
func (b *Budget) Code() string { return b.budget.Code }

// Title in both languages.
func (b *Budget) Title() *Text { return b.m.text(b.budget.Title) }

// Shift is the parameter that says whether budgets pay for each other; nil where nothing ever shifts.
func (b *Budget) Shift() *Parameter {
	return one(b.budget.Shift, b.m.parameters, b.m.manifest.Parameters, b.m.parameter)
}

// Activities that share it.
func (b *Budget) Activities() []*Activity {
	return filter(b.m.manifest.Activities, func(a *schemes.Activity) bool { return a.Budget == b.budget.Code }, b.m.activity)
}

// A Window is a time in which something may happen.
type Window struct {
	m      *Manifest
	window *schemes.Window
}

func (m *Manifest) window(w *schemes.Window) *Window { return &Window{m, w} }

// Code is stable.
func (w *Window) Code() string { return w.window.Code }

// Kind of thing that the window bounds.
func (w *Window) Kind() string { return string(w.window.Kind) }

// Title in both languages.
func (w *Window) Title() *Text { return w.m.text(w.window.Title) }

// OpensOn is the first day.
func (w *Window) OpensOn() (schemes.Date, bool) {
	return w.window.OpensOn, !w.window.OpensOn.IsZero()
}

// ClosesOn is the last day.
func (w *Window) ClosesOn() (schemes.Date, bool) {
	return w.window.ClosesOn, !w.window.ClosesOn.IsZero()
}

// OpensAt is the first moment.
func (w *Window) OpensAt() (schemes.Instant, bool) {
	return w.window.OpensAt, !w.window.OpensAt.IsZero()
}

// ClosesAt is the last moment.
func (w *Window) ClosesAt() (schemes.Instant, bool) {
	return w.window.ClosesAt, !w.window.ClosesAt.IsZero()
}

// IsOpen reports whether the window is open in regulation time; false, false for one that is not announced.
func (w *Window) IsOpen() (isOpen, isAnnounced bool) {
	switch {
	case !w.window.OpensAt.IsZero() || !w.window.ClosesAt.IsZero():
		return w.window.ContainsMoment(schemes.At(w.m.now)), true
	case !w.window.OpensOn.IsZero() || !w.window.ClosesOn.IsZero():
		return w.window.ContainsDay(schemes.DateOf(w.m.now.In(clock.Amsterdam))), true
	}
	return false, false
}

// IsAssumption reports whether no document states it.
func (w *Window) IsAssumption() bool { return w.window.Assumption }

// Citation says where it is stated.
func (w *Window) Citation() *Citation { return w.m.Cite(w.window.Source) }

// AssessedUntil is the last moment at which plans are assessed in time; nil where none was announced.
func (m *Manifest) AssessedUntil() *time.Time {
	for _, w := range m.manifest.Windows {
		if until := calendar.Closing(w); w.Kind == schemes.WindowAssessment && until != nil {
			return until
		}
	}
	return nil
}

// A Deadline is a moment by which something is due: of the scheme's calendar, or of one thing.
type Deadline struct {
	Code     string
	Title    *Text
	Role     string
	At       *time.Time
	On       any // a node; nil in a manifest
	Citation *Citation
}

func (m *Manifest) deadline(d *schemes.Deadline) *Deadline {
	out := &Deadline{Code: d.Code, Title: m.text(d.Title), Role: string(d.Role), Citation: m.Cite(d.Source)}
	if !d.At.IsZero() {
		out.At = new(d.At.Time())
	}
	return out
}

// SortDeadlines orders by time; deadlines without a date come last.
func SortDeadlines(ds []*Deadline) {
	slices.SortStableFunc(ds, func(a, b *Deadline) int {
		switch {
		case a.At == nil && b.At == nil:
			return 0
		case a.At == nil:
			return 1
		case b.At == nil:
			return -1
		}
		return a.At.Compare(*b.At)
	})
}
