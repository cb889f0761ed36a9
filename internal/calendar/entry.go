package calendar

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/schemes"
)

// Kind is a sort of entry, in the words of the API.
type Kind string

// The kinds.
const (
	WindowOpens  Kind = "WINDOW_OPENS"
	WindowCloses Kind = "WINDOW_CLOSES"
	Deadline     Kind = "DEADLINE"   // of the calendar of a scheme
	Assessment   Kind = "ASSESSMENT" // of a plan that was submitted
	Content      Kind = "CONTENT"    // judgement of the content of a training
	Repair       Kind = "REPAIR"     // of a registration or a project file
	HoldEnds     Kind = "HOLD_ENDS"  // the regulation lets an act wait until then
	Request      Kind = "REQUEST"    // something that was stated or asked waits to be confirmed
)

// waits are the kinds that stay until they are done, also when their moment has passed.
var waits = []Kind{Assessment, Content, Repair, Request}

// Subject is what an entry is about: a *ent.Plan, *ent.Registration, *ent.Admission, *ent.Appointment or *ent.Tie.
type Subject any

// Entry is something that is to come or to be done.
type Entry struct {
	Kind   Kind
	Code   string // of the window or deadline in its manifest, or of the term
	Title  fault.Text
	Act    string     // what is to be done, by its name in the table of acts; empty for nothing
	Role   actor.Role // that is to do it; empty for nobody
	Scheme string     // slug; empty where it is of none

	At        *time.Time // nil where no moment is announced
	IsOverdue bool       // its moment has passed, and it waits on

	On      Subject          // nil for a scheme that the viewer has no dossier of
	Source  schemes.Citation // where it is stated; empty where no scheme states it
	Release string           // id of the release that states it; empty where none does
}

// ID tells entries apart, and stays the same for as long as they stand.
func (e *Entry) ID() string {
	of := e.Release
	if id := idOf(e.On); id != "" {
		of = id
	}
	return strings.ToLower(string(e.Kind)) + "/" + e.Code + "/" + of
}

// Number is how people know the plan or registration that the entry is about; empty for what has none.
func (e *Entry) Number() string {
	switch on := e.On.(type) {
	case *ent.Plan:
		return on.Number
	case *ent.Registration:
		return on.Number
	}
	return ""
}

// Day is the date in Amsterdam on which the entry lies; nil where none is announced.
func (e *Entry) Day() *time.Time {
	if e.At == nil {
		return nil
	}
	return new(clock.DateOf(*e.At))
}

func idOf(on Subject) string {
	switch on := on.(type) {
	case *ent.Plan:
		return on.ID
	case *ent.Registration:
		return on.ID
	case *ent.Admission:
		return on.ID
	case *ent.Appointment:
		return on.ID
	case *ent.Tie:
		return on.ID
	}
	return ""
}

// standing leaves out what has passed and waits for nobody, marks what is overdue, and puts the rest in order: overdue
// first, then by moment, what has none last.
func standing(all []*Entry, now time.Time) []*Entry {
	out := make([]*Entry, 0, len(all))
	for _, e := range all {
		isPast := e.At != nil && e.At.Unix() < now.Unix()
		e.IsOverdue = isPast && slices.Contains(waits, e.Kind)
		if !isPast || e.IsOverdue {
			out = append(out, e)
		}
	}
	// What is overdue has the earliest moments, since nothing else of the past is left.
	slices.SortFunc(out, byMoment)
	return out
}

// byMoment orders entries; what has no moment comes last.
func byMoment(a, b *Entry) int {
	switch {
	case a.At == nil && b.At != nil:
		return 1
	case a.At != nil && b.At == nil:
		return -1
	case a.At != nil && !a.At.Equal(*b.At):
		return a.At.Compare(*b.At)
	}
	return cmp.Compare(a.ID(), b.ID())
}
