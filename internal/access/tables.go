package access

import (
	"slices"

	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqljson"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/admission"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/calendaraddress"
	"github.com/penvoerder/penvoerder/ent/cell"
	entdecision "github.com/penvoerder/penvoerder/ent/decision"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/event"
	"github.com/penvoerder/penvoerder/ent/grantamount"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/partnertoken"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/planline"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/ent/session"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
)

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
	ent.TypeAppointment:     {Appointment, nil},
	ent.TypeAdmission:       ofPersonAndOwner(Admission, admission.FieldPersonID),
	ent.TypeSession:         {Session, map[Word]condition{OwnPerson: self(session.FieldPersonID)}},
	ent.TypeCalendarAddress: {CalendarAddress, map[Word]condition{OwnPerson: self(calendaraddress.FieldPersonID)}},
	ent.TypePartnerToken:    {Token, map[Word]condition{OwnOrganisation: mine(partnertoken.FieldOrganisationID)}},
	ent.TypeEmployee:        ofOwner(Employee, employeesSubmitted),

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
	ent.TypeRepair:        ofOwner(Repair, partSubmitted),
	ent.TypeEvent:         ofOwner(Event, either(subjectSubmitted(event.FieldSubjectID), ofReleases(event.FieldSubjectID, ids.SchemeRelease, schemePrefix))),
	ent.TypeAuditEntry: {Audit, map[Word]condition{
		OwnOrganisation: mine(auditentry.FieldOrganisationID),
		OwnRegion:       linesOfRegion,
		Submitted:       either(inSubmitted(auditentry.FieldDossierID, plan.Table), ofReleases(auditentry.FieldDossierID, schemePrefix)),
		OwnPerson:       self(auditentry.FieldDossierID),
	}},

	ent.TypeTie: {Tie, map[Word]condition{
		OwnOrganisation: either(mine(tie.FieldHolderID), mine(tie.FieldHeldID)),
		OwnRegion:       either(either(region(tie.FieldHolderRegionalOrganisationID), region(tie.FieldHeldRegionalOrganisationID)), tiesOfNobody),
	}},

	ent.TypeSchemeRelease: {SchemeRelease, nil},
	ent.TypeParameterFile: {SchemeRelease, nil},

	ent.TypeAuditHead:      {},
	ent.TypeDue:            {},
	ent.TypeEmployeeName:   {},
	ent.TypeIdempotencyKey: {},
	ent.TypeNumber:         {},
	ent.TypeOneTimeCode:    {},
	ent.TypeSetting:        {},
	ent.TypeStranger:       {},
	ent.TypeTold:           {},
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

// judged adds the words for the registrations whose content was put to the role, and for those that were submitted
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

// judgedCells adds the word for the cells of submitted registrations that the role judges.
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

// ofPersonAndOwner has the words of an owner's rows, and the one for those that are the person's own by a column.
func ofPersonAndOwner(n Noun, column string) table {
	t := ofOwner(n, nil)
	t.words[OwnPerson] = self(column)
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
