package graph

import (
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

type doing struct {
	action access.Action
	role   actor.Role
	label  schemes.Text
}

// steps are what comes next in each state of a registration, most urgent first.
var steps = map[string][]doing{
	workflow.Draft: {
		{access.AttachDocument, actor.Employer, schemes.Text{NL: "Lever de ontbrekende documenten aan", EN: "Hand in the missing documents"}},
	},
	workflow.Ready: {
		{access.Submit, actor.Employer, schemes.Text{NL: "Dien de registratie in", EN: "Submit the registration"}},
	},
	workflow.AwaitingContent: {
		{access.JudgeContent, actor.AMR, schemes.Text{NL: "Beoordeel de inhoud", EN: "Judge the content"}},
		{access.AttachDocument, actor.Employer, schemes.Text{NL: "Lever intussen de documenten aan", EN: "Hand in the documents meanwhile"}},
	},
	workflow.ContentRejected: {
		{access.Amend, actor.Employer, schemes.Text{NL: "Pas de opleiding aan", EN: "Change the training"}},
	},
	workflow.Submitted: {
		{access.Review, actor.SSC, schemes.Text{NL: "Neem in behandeling", EN: "Take into review"}},
	},
	workflow.InReview: {
		{access.JudgeCells, actor.SSC, schemes.Text{NL: "Beoordeel de documenten", EN: "Judge the documents"}},
		{access.Decide, actor.SSC, schemes.Text{NL: "Neem een besluit", EN: "Decide"}},
	},
	workflow.Repair: {
		{access.AttachDocument, actor.Employer, schemes.Text{NL: "Herstel wat is afgekeurd", EN: "Mend what was rejected"}},
		{access.Submit, actor.Employer, schemes.Text{NL: "Dien opnieuw in", EN: "Submit again"}},
	},
}

// askContent comes after what is stated is complete, where the content is still to be judged.
var askContent = doing{access.AskContent, actor.Employer, schemes.Text{NL: "Leg de opleiding voor", EN: "Put the training"}}

// The steps of a draft that what was said of it asks for, before its content and its documents.
var (
	addParticipants = doing{access.Add, actor.Employer, schemes.Text{NL: "Voeg deelnemers toe", EN: "Add participants"}}
	completeFacts   = doing{access.Amend, actor.Employer, schemes.Text{NL: "Vul de gegevens aan", EN: "Complete what is stated"}}
	resolveFindings = doing{access.Amend, actor.Employer, schemes.Text{NL: "Los de bevindingen op", EN: "Resolve the findings"}}
)

// firstSteps are what a draft still has to state, for who sees its participants and what was said of them.
func firstSteps(g *ent.Registration) []doing {
	if g.State != workflow.Draft {
		return nil
	}
	var first []doing
	if g.ParticipantCount == 0 {
		first = append(first, addParticipants)
	}
	switch {
	case g.Outcome == nil || *g.Outcome == string(schemes.Undetermined):
		first = append(first, completeFacts)
	case *g.Outcome == string(schemes.Ineligible):
		first = append(first, resolveFindings)
	}
	return first
}

// nextSteps are what comes next, after what comes first; content is nil where nobody judges it.
func nextSteps(language string, g *ent.Registration, first []doing, open *ent.Repair, content *queue.Content) []*model.NextStep {
	due := map[actor.Role]*entry.DateTime{}
	if open != nil {
		due[actor.Employer] = untilEndOf(open.DueOn)
	}
	next := bound(slices.Concat(first, steps[g.State]), g, content)
	if content != nil {
		due[actor.Role(content.Judge())] = untilEndOf(content.ExpectedOn())
		if _, fits := workflow.Next(workflow.Registration, g.State, workflow.AskContent); fits && content.State() != registrations.ContentApproved {
			at := len(next) - 1 // documents and handing in come later
			if next[at].action == access.Amend {
				at++
			}
			next = slices.Insert(next, at, askContent.to(content))
		}
	}
	return all(next, func(s doing) *model.NextStep {
		return &model.NextStep{Action: string(s.action), Role: string(s.role), Label: regulation.NewText(s.label, language), DueAt: due[s.role], On: g}
	})
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
