package sozw

import "github.com/penvoerder/penvoerder/schemes"

// Facts that only this scheme asks for.
var (
	factEmploysStaff = schemes.FactDefinition{
		Key: "employsStaff", Subject: schemes.AboutPlan, Type: schemes.BooleanFact, Necessity: schemes.Required,
		Label:  text("Verricht de organisatie economische activiteiten en heeft zij werknemers in dienst?", "Does the organisation carry out economic activities and employ staff?"),
		Help:   text("De rechtsvorm doet er niet toe. Voor een groep gaat de vraag over de onderdelen die deelnemers opgeven.", "The legal form does not matter. For a group the question is about the members that have participants."),
		Source: at("hoofdstuk 3, Eisen aan de aanvrager", "De aanvrager is een arbeidsorganisatie.", "The applicant is a work organisation."),
	}
	factHospitalInGroup = schemes.FactDefinition{
		Key: "groupHasHospital", Subject: schemes.AboutPlan, Type: schemes.BooleanFact, Necessity: schemes.Conditional,
		Condition: text("als de organisatie tot een groep behoort", "if the organisation belongs to a group"),
		When:      []schemes.Condition{{Fact: "/organisation/groupMember", Is: schemes.Equals, Value: "true"}},
		Label:     text("Hoort er een ziekenhuis of kliniek bij de groep?", "Is there a hospital or clinic in the group?"),
		Help:      text("Zo'n onderdeel kan geen deelnemers opgeven.", "Such a member cannot have participants."),
		Source:    at("hoofdstuk 3, Eisen aan de aanvrager", "Medisch-specialistische organisaties doen niet mee.", "Medical-specialist organisations do not take part."),
	}
	factPracticeComponent = schemes.FactDefinition{
		Key: "practiceComponent", Subject: schemes.AboutRegistration, Activities: []string{activity1B}, Type: schemes.BooleanFact, Necessity: schemes.Conditional,
		Condition: text("bij de route deeltijd", "for the route deeltijd"),
		When:      []schemes.Condition{{Fact: "/training/route", Is: schemes.Equals, Value: "DEELTIJD"}},
		Label:     text("Heeft de opleiding een praktijkdeel op de werkvloer?", "Does the training have a practice component at the workplace?"),
		Help:      text("Het blijkt uit de leerwerkovereenkomst.", "The learning agreement shows it."),
		Source:    also("SOZW-ELIG-021", "hoofdstuk 4, Activiteit 1", "Hbo deeltijd vraagt een praktijkdeel.", "Hbo deeltijd asks for a practice component."),
	}
	factOtherPartyPays = schemes.FactDefinition{
		Key: "otherPartyPays", Subject: schemes.AboutRegistration, Type: schemes.BooleanFact, Necessity: schemes.Optional,
		Label:  text("Draagt een ander dan uw organisatie een deel van de opleidingskosten?", "Does anyone other than your organisation bear part of the training costs?"),
		Help:   text("Verletkosten, docentkosten en externe kosten. Wat de deelnemer zelf betaalt en andere subsidies vult u per deelnemer in.", "Absence, teacher and external costs. What the participant pays and other subsidies are stated per participant."),
		Source: also("SOZW-COST-001", "hoofdstuk 5, Subsidiabele kosten", "De organisatie draagt alle kosten.", "The organisation bears all costs."),
	}
	factSeveralTeachers = schemes.FactDefinition{
		Key: "severalTeachers", Subject: schemes.AboutRegistration, Activities: []string{activity2}, Type: schemes.BooleanFact, Necessity: schemes.Optional,
		Label:  text("Gaven interne en externe docenten deze opleiding samen?", "Did internal and external teachers give this training together?"),
		Source: also("SOZW-CALC-032", "hoofdstuk 5, Activiteit 2", "Docentkosten zijn intern of extern.", "Teacher costs are internal or external."),
	}
	factEmployerQualifies = schemes.FactDefinition{
		Key: "employerQualifies", Subject: schemes.AboutParticipation, Type: schemes.BooleanFact, Necessity: schemes.Optional,
		Label:  text("Voldoet de eigen werkgever van de deelnemer aan de eisen aan de aanvrager?", "Does the participant's own employer meet the demands on the applicant?"),
		Help:   text("Alleen als de deelnemer werkt bij een ander lid van de groep.", "Only if the participant works for another member of the group."),
		Source: also("SOZW-ELIG-007", "hoofdstuk 3, Eisen aan het Activiteitenplan", "Deelnemers zijn in dienst van een organisatie die aan de eisen voldoet.", "Participants are employed by an organisation that meets the demands."),
	}
	factHoursAtEnd = schemes.FactDefinition{
		Key: "contractHoursAtEnd", Subject: schemes.AboutParticipation, Activities: []string{activity1A, activity1B}, Type: schemes.DecimalFact, Necessity: schemes.Optional,
		Minimum: "0", Maximum: "168", Unit: schemes.Hours, Personal: true,
		Label:  text("Contracturen per week aan het einde, als die zijn veranderd", "Contract hours per week at the end, if they changed"),
		Source: also("SOZW-CALC-011", "hoofdstuk 5, tabel Subsidiebedragen", "Het bedrag hangt af van de contracturen.", "The amount depends on the contract hours."),
	}
)
