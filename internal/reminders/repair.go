package reminders

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/ent/told"
	"github.com/penvoerder/penvoerder/internal/calendar"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// pageSize is how many rows are looked at, and told of in one transaction.
const pageSize = 500

// repairs reminds of those that end within a fortnight, a page after the other.
func (d *Desk) repairs(ctx context.Context) error {
	today := d.Clock.Today()
	for after := ""; ; {
		page, err := d.Store.Client().Repair.Query().
			Where(repair.ClosedAtIsNil(), repair.DueOnGTE(today), repair.DueOnLTE(today.AddDate(0, 0, stages[len(stages)-1])), repair.IDGT(after)).
			Order(repair.ByID()).Limit(pageSize).WithRegistration().WithPlan().All(ctx)
		if err == nil {
			err = d.remindOfRepairs(ctx, page)
		}
		if err != nil {
			return fmt.Errorf("remind of repairs: %w", err)
		}
		if len(page) < pageSize {
			return nil
		}
		after = page[len(page)-1].ID
	}
}

func (d *Desk) remindOfRepairs(ctx context.Context, page []*ent.Repair) error {
	var due []notice.Reminder
	var organisations, subjects []string
	for _, open := range page {
		stage, is := nearest(d.Clock.Today(), clock.DateOf(open.OpenedAt), *open.DueOn)
		if !is || !calendar.IsOwed(open) {
			continue
		}
		one := notice.Reminder{
			Subject: workflow.Registration, SubjectID: open.RegistrationID, What: notice.RepairEnds, Occasion: before(*open.DueOn, stage),
			Manner: workflow.AtOnce, Until: open.DueOn,
		}
		if open.Edges.Registration == nil {
			one.Subject, one.SubjectID = workflow.ProjectFile, open.PlanID
		}
		due, organisations, subjects = append(due, one), append(organisations, open.OrganisationID), append(subjects, one.SubjectID)
	}
	if len(due) == 0 {
		return nil
	}
	known, err := d.known(ctx, notice.RepairEnds, subjects)
	if err != nil {
		return err
	}
	contacts, err := d.Notices.Contacts(ctx, organisations)
	if err != nil {
		return err
	}
	var all []notice.Reminder
	for i, one := range due {
		if known[one.SubjectID+one.Occasion] {
			continue
		}
		for _, one.PersonID = range contacts[organisations[i]] {
			all = append(all, one)
		}
	}
	return d.tell(ctx, all)
}

// known are the occasions on which something was told of these already.
func (d *Desk) known(ctx context.Context, what string, subjects []string) (map[string]bool, error) {
	rows, err := d.Store.Client().Told.Query().Where(told.SubjectIDIn(subjects...), told.What(what)).All(ctx)
	all := map[string]bool{}
	for _, r := range rows {
		all[r.SubjectID+r.Occasion] = true
	}
	return all, err
}
