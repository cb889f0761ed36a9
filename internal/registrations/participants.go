package registrations

import (
	"context"
	"strconv"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Added is what came of adding participants.
type Added struct {
	Registration   *ent.Registration
	Participations []*ent.Participation // in the order given
}

// AddParticipants adds people, chosen from the employees or new. Faults at the participant: EMPLOYEE_UNKNOWN,
// ALREADY_PARTICIPATES, TOO_MANY_PARTICIPANTS, and what cannot be true of a statement.
func (d *Desk) AddParticipants(ctx context.Context, in AddParticipantsInput) (*Added, error) {
	var added joining
	there := 0
	o := d.order(workflow.AddParticipants, in.RegistrationID, in.ExpectedVersion)
	o.Field = "registrationID"
	o.Change = func(ctx context.Context, f *file) (err error) {
		if len(in.Participants) == 0 {
			return fault.Required([]string{"input", "participants"})
		}
		there = len(f.parts)
		var bad fault.Collector
		if added, err = d.join(ctx, f, in.Participants, &bad, "input", "participants"); err != nil {
			return err
		}
		f.raise()
		f.below = func(ctx context.Context, tx *ent.Tx) error { return d.insertJoining(ctx, tx, f, added) }
		return bad.Err()
	}
	o.Judge = func(ctx context.Context, f *file) (*dossier.Judged, error) {
		return d.judge(ctx, f, inAdd(there, in.Participants))
	}
	reg, err := d.carry(ctx, o)
	if err != nil {
		return nil, err
	}
	return &Added{Registration: reg, Participations: added.participations()}, nil
}

// joining are people about to take part.
type joining []joiner

type joiner struct {
	participation *ent.Participation
	newcomer      *ent.Employee // nil for an employee who is known
	ground        access.Ground // of adding the newcomer
}

func (j joining) participations() []*ent.Participation {
	all := make([]*ent.Participation, len(j))
	for i, one := range j {
		row := *one.participation
		row.Edges = ent.ParticipationEdges{}
		all[i] = &row
	}
	return all
}

// join puts people into the file; what is wrong with each is gathered at path.
func (d *Desk) join(ctx context.Context, f *file, in []ParticipantInput, bad *fault.Collector, path ...string) (joining, error) {
	known, err := d.known(ctx, f.organisation.ID, in)
	if err != nil {
		return nil, err
	}
	return d.joinKnown(ctx, f, known, in, bad, path...)
}

// joinKnown is [Desk.join] with the employees that are named.
func (d *Desk) joinKnown(ctx context.Context, f *file, known roster, in []ParticipantInput, bad *fault.Collector, path ...string) (joining, error) {
	if len(in) > mostAtOnce || len(f.parts)+len(in) > mostParticipants {
		bad.Add(fault.Invalid(path, "TOO_MANY_PARTICIPANTS", fault.Text{
			NL: "Voeg hoogstens 100 deelnemers tegelijk toe; een registratie heeft er hoogstens 500.",
			EN: "Add at most 100 participants at once; a registration has at most 500.",
		}, "<= "+strconv.Itoa(min(mostAtOnce, mostParticipants-len(f.parts)))))
		return nil, nil
	}
	taking := map[string]bool{} // by person: one who was entered twice takes part once
	for _, p := range f.parts {
		taking[taker(p)] = true
	}
	all := make(joining, 0, len(in))
	for i, one := range in {
		at := dossier.At(path, strconv.Itoa(i))
		j, err := d.joiner(ctx, f, known, one, bad, at)
		if err != nil {
			return nil, err
		}
		if j == nil {
			continue
		}
		if taking[taker(j.participation)] {
			bad.Add(fault.Invalid(dossier.At(at, "employee"), "ALREADY_PARTICIPATES", fault.Text{
				NL: "Deze medewerker neemt al deel.", EN: "This employee participates already.",
			}, ""))
			continue
		}
		taking[taker(j.participation)] = true
		f.parts = append(f.parts, j.participation)
		all = append(all, *j)
	}
	return all, nil
}

// roster are the employees that a request names, by id and by the employer's own key.
type roster struct{ byID, byReference map[string]*ent.Employee }

// known loads the employees that are named, in one statement. They are of the registration's organisation and in the
// caller's sight, or they do not exist.
func (d *Desk) known(ctx context.Context, organisationID string, in []ParticipantInput) (roster, error) {
	r := roster{map[string]*ent.Employee{}, map[string]*ent.Employee{}}
	var named, references []string
	for _, p := range in {
		switch {
		case p.Employee.ID != nil && ids.Valid(*p.Employee.ID, ids.Employee):
			named = append(named, *p.Employee.ID)
		case p.Employee.ExternalReference != nil && !strings.ContainsRune(*p.Employee.ExternalReference, 0):
			references = append(references, *p.Employee.ExternalReference)
		}
	}
	if len(named)+len(references) == 0 {
		return r, nil
	}
	found, err := d.store.Client().Employee.Query().Where(
		employee.OrganisationID(organisationID),
		employee.Or(employee.IDIn(named...), employee.ExternalReferenceIn(references...)),
	).All(ctx)
	if err != nil {
		return r, err
	}
	for _, e := range found {
		r.byID[e.ID] = e
		if e.ExternalReference != nil {
			r.byReference[*e.ExternalReference] = e
		}
	}
	return r, nil
}

func (d *Desk) joiner(ctx context.Context, f *file, known roster, in ParticipantInput, bad *fault.Collector, at []string) (*joiner, error) {
	j := &joiner{}
	var e *ent.Employee
	switch {
	case in.Employee.New != nil:
		before := bad.Len()
		var err error
		if e, j.ground, err = d.newcomer(ctx, f, *in.Employee.New, bad, dossier.At(at, "employee", "new")); err != nil || bad.Len() > before {
			return nil, err
		}
		j.newcomer = e
	case in.Employee.ID != nil:
		e = known.byID[*in.Employee.ID]
	case in.Employee.ExternalReference != nil:
		e = known.byReference[*in.Employee.ExternalReference]
	}
	if e == nil {
		bad.Add(fault.Invalid(dossier.At(at, "employee"), "EMPLOYEE_UNKNOWN", fault.Text{
			NL: "Deze medewerker is niet bekend bij de organisatie.", EN: "The organisation has no such employee.",
		}, ""))
		return nil, nil
	}
	j.participation = f.participationOf(e, in.Statement, bad, dossier.At(at, "statement"))
	return j, nil
}

func (d *Desk) newcomer(
	ctx context.Context, f *file, in organisations.EmployeeInput, bad *fault.Collector, at []string,
) (*ent.Employee, access.Ground, error) {
	ground, err := d.guard.Permit(ctx, access.Add, f.Object().As(access.Employee))
	if err != nil {
		return nil, "", err
	}
	e, err := d.employees.NewEmployee(ctx, f.organisation, in, bad, at...)
	if e != nil && e.Version == 0 {
		e.Version = 1 // as it will be stored
	}
	return e, ground, err
}

// participationOf is the participation of an employee with what is stated; contract hours and employment are the
// employee's as they are now, unless stated.
func (f *file) participationOf(e *ent.Employee, in *dossier.ParticipationInput, bad *fault.Collector, at []string) *ent.Participation {
	s := fields.Participation{ContractHours: e.ContractHours, Employment: &e.Employment}
	if in != nil {
		s = dossier.AmendParticipation(s, *in, bad, at...)
		entry.Check(s, bad, at...)
	}
	return &ent.Participation{
		ID: ids.New(ids.Participation), Version: 1, CreatedAt: f.at, UpdatedAt: f.at,
		OrganisationID: f.plan.OrganisationID, RegionalOrganisationID: f.plan.RegionalOrganisationID,
		RegistrationID: f.reg.ID, EmployeeID: e.ID, EmployeeName: e.Name, Statement: s,
		Edges: ent.ParticipationEdges{Employee: e},
	}
}

// insertJoining stores newcomers and participations.
func (d *Desk) insertJoining(ctx context.Context, tx *ent.Tx, f *file, all joining) error {
	rows := make([]*ent.ParticipationCreate, len(all))
	for i, j := range all {
		if j.newcomer != nil {
			if err := d.employees.InsertEmployee(ctx, tx, j.newcomer, j.ground); err != nil {
				return err
			}
		}
		p := j.participation
		rows[i] = tx.Participation.Create().SetID(p.ID).SetVersion(p.Version).SetCreatedAt(p.CreatedAt).SetUpdatedAt(p.UpdatedAt).
			SetOrganisationID(p.OrganisationID).SetRegionalOrganisationID(p.RegionalOrganisationID).
			SetRegistrationID(f.reg.ID).SetEmployeeID(p.EmployeeID).SetEmployeeName(p.EmployeeName).
			SetStatement(p.Statement).SetNillableOutcome(p.Outcome).SetNillableAmountCents(p.AmountCents)
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.Participation.CreateBulk(rows...).Exec(actor.AsSystem(ctx))
}
