package calendar

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Most is how many of one kind are read, those that are due first. Who has more finds them in the queues.
const Most = 1000

// Schemes is what the calendar asks of the catalogue.
type Schemes interface {
	Schemes() []*catalog.Release
	Release(id string) (*catalog.Release, bool)
}

// Config says what a Desk works with.
type Config struct {
	Store   *store.Store
	Guard   *access.Guard
	Schemes Schemes
	Clock   *clock.Clock
	Tries   Tries
	Origin  string // under which browsers reach the server
	Log     *slog.Logger
}

// Tries counts what one network address tries.
type Tries interface {
	// TryFrom takes one try of the address that a request came from, or says RATE_LIMITED.
	TryFrom(r *http.Request) error
}

// Desk keeps the calendars. It is safe for concurrent use.
type Desk struct{ Config }

// New makes a Desk.
func New(c Config) *Desk { return &Desk{c} }

// Calendar is what somebody has to come.
type Calendar struct {
	Entries    []*Entry
	IsComplete bool // false where there are more than [Most] of a kind
}

// For gathers the calendar of the actor, in the role in which the actor acts, in a number of statements that does not depend
// on what there is.
func (d *Desk) For(ctx context.Context, f Filter) (*Calendar, error) {
	a := actor.From(ctx)
	g := &gathering{desk: d, ctx: ctx, actor: a, filter: f, isComplete: true}
	switch a.Role {
	case "":
		return &Calendar{IsComplete: true}, nil
	case actor.Employer:
		g.ofEmployer()
	case actor.ProjectLeader:
		g.ofLeader()
	case actor.SSC:
		g.ofAssessor()
	case actor.Administrator:
		g.appointments()
	case actor.RegioPlus, actor.VWS, actor.AMR:
		g.schemesInForce()
	}
	if a.Role != actor.Employer && a.Role != actor.ProjectLeader {
		g.content(registration.ContentJudge(string(a.Role)))
	}
	if g.err != nil {
		return nil, fmt.Errorf("gather the calendar: %w", g.err)
	}
	out := &Calendar{IsComplete: g.isComplete}
	for _, e := range standing(g.entries, d.Clock.Regulation()) {
		if f.holds(e, a.Role) {
			out.Entries = append(out.Entries, e)
		}
	}
	return out, nil
}

// OfDossier is what is due in one dossier within the actor's sight, whoever has to act.
func (d *Desk) OfDossier(ctx context.Context, p *ent.Plan) ([]*Entry, error) {
	g := &gathering{desk: d, ctx: ctx, actor: actor.From(ctx), filter: Filter{Kinds: []Kind{Deadline, Assessment, Content, Repair}}}
	g.ofPlan(p)
	g.content(registration.PlanID(p.ID))
	g.repairs(repairsUnder(p.ID))
	if g.err != nil {
		return nil, fmt.Errorf("gather what is due in %s: %w", p.ID, g.err)
	}
	return standing(g.entries, d.Clock.Regulation()), nil
}

// gathering collects entries, until something fails.
type gathering struct {
	desk       *Desk
	ctx        context.Context //nolint:containedctx // of one gathering, which is done before its caller returns
	actor      actor.Actor
	filter     Filter
	entries    []*Entry
	isComplete bool
	err        error
}

func (g *gathering) db() *ent.Client { return g.desk.Store.Client() }

func (g *gathering) add(e *Entry) { g.entries = append(g.entries, e) }

// skips reports that none of these kinds is asked for, or that something has failed.
func (g *gathering) skips(kinds ...Kind) bool { return g.err != nil || !g.filter.wants(kinds...) }

// read notes the error of a statement, and whether it found more than it may.
func (g *gathering) read(n int, err error) bool {
	g.err = err
	if n >= Most {
		g.isComplete = false
	}
	return err == nil
}

// ofEmployer is of the running plans of the organisation acted for, of the schemes that it can still apply for, and of who
// wants to speak for it or to be tied to it.
func (g *gathering) ofEmployer() {
	plans := g.plans(plan.OrganisationID(g.actor.OrganisationID), plan.StateNotIn(workflow.Rejected, workflow.Withdrawn))
	has := map[string]bool{}
	for _, p := range plans {
		has[p.Scheme] = true
		g.ofPlan(p)
	}
	for _, r := range g.desk.Schemes.Schemes() {
		if !has[r.Slug] {
			g.applying(r)
		}
	}
	g.content()
	g.repairs()
	g.holds(registration.StateIn(workflow.Draft, workflow.Ready, workflow.Repair, workflow.Submitted, workflow.InReview, workflow.AwaitingSecond))
	g.admissions()
	g.ties()
}

// ofLeader is of the region: windows, plans to assess, what its employers wait for or have to repair, and requests.
func (g *gathering) ofLeader() {
	g.schemesInForce()
	for _, p := range g.plans(plan.State(workflow.Submitted)) {
		g.assessment(p)
	}
	g.content()
	g.repairs()
	g.admissions()
	g.ties()
}

// ofAssessor is of what the assessor has in review, and of project files that the role judges.
func (g *gathering) ofAssessor() {
	g.schemesInForce()
	if g.skips(Repair, HoldEnds) {
		return
	}
	mine, err := g.db().Registration.Query().Where(
		registration.AssessorID(g.actor.PersonID), registration.StateIn(workflow.InReview, workflow.AwaitingSecond, workflow.Repair, workflow.AwaitingContent),
	).Order(registration.ByID()).Limit(Most).IDs(g.ctx)
	if !g.read(len(mine), err) {
		return
	}
	g.repairs(repairsOf(mine))
	g.holds(registration.AssessorID(g.actor.PersonID), registration.StateIn(workflow.InReview, workflow.AwaitingSecond))
}

// plans are those within sight that a kind of entry needs, the longest waiting first.
func (g *gathering) plans(which ...predicate.Plan) []*ent.Plan {
	if g.skips(WindowOpens, WindowCloses, Deadline, Assessment) {
		return nil
	}
	found, err := g.db().Plan.Query().Where(which...).Order(plan.BySubmittedAt(), plan.ByID()).Limit(Most).All(g.ctx)
	g.read(len(found), err)
	return found
}

func (g *gathering) release(id string) *catalog.Release {
	r, found := g.desk.Schemes.Release(id)
	if !found && g.err == nil {
		g.err = fault.Unavailable("RELEASE_NOT_INSTALLED", fmt.Errorf("release %s is not installed", id))
	}
	return r
}
