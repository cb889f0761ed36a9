package reading

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/schemes"
)

// shown is what the other registrations of its people are judged by.
type shown struct {
	Counts      bool
	State       schemes.Standing
	SubmittedAt *time.Time // first
	Start       *time.Time
	Training    fields.Training
	Facts       fields.Facts      // which may describe it
	People      map[string]*int64 // amounts, by employee
}

// show returns what a registration shows to the other registrations of its people, as text to be compared.
func (r *Registration) show() string {
	s := shown{
		Counts: !slices.Contains(Gone, r.Row.State), State: standing(r.Row.State), SubmittedAt: r.Row.FirstSubmittedAt,
		Start: r.Row.Start, Training: r.Row.Training, Facts: r.Row.Facts, People: map[string]*int64{},
	}
	for _, p := range r.Parts {
		s.People[p.EmployeeID] = p.AmountCents
	}
	text, err := json.Marshal(s)
	if err != nil {
		return "" // checked text cannot fail to be written
	}
	return string(text)
}

// showsOther reports whether an act changed something by which other registrations of its people are judged.
func (r *Registration) showsOther() bool { return r.IsNew() || r.show() != r.was.shown }

// People are the employees who take part, or did when the registration was read.
func (r *Registration) People() map[string]*ent.Employee {
	all := map[string]*ent.Employee{}
	for _, p := range r.WereParts() {
		all[p.EmployeeID] = p.Edges.Employee
	}
	for _, p := range r.Parts {
		all[p.EmployeeID] = p.Edges.Employee
	}
	return all
}

// markNeighbours has the other registrations of its people judged again, of a registration that shows them something else than
// before. It costs one row for each of its people: what they take part in besides is looked up by whoever judges it.
func (r *Registration) markNeighbours(ctx context.Context, tx *ent.Tx) error {
	if r.uses() != r.was.uses {
		if err := rejudge.MarkDue(ctx, tx, r.Now, rejudge.Cap, r.capMarks()...); err != nil {
			return err
		}
	}
	if !r.showsOther() {
		return nil
	}
	return rejudge.MarkDue(ctx, tx, r.Now, rejudge.OtherRegistration, r.peopleMarks()...)
}

// peopleMarks are the other registrations of its people.
func (r *Registration) peopleMarks() []rejudge.Mark {
	people := r.People()
	var marks []rejudge.Mark
	for _, id := range slices.Sorted(maps.Keys(people)) {
		if e := people[id]; e != nil {
			marks = append(marks, rejudge.OfPerson(e, r.Row.ID))
		}
	}
	return marks
}
