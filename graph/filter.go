package graph

import (
	"context"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Filters narrow a list that is already under the row predicate of who asks.

// begins narrows to rows of which one of the columns begins with the text, in any case.
func begins(text string, columns ...string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		var matches []*sql.Predicate
		for _, column := range columns {
			matches = append(matches, sql.HasPrefixFold(s.C(column), text))
		}
		s.Where(sql.Or(matches...))
	}
}

// atLeast refuses a search that would find nearly everything.
func atLeast(search string, n int) error {
	if len([]rune(strings.TrimSpace(search))) >= n {
		return nil
	}
	return fault.Invalid([]string{"filter", "search"}, "SEARCH_TOO_SHORT", fault.Text{
		NL: fmt.Sprintf("Zoek op ten minste %d tekens.", n), EN: fmt.Sprintf("Search for at least %d characters.", n),
	}, fmt.Sprintf(">= %d", n))
}

// inRegion narrows to plans or registrations of organisations of a region: the column has one name in both.
func inRegion(regionID string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		o := sql.Table(organisation.Table)
		s.Where(sql.In(s.C(plan.FieldOrganisationID), sql.Select(o.C(organisation.FieldID)).From(o).Where(sql.EQ(o.C(organisation.FieldRegionID), regionID))))
	}
}

func organisationsIn(f *model.OrganisationFilter) ([]predicate.Organisation, error) {
	var out []predicate.Organisation
	if f == nil {
		return nil, nil
	}
	if f.RegionID != nil {
		out = append(out, organisation.RegionID(*f.RegionID))
	}
	if f.IsVerified != nil {
		out = append(out, whether(*f.IsVerified, organisation.VerifiedOnNotNil(), organisation.VerifiedOnIsNil()))
	}
	if f.IsWithoutContact != nil {
		out = append(out, whether(*f.IsWithoutContact, organisation.WithoutContactOnNotNil(), organisation.WithoutContactOnIsNil()))
	}
	if f.Search != nil {
		out = append(out, begins(*f.Search, organisation.FieldName, organisation.FieldKvkNumber))
		return out, atLeast(*f.Search, 3)
	}
	return out, nil
}

func whether[P any](is bool, yes, no P) P {
	if is {
		return yes
	}
	return no
}

func tiesIn(f *model.TieFilter) ([]predicate.Tie, error) {
	var out []predicate.Tie
	if f == nil {
		return nil, nil
	}
	if f.States != nil {
		out = append(out, tie.StateIn(f.States...))
	}
	if f.OrganisationID != nil {
		out = append(out, tie.Or(tie.HolderID(*f.OrganisationID), tie.HeldID(*f.OrganisationID)))
	}
	if f.Search != nil {
		out = append(out, begins(*f.Search, tie.FieldHolderName, tie.FieldHeldName, tie.FieldHolderNumber, tie.FieldHeldNumber))
		return out, atLeast(*f.Search, 3)
	}
	return out, nil
}

// employeesIn finds nobody by a name that the viewer does not read.
func (r *root) employeesIn(ctx context.Context, f *model.EmployeeFilter) ([]predicate.Employee, error) {
	var out []predicate.Employee
	if f == nil {
		return nil, nil
	}
	var bad fault.Collector
	if on := typed.Optional(f.EmployedOn, &bad, "filter", "employedOn"); on != nil {
		out = append(out, employee.EmployedSinceLTE(*on), employee.Or(employee.EmployedUntilIsNil(), employee.EmployedUntilGTE(*on)))
	}
	if f.ExternalReferences != nil {
		out = append(out, employee.ExternalReferenceIn(f.ExternalReferences...))
	}
	if f.Search != nil {
		out = append(out, begins(*f.Search, employee.FieldName))
		if !r.use.Guard.CanReadPersonal(ctx, access.Employee) {
			out = append(out, nothing)
		}
		if err := atLeast(*f.Search, 2); err != nil {
			return nil, err
		}
	}
	return out, bad.Err()
}

func plansIn(f *model.PlanFilter) ([]predicate.Plan, error) {
	var out []predicate.Plan
	if f == nil {
		return nil, nil
	}
	if f.Schemes != nil {
		out = append(out, plan.SchemeIn(f.Schemes...))
	}
	if f.States != nil {
		out = append(out, plan.StateIn(f.States...))
	}
	if f.RegionID != nil {
		out = append(out, inRegion(*f.RegionID))
	}
	if f.Search != nil {
		out = append(out, plan.Or(begins(*f.Search, plan.FieldNumber), ofNamed(plan.FieldOrganisationID, *f.Search)))
		return out, atLeast(*f.Search, 3)
	}
	return out, nil
}

// ofNamed narrows to rows of organisations whose name begins with the text.
func ofNamed(column, text string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		o := sql.Table(organisation.Table)
		s.Where(sql.In(s.C(column), sql.Select(o.C(organisation.FieldID)).From(o).Where(sql.HasPrefixFold(o.C(organisation.FieldName), text))))
	}
}

func (r *root) registrationsIn(ctx context.Context, f *model.RegistrationFilter) ([]predicate.Registration, error) {
	if f == nil {
		return nil, nil
	}
	if r.isBlindTo(ctx, f) {
		return []predicate.Registration{registration.IDIn()}, nil
	}
	out, err := r.aboutPeople(ctx, f)
	if err != nil {
		return nil, err
	}
	out = append(out, registrationsOf(f)...)
	if f.IsRepairOverdue != nil {
		out = append(out, repairOverdue(r.use.Clock.Today(), *f.IsRepairOverdue))
	}
	if f.Outcome != nil {
		out = append(out, registration.Outcome(*f.Outcome))
	}
	if f.NeedsMe != nil && *f.NeedsMe {
		out = append(out, waitsFor(actor.From(ctx).Role))
	}
	var bad fault.Collector
	if since := typed.Optional(f.ChangedSince, &bad, "filter", "changedSince"); since != nil {
		out = append(out, registration.UpdatedAtGTE(*since))
	}
	out = append(out, r.contentIn(f)...)
	if f.Search != nil {
		columns := []string{registration.FieldNumber, registration.FieldTrainingTitle}
		if r.use.Guard.Sees(ctx, access.Employee) {
			columns = append(columns, registration.FieldExternalReference)
		}
		out = append(out, begins(*f.Search, columns...))
		if err := atLeast(*f.Search, 3); err != nil {
			return nil, err
		}
	}
	return out, bad.Err()
}

// aboutPeople are the conditions that name who has a registration in review, and who takes part in it.
func (r *root) aboutPeople(ctx context.Context, f *model.RegistrationFilter) ([]predicate.Registration, error) {
	var out []predicate.Registration
	if f.AssessorID != nil {
		by, err := r.heldBy(ctx, *f.AssessorID)
		if err != nil {
			return nil, err
		}
		out = append(out, by)
	}
	if f.EmployeeID != nil {
		with, err := r.with(ctx, *f.EmployeeID)
		if err != nil {
			return nil, err
		}
		out = append(out, with)
	}
	return out, nil
}

// isBlindTo reports whether a filter asks about something that the viewer does not see: then it finds nothing, so that
// the number of results reveals nothing either.
func (r *root) isBlindTo(ctx context.Context, f *model.RegistrationFilter) bool {
	return f.PlanID != nil && !r.use.Guard.Sees(ctx, access.Plan) ||
		(f.OrganisationID != nil || f.RegionID != nil) && !r.use.Guard.Sees(ctx, access.Organisation) ||
		f.IsRepairOverdue != nil && !r.use.Guard.Sees(ctx, access.Repair) ||
		f.Outcome != nil && !r.use.Guard.Sees(ctx, access.Receipt)
}

// contentIn are the conditions about the judgement of the content.
func (r *root) contentIn(f *model.RegistrationFilter) []predicate.Registration {
	var out []predicate.Registration
	if f.Content != nil {
		out = append(out, registrations.InContentState(f.Content...))
	}
	if f.IsContentChanged != nil {
		out = append(out, registrations.ContentChanged(*f.IsContentChanged))
	}
	if f.IsContentOverdue != nil {
		out = append(out, registrations.ContentOverdue(r.use.Clock.Today(), *f.IsContentOverdue))
	}
	return out
}

// registrationsOf are the conditions that name what registrations belong to.
func registrationsOf(f *model.RegistrationFilter) []predicate.Registration {
	var out []predicate.Registration
	if f.Schemes != nil {
		out = append(out, registration.SchemeIn(f.Schemes...))
	}
	if f.PlanID != nil {
		out = append(out, registration.PlanID(*f.PlanID))
	}
	if f.OrganisationID != nil {
		out = append(out, registration.OrganisationID(*f.OrganisationID))
	}
	if f.RegionID != nil {
		out = append(out, inRegion(*f.RegionID))
	}
	if f.Activities != nil {
		out = append(out, registration.ActivityIn(f.Activities...))
	}
	if f.States != nil {
		out = append(out, registration.StateIn(workflow.Current(f.States)...))
	}
	return out
}

// repairOverdue narrows to registrations in repair of which the last day has passed, or to the others.
func repairOverdue(today time.Time, is bool) func(*sql.Selector) {
	return func(s *sql.Selector) {
		open := sql.Table(repair.Table)
		late := sql.And(sql.EQ(s.C(registration.FieldState), workflow.Repair), sql.In(s.C(registration.FieldID), sql.Select(open.C(repair.FieldRegistrationID)).From(open).Where(sql.And(
			sql.NotNull(open.C(repair.FieldRegistrationID)), sql.IsNull(open.C(repair.FieldClosedAt)), sql.LT(open.C(repair.FieldDueOn), today),
		))))
		if !is {
			late = sql.Not(late)
		}
		s.Where(late)
	}
}

// with narrows to registrations in which an employee is seen to take part; to nothing for who does not see the employee.
func (r *root) with(ctx context.Context, employeeID string) (predicate.Registration, error) {
	n, err := r.node(ctx, employeeID)
	if _, is := n.(*ent.Employee); !is || err != nil {
		return nothing, err
	}
	in, err := r.db().Participation.Query().Where(participation.EmployeeID(employeeID)).Select(participation.FieldRegistrationID).Strings(ctx)
	return registration.IDIn(in...), err
}
