package registrations

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
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

// neighbours are the other running, undecided registrations of the people of a file.
func (f *file) neighbours() []predicate.Registration {
	people := f.people()
	same := entries(keys(people), people)
	return []predicate.Registration{
		registration.OrganisationID(f.plan.OrganisationID), registration.IDNEQ(f.reg.ID), registration.StateNotIn(final...),
		registration.HasParticipationsWith(participation.HasEmployeeWith(employee.OrganisationID(f.plan.OrganisationID), same)),
	}
}

// hasNeighbours reports whether others may be there: the question of the act named them, or nothing was asked.
func (f *file) hasNeighbours(j *dossier.Judged) bool {
	if j == nil || len(f.people()) > len(f.parts) {
		return true
	}
	return slices.ContainsFunc(j.Question.Registration.Participations, func(p schemes.Participation) bool { return len(p.Others) > 0 })
}

// markNeighbours has the neighbours judged again of a file that shows them something else than before.
func (f *file) markNeighbours(ctx context.Context, tx *ent.Tx, j *dossier.Judged) error {
	if !f.showsOther() || !f.hasNeighbours(j) {
		return nil
	}
	return tx.Registration.Update().Where(f.neighbours()...).SetValidUntil(f.mark()).Exec(actor.AsSystem(ctx))
}

// mark is a moment that is over, and no other mark's: a judgement that began before it does not take it away.
func (f *file) mark() time.Time { return f.now.Add(-rand.N(time.Second).Truncate(time.Microsecond)) }

// met is a file that was written, and what it was judged by.
type met struct {
	file   *file
	judged *dossier.Judged
}

// afterNeighbours judges again what was marked, once that is committed. What the platform judged again by itself waits
// for its next round, so that no two can keep each other going; the rows of an import come together at its end.
func (d *Desk) afterNeighbours(ctx context.Context, f *file, w procedure.Writing) {
	isRow := w.Act.Name == workflow.ImportRegistrations.Name
	if !f.showsOther() || w.Act.Slot == workflow.Platform || isRow {
		return
	}
	store.AfterCommit(ctx, func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestMeeting) // the act stands, whoever waits for it
		defer cancel()
		if _, err := d.meet(actor.AsSystem(ctx), []met{{f, w.Judged}}); err != nil {
			d.logger.WarnContext(ctx, "judge other registrations later", "organisation", f.plan.OrganisationID, "error", err)
		}
	})
}

const longestMeeting = 10 * time.Second

const fewEnough = 1000 // to be named in a statement

// meet judges again the other registrations of the people of files of one organisation, and the files themselves where
// they were judged without seeing one another, and says how many. Two that were written at the same time find that out
// here at the latest.
func (d *Desk) meet(ctx context.Context, done []met) (int, error) {
	files := make([]*file, len(done))
	for i, m := range done {
		files[i] = m.file
	}
	found, err := d.othersOf(ctx, files)
	if err != nil {
		return 0, err
	}
	around := map[string]bool{}
	for _, p := range found.parts {
		around[p.RegistrationID] = true
	}
	blind := false
	for _, m := range done {
		around[m.file.reg.ID] = true
		blind = blind || m.judged != nil && !m.file.sees(found, m.judged)
	}
	if !blind && len(around) == len(done) {
		return 0, nil
	}
	which := registration.OrganisationID(files[0].plan.OrganisationID)
	if len(around) <= fewEnough {
		which = registration.IDIn(keys(around)...)
	}
	if blind {
		err := d.store.Tx(ctx, func(tx *ent.Tx) error {
			return tx.Registration.Update().Where(which, registration.StateNotIn(final...)).SetValidUntil(files[0].mark()).Exec(ctx)
		})
		if err != nil {
			return 0, err
		}
	}
	return d.judgeDue(ctx, which)
}

// sees reports whether a file was judged beside what is there.
func (f *file) sees(found elsewhere, j *dossier.Judged) bool {
	others := f.others(found)
	for i, p := range f.parts {
		if !reflect.DeepEqual(others[p.EmployeeID], j.Question.Registration.Participations[i].Others) {
			return false
		}
	}
	return true
}
