package calendar

import (
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// bounded says what is done in windows of a kind, by whom, and whom else they concern. Nothing is done in a window that
// bounds the trainings themselves.
type bounded struct {
	act      *workflow.Act
	concerns []actor.Role
	during   []string // states of a plan in which the window still matters to its employer; any when nil
}

var windows = map[schemes.WindowKind]bounded{
	schemes.WindowApplication:   {&workflow.SubmitPlan, []actor.Role{actor.Employer, actor.ProjectLeader, actor.RegioPlus}, []string{workflow.Draft}},
	schemes.WindowAssessment:    {&workflow.AssessPlan, []actor.Role{actor.Employer, actor.ProjectLeader, actor.RegioPlus}, []string{workflow.Draft, workflow.Unconfirmed, workflow.Submitted}},
	schemes.WindowTrainingStart: {nil, []actor.Role{actor.Employer, actor.ProjectLeader}, nil},
	schemes.WindowSubsidyPeriod: {nil, []actor.Role{actor.Employer, actor.ProjectLeader}, nil},
	schemes.WindowAccounting:    {&workflow.SubmitRegistration, []actor.Role{actor.Employer, actor.ProjectLeader, actor.SSC}, nil},
}

// follows are the roles whose dates concern a role, beside its own: who has plans and who guides them, and the holder of the
// pen, look at those of everybody; the ministry at those of the holder of the pen, who delivers to it.
var follows = map[actor.Role][]actor.Role{
	actor.Employer: actor.Roles(), actor.ProjectLeader: actor.Roles(), actor.RegioPlus: actor.Roles(), actor.VWS: {actor.RegioPlus},
}

// schemesInForce is what the schemes in force announce that concerns the role.
func (g *gathering) schemesInForce() {
	if g.skips(WindowOpens, WindowCloses, Deadline) {
		return
	}
	for _, r := range g.desk.Schemes.Schemes() {
		for _, w := range r.Manifest.Windows {
			if slices.Contains(windows[w.Kind].concerns, g.actor.Role) {
				g.window(r, w, windows[w.Kind].act, nil)
			}
		}
		g.deadlines(r, nil)
	}
}

// applying is when an employer without a plan can apply.
func (g *gathering) applying(r *catalog.Release) {
	for _, w := range r.Manifest.Windows {
		if w.Kind == schemes.WindowApplication {
			g.window(r, w, &workflow.CreatePlan, nil)
		}
	}
}

// ofPlan is what its scheme announces that still matters to a plan, and by when it is to be assessed.
func (g *gathering) ofPlan(p *ent.Plan) {
	r := g.release(p.ReleaseID)
	if r == nil {
		return
	}
	for _, w := range r.Manifest.Windows {
		if during := windows[w.Kind].during; during == nil || slices.Contains(during, p.State) {
			g.window(r, w, windows[w.Kind].act, p)
		}
	}
	g.deadlines(r, p)
	g.assessment(p)
}

// window is when it opens and when it closes, as far as that is announced.
func (g *gathering) window(r *catalog.Release, w schemes.Window, act *workflow.Act, on *ent.Plan) {
	begin := Entry{Code: w.Code, Title: fault.Text(w.Title), Scheme: r.Slug, Source: w.Source, Release: r.ID}
	if on != nil {
		begin.On = on
	}
	if act != nil {
		begin.Act = act.Name
		begin.Role, _ = act.Slot.Role()
	}
	end := begin
	begin.Kind, begin.At = WindowOpens, Opening(w)
	end.Kind, end.At = WindowCloses, Closing(w)
	for _, e := range []*Entry{&begin, &end} {
		if e.At != nil && g.filter.wants(e.Kind) {
			g.add(e)
		}
	}
}

// Opening is the first moment of a window; nil where none was announced.
func Opening(w schemes.Window) *time.Time {
	switch {
	case !w.OpensAt.IsZero():
		return new(w.OpensAt.Time())
	case !w.OpensOn.IsZero():
		return new(w.OpensOn.Midnight().Time())
	}
	return nil
}

// Closing is the last moment of a window, to the second; nil where none was announced.
func Closing(w schemes.Window) *time.Time {
	switch {
	case !w.ClosesAt.IsZero():
		return new(w.ClosesAt.Time())
	case !w.ClosesOn.IsZero():
		return new(w.ClosesOn.AddDays(1).Midnight().Time().Add(-time.Second))
	}
	return nil
}

// deadlines are the dates of a scheme; those without a moment are not announced yet.
func (g *gathering) deadlines(r *catalog.Release, on *ent.Plan) {
	if g.skips(Deadline) {
		return
	}
	for _, l := range r.Manifest.Deadlines {
		role := actor.Role(l.Role)
		if on == nil && role != g.actor.Role && !slices.Contains(follows[g.actor.Role], role) {
			continue
		}
		e := &Entry{Kind: Deadline, Code: l.Code, Title: fault.Text(l.Title), Role: role, Scheme: r.Slug, Source: l.Source, Release: r.ID}
		if on != nil {
			e.On = on
		}
		if !l.At.IsZero() {
			e.At = new(l.At.Time())
		}
		g.add(e)
	}
}

// assessment is by when a submitted plan is to be assessed. A scheme without a window for it sets no term.
func (g *gathering) assessment(p *ent.Plan) {
	if p.State != workflow.Submitted || g.skips(Assessment) {
		return
	}
	r := g.release(p.ReleaseID)
	if r == nil {
		return
	}
	for _, w := range r.Manifest.Windows {
		if until := Closing(w); w.Kind == schemes.WindowAssessment && until != nil {
			e := term(Assessment, workflow.SubmitPlan, workflow.AssessPlan, until)
			e.Scheme, e.On, e.Source, e.Release = p.Scheme, p, w.Source, r.ID
			g.add(e)
			return
		}
	}
}
