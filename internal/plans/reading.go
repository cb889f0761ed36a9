package plans

import (
	"context"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/schemes"
)

var pathVersion = []string{"input", "expectedVersion"}

// reading is a plan as it was read and as an act makes it, with all facts of a question about it.
type reading struct {
	plan         *ent.Plan // as the act makes it, with its lines and grants
	was          *ent.Plan // as it was read
	organisation *ent.Organisation
	facts        schemes.Organisation
	others       int    // other plans that were submitted and stand in the way of this one
	group        *group // where the organisation stands now; nil where it matters no more, or never did
	release      *catalog.Release
	at           time.Time // on the wall
	now          time.Time // in regulation time, to the second

	receipt *ent.Evaluation                             // of the judgement that the act asked; nil where it asked none
	below   func(ctx context.Context, tx *ent.Tx) error // writes the rows below the plan that the act changes; may be nil
	wrote   []string                                    // ids of registrations and receipts among those rows
}

// Object is the plan as the policy sees it.
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

// rest puts a judgement under the plan: its receipt, and what lists show of it.
func (r *reading) rest(j *question.Judged) error {
	if j == nil {
		return nil
	}
	var err error
	if r.receipt, err = j.Receipt(subject(r.plan)); err != nil {
		return err
	}
	r.plan.Outcome, r.plan.EvaluationID, r.plan.ValidUntil = &r.receipt.Outcome, &r.receipt.ID, r.receipt.ValidUntil
	return nil
}

// left returns the record that an act on the plan leaves behind.
func (r *reading) left() procedure.Record {
	return procedure.Record{Plan: r.was, Subject: r.was.ID, About: r.was.ID, At: r.at, Now: r.now, Receipt: r.receipt, Wrote: r.wrote}
}

// copyOf returns a plan with lines of its own, to be changed.
func copyOf(of *ent.Plan) *ent.Plan {
	p := *of
	p.Edges.Lines = slices.Clone(p.Edges.Lines)
	for i, l := range p.Edges.Lines {
		p.Edges.Lines[i] = new(*l)
	}
	return &p
}

func judged(r *reading, q schemes.Question, a schemes.Answer) *question.Judged {
	return &question.Judged{
		Question: q, Answer: a, At: r.at,
		ReleaseID: r.release.ID, ParametersHash: r.release.ParametersHash(), ParameterFileID: r.release.ParameterFileID(),
	}
}

func subject(p *ent.Plan) question.Subject {
	return question.Subject{
		Kind: question.SubjectPlan, ID: p.ID, PlanID: p.ID,
		OrganisationID: p.OrganisationID, RegionalOrganisationID: p.RegionalOrganisationID,
	}
}

// regionOf is the region for which a plan is: chosen when it was begun, or that of its organisation.
func regionOf(p *ent.Plan, o *ent.Organisation) string {
	if p.RegionID != nil {
		return *p.RegionID
	}
	return o.RegionID
}

// activeKey is the key that only one running plan can have: that of the organisation, and of the region where the scheme
// has a plan per region.
func activeKey(m *schemes.Manifest, o *ent.Organisation, regionID string) string {
	key := m.Slug + ":" + o.KvkNumber
	if m.PlanPer == schemes.PerRegion {
		key += ":" + regionID
	}
	return key
}
