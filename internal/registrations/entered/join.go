package entered

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/typed"
)

const (
	// MostAtOnce is how many participants one request can have.
	MostAtOnce       = 100
	mostParticipants = 500 // of one registration
)

// Joining are people about to take part.
type Joining []Joiner

// Joiner is one of them.
type Joiner struct {
	Participation *ent.Participation
	Newcomer      *ent.Employee // nil for an employee who is known
	Ground        access.Ground // of adding the newcomer
}

// mayBe reports whether a newcomer can be the same person as one before.
func (j *Joiner) mayBe(before Joiner) bool {
	return j.Newcomer != nil && before.Newcomer != nil && organisations.MayBeOne(before.Newcomer, j.Newcomer)
}

// MayBeAnother refuses a newcomer who can be the same person as another one.
func MayBeAnother(path []string) *fault.Error {
	return fault.Conflict(path, "EMPLOYEE_MAY_EXIST", fault.Text{
		NL: "Deze persoon kan dezelfde zijn als een andere nieuwe deelnemer. Laat een van beide weg, of vul een onderscheid in.",
		EN: "This person can be the same as another new participant. Leave one out, or enter a distinction.",
	})
}

// Participations are the rows, as they are stored.
func (j Joining) Participations() []*ent.Participation {
	all := make([]*ent.Participation, len(j))
	for i, one := range j {
		row := *one.Participation
		row.Edges = ent.ParticipationEdges{}
		all[i] = &row
	}
	return all
}

// Join puts people into the registration; what is wrong with each is gathered at path.
func (k *Clerk) Join(ctx context.Context, r *reading.Registration, in []ParticipantInput, bad *fault.Collector, path ...string) (Joining, error) {
	known, err := k.Known(ctx, r.Organisation.ID, in)
	if err != nil {
		return nil, err
	}
	return k.JoinKnown(ctx, r, known, in, bad, path...)
}

// JoinKnown is [Clerk.Join] with the employees that are named.
func (k *Clerk) JoinKnown(ctx context.Context, r *reading.Registration, known Roster, in []ParticipantInput, bad *fault.Collector, path ...string) (Joining, error) {
	if len(in) > MostAtOnce || len(r.Parts)+len(in) > mostParticipants {
		bad.Add(fault.Invalid(path, "TOO_MANY_PARTICIPANTS", fault.Text{
			NL: "Voeg hoogstens 100 deelnemers tegelijk toe; een registratie heeft er hoogstens 500.",
			EN: "Add at most 100 participants at once; a registration has at most 500.",
		}, "<= "+strconv.Itoa(min(MostAtOnce, mostParticipants-len(r.Parts)))))
		return nil, nil
	}
	taking := map[string]bool{} // by person: one who was entered twice takes part once
	for _, p := range r.Parts {
		taking[reading.Taker(p)] = true
	}
	all := make(Joining, 0, len(in))
	for i, one := range in {
		at := question.At(path, strconv.Itoa(i))
		j, err := k.joiner(ctx, r, known, one, bad, at)
		if err != nil {
			return nil, err
		}
		if j == nil {
			continue
		}
		if taking[reading.Taker(j.Participation)] {
			bad.Add(fault.Invalid(question.At(at, "employee"), "ALREADY_PARTICIPATES", fault.Text{
				NL: "Deze medewerker neemt al deel.", EN: "This employee participates already.",
			}, ""))
			continue
		}
		if slices.ContainsFunc(all, j.mayBe) {
			bad.Add(MayBeAnother(question.At(at, "employee")))
			continue
		}
		taking[reading.Taker(j.Participation)] = true
		r.Parts = append(r.Parts, j.Participation)
		all = append(all, *j)
	}
	return all, nil
}

// Roster are the employees that a request names, by id and by the employer's own key.
type Roster struct{ ByID, ByReference map[string]*ent.Employee }

// Known loads the employees that are named, in one statement. They are of the registration's organisation and in the
// caller's sight, or they do not exist.
func (k *Clerk) Known(ctx context.Context, organisationID string, in []ParticipantInput) (Roster, error) {
	known := Roster{map[string]*ent.Employee{}, map[string]*ent.Employee{}}
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
		return known, nil
	}
	found, err := k.Store.Client().Employee.Query().Where(
		employee.OrganisationID(organisationID),
		employee.Or(employee.IDIn(named...), employee.ExternalReferenceIn(references...)),
	).All(ctx)
	if err != nil {
		return known, err
	}
	for _, e := range found {
		known.ByID[e.ID] = e
		if e.ExternalReference != nil {
			known.ByReference[*e.ExternalReference] = e
		}
	}
	return known, nil
}

func (k *Clerk) joiner(ctx context.Context, r *reading.Registration, known Roster, in ParticipantInput, bad *fault.Collector, at []string) (*Joiner, error) {
	j := &Joiner{}
	var e *ent.Employee
	switch {
	case in.Employee.New != nil:
		before := bad.Len()
		var err error
		if e, j.Ground, err = k.newcomer(ctx, r, *in.Employee.New, bad, question.At(at, "employee", "new")); err != nil || bad.Len() > before {
			return nil, err
		}
		j.Newcomer = e
	case in.Employee.ID != nil:
		e = known.ByID[*in.Employee.ID]
	case in.Employee.ExternalReference != nil:
		e = known.ByReference[*in.Employee.ExternalReference]
	}
	if e == nil {
		bad.Add(fault.Invalid(question.At(at, "employee"), "EMPLOYEE_UNKNOWN", fault.Text{
			NL: "Deze medewerker is niet bekend bij de organisatie.", EN: "The organisation has no such employee.",
		}, ""))
		return nil, nil
	}
	j.Participation = participationOf(r, e, in.Statement, bad, question.At(at, "statement"))
	return j, nil
}

func (k *Clerk) newcomer(
	ctx context.Context, r *reading.Registration, in organisations.EmployeeInput, bad *fault.Collector, at []string,
) (*ent.Employee, access.Ground, error) {
	ground, err := k.Guard.Permit(ctx, access.Add, r.Object().As(access.Employee))
	if err != nil {
		return nil, "", err
	}
	e, err := k.Employees.NewEmployee(ctx, r.Organisation, in, bad, at...)
	if e != nil && e.Version == 0 {
		e.Version = 1 // as it will be stored
	}
	return e, ground, err
}

// participationOf is the participation of an employee with what is stated; contract hours and employment are the
// employee's as they are now, unless stated.
func participationOf(r *reading.Registration, e *ent.Employee, in *question.ParticipationInput, bad *fault.Collector, at []string) *ent.Participation {
	s := fields.Participation{Employment: &e.Employment}
	if e.ContractHours != nil {
		s.ContractHours = new(typed.HoursOf(*e.ContractHours))
	}
	if in != nil {
		s = question.AmendParticipation(s, *in, bad, at...)
		typed.Check(s, bad, at...)
	}
	return &ent.Participation{
		ID: ids.New(ids.Participation), Version: 1, CreatedAt: r.At, UpdatedAt: r.At,
		OrganisationID: r.Plan.OrganisationID, RegionalOrganisationID: r.Plan.RegionalOrganisationID,
		RegistrationID: r.Row.ID, EmployeeID: e.ID, EmployeeName: e.Name, Statement: s,
		Edges: ent.ParticipationEdges{Employee: e},
	}
}

// Insert stores newcomers and participations.
func (k *Clerk) Insert(ctx context.Context, tx *ent.Tx, r *reading.Registration, all Joining) error {
	rows := make([]*ent.ParticipationCreate, len(all))
	for i, j := range all {
		if j.Newcomer != nil {
			if err := k.Employees.InsertEmployee(ctx, tx, j.Newcomer, j.Ground); err != nil {
				return err
			}
		}
		p := j.Participation
		rows[i] = tx.Participation.Create().SetID(p.ID).SetVersion(p.Version).SetCreatedAt(p.CreatedAt).SetUpdatedAt(p.UpdatedAt).
			SetOrganisationID(p.OrganisationID).SetRegionalOrganisationID(p.RegionalOrganisationID).
			SetRegistrationID(r.Row.ID).SetEmployeeID(p.EmployeeID).SetEmployeeName(p.EmployeeName).
			SetStatement(p.Statement).SetNillableOutcome(p.Outcome).SetNillableAmountCents(p.AmountCents).SetNillableClaimedCents(p.ClaimedCents)
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.Participation.CreateBulk(rows...).Exec(actor.AsSystem(ctx))
}

// SaveStatement writes what is stated about a participation, of which the caller saw a version, or returns
// procedure.ErrOvertaken.
func SaveStatement(ctx context.Context, tx *ent.Tx, r *reading.Registration, p *ent.Participation, version int) error {
	n, err := tx.Participation.Update().Where(participation.ID(p.ID), participation.Version(version)).
		SetVersion(version + 1).SetUpdatedAt(r.At).SetStatement(p.Statement).Save(ctx)
	if err == nil && n == 0 {
		err = procedure.ErrOvertaken
	}
	return err
}
