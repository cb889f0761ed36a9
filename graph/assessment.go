package graph

import (
	"context"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/store/page"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// AssessmentQueue is what waits for the viewer's role: nothing for a role that does not judge at the stage.
func (r queryResolver) AssessmentQueue(ctx context.Context, stage string, filter *model.AssessmentFilter, order *model.AssessmentOrder, first *int, after *string, last *int, before *string) (*relay.AssessmentConnection, error) {
	what := asked(ctx)
	in := page.Input{First: first, After: after, Last: last, Before: before, Total: what.any("totalCount")}
	w, err := r.waitingAt(ctx, stage, filter)
	switch {
	case err != nil:
		return nil, err
	case w.plans != nil:
		return r.plansToJudge(ctx, w, order, in, what.entries())
	case w.registrations != nil:
		return r.registrationsToJudge(ctx, w, order, in, what.entries())
	}
	return relay.New([]*queue.Task{}, (*queue.Task).ID), nil
}

// plansToJudge are plans to assess, or those whose project file waits.
func (r *root) plansToJudge(ctx context.Context, w queued, order *model.AssessmentOrder, in page.Input, what selection) (*relay.AssessmentConnection, error) {
	isProject := w.stage == queue.StageProjectFile
	by := ordered(order, planID, map[string]page.Key[*ent.Plan]{"WAITING_SINCE": planOrders["SUBMITTED_AT"], "AMOUNT": planOrders["REQUESTED"]})
	if isProject {
		by = ordered(order, planID, map[string]page.Key[*ent.Plan]{"WAITING_SINCE": projectWaiting})
	}
	p, err := page.Read(ctx, w.plans, in, by)
	if err != nil {
		return nil, err
	}
	if err := r.primePlanParts(ctx, p.Nodes, what["subject"]); err != nil {
		return nil, err
	}
	if isProject {
		if err := r.primeProjects(ctx, all(p.Nodes, planID), what); err != nil {
			return nil, err
		}
	}
	return relay.As(relay.Of(p), func(n *ent.Plan) *queue.Task { return &queue.Task{Plan: n, IsProject: isProject} }), nil
}

// registrationsToJudge are registrations that wait for their assessor, or those whose content waits.
func (r *root) registrationsToJudge(ctx context.Context, w queued, order *model.AssessmentOrder, in page.Input, what selection) (*relay.AssessmentConnection, error) {
	by := ordered(order, registrationID, map[string]page.Key[*ent.Registration]{"WAITING_SINCE": registrationOrders["SUBMITTED_AT"], "AMOUNT": registrationAmount})
	if w.stage == queue.StageContent {
		by = ordered(order, registrationID, map[string]page.Key[*ent.Registration]{"WAITING_SINCE": registrationOrders["CONTENT_ASKED_AT"], "EXPECTED_BY": contentExpected})
	}
	p, err := page.Read(ctx, w.registrations, in, by)
	if err != nil {
		return nil, err
	}
	if err := r.primeRegistrations(ctx, p.Nodes, what["subject"]); err != nil {
		return nil, err
	}
	if w.stage == queue.StageRegistration {
		if err := r.primeTasks(ctx, p.Nodes, what); err != nil {
			return nil, err
		}
	}
	return relay.As(relay.Of(p), func(n *ent.Registration) *queue.Task { return &queue.Task{Registration: n} }), nil
}

// ordered is the order of a queue by one of the keys that its stage has; by how long they wait for any other.
func ordered[N any](order *model.AssessmentOrder, id func(N) string, keys map[string]page.Key[N]) page.Order[N] {
	by := page.Order[N]{ID: id, Key: keys["WAITING_SINCE"]}
	if order == nil {
		return by
	}
	if key, has := keys[order.By]; has {
		by.Key = key
	}
	by.Descending = order.Direction == descending
	return by
}

// primeTasks reads for all registrations of a queue what their tasks show.
func (r *root) primeTasks(ctx context.Context, of []*ent.Registration, what selection) error {
	ids := all(of, registrationID)
	var assessors, receipts, plans []string
	for _, g := range of {
		assessors, receipts, plans = append(assessors, present(g.AssessorID)...), append(receipts, present(g.EvaluationID)...), append(plans, g.PlanID)
	}
	if what.any("assessor") {
		if err := r.primeNodes(ctx, assessors); err != nil {
			return err
		}
	}
	if what.any("worstSeverity") {
		if err := r.primeReleases(ctx, plans); err != nil {
			return err
		}
		if err := r.primeReceipts(ctx, receipts); err != nil {
			return err
		}
	}
	if what.any("openCells") {
		if err := r.primeOpenCells(ctx, ids); err != nil {
			return err
		}
	}
	if what.any("isResubmission") {
		return r.primeResubmitted(ctx, ids)
	}
	return nil
}

func (r *root) primeOpenCells(ctx context.Context, registrations []string) error {
	var counted []struct {
		RegistrationID string `json:"registration_id"`
		Count          int
	}
	err := r.db().Cell.Query().Where(cell.RegistrationIDIn(registrations...), cell.StateIn(cellsOf[workflow.Assessor]...)).
		GroupBy(cell.FieldRegistrationID).Aggregate(ent.Count()).Scan(ctx, &counted)
	for _, c := range counted {
		recalled(ctx).openCells.put(c.RegistrationID, c.Count)
	}
	for _, id := range registrations {
		recalled(ctx).openCells.put(id, 0)
	}
	return err
}

func (r *root) primeResubmitted(ctx context.Context, registrations []string) error {
	back, err := r.db().Repair.Query().Where(repair.RegistrationIDIn(registrations...)).
		Unique(true).Select(repair.FieldRegistrationID).Strings(ctx)
	for _, id := range registrations {
		recalled(ctx).resubmitted.put(id, slices.Contains(back, id))
	}
	return err
}

// readTasks reads tasks by the ids of their subjects.
func (r *root) readTasks(ctx context.Context, ids []string, out map[string]relay.Node) error {
	for _, id := range ids {
		subject, isProject := queue.SubjectID(id)
		n, err := r.node(ctx, subject)
		if err != nil {
			return err
		}
		if t := taskOf(n, isProject); t != nil && isFor(t, actor.From(ctx).Role) {
			out[id] = t
		}
	}
	return nil
}

// taskOf is the task of judging a thing, or the project file of a plan; nil where it does not wait for that.
func taskOf(n relay.Node, isProject bool) *queue.Task {
	switch n := n.(type) {
	case *ent.Plan:
		if isProject && projectfiles.IsWaiting(n) {
			return &queue.Task{Plan: n, IsProject: true}
		}
		if !isProject && n.State == workflow.Submitted {
			return &queue.Task{Plan: n}
		}
	case *ent.Registration:
		if !isProject && slices.Contains([]string{workflow.Submitted, workflow.InReview, workflow.AwaitingSecond, workflow.AwaitingContent}, n.State) {
			return &queue.Task{Registration: n}
		}
	}
	return nil
}

// ExpectedOn is the day of [assessmentTaskResolver.ExpectedBy].
func (r assessmentTaskResolver) ExpectedOn(ctx context.Context, t *queue.Task) (*typed.Date, error) {
	if t.Stage() != queue.StagePlan {
		return dateOf(t.ExpectedOn()), nil
	}
	until, err := r.assessedUntil(ctx, t.Plan.ReleaseID)
	if err != nil || until == nil {
		return nil, err
	}
	return new(typed.DateOf(until.In(clock.Amsterdam))), nil
}

// ExpectedBy is null where no term is set.
func (r assessmentTaskResolver) ExpectedBy(ctx context.Context, t *queue.Task) (*typed.DateTime, error) {
	if t.Stage() != queue.StagePlan {
		return untilEndOf(t.ExpectedOn()), nil
	}
	until, err := r.assessedUntil(ctx, t.Plan.ReleaseID)
	if err != nil || until == nil {
		return nil, err
	}
	return new(typed.DateTimeOf(*until)), nil
}

// assessedUntil is the last moment at which plans under a release are assessed in time; nil where none was announced.
func (r *root) assessedUntil(ctx context.Context, releaseID string) (*time.Time, error) {
	m, err := r.manifest(ctx, releaseID)
	if err != nil {
		return nil, err
	}
	return m.AssessedUntil(), nil
}

func (r assessmentTaskResolver) Assessor(ctx context.Context, t *queue.Task) (*ent.Person, error) {
	if t.Stage() != queue.StageRegistration {
		return nil, nil
	}
	return registrationResolver(r).Assessor(ctx, t.Registration)
}

func (r assessmentTaskResolver) IsResubmission(ctx context.Context, t *queue.Task) (bool, error) {
	switch t.Stage() {
	case queue.StagePlan:
		return false, nil
	case queue.StageContent:
		return t.Registration.ContentJudgedAt != nil, nil
	}
	id, prime := r.behind(t, r.primeRepairedProjects, r.primeResubmitted)
	if len(recalled(ctx).resubmitted.lacks([]string{id})) > 0 {
		if err := prime(ctx, []string{id}); err != nil {
			return false, err
		}
	}
	return recalled(ctx).resubmitted.get(id, func() (bool, error) { return false, nil })
}

// behind is the id of what a task is about, and how the same is read of a project file or of a registration.
func (r *root) behind(t *queue.Task, project, registration func(context.Context, []string) error) (string, func(context.Context, []string) error) {
	if t.IsProject {
		return t.Plan.ID, project
	}
	return t.Registration.ID, registration
}

func (r assessmentTaskResolver) OpenCells(ctx context.Context, t *queue.Task) (int, error) {
	if t.Stage() == queue.StagePlan || t.Stage() == queue.StageContent {
		return 0, nil
	}
	id, prime := r.behind(t, r.primeOpenProjectCells, r.primeOpenCells)
	if len(recalled(ctx).openCells.lacks([]string{id})) > 0 {
		if err := prime(ctx, []string{id}); err != nil {
			return 0, err
		}
	}
	return recalled(ctx).openCells.get(id, func() (int, error) { return 0, nil })
}

func (r assessmentTaskResolver) WorstSeverity(ctx context.Context, t *queue.Task) (*schemes.Severity, error) {
	var receipt *judgement.Receipt
	var err error
	switch t.Stage() {
	case queue.StagePlan:
		receipt, err = r.receipt(ctx, t.Plan.EvaluationID)
	case queue.StageRegistration:
		receipt, err = r.receipt(ctx, t.Registration.EvaluationID)
	case queue.StageProjectFile:
		receipt, err = r.projectReceipt(ctx, t.Plan.ID)
	}
	if err != nil || receipt == nil {
		return nil, err
	}
	if worst, ok := receipt.Worst(); ok {
		return &worst, nil
	}
	return nil, nil
}

func (r assessmentTaskResolver) ViewerCan(ctx context.Context, t *queue.Task, action string) (*model.Permission, error) {
	return r.can(ctx, action, t), nil
}
