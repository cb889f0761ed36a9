package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// queued is the queue of a stage within a filter, before it is ordered, paged or counted: plans or registrations, and
// neither for a role that does not judge at the stage.
type queued struct {
	stage         string
	plans         *ent.PlanQuery
	registrations *ent.RegistrationQuery
}

// waitingAt is what waits for the viewer's role, so that lists and counts of it agree.
func (r *root) waitingAt(ctx context.Context, stage string, f *model.AssessmentFilter) (queued, error) {
	w, role := queued{stage: stage}, actor.From(ctx).Role
	if !judgesAt(role, stage) {
		return w, nil
	}
	if f == nil {
		f = &model.AssessmentFilter{}
	}
	which, err := r.tasksIn(ctx, stage, f)
	if err != nil {
		return w, err
	}
	switch stage {
	case queue.StagePlan:
		w.plans = r.db().Plan.Query().Where(plan.State(workflow.Submitted))
	case queue.StageProjectFile:
		w.plans = r.use.ProjectFiles.Queue(ctx)
	case queue.StageContent:
		w.registrations = r.db().Registration.Query().Where(registrations.WaitingForContent(), registrations.ContentWaitsFor(role))
	case queue.StageRegistration:
		w.registrations = r.use.Registrations.Queue()
		if role != actor.SSC {
			w.registrations.Where(registrations.CellsWaitFor(role))
		}
	}
	for _, one := range which {
		if w.plans != nil {
			w.plans.Where(one)
		} else {
			w.registrations.Where(one)
		}
	}
	return w, nil
}

// condition narrows plans or registrations, whose columns have one name in both.
type condition = func(*sql.Selector)

// nothing is found by a filter about what the viewer does not see, so that the number of results reveals nothing either.
func nothing(s *sql.Selector) { s.Where(sql.False()) }

// stageColumns say of a stage: since when a task waits, and which amount it is about.
type stageColumns struct{ since, amount string }

var columnsOf = map[string]stageColumns{
	queue.StagePlan:         {plan.FieldSubmittedAt, plan.FieldRequestedCents},
	queue.StageProjectFile:  {since: plan.FieldProjectWaitingSince},
	queue.StageContent:      {since: registration.FieldContentAskedAt},
	queue.StageRegistration: {registration.FieldSubmittedAt, registration.FieldAmountCents},
}

// tasksIn are the conditions of a filter at a stage.
func (r *root) tasksIn(ctx context.Context, stage string, f *model.AssessmentFilter) ([]condition, error) {
	which, err := columnsOf[stage].between(f)
	if err != nil || r.isBlindToTasks(ctx, f) {
		return []condition{nothing}, err
	}
	if len(f.Schemes) > 0 {
		which = append(which, sql.FieldIn(plan.FieldScheme, f.Schemes...))
	}
	if len(f.Activities) > 0 && (stage == queue.StageContent || stage == queue.StageRegistration) {
		which = append(which, sql.FieldIn(registration.FieldActivity, f.Activities...))
	}
	if f.RegionID != nil {
		which = append(which, inRegion(*f.RegionID))
	}
	if f.OrganisationID != nil {
		which = append(which, sql.FieldEQ(plan.FieldOrganisationID, *f.OrganisationID))
	}
	if f.IsResubmission != nil {
		which = append(which, r.resubmitted(ctx, stage, *f.IsResubmission))
	}
	held, err := r.heldIn(ctx, stage, f)
	if err != nil {
		return nil, err
	}
	which = append(which, held...)
	if f.IsOverdue == nil {
		return which, nil
	}
	late, err := r.overdue(ctx, stage, *f.IsOverdue)
	return append(which, late), err
}

// isBlindToTasks reports whether a filter asks about something that the viewer does not see of any task.
func (r *root) isBlindToTasks(ctx context.Context, f *model.AssessmentFilter) bool {
	return (f.RegionID != nil || f.OrganisationID != nil) && !r.use.Guard.Sees(ctx, access.Organisation) ||
		(f.AmountFrom != nil || f.AmountTo != nil) && !r.use.Guard.Sees(ctx, access.Receipt)
}

// between are the conditions on since when a task waits, by days in Amsterdam, and on its amount.
func (c stageColumns) between(f *model.AssessmentFilter) ([]condition, error) {
	var which []condition
	var bad fault.Collector
	if day := typed.Optional(f.WaitingStart, &bad, "filter", "waitingStart"); day != nil {
		which = append(which, sql.FieldGTE(c.since, clock.StartOf(*day)))
	}
	if day := typed.Optional(f.WaitingEnd, &bad, "filter", "waitingEnd"); day != nil {
		which = append(which, sql.FieldLT(c.since, clock.StartOf(day.AddDate(0, 0, 1))))
	}
	from, to := typed.Optional(f.AmountFrom, &bad, "filter", "amountFrom"), typed.Optional(f.AmountTo, &bad, "filter", "amountTo")
	if c.amount == "" && (from != nil || to != nil) {
		return []condition{nothing}, bad.Err()
	}
	if from != nil {
		which = append(which, sql.FieldGTE(c.amount, *from))
	}
	if to != nil {
		which = append(which, sql.FieldLTE(c.amount, *to))
	}
	return which, bad.Err()
}

// resubmitted narrows to tasks that came back, or to those that did not, as the viewer sees it of each.
func (r *root) resubmitted(ctx context.Context, stage string, is bool) condition {
	repaired := repair.FieldRegistrationID
	switch {
	case stage == queue.StageContent && is:
		return sql.FieldNotNull(registration.FieldContentJudgedAt)
	case stage == queue.StageContent:
		return sql.FieldIsNull(registration.FieldContentJudgedAt)
	case stage == queue.StagePlan || !r.use.Guard.Sees(ctx, access.Repair):
		return every(!is)
	case stage == queue.StageProjectFile:
		repaired = repair.FieldPlanID
	}
	return func(s *sql.Selector) {
		back := sql.Table(repair.Table)
		came := sql.In(s.C(plan.FieldID), sql.Select(back.C(repaired)).From(back).Where(sql.NotNull(back.C(repaired))))
		if !is {
			came = sql.Not(came)
		}
		s.Where(came)
	}
}

// every narrows to all, or to nothing.
func every(is bool) condition {
	if is {
		return func(*sql.Selector) {}
	}
	return nothing
}

// heldIn are the conditions on who has a registration in review; other tasks are nobody's.
func (r *root) heldIn(ctx context.Context, stage string, f *model.AssessmentFilter) ([]condition, error) {
	if stage != queue.StageRegistration {
		return []condition{every(f.AssessorID == nil && (f.Assigned == nil || *f.Assigned == registrations.Unassigned))}, nil
	}
	var which []condition
	if f.AssessorID != nil {
		by, err := r.heldBy(ctx, *f.AssessorID)
		if err != nil {
			return nil, err
		}
		which = append(which, by)
	}
	if f.Assigned == nil {
		return which, nil
	}
	if actor.From(ctx).Role != actor.SSC {
		return []condition{nothing}, nil
	}
	as, err := r.use.Registrations.HeldAs(ctx, *f.Assigned)
	return append(which, as), err
}

// heldBy narrows to what a person has in review, and to nothing for who does not see that person.
func (r *root) heldBy(ctx context.Context, personID string) (predicate.Registration, error) {
	p, err := r.personByID(ctx, &personID)
	if err != nil || p == nil {
		return nothing, err
	}
	return registrations.HeldBy(personID), nil
}

// overdue narrows to tasks whose expected day has passed, or to the others.
func (r *root) overdue(ctx context.Context, stage string, is bool) (condition, error) {
	switch stage {
	case queue.StageContent:
		return registrations.ContentOverdue(r.use.Clock.Today(), is), nil
	case queue.StagePlan:
		late, err := r.lateReleases(ctx)
		if is {
			return sql.FieldIn(plan.FieldReleaseID, late...), err
		}
		return sql.FieldNotIn(plan.FieldReleaseID, late...), err
	}
	return every(!is), nil
}

// lateReleases are the releases of plans that wait to be assessed, of which the window for that has closed.
func (r *root) lateReleases(ctx context.Context) ([]string, error) {
	pinned, err := r.db().Plan.Query().Where(plan.State(workflow.Submitted)).Unique(true).Select(plan.FieldReleaseID).Strings(ctx)
	if err != nil {
		return nil, err
	}
	var late []string
	for _, id := range pinned {
		until, err := r.assessedUntil(ctx, id)
		if err != nil {
			return nil, err
		}
		if until != nil && until.Before(r.use.Clock.Regulation()) {
			late = append(late, id)
		}
	}
	return late, nil
}
