// Package plans is the desk of plans (activiteitenplannen): begin, amend, hand in, withdraw, assess and grant, and the
// ledger of what comes of it per budget.
//
// It holds no demand of a regulation. Whether a plan may be handed in now, and what is wrong with it, is the scheme's
// answer; the desk keeps the order of the process, the arithmetic of the caps and the receipt of each judgement. No
// scheme is asked within a transaction, and nothing is judged when a plan is read.
package plans

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Catalog is what the desk asks of the schemes.
type Catalog interface {
	// InForce returns the release to which a new plan is pinned.
	InForce(slug string) (*catalog.Release, bool)
	// Release returns a release to which a plan may be pinned, also one that was superseded.
	Release(id string) (*catalog.Release, bool)
	// IsInstalled reports whether the release of an id is here for the taking.
	IsInstalled(id string) bool
	// Unpin forgets which release a plan is pinned to.
	Unpin(planID string)
	// Judge answers every question, in order, or none.
	Judge(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
	// JudgeEach answers every question, in order; an answer may be a failure of its own.
	JudgeEach(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
}

// Config is what the desk works with.
type Config struct {
	Store   *store.Store
	Catalog Catalog
	Guard   *access.Guard
	Clock   *clock.Clock
}

// Desk is safe for concurrent use.
type Desk struct {
	store   *store.Store
	catalog Catalog
	guard   *access.Guard
	clock   *clock.Clock
}

// New opens the desk.
func New(c Config) *Desk {
	return &Desk{store: c.Store, catalog: c.Catalog, guard: c.Guard, clock: c.Clock}
}

var pathVersion = []string{"input", "expectedVersion"}

// reading is a plan as it was read and as an act makes it, with all that a question about it is made of.
type reading struct {
	plan         *ent.Plan // as the act makes it, with its lines and grants
	was          *ent.Plan // as it was read
	organisation *ent.Organisation
	facts        schemes.Organisation
	others       int // other running plans of the organisation and its group
	release      *catalog.Release
	at           time.Time // on the wall
	now          time.Time // in regulation time, to the second

	receipt *ent.Evaluation                             // of the judgement that the act asked; nil where it asked none
	below   func(ctx context.Context, tx *ent.Tx) error // writes the rows below the plan that the act changes; may be nil
}

// read loads a plan in the caller's sight. What lies around it is read by the platform itself.
func (d *Desk) read(ctx context.Context, id string) (*reading, error) {
	p, err := d.store.Client().Plan.Query().Where(plan.ID(id)).Only(ctx)
	if err != nil {
		return nil, store.Missing(err, "PLAN_NOT_FOUND")
	}
	return d.around(ctx, p)
}

// around loads what lies around a plan that was read.
func (d *Desk) around(ctx context.Context, p *ent.Plan) (*reading, error) {
	release, ok := d.catalog.Release(p.ReleaseID)
	if !ok {
		return nil, fault.Unavailable("SCHEME_UNAVAILABLE", fmt.Errorf("release %s of plan %s is not installed", p.ReleaseID, p.Number))
	}
	r := &reading{plan: p, release: release, at: d.clock.Wall(), now: d.now()}
	system := actor.AsSystem(ctx)
	db := d.store.Client()
	var err error
	if p.Edges.Lines, err = p.QueryLines().All(system); err != nil {
		return nil, fmt.Errorf("read lines of plan %s: %w", p.Number, err)
	}
	if p.Edges.Grants, err = p.QueryGrants().All(system); err != nil {
		return nil, fmt.Errorf("read grants of plan %s: %w", p.Number, err)
	}
	if r.organisation, err = db.Organisation.Get(system, p.OrganisationID); err != nil {
		return nil, fmt.Errorf("read organisation of plan %s: %w", p.Number, err)
	}
	documents, err := db.Document.Query().Where(document.PlanID(p.ID), document.RegistrationIDIsNil(), document.RemovedAtIsNil()).All(system)
	if err != nil {
		return nil, fmt.Errorf("read project documents of plan %s: %w", p.Number, err)
	}
	r.facts = dossier.Organisation(r.organisation, documents)
	others, err := d.running(system, r.release.Manifest, r.organisation, regionOf(p, r.organisation), p.ID)
	r.others, r.was = len(others), copyOf(p)
	return r, err
}

// now is regulation time as questions and windows tell it, to the second.
func (d *Desk) now() time.Time { return d.clock.Regulation().Truncate(time.Second) }

// running returns the running plans of this scheme that stand in the way of another: of the organisation, in the region
// where the scheme has a plan per region, and where it has one plan for a whole group, of the group. The plan named is
// left out.
func (d *Desk) running(ctx context.Context, m *schemes.Manifest, o *ent.Organisation, regionID, except string) ([]*ent.Plan, error) {
	query := d.store.Client().Plan.Query().Where(plan.Scheme(m.Slug), plan.IDNEQ(except), plan.ActiveKeyNotNil())
	if m.PlanPer != schemes.PerGroup {
		query = query.Where(plan.ActiveKey(activeKey(m, o, regionID)))
	} else {
		of, err := d.group(ctx, o)
		if err != nil {
			return nil, err
		}
		query = query.Where(plan.OrganisationIDIn(of...))
	}
	found, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for running plans of the group: %w", err)
	}
	return found, nil
}

// group returns the organisations of the group of o, itself among them.
func (d *Desk) group(ctx context.Context, o *ent.Organisation) ([]string, error) {
	top := dossier.GroupKey(o)
	of, err := d.store.Client().Organisation.Query().Where(organisation.Or(
		organisation.ID(o.ID),
		organisation.GroupTopKvkNumber(top),
		organisation.And(organisation.KvkNumber(top), organisation.GroupTopKvkNumberIsNil()),
	)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for the group: %w", err)
	}
	return of, nil
}

// regionOf is the region for which a plan is: chosen when it was begun, or that of its organisation.
func regionOf(p *ent.Plan, o *ent.Organisation) string {
	if p.RegionID != nil {
		return *p.RegionID
	}
	return o.RegionID
}

// activeKey is what only one running plan can have.
func activeKey(m *schemes.Manifest, o *ent.Organisation, regionID string) string {
	switch m.PlanPer {
	case schemes.PerGroup:
		return m.Slug + ":" + dossier.GroupKey(o)
	case schemes.PerRegion:
		return m.Slug + ":" + o.KvkNumber + ":" + regionID
	}
	return m.Slug + ":" + o.KvkNumber
}

// Object is what the policy looks at.
func (r *reading) Object() access.Object { return access.OfPlan(r.plan) }

// Stands returns the state of the plan, which is its own plan.
func (r *reading) Stands() (state, plan string) { return r.plan.State, r.plan.State }

// Enter takes the plan to a state.
func (r *reading) Enter(state string) { r.plan.State = state }

// Conflict refuses an act at a field of the input because of how the plan stands.
func (r *reading) Conflict(field, reason string, text fault.Text) *fault.Error {
	f := fault.Conflict([]string{"input", field}, reason, text)
	f.Current, f.CurrentVersion = r.was, r.was.Version
	return f
}

// order begins an act on a plan; the use case adds what is its own.
func (d *Desk) order(a workflow.Act, id string, version int) procedure.Order[*reading] {
	return procedure.Order[*reading]{
		Act: a, Field: "id",
		Load: func(ctx context.Context) (*reading, error) { return d.read(ctx, id) },
		Expect: func(r *reading) error {
			if r.plan.Version != version {
				return fault.Stale(pathVersion, r.plan, r.plan.Version)
			}
			return nil
		},
		Judge: d.judge, Write: d.write, Keep: d.keepAttempt,
	}
}

// carry carries an order out and returns the plan as it then is.
func (d *Desk) carry(ctx context.Context, o procedure.Order[*reading]) (*ent.Plan, error) {
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return done.Subject.plan, nil
}

// judge asks the scheme about the plan as the act makes it.
func (d *Desk) judge(ctx context.Context, r *reading) (*dossier.Judged, error) {
	q := dossier.Plan(r.now, r.facts, r.plan, r.others)
	answers, err := d.catalog.Judge(ctx, r.release, []schemes.Question{q})
	if err != nil {
		return nil, fmt.Errorf("judge plan %s: %w", r.plan.Number, err)
	}
	return judged(r, q, answers[0]), nil
}

func judged(r *reading, q schemes.Question, a schemes.Answer) *dossier.Judged {
	return &dossier.Judged{
		Question: q, Answer: a, At: r.at,
		ReleaseID: r.release.ID, ParametersHash: r.release.ParametersHash(), ParameterFileID: r.release.ParameterFileID(),
	}
}

func subject(p *ent.Plan) dossier.Subject {
	return dossier.Subject{
		Kind: dossier.SubjectPlan, ID: p.ID, PlanID: p.ID,
		OrganisationID: p.OrganisationID, RegionalOrganisationID: p.RegionalOrganisationID,
	}
}

func index(i int) string { return strconv.Itoa(i) }
