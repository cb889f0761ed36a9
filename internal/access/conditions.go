package access

import (
	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/file"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/internal/actor"
)

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

// equal compares with the actor's value; an actor without a value gets no rows, also where the column is empty.
func equal(s *sql.Selector, column, value string) *sql.Predicate {
	if value == "" {
		return sql.False()
	}
	return sql.EQ(s.C(column), value)
}

// submitted keeps the plans, or the registrations, that were submitted: the column has one name in both.
func submitted(s *sql.Selector, _ actor.Actor) *sql.Predicate {
	return sql.NotNull(s.C(plan.FieldSubmittedAt))
}

// inSubmitted keeps the rows whose column refers to a plan or registration that was submitted. It looks that one up for
// each row: within an or, PostgreSQL evaluates IN and EXISTS by reading everything that was ever submitted.
func inSubmitted(column, name string) condition {
	return func(s *sql.Selector, _ actor.Actor) *sql.Predicate {
		t := sql.Table(name).As("submitted") // beside a table of the same name around it
		moment := sql.Dialect(s.Dialect()).Select(t.C(registration.FieldSubmittedAt)).From(t)
		moment.Where(sql.ColumnsEQ(t.C("id"), s.C(column)))
		return sql.P(func(b *sql.Builder) { b.Wrap(func(b *sql.Builder) { b.Join(moment) }).WriteString(" IS NOT NULL") })
	}
}

// partSubmitted keeps the parts of a registration that was submitted, and of the project file of a plan that was.
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

// subjectSubmitted keeps the rows about a registration or plan that was submitted.
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

// ofReleases keeps what happened to releases and parameters of schemes: nobody's rows, recognised by the prefix of an id.
func ofReleases(column string, prefixes ...string) condition {
	return func(s *sql.Selector, _ actor.Actor) *sql.Predicate {
		of := make([]*sql.Predicate, len(prefixes))
		for i, p := range prefixes {
			of[i] = sql.HasPrefix(s.C(column), p+"_")
		}
		return sql.Or(of...)
	}
}

// linesOfRegion keeps the lines of the audit whose plan, or else whose organisation, is of the region. It looks that up
// for each line: what a line is seen by changes, and a line never does.
func linesOfRegion(s *sql.Selector, a actor.Actor) *sql.Predicate {
	if a.RegionalOrganisationID == "" {
		return sql.False()
	}
	regionOf := func(name, column string) *sql.Selector {
		t := sql.Table(name).As("of_" + name)
		of := sql.Dialect(s.Dialect()).Select(t.C(plan.FieldRegionalOrganisationID)).From(t)
		return of.Where(sql.ColumnsEQ(t.C("id"), s.C(column)))
	}
	return sql.P(func(b *sql.Builder) {
		b.WriteString("COALESCE")
		b.Wrap(func(b *sql.Builder) {
			b.Wrap(func(b *sql.Builder) { b.Join(regionOf(plan.Table, auditentry.FieldDossierID)) }).Comma()
			b.Wrap(func(b *sql.Builder) { b.Join(regionOf(organisation.Table, auditentry.FieldOrganisationID)) })
		}).WriteOp(sql.OpEQ).Arg(a.RegionalOrganisationID)
	})
}

// employeesSubmitted keeps the employees who take part in a registration that was submitted.
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

// tiesOfNobody keeps the ties between two that have no account, which the region stated.
func tiesOfNobody(s *sql.Selector, a actor.Actor) *sql.Predicate {
	return sql.And(
		sql.IsNull(s.C(tie.FieldHolderID)), sql.IsNull(s.C(tie.FieldHeldID)),
		equal(s, tie.FieldStatedRegionalOrganisationID, a.RegionalOrganisationID),
	)
}

// from begins a query within a query.
func from(s *sql.Selector, name string) *sql.Selector {
	t := sql.Table(name)
	return sql.Dialect(s.Dialect()).Select().From(t)
}

// condition narrows a selector to the rows of an actor. Columns come from s, because the query may join.
type condition func(s *sql.Selector, a actor.Actor) *sql.Predicate

// holders keeps the persons who hold such a role.
func holders(of condition) condition {
	return func(s *sql.Selector, a actor.Actor) *sql.Predicate {
		inner := from(s, roleassignment.Table)
		return sql.In(s.C(person.FieldID), inner.Select(inner.C(roleassignment.FieldPersonID)).Where(of(inner, a)))
	}
}
