package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// Facts that only this family asks for.
var (
	factEmploysStaff = schemes.FactDefinition{
		Key: "employsStaff", Subject: schemes.AboutPlan, Type: schemes.BooleanFact, Necessity: schemes.Required,
		Label:  text("Verricht de organisatie economische activiteiten en heeft zij werknemers in dienst?", "Does the organisation carry out economic activities and employ staff?"),
		Source: also("SPP-ELIG-001", sheet(applicantPlace, "De aanvrager is een arbeidsorganisatie.", "The applicant is a work organisation.")),
	}
	factTAZ = schemes.FactDefinition{
		Key: "tazSurcharge", Subject: schemes.AboutPlan, Type: schemes.BooleanFact, Necessity: schemes.Optional,
		Label:  text("Is de opslag samenwerking-TAZ aangevraagd en toegekend?", "Was the surcharge for TAZ cooperation applied for and granted?"),
		Help:   text("De opslag geldt voor A en B en moest in de aanvraag zijn aangevinkt.", "The surcharge holds for A and B and had to be ticked in the application."),
		Source: page(surchargePage, "Alleen in variant 3 bestaan er opslagen.", "Surcharges exist in variant 3 only."),
	}
	factIOW = schemes.FactDefinition{
		Key: "iowSurcharge", Subject: schemes.AboutPlan, Type: schemes.BooleanFact, Necessity: schemes.Optional,
		Label:  text("Is daarboven de opslag samenwerking-IOW aangevraagd en toegekend?", "Was the surcharge for IOW cooperation applied for and granted on top of it?"),
		Help:   text("Deze opslag bestaat alleen boven op de TAZ-opslag.", "This surcharge exists on top of the TAZ surcharge only."),
		Source: page(surchargePage, "De pagina noemt de IOW-opslag alleen boven op de TAZ-opslag.", "The page names the IOW surcharge on top of the TAZ surcharge only."),
	}
	factMentorTraining = schemes.FactDefinition{
		Key: "mentorTraining", Subject: schemes.AboutRegistration, Type: schemes.BooleanFact, Necessity: schemes.Optional,
		Label:  text("Leidt de opleiding op tot begeleider of praktijkopleider?", "Does the training make someone a supervisor or praktijkopleider?"),
		Help:   text("Dan is de doelgroep praktijkopleider, hoe lang iemand ook in dienst is.", "Then the target group is praktijkopleider, however long someone has been employed."),
		Source: also("SPP-ELIG-005", sheet(targetPlace, "Wie tot begeleider wordt opgeleid, is praktijkopleider.", "Who is trained as a supervisor is praktijkopleider.")),
	}
	factOtherTraining = schemes.FactDefinition{
		Key: "trainingDescription", Subject: schemes.AboutRegistration, Activities: byDay, Type: schemes.TextFact, Necessity: schemes.Conditional,
		Condition: text("als de opleiding niet op de lijst staat", "if the training is not on the list"),
		When:      []schemes.Condition{{Fact: "/training/list", Is: schemes.Equals, Value: listOther}},
		Minimum:   "1", Maximum: "200",
		Label:  text("Welke opleiding is het?", "Which training is it?"),
		Help:   text("Naam, code en school.", "Name, code and school."),
		Source: also("SPP-FLOW-001", sheet("sheet 13", "Voor een registratie wordt een traject aangemaakt.", "A trajectory is made before a registration.")),
	}
	factGroupNote = note("groupNote", schemes.Condition{Fact: "/training/groupSize", Is: schemes.LessThan, Value: "4"},
		text("als de groep kleiner is dan vier", "if the group is smaller than four"),
		text("Waarom is de groep zo klein?", "Why is the group so small?"),
		also("SPP-FLOW-014", sheet(coursePlace, "Bij een kleine groep wordt een toelichting gevraagd.", "For a small group an explanation is asked.")))
	factHoursNote = note("hoursNote", schemes.Condition{Fact: "/training/hours", Is: schemes.AtLeast, Value: "100"},
		text("bij honderd uur of meer", "for a hundred hours or more"),
		text("Waarom duurt de training zo lang?", "Why does the training take so long?"),
		also("SPP-FLOW-015", sheet(coursePlace, "Bij veel uren wordt een toelichting gevraagd.", "For many hours an explanation is asked.")))
)

func note(key string, when schemes.Condition, condition, label schemes.Text, source schemes.Citation) schemes.FactDefinition {
	return schemes.FactDefinition{
		Key: key, Subject: schemes.AboutRegistration, Activities: []string{activityC}, Type: schemes.TextFact, Necessity: schemes.Conditional,
		Condition: condition, When: []schemes.Condition{when}, Maximum: "2000", Label: label,
		Help: text("Noem geen namen van personen.", "Name no persons."), Source: source,
	}
}

// facts are the extra facts of the variant.
func (v *regulation) facts() []schemes.FactDefinition {
	out := []schemes.FactDefinition{factEmploysStaff}
	asked := map[string]bool{}
	for _, l := range v.levels {
		for _, need := range l.needs {
			if !asked[need.Key] {
				out = append(out, need)
			}
			asked[need.Key] = true
		}
	}
	out = append(out, factMentorTraining, factOtherTraining, factGroupNote, factHoursNote)
	if v.retention != nil {
		out = append(out, retentionFacts...)
	}
	return out
}
