package graph

import (
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/typed"
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
func nextSteps(language string, g *ent.Registration, today typed.Date, seesParticipants bool, open *ent.Repair, content *queue.Content) []*model.NextStep {
	due := map[workflow.Slot]*time.Time{}
	if open != nil {
		due[workflow.AskRepair.Term.Slot] = open.DueOn
	}
	if content != nil {
		due[workflow.AskContent.Term.Slot] = content.ExpectedOn()
	}
	var next []*model.NextStep
	from := func(a workflow.Act) *typed.Date {
		h, _ := registrations.Waits(g, a, today)
		if !seesParticipants {
			return nil
		}
		return h.First
	}
	for _, s := range workflow.Steps(workflow.Registration, g.State, holds(g, content, seesParticipants)...) {
		for _, role := range doers(s.Act.Slot, g) {
			next = append(next, &model.NextStep{
				Action: string(s.Act.Asks), Role: string(role), Label: regulation.NewText(stepText(s, role, content), language),
				DueOn: dayOf(due[s.Act.Slot]), DueAt: untilEndOf(due[s.Act.Slot]), PossibleFrom: from(s.Act), On: g,
			})
		}
	}
	return next
}

// doers are the roles that are to take a step of a registration: one, or each that the scheme names for its cells.
func doers(s workflow.Slot, g *ent.Registration) []actor.Role {
	if s == workflow.CellJudge {
		return all(g.CellJudges, func(judge string) actor.Role { return actor.Role(judge) })
	}
	return []actor.Role{doer(s, g)}
}

// doer is the role in a slot of a registration; empty where there is none.
func doer(s workflow.Slot, g *ent.Registration) actor.Role {
	if s == workflow.ContentJudge {
		if g.ContentJudge == nil {
			return ""
		}
		return actor.Role(*g.ContentJudge)
	}
	role, _ := s.Role()
	return role
}

// yourPart is the step of who judges columns of a registration that another takes into review.
var yourPart = schemes.Text{NL: "Beoordeel uw onderdeel", EN: "Judge your part"}

// stepText is a step in words, with the judge of content by the name that the scheme gives it.
func stepText(s workflow.Step, role actor.Role, content *queue.Content) schemes.Text {
	if s.Act.Slot == workflow.CellJudge && role != actor.SSC {
		return yourPart
	}
	text := schemes.Text(s.Text)
	if content != nil {
		text.NL = strings.ReplaceAll(text.NL, workflow.JudgeHole, content.JudgeName.NL)
		text.EN = strings.ReplaceAll(text.EN, workflow.JudgeHole, content.JudgeName.EN)
	}
	return text
}

// dayOf writes a day; nil where there is none.
func dayOf(day *time.Time) *typed.Date {
	if day == nil {
		return nil
	}
	return new(typed.DateOf(*day))
}

// untilEndOf is the last second of a day; nil where there is no day.
func untilEndOf(day *time.Time) *typed.DateTime {
	if day == nil {
		return nil
	}
	return new(typed.DateTimeOf(clock.EndOf(*day)))
}

// isApproved reports whether a registration adds to the ledger.
func isApproved(state string) bool { return state == workflow.Approved || state == workflow.Settled }

// dateOf is nil where there is no day.
func dateOf(day *time.Time) *typed.Date {
	if day == nil {
		return nil
	}
	return new(typed.DateOf(day.UTC()))
}
