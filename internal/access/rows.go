package access

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqljson"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/cell"
	entdecision "github.com/penvoerder/penvoerder/ent/decision"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/event"
	"github.com/penvoerder/penvoerder/ent/file"
	"github.com/penvoerder/penvoerder/ent/grantamount"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/partnertoken"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/planline"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/ent/session"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

// condition narrows a selector to the rows of an actor. Columns come from s, because the query may join.
type condition func(s *sql.Selector, a actor.Actor) *sql.Predicate

// table says what each word means for the rows of one type; what a word does not say, no policy line may ask.
type table struct {
	noun  Noun
	words map[Word]condition
}

// tables has every type of the data model. A type without a noun is the platform's own: nobody sees it.
var tables = map[string]table{
	ent.TypeOrganisation: {Organisation, map[Word]condition{
		OwnOrganisation: mine(organisation.FieldID),
		OwnRegion:       organisationsOfRegion,
	}},
	ent.TypeRoleAssignment: {Contact, map[Word]condition{
		OwnOrganisation: mine(roleassignment.FieldOrganisationID),
		OwnRegion:       rolesOfRegion,
		OwnPerson:       self(roleassignment.FieldPersonID),
	}},
	ent.TypePerson: {Person, map[Word]condition{
		OwnOrganisation: holders(mine(roleassignment.FieldOrganisationID)),
		OwnRegion:       holders(rolesOfRegion),
		OwnPerson:       self(person.FieldID),
	}},
	ent.TypeSession:      {Session, map[Word]condition{OwnPerson: self(session.FieldPersonID)}},
	ent.TypePartnerToken: {Token, map[Word]condition{OwnOrganisation: mine(partnertoken.FieldOrganisationID)}},
	ent.TypeEmployee:     ofOwner(Employee, employeesSubmitted),

	ent.TypePlan:          ofOwner(Plan, submitted),
	ent.TypePlanLine:      {Plan, through(planline.FieldPlanID, plan.Table, ofOwner(Plan, submitted))},
	ent.TypeGrantAmount:   {Plan, through(grantamount.FieldPlanID, plan.Table, ofOwner(Plan, submitted))},
	ent.TypeRegistration:  judged(ofOwner(Registration, submitted)),
	ent.TypeParticipation: ofOwner(Participation, inSubmitted(participation.FieldRegistrationID, registration.Table)),
	ent.TypeCell:          judgedCells(ofOwner(Cell, partSubmitted)),
	ent.TypeDocument:      ofOwner(Document, partSubmitted),
	ent.TypeFile:          ofOwner(File, filesSubmitted),
	ent.TypeUploadTicket:  ofOwner(Upload, nil),
	ent.TypeEvaluation:    ofOwner(Receipt, subjectSubmitted(evaluation.FieldSubjectID)),
	ent.TypeDecision:      ofOwner(Decision, inSubmitted(entdecision.FieldRegistrationID, registration.Table)),
	ent.TypeRepair:        ofOwner(Repair, inSubmitted(repair.FieldRegistrationID, registration.Table)),
	ent.TypeEvent:         ofOwner(Event, either(subjectSubmitted(event.FieldSubjectID), ofReleases(event.FieldSubjectID, ids.SchemeRelease, schemePrefix))),
	ent.TypeAuditEntry: {Audit, map[Word]condition{
		OwnOrganisation: mine(auditentry.FieldOrganisationID),
		OwnRegion:       region(auditentry.FieldRegionalOrganisationID),
		Submitted:       either(inSubmitted(auditentry.FieldDossierID, plan.Table), ofReleases(auditentry.FieldDossierID, schemePrefix)),
		OwnPerson:       self(auditentry.FieldDossierID),
	}},

	ent.TypeSchemeRelease: {SchemeRelease, nil},
	ent.TypeParameterFile: {SchemeRelease, nil},

	ent.TypeAuditHead:      {},
	ent.TypeDue:            {},
	ent.TypeIdempotencyKey: {},
	ent.TypeNumber:         {},
	ent.TypeOneTimeCode:    {},
	ent.TypeSetting:        {},
}

// compiles reports whether the word says something about the rows of every type of the noun. Nouns without a type are
// judged row by row only.
func compiles(n Noun, w Word) bool {
	if w == Any {
		return true
	}
	found := false
	for _, t := range tables {
		if t.noun == n {
			if !t.says(w) {
				return false
			}
			found = true
		}
	}
	return found
}

// says reports whether every part of the word means something for the rows.
func (t table) says(w Word) bool {
	return !slices.ContainsFunc(w.parts(), func(part Word) bool { return part != Any && t.words[part] == nil })
}

// Predicate is the rule of the store: the rows of this type that the actor may read, by the policy's READ lines. It
// refuses a type that it does not know.
func (g *Guard) Predicate(ctx context.Context, typ string) (store.Predicate, error) {
	t, ok := tables[typ]
	if !ok {
		return nil, nil // the store refuses the query
	}
	if t.noun == "" {
		return store.None, nil
	}
	a := actor.From(ctx)
	d, err := g.decide(a, t.noun, Read)
	if err != nil {
		return nil, err
	}
	if len(d) == 0 {
		return store.None, nil
	}
	for _, r := range d {
		if r.narrowest() == Any {
			return store.All, nil
		}
	}
	return func(s *sql.Selector) { s.Where(t.compile(s, a, d)) }, nil
}

// compile joins the rules by or, and the words within a rule by and; equal rules are written once.
func (t table) compile(s *sql.Selector, a actor.Actor, d decision) *sql.Predicate {
	var either []*sql.Predicate
	written := map[Word]bool{}
	for _, r := range d {
		// All words of a rule beside any are the same one: a scope is never wider or other than its role's line.
		for _, w := range r.narrowest().parts() {
			if !written[w] {
				either = append(either, t.words[w](s, a))
			}
			written[w] = true
		}
	}
	if len(either) == 1 {
		return enclosed(either[0])
	}
	return enclosed(sql.Or(either...))
}

// enclosed puts the predicate between parentheses. Ent leaves them away around an or that is the only member of
// another one, and what follows by and would then belong to its last part alone.
func enclosed(p *sql.Predicate) *sql.Predicate {
	return sql.P(func(b *sql.Builder) { b.Wrap(func(b *sql.Builder) { b.Join(p) }) })
}

// mine keeps the rows of the organisation acted for.
func mine(column string) condition {
	return func(s *sql.Selector, a actor.Actor) *sql.Predicate { return equal(s, column, a.OrganisationID) }
}

// region keeps the rows of the regional organisation acted for.
func region(column string) condition {
	return func(s *sql.Selector, a actor.Actor) *sql.Predicate { return equal(s, column, a.RegionalOrganisationID) }
}

// self keeps the rows of the person.
func self(column string) condition {
	return func(s *sql.Selector, a actor.Actor) *sql.Predicate { return equal(s, column, a.PersonID) }
}

// equal compares with what the actor has; who has nothing gets nothing, also where the column is empty.
func equal(s *sql.Selector, column, value string) *sql.Predicate {
	if value == "" {
		return sql.False()
	}
	return sql.EQ(s.C(column), value)
}

// submitted keeps the plans, or the registrations, that were handed in: the column has one name in both.
func submitted(s *sql.Selector, _ actor.Actor) *sql.Predicate {
	return sql.NotNull(s.C(plan.FieldSubmittedAt))
}

// judged adds the words for the registrations whose content was put to the role, and for those that were handed in
// and have a cell which it judges.
func judged(t table) table {
	t.words[ContentJudge] = func(s *sql.Selector, a actor.Actor) *sql.Predicate {
		return sql.And(sql.NotNull(s.C(registration.FieldContentAskedAt)), equal(s, registration.FieldContentJudge, string(a.Role)))
	}
	t.words[CellJudge] = func(s *sql.Selector, a actor.Actor) *sql.Predicate {
		if a.Role == "" {
			return sql.False()
		}
		return sql.And(submitted(s, a), sqljson.ValueContains(s.C(registration.FieldCellJudges), string(a.Role)))
	}
	return t
}

// judgedCells adds the word for the cells of what was handed in that the role judges.
func judgedCells(t table) table {
	t.words[CellJudge] = func(s *sql.Selector, a actor.Actor) *sql.Predicate {
		return sql.And(equal(s, cell.FieldJudge, string(a.Role)), partSubmitted(s, a))
	}
	return t
}

// ofOwner has the words of the columns that every row of an organisation carries, and submitted in its own way.
func ofOwner(n Noun, submitted condition) table {
	t := table{n, map[Word]condition{
		OwnOrganisation: mine(plan.FieldOrganisationID),
		OwnRegion:       region(plan.FieldRegionalOrganisationID),
	}}
	if submitted != nil {
		t.words[Submitted] = submitted
	}
	return t
}

// through has the words of the table that the column refers to.
func through(column, name string, of table) map[Word]condition {
	words := make(map[Word]condition, len(of.words))
	for w, c := range of.words {
		words[w] = func(s *sql.Selector, a actor.Actor) *sql.Predicate {
			inner := from(s, name)
			return sql.In(s.C(column), inner.Select(inner.C("id")).Where(c(inner, a)))
		}
	}
	return words
}

// inSubmitted keeps the rows whose column refers to a plan or registration that was handed in. It looks that one up for
// each row: within an or, PostgreSQL answers IN and EXISTS by reading everything that was ever handed in.
func inSubmitted(column, name string) condition {
	return func(s *sql.Selector, _ actor.Actor) *sql.Predicate {
		t := sql.Table(name).As("submitted") // beside a table of the same name around it
		moment := sql.Dialect(s.Dialect()).Select(t.C(registration.FieldSubmittedAt)).From(t)
		moment.Where(sql.ColumnsEQ(t.C("id"), s.C(column)))
		return sql.P(func(b *sql.Builder) { b.Wrap(func(b *sql.Builder) { b.Join(moment) }).WriteString(" IS NOT NULL") })
	}
}

// partSubmitted keeps the parts of a registration that was handed in, and of the project file of a plan that was.
func partSubmitted(s *sql.Selector, a actor.Actor) *sql.Predicate {
	return sql.Or(
		inSubmitted(cell.FieldRegistrationID, registration.Table)(s, a),
		sql.And(sql.IsNull(s.C(cell.FieldRegistrationID)), inSubmitted(cell.FieldPlanID, plan.Table)(s, a)),
	)
}

func filesSubmitted(s *sql.Selector, a actor.Actor) *sql.Predicate {
	inner := from(s, document.Table)
	return sql.In(s.C(file.FieldDocumentID), inner.Select(inner.C(document.FieldID)).Where(partSubmitted(inner, a)))
}

// subjectSubmitted keeps the rows about a registration or plan that was handed in.
func subjectSubmitted(column string) condition {
	return func(s *sql.Selector, a actor.Actor) *sql.Predicate {
		return sql.Or(inSubmitted(column, registration.Table)(s, a), inSubmitted(column, plan.Table)(s, a))
	}
}

// either keeps what one or the other condition does.
func either(a, b condition) condition {
	return func(s *sql.Selector, who actor.Actor) *sql.Predicate { return sql.Or(a(s, who), b(s, who)) }
}

// schemePrefix is that of the ids of schemes, under which the log of their releases is kept.
const schemePrefix = "sch"

// ofReleases keeps what happened to releases and parameters of schemes: nobody's rows, told by the prefix of an id.
func ofReleases(column string, prefixes ...string) condition {
	return func(s *sql.Selector, _ actor.Actor) *sql.Predicate {
		of := make([]*sql.Predicate, len(prefixes))
		for i, p := range prefixes {
			of[i] = sql.HasPrefix(s.C(column), p+"_")
		}
		return sql.Or(of...)
	}
}

// employeesSubmitted keeps who takes part in a registration that was handed in.
func employeesSubmitted(s *sql.Selector, a actor.Actor) *sql.Predicate {
	inner := from(s, participation.Table)
	return sql.In(s.C("id"), inner.Select(inner.C(participation.FieldEmployeeID)).
		Where(inSubmitted(participation.FieldRegistrationID, registration.Table)(inner, a)))
}

// organisationsOfRegion keeps the organisations of the region, and those of elsewhere that have a plan in it.
func organisationsOfRegion(s *sql.Selector, a actor.Actor) *sql.Predicate {
	inner := from(s, plan.Table)
	return sql.Or(
		equal(s, organisation.FieldRegionalOrganisationID, a.RegionalOrganisationID),
		sql.In(s.C(organisation.FieldID), inner.Select(inner.C(plan.FieldOrganisationID)).Where(sql.And(
			equal(inner, plan.FieldRegionalOrganisationID, a.RegionalOrganisationID), sql.NotNull(inner.C(plan.FieldRegionID)),
		))),
	)
}

// rolesOfRegion keeps the roles held at organisations of the region, and at its regional organisation itself.
func rolesOfRegion(s *sql.Selector, a actor.Actor) *sql.Predicate {
	inner := from(s, organisation.Table)
	return sql.Or(
		equal(s, roleassignment.FieldRegionalOrganisationID, a.RegionalOrganisationID),
		sql.In(s.C(roleassignment.FieldOrganisationID), inner.Select(inner.C(organisation.FieldID)).
			Where(organisationsOfRegion(inner, a))),
	)
}

// holders keeps the persons who hold such a role.
func holders(of condition) condition {
	return func(s *sql.Selector, a actor.Actor) *sql.Predicate {
		inner := from(s, roleassignment.Table)
		return sql.In(s.C(person.FieldID), inner.Select(inner.C(roleassignment.FieldPersonID)).Where(of(inner, a)))
	}
}

// from begins a query within a query.
func from(s *sql.Selector, name string) *sql.Selector {
	t := sql.Table(name)
	return sql.Dialect(s.Dialect()).Select().From(t)
}
