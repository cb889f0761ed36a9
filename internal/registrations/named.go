package registrations

import (
	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// ContentWaitsFor narrows to registrations whose content waits for a role, because the scheme names it as its judge.
func ContentWaitsFor(role actor.Role) predicate.Registration {
	return registration.And(registration.State(workflow.AwaitingContent), registration.ContentJudge(string(role)))
}

// CellsWaitFor narrows to registrations in review with a cell that waits for a role, because the scheme names it as the
// judge of its column.
func CellsWaitFor(role actor.Role) predicate.Registration {
	open := func(s *sql.Selector) {
		c := sql.Table(cell.Table)
		s.Where(sql.In(s.C(registration.FieldID), sql.Select(c.C(cell.FieldRegistrationID)).From(c).Where(sql.And(
			sql.EQ(c.C(cell.FieldJudge), string(role)), sql.EQ(c.C(cell.FieldState), matrix.InReview),
		))))
	}
	return registration.And(registration.State(workflow.InReview), open)
}
