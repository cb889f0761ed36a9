package projectfiles

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// projectFile is the project file of a plan as it was read and as an act makes it. Acts change it in memory; write.go
// carries it to the database.
type projectFile struct {
	*matrix.Matrix

	before  *ent.Evaluation // nil before the first judgement
	receipt *ent.Evaluation // of the judgement that the act asked; nil where it asked none
	repair  *ent.Repair     // open; nil where none is

	was was
}

// was is what the database held at the time of reading.
type was struct {
	version   int // of the project file
	state     string
	signatory *string
	size      size
}

const planNotFound = "PLAN_NOT_FOUND"

// load reads the project file of a plan in the caller's sight. What lies around it is read by the platform itself, so that
// the facts do not depend on who asks.
func (d *Desk) load(ctx context.Context, planID string) (*projectFile, error) {
	if !ids.Valid(planID, ids.Plan) {
		return nil, fault.NotFound(planNotFound)
	}
	p, err := d.store.Client().Plan.Get(ctx, planID)
	if err != nil {
		return nil, store.Missing(err, planNotFound)
	}
	ctx = actor.AsSystem(ctx)
	home, err := d.source.HomeOf(ctx, p)
	if err != nil {
		return nil, err
	}
	return d.around(ctx, home)
}

// around reads what belongs to the project file of a plan.
func (d *Desk) around(ctx context.Context, home matrix.Home) (*projectFile, error) {
	p, db := home.Plan, d.store.Client()
	docs, err := d.source.Documents(ctx, document.PlanID(p.ID), document.RegistrationIDIsNil())
	if err != nil {
		return nil, fmt.Errorf("read project documents of plan %s: %w", p.Number, err)
	}
	cells, err := db.Cell.Query().Where(cell.PlanID(p.ID), cell.RegistrationIDIsNil()).Order(cell.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read cells: %w", err)
	}
	f := &projectFile{Matrix: matrix.OfProject(home, docs, cells), was: was{version: p.ProjectVersion, signatory: p.SignatoryName, size: sizeOf(p)}}
	f.was.state, _ = f.Stands()
	if f.before, err = lastReceipt(db.Evaluation.Query(), p.ID).First(ctx); err != nil && !ent.IsNotFound(err) {
		return nil, fmt.Errorf("read receipt: %w", err)
	}
	if f.repair, err = openRepair(db.Repair.Query(), p.ID).First(ctx); err != nil && !ent.IsNotFound(err) {
		return nil, fmt.Errorf("read repair: %w", err)
	}
	return f, nil
}

// openRepair narrows to the repair of a project file that is open; at most one is.
func openRepair(q *ent.RepairQuery, planID string) *ent.RepairQuery {
	return q.Where(repair.PlanID(planID), repair.ClosedAtIsNil())
}

// lastReceipt narrows to the receipts of a project file, the last first.
func lastReceipt(q *ent.EvaluationQuery, planID string) *ent.EvaluationQuery {
	return q.Where(evaluation.SubjectID(planID), evaluation.Subject(question.SubjectProjectFile)).
		Order(evaluation.ByID(func(o *sql.OrderTermOptions) { o.Desc = true }))
}

// subject says what is judged, and whose it is.
func (f *projectFile) subject() question.Subject {
	return question.Subject{
		Kind: question.SubjectProjectFile, ID: f.Plan.ID, PlanID: f.Plan.ID,
		OrganisationID: f.Plan.OrganisationID, RegionalOrganisationID: f.Plan.RegionalOrganisationID,
	}
}

var pathVersion = []string{"input", "expectedVersion"}

// expect refuses a version of the project file that was overtaken.
func (f *projectFile) expect(version int) error {
	if f.Plan.ProjectVersion != version {
		return fault.Stale(pathVersion, f.Plan, f.Plan.ProjectVersion)
	}
	return nil
}

// raise gives the project file its next version, because what it states itself changed.
func (f *projectFile) raise() { f.Plan.ProjectVersion = f.was.version + 1 }

// Object implements procedure.Subject.
func (f *projectFile) Object() access.Object { return access.OfProjectFile(f.Plan) }

// Stands implements procedure.Subject.
func (f *projectFile) Stands() (state, plan string) {
	return workflow.OfProjectFile(f.Plan.State, f.Plan.ProjectState), f.Plan.State
}

// Enter implements procedure.Subject.
func (f *projectFile) Enter(state string) { f.Plan.ProjectState = state }

// Conflict implements procedure.Subject.
func (f *projectFile) Conflict(field, reason string, text fault.Text) *fault.Error {
	c := fault.Conflict([]string{"input", field}, reason, text)
	c.Current, c.CurrentVersion = f.Plan, f.Plan.Version
	return c
}
