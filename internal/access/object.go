package access

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
)

// Object is the row that something is to be done to, as far as the policy looks at it.
type Object struct {
	Noun                   Noun
	OrganisationID         string
	RegionalOrganisationID string
	PersonID               string   // whose it is, for persons, sessions and roles
	IsSubmitted            bool     // was submitted at least once
	IsContentAsked         bool     // its content was put to its judge at least once
	ContentJudge           string   // role that the scheme names for its content
	CellJudges             []string // roles that the scheme names for its cells; one for a single cell
	AssessorID             string   // the assessor on record
	JudgedBy               []string // persons who judged another part of its dossier than the one asked
	Earlier                []string // persons who took an earlier step of what is asked
	PlanID                 string   // over a registration and what lies below it

	// Sides are the organisations between which a thing lies, with their regions: what belongs to one of several. One
	// without an account has no id.
	Sides []Side

	isPlanRead bool // JudgedBy has those who judged the plan
	seen       Noun // what it was loaded as, in the actor's own sight, where the row does not have every field
}

// Side is one of the organisations to which a thing belongs.
type Side struct{ OrganisationID, RegionalOrganisationID string }

// As is another noun in the place of this one: a cell, participation or document of a registration, the file of a
// document, the address of a person, a plan that an organisation may begin.
func (o Object) As(n Noun) Object {
	o.Noun = n
	return o
}

// Mine is a thing of the actor's own that is being made or asked for: of its organisation, or of the person itself.
func Mine(a actor.Actor, n Noun) Object {
	return Object{
		Noun: n, OrganisationID: a.OrganisationID, RegionalOrganisationID: a.RegionalOrganisationID, PersonID: a.PersonID,
	}
}

// Of describes a row that was loaded in the actor's own sight, or an Object as it is; false for what the policy does not
// know. Rows below a registration are complete when their registration was loaded with them.
func Of(node any) (Object, bool) {
	switch n := node.(type) {
	case Object:
		return n, true
	case *ent.Organisation:
		return OfOrganisation(n), true
	case *ent.Plan:
		return OfPlan(n), true
	case *ent.Registration:
		return OfRegistration(n), true
	case *ent.Tie:
		return OfTie(n), true
	}
	if o, ok := ofPeople(node); ok {
		return o, true
	}
	return ofParts(node)
}

// OfOrganisation describes an organisation.
func OfOrganisation(n *ent.Organisation) Object {
	return Object{Noun: Organisation, OrganisationID: n.ID, RegionalOrganisationID: n.RegionalOrganisationID}
}

// OfTie describes a tie, which belongs to both sides. Between two that have no account it is of the region that stated it.
func OfTie(n *ent.Tie) Object {
	o := Object{Noun: Tie, Sides: []Side{
		{value(n.HolderID), value(n.HolderRegionalOrganisationID)}, {value(n.HeldID), value(n.HeldRegionalOrganisationID)},
	}}
	if n.HolderID == nil && n.HeldID == nil {
		o.Sides = append(o.Sides, Side{RegionalOrganisationID: value(n.StatedRegionalOrganisationID)})
	}
	return o
}

// OfPlan describes a plan as the grant has to do with it; who assessed it, judged its project file or reviewed a
// registration judged another part.
func OfPlan(n *ent.Plan) Object {
	return Object{
		Noun: Plan, OrganisationID: n.OrganisationID, RegionalOrganisationID: n.RegionalOrganisationID,
		IsSubmitted: n.SubmittedAt != nil, JudgedBy: slices.Concat(persons(n.AssessedBy), n.ProjectJudgedBy, n.ReviewedBy),
	}
}

// OfProjectFile describes the project file of a plan; who assessed or granted the plan, or reviewed a registration, judged
// another part.
func OfProjectFile(n *ent.Plan) Object {
	o := OfPlan(n).As(ProjectFile)
	o.CellJudges, o.JudgedBy = n.ProjectJudges, slices.Concat(persons(n.AssessedBy, n.GrantedBy), n.ReviewedBy)
	return o
}

// OfProjectCell describes a cell of the project file of a plan as its judge has to do with it.
func OfProjectCell(n *ent.Cell, p *ent.Plan) Object {
	o := OfProjectFile(p)
	o.CellJudges = judgeOf(n)
	return o
}

// OfRegistration describes a registration; who judged its content, assessed or granted its plan, or judged the project file
// of that plan, judged another part. What the plan says is read when it is needed, where the registration was loaded without.
func OfRegistration(n *ent.Registration) Object {
	o := Object{
		Noun: Registration, OrganisationID: n.OrganisationID, RegionalOrganisationID: n.RegionalOrganisationID,
		IsSubmitted: n.SubmittedAt != nil, IsContentAsked: n.ContentAskedAt != nil,
		ContentJudge: value(n.ContentJudge), CellJudges: n.CellJudges,
		AssessorID: value(n.AssessorID), JudgedBy: persons(n.ContentJudgedBy), Earlier: n.ApprovedBy, PlanID: n.PlanID,
	}
	if n.Edges.Plan != nil {
		return o.Under(n.Edges.Plan)
	}
	return o
}

// Under is a registration, or what lies below it, under its plan as it was read.
func (o Object) Under(p *ent.Plan) Object {
	o.JudgedBy, o.isPlanRead = slices.Concat(o.JudgedBy, persons(p.AssessedBy, p.GrantedBy), p.ProjectJudgedBy), true
	return o
}

func ofPeople(node any) (Object, bool) {
	switch n := node.(type) {
	case *ent.Person:
		return Object{Noun: Person, PersonID: n.ID, seen: Person}, true
	case *ent.RoleAssignment:
		o := Object{
			Noun: Contact, PersonID: n.PersonID, OrganisationID: value(n.OrganisationID),
			RegionalOrganisationID: value(n.RegionalOrganisationID),
		}
		if n.OrganisationID != nil {
			o.seen = Contact // its region is the organisation's
		}
		return o, true
	case *ent.Appointment:
		return Object{Noun: Appointment, PersonID: value(n.AcceptedBy), Earlier: persons(n.ProposedBy, n.ConfirmedBy)}, true
	case *ent.Admission:
		o := owned(Admission, n.OrganisationID, n.RegionalOrganisationID)
		o.PersonID = value(n.PersonID)
		return o, true
	case *ent.Session:
		return Object{Noun: Session, PersonID: n.PersonID}, true
	case *ent.CalendarAddress:
		return Object{Noun: CalendarAddress, PersonID: n.PersonID}, true
	case *ent.PartnerToken:
		return Object{Noun: Token, OrganisationID: n.OrganisationID}, true
	case *ent.Employee:
		return owned(Employee, n.OrganisationID, n.RegionalOrganisationID), true
	}
	return Object{}, false
}

func ofParts(node any) (Object, bool) {
	switch n := node.(type) {
	case *ent.PlanLine:
		return ofPlanPart(n.Edges.Plan), true
	case *ent.GrantAmount:
		return ofPlanPart(n.Edges.Plan), true
	case *ent.Participation:
		return below(n.Edges.Registration, owned(Participation, n.OrganisationID, n.RegionalOrganisationID)), true
	case *ent.Cell:
		return OfCell(n, n.Edges.Registration), true
	case *ent.Document:
		return below(n.Edges.Registration, owned(Document, n.OrganisationID, n.RegionalOrganisationID)), true
	case *ent.Decision:
		return below(n.Edges.Registration, owned(Decision, n.OrganisationID, n.RegionalOrganisationID)), true
	case *ent.Repair:
		return below(n.Edges.Registration, owned(Repair, n.OrganisationID, n.RegionalOrganisationID)), true
	case *ent.File:
		return owned(File, n.OrganisationID, n.RegionalOrganisationID), true
	case *ent.UploadTicket:
		return owned(Upload, n.OrganisationID, n.RegionalOrganisationID), true
	case *ent.Evaluation:
		return owned(Receipt, n.OrganisationID, n.RegionalOrganisationID), true
	case *ent.AuditEntry:
		o := owned(Audit, n.OrganisationID, "") // whose region it is stands in the rows it is about
		o.PersonID = n.DossierID                // the chain of a person has no organisation
		return o, true
	case *ent.Event:
		return owned(Event, n.OrganisationID, n.RegionalOrganisationID), true
	case *ent.SchemeRelease:
		return Object{Noun: SchemeRelease}, true
	}
	return Object{}, false
}

// OfCell describes a cell; its registration may be nil where it was not loaded.
func OfCell(n *ent.Cell, r *ent.Registration) Object {
	o := below(r, owned(Cell, n.OrganisationID, n.RegionalOrganisationID))
	o.CellJudges = judgeOf(n)
	return o
}

func judgeOf(n *ent.Cell) []string {
	if n.Judge == "" {
		return nil
	}
	return []string{n.Judge}
}

// owned is a row of an organisation that does not itself say whether it was submitted.
func owned(n Noun, organisationID, regionalOrganisationID string) Object {
	return Object{Noun: n, OrganisationID: organisationID, RegionalOrganisationID: regionalOrganisationID, seen: n}
}

// below takes over what the registration of a row says, where it was loaded.
func below(r *ent.Registration, o Object) Object {
	if r == nil {
		return o
	}
	return OfRegistration(r).As(o.Noun)
}

func ofPlanPart(p *ent.Plan) Object {
	if p == nil {
		return Object{Noun: Plan, seen: Plan}
	}
	return OfPlan(p)
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func persons(ids ...*string) []string {
	var all []string
	for _, id := range ids {
		if p := value(id); p != "" && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}
