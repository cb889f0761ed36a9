package reminders

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/ent/told"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/calendar"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// bound is what of a window is told about plans: to whom, and of which of them.
type bound struct {
	what     string
	manner   workflow.Manner
	isOpen   bool // that it is open; else that it closes soon
	isLeader bool // told to project leaders; else to contacts
	of       predicate.Plan
}

// handingIn are the states of a registration that is still to be submitted.
var handingIn = []string{workflow.Draft, workflow.AwaitingContent, workflow.ContentRejected, workflow.Ready, workflow.Repair}

// bounds say for each kind of window who has something to do in it, or can begin.
var bounds = map[schemes.WindowKind][]bound{
	schemes.WindowApplication: {{what: notice.ApplicationEnds, manner: workflow.AtOnce, of: plan.State(workflow.Draft)}},
	schemes.WindowAssessment:  {{what: notice.AssessmentEnds, manner: workflow.AtOnce, isLeader: true, of: plan.State(workflow.Submitted)}},
	schemes.WindowAccounting: {
		{what: notice.AccountingOpens, manner: workflow.Digest, isOpen: true, of: plan.State(workflow.Granted)},
		{what: notice.AccountingEnds, manner: workflow.AtOnce, of: plan.And(
			plan.State(workflow.Granted), plan.HasRegistrationsWith(registration.StateIn(handingIn...)),
		)},
	},
}

// windows tells of those of every installed release, as the manifest has them now.
func (d *Desk) windows(ctx context.Context) error {
	known, err := d.Store.Client().SchemeRelease.Query().IDs(ctx)
	if err != nil {
		return fmt.Errorf("look up releases: %w", err)
	}
	for _, id := range known {
		r, isInstalled := d.Schemes.Release(id)
		if !isInstalled {
			continue
		}
		for _, w := range r.Manifest.Windows {
			for _, b := range bounds[w.Kind] {
				if err := d.remindOfWindow(ctx, r, w, b); err != nil {
					return fmt.Errorf("remind of window %s of %s: %w", w.Code, r.Slug, err)
				}
			}
		}
	}
	for _, r := range d.Schemes.Schemes() {
		for _, w := range r.Manifest.Windows {
			if err := d.announce(ctx, r, w); err != nil {
				return fmt.Errorf("tell that %s of %s is open: %w", w.Code, r.Slug, err)
			}
		}
	}
	return nil
}

// isOpen reports whether a window whose opening was announced is open.
func (d *Desk) isOpen(w schemes.Window) bool {
	now, from, until := d.Clock.Regulation(), calendar.Opening(w), calendar.Closing(w)
	return from != nil && !now.Before(*from) && (until == nil || !now.After(*until))
}

// occasion is what is told of a window now, and the last day that goes with it; false for nothing.
func (d *Desk) occasion(w schemes.Window, isOpen bool) (name string, last *time.Time, is bool) {
	from, until := calendar.Opening(w), calendar.Closing(w)
	if until != nil {
		last = new(clock.DateOf(*until))
	}
	if isOpen {
		return w.Code, last, d.isOpen(w)
	}
	if until == nil || d.Clock.Regulation().After(*until) {
		return "", nil, false
	}
	var begun time.Time
	if from != nil {
		begun = clock.DateOf(*from)
	}
	stage, is := nearest(d.Clock.Today(), begun, *last)
	return w.Code + " " + before(*last, stage), last, is
}

// remindOfWindow tells of a window about the plans of a release, a page after the other.
func (d *Desk) remindOfWindow(ctx context.Context, r *catalog.Release, w schemes.Window, b bound) error {
	occasion, last, is := d.occasion(w, b.isOpen)
	if !is {
		return nil
	}
	for after := ""; ; {
		page, err := d.Store.Client().Plan.Query().Where(plan.ReleaseID(r.ID), b.of, plan.IDGT(after), untold(plan.FieldID, told.FieldSubjectID, b.what, occasion)).
			Order(plan.ByID()).Limit(pageSize).All(ctx)
		if err != nil {
			return err
		}
		whom, err := d.whom(ctx, page, b.isLeader)
		if err != nil {
			return err
		}
		var all []notice.Reminder
		for _, p := range page {
			for _, person := range whom[p.ID] {
				all = append(all, notice.Reminder{
					PersonID: person, Subject: workflow.Plan, SubjectID: p.ID, What: b.what, Occasion: occasion, Manner: b.manner, Until: last,
				})
			}
		}
		if err := d.tell(ctx, all); err != nil || len(page) < pageSize {
			return err
		}
		after = page[len(page)-1].ID
	}
}

// whom are those who are told of each plan.
func (d *Desk) whom(ctx context.Context, page []*ent.Plan, isLeader bool) (map[string][]string, error) {
	if len(page) == 0 {
		return nil, nil
	}
	look, place := d.Notices.Contacts, func(p *ent.Plan) string { return p.OrganisationID }
	if isLeader {
		look, place = d.Notices.Leaders, func(p *ent.Plan) string { return p.RegionalOrganisationID }
	}
	places := make([]string, len(page))
	for i, p := range page {
		places[i] = place(p)
	}
	found, err := look(ctx, places)
	all := map[string][]string{}
	for _, p := range page {
		all[p.ID] = found[place(p)]
	}
	return all, err
}

// announce tells the contacts of organisations without a plan that they can apply, once for each person.
func (d *Desk) announce(ctx context.Context, r *catalog.Release, w schemes.Window) error {
	occasion, last, is := d.occasion(w, true)
	if w.Kind != schemes.WindowApplication || !is {
		return nil
	}
	today := d.Clock.Today()
	for after := ""; ; {
		page, err := d.Store.Client().RoleAssignment.Query().Where(
			roleassignment.Role(string(actor.Employer)), roleassignment.IDGT(after), roleassignment.VerifiedOnNotNil(),
			roleassignment.SinceLTE(today), roleassignment.Or(roleassignment.UntilIsNil(), roleassignment.UntilGT(today)),
			roleassignment.Not(roleassignment.HasOrganisationWith(organisation.HasPlansWith(plan.Scheme(r.Slug), plan.StateNotIn(workflow.Rejected, workflow.Withdrawn)))),
			untold(roleassignment.FieldPersonID, told.FieldPersonID, notice.ApplicationOpens, r.Slug+" "+occasion),
		).Order(roleassignment.ByID()).Limit(pageSize).All(ctx)
		if err != nil {
			return err
		}
		var all []notice.Reminder
		isThere := map[string]bool{}
		for _, c := range page {
			if !isThere[c.PersonID] {
				all = append(all, notice.Reminder{
					PersonID: c.PersonID, Subject: workflow.Release, SubjectID: r.Slug, What: notice.ApplicationOpens, Occasion: r.Slug + " " + occasion,
					Manner: workflow.Digest, Until: last,
				})
			}
			isThere[c.PersonID] = true
		}
		if err := d.tell(ctx, all); err != nil || len(page) < pageSize {
			return err
		}
		after = page[len(page)-1].ID
	}
}

// untold narrows to rows of which, by one of their columns, nothing was told on an occasion.
func untold(column, of, what, occasion string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		t := sql.Table(told.Table)
		s.Where(sql.NotExists(sql.Select(t.C(told.FieldID)).From(t).Where(sql.And(
			sql.ColumnsEQ(t.C(of), s.C(column)), sql.EQ(t.C(told.FieldWhat), what), sql.EQ(t.C(told.FieldOccasion), occasion),
		))))
	}
}
