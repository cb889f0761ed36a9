package graph

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/registrations"
)

// counting counts a queue for each value that it can be narrowed by: each time without what the filter says of that.
type counting struct {
	*root
	stage  string
	filter model.AssessmentFilter
}

// AssessmentCounts costs one statement for each field that is asked.
func (r queryResolver) AssessmentCounts(ctx context.Context, stage string, filter *model.AssessmentFilter) (*model.AssessmentCounts, error) {
	c, what := counting{root: r.root, stage: stage}, asked(ctx)
	if filter != nil {
		c.filter = *filter
	}
	out := &model.AssessmentCounts{
		Schemes: []*model.SchemeCount{}, Activities: []*model.ActivityCount{}, Regions: []*model.RegionCount{},
		Assigned: []*model.AssignedCount{}, Assessors: []*model.AssessorCount{},
	}
	for field, count := range map[string]func(context.Context, *model.AssessmentCounts) error{
		"count": c.whole, "schemes": c.schemes, "activities": c.activities, "regions": c.regions, "assigned": c.assigned,
		"assessors": c.assessors, "resubmissionCount": c.resubmissions, "overdueCount": c.overdue,
	} {
		if !what.any(field) {
			continue
		}
		if err := count(ctx, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// number counts tasks within a filter.
func (c counting) number(ctx context.Context, f model.AssessmentFilter) (int, error) {
	w, err := c.waitingAt(ctx, c.stage, &f)
	switch {
	case err != nil:
		return 0, err
	case w.plans != nil:
		return w.plans.Count(ctx)
	case w.registrations != nil:
		return w.registrations.Count(ctx)
	}
	return 0, nil
}

func (c counting) whole(ctx context.Context, out *model.AssessmentCounts) (err error) {
	out.Count, err = c.number(ctx, c.filter)
	return err
}

func (c counting) resubmissions(ctx context.Context, out *model.AssessmentCounts) (err error) {
	f := c.filter
	f.IsResubmission = new(true)
	out.ResubmissionCount, err = c.number(ctx, f)
	return err
}

func (c counting) overdue(ctx context.Context, out *model.AssessmentCounts) error {
	if c.stage != queue.StagePlan && c.stage != queue.StageContent {
		return nil
	}
	f := c.filter
	f.IsOverdue = new(true)
	n, err := c.number(ctx, f)
	out.OverdueCount = &n
	return err
}

// group is how many tasks have these values; what was not asked is empty.
type group struct {
	Scheme, Activity string
	RegionID         string `json:"region_id"`
	Count            int
}

// groups counts within a filter by columns, and by what else is asked, in one statement.
func (c counting) groups(ctx context.Context, f model.AssessmentFilter, also []ent.AggregateFunc, columns ...string) ([]group, error) {
	w, err := c.waitingAt(ctx, c.stage, &f)
	if err != nil {
		return nil, err
	}
	var found []group
	also = append(also, ent.Count())
	switch {
	case w.plans != nil:
		err = w.plans.GroupBy(columns[0], columns[1:]...).Aggregate(also...).Scan(ctx, &found)
	case w.registrations != nil:
		err = w.registrations.GroupBy(columns[0], columns[1:]...).Aggregate(also...).Scan(ctx, &found)
	}
	slices.SortFunc(found, func(a, b group) int {
		return cmp.Or(strings.Compare(a.Scheme, b.Scheme), strings.Compare(a.Activity, b.Activity), strings.Compare(a.RegionID, b.RegionID))
	})
	return found, err
}

func (c counting) schemes(ctx context.Context, out *model.AssessmentCounts) error {
	f := c.filter
	f.Schemes = nil
	found, err := c.groups(ctx, f, nil, plan.FieldScheme)
	for _, g := range found {
		out.Schemes = append(out.Schemes, &model.SchemeCount{Scheme: g.Scheme, Count: g.Count})
	}
	return err
}

const mostActivities = 100

func (c counting) activities(ctx context.Context, out *model.AssessmentCounts) error {
	if c.stage != queue.StageContent && c.stage != queue.StageRegistration {
		return nil
	}
	f := c.filter
	f.Activities = nil
	found, err := c.groups(ctx, f, nil, registration.FieldScheme, registration.FieldActivity)
	for _, g := range found[:min(len(found), mostActivities)] {
		out.Activities = append(out.Activities, &model.ActivityCount{Scheme: g.Scheme, Activity: g.Activity, Count: g.Count})
	}
	return err
}

func (c counting) regions(ctx context.Context, out *model.AssessmentCounts) error {
	if !c.use.Guard.Sees(ctx, access.Organisation) {
		return nil
	}
	f := c.filter
	f.RegionID = nil
	found, err := c.groups(ctx, f, []ent.AggregateFunc{byRegion}, plan.FieldScheme)
	if err != nil {
		return err
	}
	of := map[string]*model.RegionCount{}
	for _, g := range found {
		if of[g.RegionID] == nil {
			if of[g.RegionID] = (&model.RegionCount{Region: regionByID(g.RegionID)}); of[g.RegionID].Region != nil {
				out.Regions = append(out.Regions, of[g.RegionID])
			}
		}
		of[g.RegionID].Count += g.Count
	}
	slices.SortFunc(out.Regions, func(a, b *model.RegionCount) int { return strings.Compare(a.Region.ID, b.Region.ID) })
	return nil
}

// byRegion groups by the region of the organisation too.
func byRegion(s *sql.Selector) string {
	o := sql.Table(organisation.Table)
	s.Join(o).On(s.C(plan.FieldOrganisationID), o.C(organisation.FieldID))
	s.GroupBy(o.C(organisation.FieldRegionID))
	return sql.As(o.C(organisation.FieldRegionID), organisation.FieldRegionID)
}

// shares counts by who has it in review, for the SSC, whose registrations they are.
func (c counting) shares(ctx context.Context) ([]registrations.Share, error) {
	if c.stage != queue.StageRegistration || actor.From(ctx).Role != actor.SSC {
		return nil, nil
	}
	f := c.filter
	f.Assigned, f.AssessorID = nil, nil
	w, err := c.waitingAt(ctx, c.stage, &f)
	if err != nil {
		return nil, err
	}
	return c.use.Registrations.Shares(ctx, w.registrations)
}

func (c counting) assigned(ctx context.Context, out *model.AssessmentCounts) error {
	shares, err := c.shares(ctx)
	for _, as := range []string{registrations.Mine, registrations.Unassigned, registrations.Absent, registrations.Others} {
		n := 0
		for _, s := range shares {
			if s.Assigned == as {
				n += s.Count
			}
		}
		if n > 0 {
			out.Assigned = append(out.Assigned, &model.AssignedCount{Assigned: as, Count: n})
		}
	}
	return err
}

const mostAssessors = 100

func (c counting) assessors(ctx context.Context, out *model.AssessmentCounts) error {
	shares, err := c.shares(ctx)
	if err != nil {
		return err
	}
	shares = slices.DeleteFunc(shares, func(s registrations.Share) bool { return s.AssessorID == "" })
	slices.SortFunc(shares, func(a, b registrations.Share) int {
		return cmp.Or(b.Count-a.Count, strings.Compare(a.AssessorID, b.AssessorID))
	})
	shares = shares[:min(len(shares), mostAssessors)]
	if err := c.primeNodes(ctx, all(shares, func(s registrations.Share) string { return s.AssessorID })); err != nil {
		return err
	}
	for _, s := range shares {
		p, err := c.personByID(ctx, &s.AssessorID)
		if err != nil {
			return err
		}
		if p != nil {
			out.Assessors = append(out.Assessors, &model.AssessorCount{Assessor: p, Count: s.Count})
		}
	}
	return nil
}
