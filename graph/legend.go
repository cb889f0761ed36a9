package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// The sets of states that have a legend.
const (
	legendPlan         = "PLAN"
	legendRegistration = "REGISTRATION"
	legendContent      = "CONTENT"
	legendCell         = "CELL"
	legendOutcome      = "OUTCOME"
	legendSeverity     = "SEVERITY"
)

// The roles of colours.
const (
	neutral     = "NEUTRAL"
	informative = "INFORMATIVE"
	positive    = "POSITIVE"
	attention   = "ATTENTION"
	negative    = "NEGATIVE"
)

type word struct {
	value, tone        string
	label, explanation schemes.Text
}

// legends are the platform's own words, in the order of the process.
var legends = map[string][]word{
	legendPlan: {
		{workflow.Draft, neutral, schemes.Text{NL: "Concept", EN: "Draft"}, schemes.Text{NL: "De werkgever vult de aanvraag in.", EN: "The employer is filling in the plan."}},
		{workflow.Submitted, informative, schemes.Text{NL: "Ingediend", EN: "Submitted"}, schemes.Text{NL: "De projectleider beoordeelt de aanvraag.", EN: "The project leader assesses the plan."}},
		{workflow.Assessed, informative, schemes.Text{NL: "Beoordeeld", EN: "Assessed"}, schemes.Text{NL: "RegioPlus kent toe.", EN: "RegioPlus decides on the grant."}},
		{workflow.Granted, positive, schemes.Text{NL: "Toegekend", EN: "Granted"}, schemes.Text{NL: "De werkgever kan registraties indienen.", EN: "The employer can submit registrations."}},
		{workflow.Rejected, negative, schemes.Text{NL: "Afgewezen", EN: "Rejected"}, schemes.Text{NL: "De aanvraag voldoet niet; er volgt niets meer.", EN: "The plan does not meet the demands; nothing follows."}},
		{workflow.Withdrawn, neutral, schemes.Text{NL: "Ingetrokken", EN: "Withdrawn"}, schemes.Text{NL: "De werkgever trok de aanvraag in.", EN: "The employer withdrew the plan."}},
	},
	legendRegistration: {
		{workflow.Draft, neutral, schemes.Text{NL: "Concept", EN: "Draft"}, schemes.Text{NL: "De werkgever vult de registratie aan.", EN: "The employer is completing the registration."}},
		{workflow.AwaitingContent, informative, schemes.Text{NL: "Wacht op oordeel over de inhoud", EN: "Waits for the judgement of its content"}, schemes.Text{NL: "De inhoud van de opleiding wordt beoordeeld.", EN: "The content of the training is being judged."}},
		{workflow.ContentRejected, negative, schemes.Text{NL: "Inhoud afgewezen", EN: "Content rejected"}, schemes.Text{NL: "De werkgever past de opleiding aan of trekt in.", EN: "The employer changes the training or withdraws."}},
		{workflow.Ready, attention, schemes.Text{NL: "Compleet", EN: "Complete"}, schemes.Text{NL: "De werkgever kan indienen.", EN: "The employer can submit."}},
		{workflow.Submitted, informative, schemes.Text{NL: "Ingediend", EN: "Submitted"}, schemes.Text{NL: "Wacht op het SSC.", EN: "Waits for the SSC."}},
		{workflow.InReview, informative, schemes.Text{NL: "In behandeling", EN: "In review"}, schemes.Text{NL: "Het SSC beoordeelt de registratie.", EN: "The SSC judges the registration."}},
		{workflow.Repair, attention, schemes.Text{NL: "Herstel", EN: "Repair"}, schemes.Text{NL: "De werkgever herstelt wat is afgekeurd.", EN: "The employer mends what was rejected."}},
		{workflow.Approved, positive, schemes.Text{NL: "Goedgekeurd", EN: "Approved"}, schemes.Text{NL: "Het bedrag telt mee in de verantwoording.", EN: "The amount counts in the ledger."}},
		{workflow.Rejected, negative, schemes.Text{NL: "Afgewezen", EN: "Rejected"}, schemes.Text{NL: "De registratie levert geen subsidie op.", EN: "The registration yields no subsidy."}},
		{workflow.Settled, positive, schemes.Text{NL: "Vastgesteld", EN: "Settled"}, schemes.Text{NL: "Het bedrag staat vast.", EN: "The amount is final."}},
		{workflow.Withdrawn, neutral, schemes.Text{NL: "Ingetrokken", EN: "Withdrawn"}, schemes.Text{NL: "De werkgever trok de registratie in.", EN: "The employer withdrew the registration."}},
	},
	legendContent: {
		{registrations.ContentNotAsked, neutral, schemes.Text{NL: "Nog niet voorgelegd", EN: "Not asked yet"}, schemes.Text{NL: "De werkgever legt de opleiding voor zodra de gegevens kloppen.", EN: "The employer puts the training to the judge once its fields are right."}},
		{registrations.ContentWaiting, informative, schemes.Text{NL: "In beoordeling", EN: "Being judged"}, schemes.Text{NL: "De commissie beoordeelt de inhoud; de verwachte datum is een richtdatum.", EN: "The committee judges the content; the expected day is an indication."}},
		{registrations.ContentApproved, positive, schemes.Text{NL: "Akkoord", EN: "Approved"}, schemes.Text{NL: "De inhoud is goedgekeurd zoals hij nu is.", EN: "The content was approved as it is now."}},
		{registrations.ContentRejected, negative, schemes.Text{NL: "Niet akkoord", EN: "Rejected"}, schemes.Text{NL: "De werkgever past de opleiding aan en legt haar opnieuw voor.", EN: "The employer changes the training and asks again."}},
		{registrations.ContentSpent, attention, schemes.Text{NL: "Vervallen", EN: "Spent"}, schemes.Text{NL: "De opleiding is na het oordeel gewijzigd of teruggenomen en moet opnieuw worden voorgelegd.", EN: "The training was changed or taken back after it was judged and has to be asked again."}},
	},
	legendCell: {
		{string(schemes.CellNotRequired), neutral, schemes.Text{NL: "Niet nodig", EN: "Not required"}, schemes.Text{NL: "Dit wordt hier niet gevraagd.", EN: "This is not asked here."}},
		{string(schemes.CellMissing), negative, schemes.Text{NL: "Ontbreekt", EN: "Missing"}, schemes.Text{NL: "De werkgever levert het document aan.", EN: "The employer hands in the document."}},
		{string(schemes.CellIncomplete), attention, schemes.Text{NL: "Onvolledig", EN: "Incomplete"}, schemes.Text{NL: "Er klopt nog iets niet, of er komt nog meer.", EN: "Something is still wrong, or more is to come."}},
		{string(schemes.CellComplete), informative, schemes.Text{NL: "Compleet", EN: "Complete"}, schemes.Text{NL: "Klaar om in te dienen.", EN: "Ready to be submitted."}},
		{cellInReview, informative, schemes.Text{NL: "In behandeling", EN: "In review"}, schemes.Text{NL: "De beoordelaar kijkt ernaar.", EN: "The assessor looks at it."}},
		{cellRejected, negative, schemes.Text{NL: "Afgekeurd", EN: "Rejected"}, schemes.Text{NL: "De werkgever herstelt het; de reden staat erbij.", EN: "The employer mends it; the reason is given."}},
		{cellApproved, positive, schemes.Text{NL: "Goedgekeurd", EN: "Approved"}, schemes.Text{NL: "Hier is niets meer voor nodig.", EN: "Nothing more is needed here."}},
	},
	legendOutcome: {
		{string(schemes.Eligible), positive, schemes.Text{NL: "Voldoet", EN: "Eligible"}, schemes.Text{NL: "Aan de eisen is voldaan.", EN: "The demands are met."}},
		{string(schemes.Ineligible), negative, schemes.Text{NL: "Voldoet niet", EN: "Ineligible"}, schemes.Text{NL: "Aan een eis is niet voldaan.", EN: "A demand is not met."}},
		{string(schemes.Undetermined), attention, schemes.Text{NL: "Nog onbekend", EN: "Undetermined"}, schemes.Text{NL: "Er ontbreekt een gegeven dat beslist.", EN: "A fact is missing that decides."}},
	},
	legendSeverity: {
		{schemes.Notice.String(), neutral, schemes.Text{NL: "Mededeling", EN: "Notice"}, schemes.Text{NL: "Ter informatie.", EN: "For information."}},
		{schemes.Warning.String(), attention, schemes.Text{NL: "Let op", EN: "Warning"}, schemes.Text{NL: "Iemand moet hiernaar kijken.", EN: "A person should look at this."}},
		{schemes.Missing.String(), attention, schemes.Text{NL: "Ontbreekt", EN: "Missing"}, schemes.Text{NL: "Zonder dit gegeven kan de regel niet worden getoetst.", EN: "Without this fact the rule cannot be decided."}},
		{schemes.Blocking.String(), negative, schemes.Text{NL: "Blokkerend", EN: "Blocking"}, schemes.Text{NL: "Aan de regeling is niet voldaan.", EN: "The regulation is not met."}},
	},
}

func (r queryResolver) Legend(ctx context.Context, of string) ([]*model.LegendEntry, error) {
	return legendOf(actor.From(ctx).Language, of), nil
}

func legendOf(language, of string) []*model.LegendEntry {
	return all(legends[of], func(w word) *model.LegendEntry {
		return &model.LegendEntry{
			Value: w.value, Tone: w.tone, Label: regulation.NewText(w.label, language), Explanation: regulation.NewText(w.explanation, language),
		}
	})
}

// countsOf puts counts per state in the order of the process; states without any are left out.
func countsOf(by, waiting map[string]int) []*model.RegistrationCount {
	out := []*model.RegistrationCount{}
	for _, w := range legends[legendRegistration] {
		n := by[w.value]
		if n == 0 {
			continue
		}
		out = append(out, &model.RegistrationCount{State: w.value, Count: n, NeedsMe: waiting[w.value]})
	}
	return out
}
