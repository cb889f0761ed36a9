package rejudge

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
)

// Cause is why a judgement is made again.
type Cause string

// The causes. Those of marks are stored, and the audit shows all.
const (
	Term              Cause = "TERM"               // time: the judgement held until now
	Parameters        Cause = "PARAMETERS"         // an operator's file replaced values that it rests on
	Organisation      Cause = "ORGANISATION"       // what the organisation states about itself
	Group             Cause = "GROUP"              // the ties of its group
	Employee          Cause = "EMPLOYEE"           // what is stated about an employee, or who that is
	PlanFacts         Cause = "PLAN"               // what the plan states
	ProjectFile       Cause = "PROJECT_FILE"       // what the project documents say of the organisation
	OtherRegistration Cause = "OTHER_REGISTRATION" // another registration of one of its people
	Decision          Cause = "DECISION"           // who was to decide had seen another amount
	Cap               Cause = "CAP"                // what other registrations use of a cap that they share
)

// Causes returns every cause.
func Causes() []Cause {
	return []Cause{Term, Parameters, Organisation, Group, Employee, PlanFacts, ProjectFile, OtherRegistration, Decision, Cap}
}

// The subjects of marks. What they stand for is looked up by the round, so that marking costs one row.
const (
	ofOrganisation = "ORGANISATION" // its running plans and undecided registrations
	ofPlan         = "PLAN"         // the plan itself
	ofDossier      = "DOSSIER"      // the undecided registrations of a plan
	ofPerson       = "PERSON"       // the undecided registrations of a person at an organisation
	ofScheme       = "SCHEME"       // the undecided registrations of an organisation under a scheme
)

// Mark names the judgements that are due.
type Mark struct{ organisationID, subject, subjectID, madeBy string }

// OfOrganisation marks every running plan and undecided registration of an organisation.
func OfOrganisation(id string) Mark {
	return Mark{organisationID: id, subject: ofOrganisation, subjectID: id}
}

// OfPlan marks a plan.
func OfPlan(p *ent.Plan) Mark {
	return Mark{organisationID: p.OrganisationID, subject: ofPlan, subjectID: p.ID}
}

// OfDossier marks the undecided registrations of a plan.
func OfDossier(p *ent.Plan) Mark {
	return Mark{organisationID: p.OrganisationID, subject: ofDossier, subjectID: p.ID}
}

// OfPerson marks the undecided registrations in which an employee takes part, or whoever is the same person at that
// organisation. The registration madeBy, where one is named, was judged by the act that marks: alone it is not due.
func OfPerson(e *ent.Employee, madeBy string) Mark {
	return Mark{organisationID: e.OrganisationID, subject: ofPerson, subjectID: PersonOf(e), madeBy: madeBy}
}

// OfScheme marks the undecided registrations of an organisation under the scheme of a plan.
func OfScheme(p *ent.Plan) Mark {
	return Mark{organisationID: p.OrganisationID, subject: ofScheme, subjectID: p.Scheme}
}

// PersonOf returns who the person behind an employee is, however often entered and under whatever name: the id of the
// entry that came first.
func PersonOf(e *ent.Employee) string {
	if e.SameAs != nil {
		return *e.SameAs
	}
	return e.ID
}

const marksAtOnce = 1000 // rows of one statement

// MarkDue marks judgements as due within the transaction of the act that causes it; now is regulation time. The same
// mark given twice is one.
func MarkDue(ctx context.Context, tx *ent.Tx, now time.Time, cause Cause, marks ...Mark) error {
	seen := map[Mark]bool{}
	var rows []*ent.DueCreate
	for _, m := range marks {
		if seen[m] {
			continue
		}
		seen[m] = true
		row := tx.Due.Create().SetOrganisationID(m.organisationID).SetSubject(m.subject).SetSubjectID(m.subjectID).
			SetCause(string(cause)).SetMarkedAt(now)
		if m.madeBy != "" {
			row.SetMadeBy(m.madeBy)
		}
		rows = append(rows, row)
		note(ctx, m.organisationID)
	}
	for some := range slices.Chunk(rows, marksAtOnce) {
		if err := tx.Due.CreateBulk(some...).Exec(ctx); err != nil {
			return fmt.Errorf("mark what is due: %w", err)
		}
	}
	return nil
}
