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
	legendAct          = "ACT"
	legendProjectFile  = "PROJECT_FILE"
	legendAppointment  = "APPOINTMENT"
	legendAdmission    = "ADMISSION"
	legendTie          = "TIE"
)

type word struct {
	value              string
	tone               workflow.Tone
	label, explanation schemes.Text
}

// statesOf are the states of a subject in the words of the table.
func statesOf(s workflow.Subject) []word {
	return all(workflow.StatesOf(s), func(st workflow.State) word {
		return word{st.Name, st.Tone, schemes.Text(st.Label), schemes.Text(st.Explanation)}
	})
}

// legends are the platform's own words, in the order of the process.
var legends = map[string][]word{
	legendPlan:         statesOf(workflow.Plan),
	legendRegistration: statesOf(workflow.Registration),
	legendProjectFile:  statesOf(workflow.ProjectFile),
	legendAppointment:  statesOf(workflow.Appointment),
	legendAdmission:    statesOf(workflow.Admission),
	legendTie:          statesOf(workflow.Tie),
	legendAct:          actWords(),
	legendContent: {
		{registrations.ContentNotAsked, workflow.Neutral, schemes.Text{NL: "Nog niet voorgelegd", EN: "Not asked yet"}, schemes.Text{NL: "De werkgever legt de opleiding voor zodra de gegevens kloppen.", EN: "The employer puts the training to the judge once its fields are right."}},
		{registrations.ContentWaiting, workflow.Informative, schemes.Text{NL: "In beoordeling", EN: "Being judged"}, schemes.Text{NL: "De commissie beoordeelt de inhoud; de verwachte datum is een richtdatum.", EN: "The committee judges the content; the expected day is an indication."}},
		{registrations.ContentApproved, workflow.Positive, schemes.Text{NL: "Akkoord", EN: "Approved"}, schemes.Text{NL: "De inhoud is goedgekeurd zoals hij nu is.", EN: "The content was approved as it is now."}},
		{registrations.ContentRejected, workflow.Negative, schemes.Text{NL: "Niet akkoord", EN: "Rejected"}, schemes.Text{NL: "De werkgever past de opleiding aan en legt haar opnieuw voor.", EN: "The employer changes the training and asks again."}},
		{registrations.ContentSpent, workflow.Attention, schemes.Text{NL: "Vervallen", EN: "Spent"}, schemes.Text{NL: "De opleiding is na het oordeel gewijzigd of teruggenomen en moet opnieuw worden voorgelegd.", EN: "The training was changed or taken back after it was judged and has to be asked again."}},
	},
	legendCell: {
		{string(schemes.CellNotRequired), workflow.Neutral, schemes.Text{NL: "Niet nodig", EN: "Not required"}, schemes.Text{NL: "Dit wordt hier niet gevraagd.", EN: "This is not asked here."}},
		{string(schemes.CellMissing), workflow.Negative, schemes.Text{NL: "Ontbreekt", EN: "Missing"}, schemes.Text{NL: "De werkgever levert het document aan.", EN: "The employer submits the document."}},
		{string(schemes.CellIncomplete), workflow.Attention, schemes.Text{NL: "Onvolledig", EN: "Incomplete"}, schemes.Text{NL: "Er klopt nog iets niet, of er komt nog meer.", EN: "Something is still wrong, or more is to come."}},
		{string(schemes.CellComplete), workflow.Informative, schemes.Text{NL: "Compleet", EN: "Complete"}, schemes.Text{NL: "Klaar om in te dienen.", EN: "Ready to be submitted."}},
		{cellInReview, workflow.Informative, schemes.Text{NL: "In behandeling", EN: "In review"}, schemes.Text{NL: "De beoordelaar kijkt ernaar.", EN: "The assessor looks at it."}},
		{cellRejected, workflow.Negative, schemes.Text{NL: "Afgekeurd", EN: "Rejected"}, schemes.Text{NL: "De werkgever herstelt het; de reden staat erbij.", EN: "The employer repairs it; the reason is given."}},
		{cellApproved, workflow.Positive, schemes.Text{NL: "Goedgekeurd", EN: "Approved"}, schemes.Text{NL: "Hier is niets meer voor nodig.", EN: "Nothing more is needed here."}},
	},
	legendOutcome: {
		{string(schemes.Eligible), workflow.Positive, schemes.Text{NL: "Voldoet", EN: "Eligible"}, schemes.Text{NL: "Aan de eisen is voldaan.", EN: "The demands are met."}},
		{string(schemes.Ineligible), workflow.Negative, schemes.Text{NL: "Voldoet niet", EN: "Ineligible"}, schemes.Text{NL: "Aan een eis is niet voldaan.", EN: "A demand is not met."}},
		{string(schemes.Undetermined), workflow.Attention, schemes.Text{NL: "Nog onbekend", EN: "Undetermined"}, schemes.Text{NL: "Er ontbreekt een gegeven dat beslist.", EN: "A fact is missing that decides."}},
	},
	legendSeverity: {
		{schemes.Notice.String(), workflow.Neutral, schemes.Text{NL: "Mededeling", EN: "Notice"}, schemes.Text{NL: "Ter informatie.", EN: "For information."}},
		{schemes.Warning.String(), workflow.Attention, schemes.Text{NL: "Let op", EN: "Warning"}, schemes.Text{NL: "Iemand moet hiernaar kijken.", EN: "A person should look at this."}},
		{schemes.Missing.String(), workflow.Attention, schemes.Text{NL: "Ontbreekt", EN: "Missing"}, schemes.Text{NL: "Zonder dit gegeven kan de regel niet worden getoetst.", EN: "Without this fact the rule cannot be decided."}},
		{schemes.Blocking.String(), workflow.Negative, schemes.Text{NL: "Blokkerend", EN: "Blocking"}, schemes.Text{NL: "Aan de regeling is niet voldaan.", EN: "The regulation is not met."}},
	},
}

// actWords are the acts of the table, by the names of the enum.
func actWords() []word {
	return all(workflow.Names(), func(name string) word {
		text, _ := workflow.Label(name)
		return word{value: actName(name), tone: workflow.Neutral, label: schemes.Text(text), explanation: schemes.Text(text)}
	})
}

func (r queryResolver) Legend(ctx context.Context, of string) ([]*model.LegendEntry, error) {
	return legendOf(actor.From(ctx).Language, of), nil
}

func legendOf(language, of string) []*model.LegendEntry {
	return all(legends[of], func(w word) *model.LegendEntry {
		return &model.LegendEntry{
			Value: w.value, Tone: string(w.tone), Label: regulation.NewText(w.label, language), Explanation: regulation.NewText(w.explanation, language),
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
		out = append(out, &model.RegistrationCount{State: w.value, Count: n, NeedsMe: waiting[w.value], NeedsMeCount: waiting[w.value]})
	}
	return out
}
