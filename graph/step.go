package graph

import (
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// holds are the conditions under which a registration needs some of its next steps. Who sees no participants is told of
// none of theirs.
func holds(g *ent.Registration, content *queue.Content, seesParticipants bool) []workflow.Condition {
	var all []workflow.Condition
	if content != nil && content.State() != registrations.ContentApproved {
		all = append(all, workflow.ContentIsOpen)
	}
	if !seesParticipants {
		return all
	}
	if g.ParticipantCount == 0 {
		all = append(all, workflow.NobodyTakesPart)
	}
	switch {
	case g.Outcome == nil || *g.Outcome == string(schemes.Undetermined):
		all = append(all, workflow.FactsAreMissing)
	case *g.Outcome == string(schemes.Ineligible):
		all = append(all, workflow.RulesRefuse)
	}
	return all
}

// nextSteps are what comes next for a registration, by the table of acts; content is nil where nobody judges it.
func nextSteps(language string, g *ent.Registration, seesParticipants bool, open *ent.Repair, content *queue.Content) []*model.NextStep {
	due := map[workflow.Slot]*entry.DateTime{}
	if open != nil {
		due[workflow.AskRepair.Term.Slot] = untilEndOf(open.DueOn)
	}
	if content != nil {
		due[workflow.AskContent.Term.Slot] = untilEndOf(content.ExpectedOn())
	}
	steps := workflow.Steps(workflow.Registration, g.State, holds(g, content, seesParticipants)...)
	return all(steps, func(s workflow.Step) *model.NextStep {
		return &model.NextStep{
			Action: string(s.Act.Asks), Role: string(doer(s.Act.Slot, content)), Label: regulation.NewText(schemes.Text(s.Text), language),
			DueAt: due[s.Act.Slot], On: g,
		}
	})
}

// doer is the role that is to take a step.
func doer(s workflow.Slot, content *queue.Content) actor.Role {
	switch {
	case s == workflow.ContentJudge && content != nil:
		return actor.Role(content.Judge())
	case s == workflow.CellJudge:
		return roleOf(workflow.Assessor) // whose review it is
	}
	return roleOf(s)
}

// untilEndOf is the last second of a day; nil where there is no day.
func untilEndOf(day *time.Time) *entry.DateTime {
	if day == nil {
		return nil
	}
	return new(entry.DateTimeOf(endOfDay(*day)))
}

// endOfDay is the last second of a calendar day in Amsterdam.
func endOfDay(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, -1, 0, clock.Amsterdam).UTC()
}

// isApproved reports whether a registration adds to the ledger.
func isApproved(state string) bool { return state == workflow.Approved || state == workflow.Settled }

// dateOf is nil where there is no day.
func dateOf(day *time.Time) *entry.Date {
	if day == nil {
		return nil
	}
	return new(entry.DateOf(day.UTC()))
}
