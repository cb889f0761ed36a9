package calendar

import (
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// term is a period that one act begins and another ends.
func term(k Kind, begun, ends workflow.Act, until *time.Time) *Entry {
	role, _ := begun.Term.Slot.Role()
	return &Entry{Kind: k, Code: begun.Term.Code, Title: begun.Term.Title, Act: ends.Name, Role: role, At: until}
}

// content is by when the content of trainings is expected to be judged.
func (g *gathering) content(which ...predicate.Registration) {
	if g.skips(Content) {
		return
	}
	found, err := g.db().Registration.Query().Where(which...).
		Where(registration.State(workflow.AwaitingContent), registration.ContentExpectedOnNotNil()).
		Order(registration.ByContentExpectedOn(), registration.ByID()).Limit(Most).All(g.ctx)
	if !g.read(len(found), err) {
		return
	}
	for _, r := range found {
		e := term(Content, workflow.AskContent, workflow.ApproveContent, endOf(r.ContentExpectedOn))
		if r.ContentJudge != nil {
			e.Role = actor.Role(*r.ContentJudge)
		}
		e.Scheme, e.On = r.Scheme, r
		g.add(e)
	}
}

// repairing are the states of a registration in which an open repair is still to be done: a changed training may wait for a
// judgement of its content meanwhile.
var repairing = []string{workflow.Repair, workflow.AwaitingContent}

// repairs are those that are open, by the day on which they are due.
func (g *gathering) repairs(which ...predicate.Repair) {
	if g.skips(Repair) {
		return
	}
	found, err := g.db().Repair.Query().Where(which...).Where(repair.ClosedAtIsNil(), repair.DueOnNotNil()).
		Order(repair.ByDueOn(), repair.ByID()).WithRegistration().WithPlan().Limit(Most).All(g.ctx)
	if !g.read(len(found), err) {
		return
	}
	for _, open := range found {
		switch {
		case open.Edges.Registration != nil:
			g.repair(open.Edges.Registration, open)
		case open.Edges.Plan != nil:
			g.projectRepair(open.Edges.Plan, open)
		}
	}
}

// IsOwed reports whether an open repair, read with what it is about, is still to be done.
func IsOwed(open *ent.Repair) bool {
	if r := open.Edges.Registration; r != nil {
		return slices.Contains(repairing, r.State)
	}
	p := open.Edges.Plan
	return p != nil && workflow.OfProjectFile(p.State, p.ProjectState) != workflow.Closed
}

func (g *gathering) repair(r *ent.Registration, open *ent.Repair) {
	if !IsOwed(open) {
		return
	}
	e := term(Repair, workflow.AskRepair, workflow.SubmitRegistration, endOf(open.DueOn))
	e.Scheme, e.On = r.Scheme, r
	g.add(e)
}

// projectRepair leaves out what an assessor's role does not judge.
func (g *gathering) projectRepair(p *ent.Plan, open *ent.Repair) {
	if !IsOwed(open) || g.actor.Role == actor.SSC && !slices.Contains(p.ProjectJudges, string(actor.SSC)) {
		return
	}
	e := term(Repair, workflow.AskProjectRepair, workflow.AttachProjectDocument, endOf(open.DueOn))
	e.Scheme, e.On = p.Scheme, p
	g.add(e)
}

// repairsUnder narrows to those of registrations under a plan, and of its project file.
func repairsUnder(planID string) predicate.Repair {
	return func(s *sql.Selector) {
		r := sql.Table(registration.Table)
		s.Where(sql.Or(
			sql.EQ(s.C(repair.FieldPlanID), planID),
			sql.In(s.C(repair.FieldRegistrationID), sql.Select(r.C(registration.FieldID)).From(r).Where(sql.EQ(r.C(registration.FieldPlanID), planID))),
		))
	}
}

// repairsOf narrows to those of these registrations, and of project files.
func repairsOf(registrations []string) predicate.Repair {
	return repair.Or(repair.RegistrationIDIn(registrations...), repair.RegistrationIDIsNil())
}

// held are the acts that a regulation lets wait, by the word that it has for them.
var held = map[string]workflow.Act{
	string(schemes.HoldsSubmission): workflow.SubmitRegistration, string(schemes.HoldsApproval): workflow.ApproveRegistration,
}

// holds are the days from which acts on registrations are no longer held.
func (g *gathering) holds(which ...predicate.Registration) {
	if g.skips(HoldEnds) {
		return
	}
	found, err := g.db().Registration.Query().Where(which...).Where(registration.HoldsNotNil()).
		Order(registration.ByValidUntil(), registration.ByID()).Limit(Most).All(g.ctx)
	if !g.read(len(found), err) {
		return
	}
	for _, r := range found {
		for _, h := range r.Holds {
			act, isKnown := held[h.Act]
			if _, fits := act.Next(r.State); !isKnown || h.First == nil || !fits {
				continue
			}
			day, err := time.Parse(time.DateOnly, string(*h.First))
			if err != nil {
				continue
			}
			role, _ := act.Slot.Role()
			g.add(&Entry{
				Kind: HoldEnds, Code: h.Act, Title: holdTitle(act), Act: act.Name, Role: role, Scheme: r.Scheme, At: new(clock.StartOf(day)), On: r,
			})
		}
	}
}

func holdTitle(act workflow.Act) fault.Text {
	return fault.Text{NL: act.Label.NL + ": kan vanaf deze dag", EN: act.Label.EN + ": possible from this day"}
}

func endOf(day *time.Time) *time.Time { return new(clock.EndOf(*day)) }
