package intake

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// arrivals are the people whom the rows of an import bring in as new. One who is known already, by the employer's own
// key or by name and date of birth, is that employee, so that sending a row again adds nobody; one whom several rows
// bring is added once.
type arrivals struct {
	known  map[string]*ent.Employee // by key
	coming map[string]*ent.Employee // not stored yet
	ground map[string]access.Ground // by id
	added  map[string]bool          // by id, since the import began
}

// keyOfNew are the ways to recognise a person, the surest first.
func keyOfNew(in organisations.EmployeeInput) []string {
	var all []string
	if reference, given := in.ExternalReference.ValueOK(); given && reference != nil {
		all = append(all, "reference:"+strings.TrimSpace(*reference))
	}
	if key := personKey(in); key != "" {
		all = append(all, key)
	}
	return all
}

// personKey is empty where a date of birth known in part leaves open who it is.
func personKey(in organisations.EmployeeInput) string {
	distinction, _ := in.Distinction.ValueOK()
	return keyOfPerson(in.Name, in.Birth(), distinction)
}

// keyOf is the personKey of an employee.
func keyOf(e *ent.Employee) string {
	return keyOfPerson(e.Name, organisations.Born(e), e.Distinction)
}

func keyOfPerson(name string, born typed.PartialDate, distinction *string) string {
	text := organisations.PersonText(name, born, distinction)
	if text == "" {
		return ""
	}
	return "person:" + text
}

// arriving looks up whom of the new people the organisation knows, in one statement.
func (d *Desk) arriving(ctx context.Context, o *ent.Organisation, rows []row) (arrivals, error) {
	a := arrivals{known: map[string]*ent.Employee{}, coming: map[string]*ent.Employee{}, ground: map[string]access.Ground{}, added: map[string]bool{}}
	var references []string
	var born []time.Time
	for _, r := range rows {
		for _, p := range r.Participants {
			if p.Employee.New == nil {
				continue
			}
			if reference, given := p.Employee.New.ExternalReference.ValueOK(); given && reference != nil && !strings.ContainsRune(*reference, 0) {
				references = append(references, strings.TrimSpace(*reference))
			}
			var unread fault.Collector // reported when the row is read
			if days := p.Employee.New.Birth().Parse(&unread); unread.Len() == 0 && !slices.ContainsFunc(born, days.First.Equal) {
				born = append(born, days.First)
			}
		}
	}
	if len(references)+len(born) == 0 {
		return a, nil
	}
	found, err := d.store.Client().Employee.Query().Where(employee.OrganisationID(o.ID),
		employee.Or(employee.ExternalReferenceIn(references...), employee.DateOfBirthIn(born...))).All(actor.AsSystem(ctx))
	if err != nil {
		return a, fmt.Errorf("look for employees: %w", err)
	}
	for _, e := range found {
		if e.ExternalReference != nil {
			a.known["reference:"+*e.ExternalReference] = e
		}
		if key := keyOf(e); key != "" {
			a.known[key] = e
		}
	}
	return a, nil
}

// employee returns the known or coming employee of a new person; nil when there is none yet.
func (a arrivals) employee(in organisations.EmployeeInput) *ent.Employee {
	for _, key := range keyOfNew(in) {
		if e := a.known[key]; e != nil {
			return e
		}
		if e := a.coming[key]; e != nil {
			return e
		}
	}
	return nil
}

// mayHold reports whether somebody who comes with an earlier row can be the same person.
func (a arrivals) mayHold(e *ent.Employee) bool {
	for _, other := range a.coming {
		if other.ID != e.ID && organisations.MayBeOne(other, e) {
			return true
		}
	}
	return false
}

func (a arrivals) note(in organisations.EmployeeInput, e *ent.Employee, ground access.Ground) {
	for _, key := range keyOfNew(in) {
		a.coming[key] = e
	}
	a.ground[e.ID] = ground
}

// stored notes that newcomers of a row were written with it.
func (a arrivals) stored(of entered.Joining) {
	for _, j := range of {
		if j.Newcomer != nil {
			a.added[j.Newcomer.ID] = true
		}
	}
}

// still returns the joining people, without making those again who came with an earlier row.
func (a arrivals) still(of entered.Joining) entered.Joining {
	rest := slices.Clone(of)
	for i := range rest {
		if rest[i].Newcomer != nil && a.added[rest[i].Newcomer.ID] {
			rest[i].Newcomer = nil
		}
	}
	return rest
}

// joinRow is [Desk.join] for a row: new people may be known, or coming with another row.
func (d *Desk) joinRow(ctx context.Context, b *batch, reg *reading.Registration, in []entered.ParticipantInput, bad *fault.Collector, path []string) (entered.Joining, error) {
	resolved := slices.Clone(in)
	coming := map[int]*ent.Employee{}
	for i, p := range in {
		if p.Employee.New == nil {
			continue
		}
		if e := b.arrivals.employee(*p.Employee.New); e != nil {
			coming[i] = e
		}
	}
	known, err := d.clerk.Known(ctx, reg.Organisation.ID, in)
	if err != nil {
		return nil, err
	}
	for i, e := range coming {
		known.ByID[e.ID] = e
		resolved[i].Employee = entered.EmployeeChoice{ID: &e.ID}
	}
	all, err := d.clerk.JoinKnown(ctx, reg, known, resolved, bad, path...)
	if err != nil {
		return nil, err
	}
	for i := range all {
		e := all[i].Participation.Edges.Employee
		switch ground, isComing := b.arrivals.ground[e.ID]; {
		case all[i].Newcomer != nil && b.isDryRun && b.arrivals.mayHold(e): // else the row that is written first is found
			bad.Add(entered.MayBeAnother(path))
		case all[i].Newcomer != nil:
			b.noteArrival(in, e, all[i].Ground)
		case isComing:
			all[i].Newcomer, all[i].Ground = e, ground
		}
	}
	return all, nil
}

// noteArrival remembers a new person for the rows that follow.
func (b *batch) noteArrival(in []entered.ParticipantInput, e *ent.Employee, ground access.Ground) {
	for _, p := range in {
		if p.Employee.New != nil && isStatedBy(e, *p.Employee.New) {
			b.arrivals.note(*p.Employee.New, e, ground)
		}
	}
}

// isStatedBy reports whether an employee who is not stored yet is whom the input states.
func isStatedBy(e *ent.Employee, in organisations.EmployeeInput) bool {
	if who := keyOf(e); who != "" {
		return personKey(in) == who
	}
	reference, _ := in.ExternalReference.ValueOK()
	return reference != nil && e.ExternalReference != nil && strings.TrimSpace(*reference) == *e.ExternalReference
}

// cameMeanwhile reports whether a row is refused because somebody whom it brings in came since the arrivals were looked up.
func (r *row) cameMeanwhile(err error) bool {
	return slices.ContainsFunc(fault.All(err), func(f *fault.Error) bool {
		e, known := f.Current.(*ent.Employee)
		return known && slices.ContainsFunc(r.Participants, func(p entered.ParticipantInput) bool {
			return p.Employee.New != nil && keyOf(e) != "" && personKey(*p.Employee.New) == keyOf(e)
		})
	})
}

// taking returns the place of the participation of whom the input names; -1 when that person does not take part.
func taking(reg *reading.Registration, a arrivals, in entered.ParticipantInput) int {
	return slices.IndexFunc(reg.Parts, func(p *ent.Participation) bool {
		e := p.Edges.Employee
		switch {
		case in.Employee.ID != nil:
			return e.ID == *in.Employee.ID
		case in.Employee.ExternalReference != nil:
			return e.ExternalReference != nil && *e.ExternalReference == *in.Employee.ExternalReference
		}
		known := a.employee(*in.Employee.New)
		return known != nil && known.ID == e.ID
	})
}
