package registrations

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/rejudge"
)

// shown is what the other registrations of its people are judged by.
type shown struct {
	Counts   bool
	Training fields.Training
	Facts    fields.Facts      // which may describe it
	People   map[string]*int64 // amounts, by employee
}

// show returns what a file shows to the other registrations of its people, as text to be compared.
func (f *file) show() string {
	if f.reg == nil {
		return ""
	}
	s := shown{Counts: !slices.Contains(gone, f.reg.State), Training: f.reg.Training, Facts: f.reg.Facts, People: map[string]*int64{}}
	for _, p := range f.parts {
		s.People[p.EmployeeID] = p.AmountCents
	}
	text, err := json.Marshal(s)
	if err != nil {
		return "" // checked text cannot fail to be written
	}
	return string(text)
}

// showsOther reports whether an act changed something by which other registrations of its people are judged.
func (f *file) showsOther() bool { return f.reg != nil && (f.isNew() || f.show() != f.was.shown) }

// people are the employees who take part, or did when the file was read.
func (f *file) people() map[string]*ent.Employee {
	all := map[string]*ent.Employee{}
	for _, p := range f.was.parts {
		all[p.EmployeeID] = p.Edges.Employee
	}
	for _, p := range f.parts {
		all[p.EmployeeID] = p.Edges.Employee
	}
	return all
}

// markNeighbours has the other registrations of its people judged again, of a file that shows them something else than
// before. It costs one row for each of its people: what they take part in besides is looked up by whoever judges it.
func (f *file) markNeighbours(ctx context.Context, tx *ent.Tx) error {
	if !f.showsOther() {
		return nil
	}
	people := f.people()
	var marks []rejudge.Mark
	for _, id := range keys(people) {
		if e := people[id]; e != nil {
			marks = append(marks, rejudge.OfPerson(e, f.reg.ID))
		}
	}
	return rejudge.MarkDue(ctx, tx, f.now, rejudge.OtherRegistration, marks...)
}
