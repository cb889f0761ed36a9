package registrations

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// file is a registration, or the project file of a plan, as it was read and as an act makes it: all that one question
// is made of, and the cells that the answer fills. Acts change it in memory; write.go carries it to the database.
type file struct {
	plan         *ent.Plan
	reg          *ent.Registration // nil for a project file
	organisation *ent.Organisation
	project      []*ent.Document // of the plan, also where the file is a registration's
	release      *catalog.Release
	parts        []*ent.Participation // with their employees, by id
	docs         []*ent.Document      // not removed, with the participations they serve, by id
	cells        []*ent.Cell
	byKey        map[cellKey]*ent.Cell // of cells, while an answer is taken over
	before       *ent.Evaluation       // nil before the first judgement

	touched map[cellKey]bool // cells that an act responds to, so that a verdict on them is spent
	about   about            // what the act is done to; the registration or plan itself when empty
	silent  bool             // cells only follow the state, which has its own event
	also    []outbox.Event   // of other things that the act changes
	receipt *ent.Evaluation  // of the judgement that the act asked; nil where it asked none

	below func(ctx context.Context, tx *ent.Tx) error // writes the rows below that the act changes; may be nil

	at  time.Time // of reading, on the wall
	now time.Time // in regulation time, to the second
	was was
}

// was is what the database held at the time of reading.
type was struct {
	version, projectVersion int
	state                   string
	cells                   map[string]ent.Cell // by id
	parts                   map[string]ent.Participation
	organisation            schemes.Organisation // of a project file only
	shown                   string               // to the other registrations of its people
	stated                  string               // of the registration itself
}

// about is a participation or document that an act is done to, with the version that it gets.
type about struct {
	id      string
	version int
}

// cellKey names a cell within a file.
type cellKey struct{ participationID, column string }

func keyOf(c *ent.Cell) cellKey {
	if c.ParticipationID == nil {
		return cellKey{column: c.Column}
	}
	return cellKey{*c.ParticipationID, c.Column}
}

// registration loads a registration in the caller's sight. What lies around it is read by the platform itself, so that
// the facts do not depend on who asks.
func (d *Desk) registration(ctx context.Context, id string) (*file, error) {
	if !ids.Valid(id, ids.Registration) {
		return nil, fault.NotFound("REGISTRATION_NOT_FOUND")
	}
	r, err := d.store.Client().Registration.Get(ctx, id)
	if err != nil {
		return nil, store.Missing(err, "REGISTRATION_NOT_FOUND")
	}
	return d.around(ctx, r)
}

// projectFile loads the project file of a plan in the caller's sight.
func (d *Desk) projectFile(ctx context.Context, planID string) (*file, error) {
	if !ids.Valid(planID, ids.Plan) {
		return nil, fault.NotFound("PLAN_NOT_FOUND")
	}
	p, err := d.store.Client().Plan.Get(ctx, planID)
	if err != nil {
		return nil, store.Missing(err, "PLAN_NOT_FOUND")
	}
	f := d.begin()
	f.plan = p
	if err := d.ofPlan(actor.AsSystem(ctx), f); err != nil {
		return nil, err
	}
	f.docs = f.project
	return f, d.cellsOf(actor.AsSystem(ctx), f)
}

func (d *Desk) begin() *file {
	return &file{at: d.clock.Wall(), now: d.now(), touched: map[cellKey]bool{}}
}

// around loads what lies around a registration that was read.
func (d *Desk) around(ctx context.Context, r *ent.Registration) (*file, error) {
	files, err := d.aroundAll(ctx, []*ent.Registration{r})
	if err != nil {
		return nil, fmt.Errorf("read registration %s: %w", r.Number, err)
	}
	return files[0], nil
}

// ofPlan loads what every file of a plan shares.
func (d *Desk) ofPlan(ctx context.Context, f *file) error {
	var ok bool
	if f.release, ok = d.catalog.Release(f.plan.ReleaseID); !ok {
		return fault.Unavailable("SCHEME_UNAVAILABLE", fmt.Errorf("release %s of plan %s is not installed", f.plan.ReleaseID, f.plan.Number))
	}
	var err error
	if f.organisation, err = d.store.Client().Organisation.Get(ctx, f.plan.OrganisationID); err != nil {
		return fmt.Errorf("read organisation of plan %s: %w", f.plan.Number, err)
	}
	f.project, err = d.documents(ctx, document.PlanID(f.plan.ID), document.RegistrationIDIsNil())
	if err != nil {
		return fmt.Errorf("read project documents of plan %s: %w", f.plan.Number, err)
	}
	return nil
}

// cellsOf loads the cells and the last receipt of a project file, and remembers what was read.
func (d *Desk) cellsOf(ctx context.Context, f *file) error {
	var err error
	f.cells, err = d.store.Client().Cell.Query().Where(cell.PlanID(f.plan.ID), cell.RegistrationIDIsNil()).Order(cell.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("read cells: %w", err)
	}
	f.before, err = d.store.Client().Evaluation.Query().
		Where(evaluation.SubjectID(f.plan.ID), evaluation.Subject(dossier.SubjectProjectFile)).
		Order(evaluation.ByID(descending)).First(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return fmt.Errorf("read receipt: %w", err)
	}
	f.remember()
	return nil
}

// remember keeps what the database held.
func (f *file) remember() {
	f.was = was{projectVersion: f.plan.ProjectVersion, cells: map[string]ent.Cell{}, parts: map[string]ent.Participation{}}
	if f.reg != nil {
		f.was.version, f.was.state = f.reg.Version, f.reg.State
	} else {
		f.was.organisation = dossier.Organisation(f.organisation, f.docs)
	}
	for _, c := range f.cells {
		f.was.cells[c.ID] = *c
	}
	for _, p := range f.parts {
		f.was.parts[p.ID] = *p
	}
	f.was.shown, f.was.stated = f.show(), f.states()
}

// isNew reports whether the registration is not stored yet.
func (f *file) isNew() bool { return f.reg != nil && f.was.version == 0 }

// id is of the registration, or of the plan whose project file this is.
func (f *file) id() string {
	if f.reg != nil {
		return f.reg.ID
	}
	return f.plan.ID
}

func (f *file) subject() dossier.Subject {
	kind := dossier.SubjectProjectFile
	if f.reg != nil {
		kind = dossier.SubjectRegistration
	}
	return dossier.Subject{
		Kind: kind, ID: f.id(), PlanID: f.plan.ID,
		OrganisationID: f.plan.OrganisationID, RegionalOrganisationID: f.plan.RegionalOrganisationID,
	}
}

// manifest is that of the release to which the plan is pinned.
func (f *file) manifest() *schemes.Manifest { return f.release.Manifest }

// participation returns the participation of an id and its place.
func (f *file) participation(id string) (*ent.Participation, int) {
	i := slices.IndexFunc(f.parts, func(p *ent.Participation) bool { return p.ID == id })
	if i < 0 {
		return nil, i
	}
	return f.parts[i], i
}

// document returns the document of an id and its place.
func (f *file) document(id string) (*ent.Document, int) {
	i := slices.IndexFunc(f.docs, func(doc *ent.Document) bool { return doc.ID == id })
	if i < 0 {
		return nil, i
	}
	return f.docs[i], i
}
