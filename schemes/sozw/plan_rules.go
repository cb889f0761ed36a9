package sozw

import "github.com/penvoerder/penvoerder/schemes"

const (
	applicant = "hoofdstuk 3, Eisen aan de aanvrager"
	planPlace = "hoofdstuk 3, Eisen aan het Activiteitenplan"
	handingIn = "hoofdstuk 2, Het indienen van het Activiteitenplan"
)

var (
	ruleWorkOrganisation = schemes.Rule{
		Code: "SOZW-ELIG-002", Severity: schemes.Blocking,
		Message:  text("Alleen een arbeidsorganisatie met werknemers in dienst kan een plan indienen.", "Only an organisation that carries out economic activities and employs staff can submit a plan."),
		Source:   at(applicant, "De aanvrager verricht economische activiteiten en heeft werknemers in dienst.", "The applicant carries out economic activities and employs staff."),
		Readings: []string{"OQ-SOZW-36"},
	}
	ruleFundingLaw = schemes.Rule{
		Code: "SOZW-ELIG-004", Severity: schemes.Blocking,
		Message: text("De organisatie wordt niet direct bekostigd uit de Wlz, Zvw, Jeugdwet, Wmo of Wpg.", "The organisation is not directly funded under the Wlz, Zvw, Jeugdwet, Wmo or Wpg."),
		Remedy:  text("Geef op uit welke wet de organisatie geheel of deels wordt bekostigd.", "State the law under which the organisation is funded, in full or in part."),
		Source:  at(applicant, "Dat de organisatie in zorg en welzijn werkt, blijkt uit directe bekostiging uit één van vijf wetten.", "That the organisation works in care and welfare shows in direct funding under one of five laws."),
	}
	ruleMedicalSpecialist = schemes.Rule{
		Code: "SOZW-ELIG-005", Severity: schemes.Blocking,
		Message:  text("Een ziekenhuis of medisch-specialistische kliniek kan geen plan indienen.", "A hospital or medical-specialist clinic cannot submit a plan."),
		Source:   at(applicant, "Medisch-specialistische zorgorganisaties zijn uitgesloten.", "Medical-specialist care organisations are excluded."),
		Readings: []string{"OQ-SOZW-37"},
	}
	ruleHospitalInGroup = schemes.Rule{
		Code: "SOZW-ELIG-005", Aspect: "group", Severity: schemes.Warning,
		Message:  text("Bij de groep hoort een ziekenhuis of kliniek. Overleg met de projectleider; dit onderdeel kan geen deelnemers opgeven.", "A hospital or clinic belongs to the group. Consult the project leader; that member cannot have participants."),
		Source:   at(applicant, "Medisch-specialistische zorgorganisaties zijn uitgesloten.", "Medical-specialist care organisations are excluded."),
		Readings: []string{"OQ-SOZW-36"},
	}
	ruleSubcontractor = schemes.Rule{
		Code: "SOZW-ELIG-006", Severity: schemes.Blocking,
		Message: text("Een organisatie die alleen als onderaannemer zorg levert, wordt niet direct bekostigd en kan geen plan indienen.", "An organisation that provides care only as a subcontractor is not directly funded and cannot submit a plan."),
		Source:  at("hoofdstuk 3, voetnoot 2", "Onderaannemers vallen buiten de regeling.", "Subcontractors are outside the scheme."),
	}
	ruleOnePlan = schemes.Rule{
		Code: "SOZW-PLAN-006", Severity: schemes.Blocking,
		Message: text("De organisatie heeft al een plan voor deze regeling.", "The organisation already has a plan for this scheme."),
		Remedy:  text("Wijzig het bestaande plan of trek het in.", "Amend the existing plan or withdraw it."),
		Source:  at(planPlace, "Eén plan per organisatie.", "One plan per organisation."),
	}
	ruleOnePlanPerGroup = schemes.Rule{
		Code: "SOZW-PLAN-008", Severity: schemes.Blocking,
		Message:  text("De groep waartoe de organisatie hoort, heeft al een plan voor deze regeling.", "The group that the organisation belongs to already has a plan for this scheme."),
		Remedy:   text("Neem de deelnemers op in het plan van de groep.", "Add the participants to the plan of the group."),
		Source:   at(planPlace, "Alle ondernemingen van een groep dienen samen één plan in.", "All members of a group submit one plan together."),
		Readings: []string{"OQ-SOZW-36"},
	}
	ruleTopOfGroup = schemes.Rule{
		Code: "SOZW-PLAN-009", Severity: schemes.Blocking,
		Message:  text("De moederorganisatie van de groep dient het plan in.", "The parent organisation of the group submits the plan."),
		Remedy:   text("Laat de moederorganisatie het plan indienen.", "Have the parent organisation submit the plan."),
		Source:   at(planPlace, "Het plan komt van het hoogste niveau, zoals de holding.", "The plan comes from the highest level, such as the holding."),
		Readings: []string{"OQ-SOZW-36"},
	}
	ruleApplicationWindow = schemes.Rule{
		Code: "SOZW-DATE-008", Severity: schemes.Blocking,
		Message:  text("U kunt een plan indienen van {opens} tot en met {closes}.", "Plans can be submitted from {opens} until {closes}."),
		Remedy:   text("Dien het plan in deze periode in. Is de periode voorbij, dan kan indienen niet meer.", "Submit the plan within this period. Once the period is over, a plan can no longer be submitted."),
		Source:   at(handingIn, "Een plan komt binnen de aanvraagperiode binnen; uitstel is er niet.", "A plan arrives within the application window; there is no extension."),
		Readings: []string{"OQ-SOZW-05"},
	}
	ruleNotOpenYet = schemes.Rule{
		Code: "SOZW-DATE-008", Aspect: "not-open-yet", Severity: schemes.Notice,
		Message:  text("U kunt een plan indienen vanaf {opens}.", "Plans can be submitted from {opens}."),
		Source:   at(handingIn, "De aanvraagperiode begint op een vast tijdstip.", "The application window opens at a fixed moment."),
		Readings: []string{"OQ-SOZW-05"},
	}
	rulePlanMaximum = schemes.Rule{
		Code: "SOZW-FAQ-003", Severity: schemes.Blocking,
		Message:  text("Het plan vraagt {requested} aan. Het maximum is {maximum}.", "The plan applies for {requested}. The maximum is {maximum}."),
		Remedy:   text("Verlaag de aangevraagde bedragen.", "Lower the amounts applied for."),
		Source:   at("hoofdstuk 7", "Er geldt een maximum per organisatie.", "There is a maximum per organisation."),
		Readings: []string{"OQ-SOZW-13"},
	}
	ruleNothingPlanned = schemes.Rule{
		Code: "SOZW-PLAN-002", Severity: schemes.Missing,
		Message: text("In het plan staat nog geen activiteit.", "The plan has no activity yet."),
		Remedy:  text("Geef per activiteit op hoeveel deelnemers u wilt opleiden.", "State for each activity how many participants you want to train."),
		Source:  at(handingIn, "Het plan noemt per activiteit het aantal deelnemers.", "The plan states the number of participants for each activity."),
	}
	ruleRealistic = schemes.Rule{
		Code: "SOZW-PLAN-015", Severity: schemes.Warning,
		Message:  text("Met {participants} deelnemers kunt u onder activiteit {activity} hoogstens {maximum} aan subsidie krijgen.", "With {participants} participants the subsidy under activity {activity} is {maximum} at most."),
		Remedy:   text("Vraag het bedrag aan dat u verwacht nodig te hebben.", "Apply for the amount that you expect to need."),
		Source:   at(planPlace, "De begroting is realistisch.", "The estimate is realistic."),
		Readings: []string{"OQ-SOZW-12"},
	}
	ruleDownward = schemes.Rule{
		Code: "SOZW-PLAN-005", Severity: schemes.Blocking,
		Message: text("De projectleider kan het aangevraagde bedrag verlagen, niet verhogen.", "The project leader can lower the amount applied for, not raise it."),
		Remedy:  text("Stel het bedrag vast op ten hoogste wat is gevraagd.", "Set the amount to no more than was requested."),
		Source:  at(handingIn, "De projectleider kan een plan in overleg naar beneden bijstellen.", "The project leader may lower a plan in consultation."),
	}
	ruleAboveGuarantee = schemes.Rule{
		Code: "SOZW-GRANT-005", Severity: schemes.Notice,
		Message:  text("Over {amount} boven het gegarandeerde deel is nog niet beslist.", "{amount} lies above the guaranteed part and has not been decided on yet."),
		Source:   at("hoofdstuk 2, Toekenning", "Boven de garantie volgt de verdeelsleutel later.", "Above the guarantee the distribution key follows later."),
		Readings: []string{"OQ-SOZW-11"},
	}
)

var planRules = []schemes.Rule{
	ruleWorkOrganisation, ruleFundingLaw, ruleMedicalSpecialist, ruleHospitalInGroup, ruleSubcontractor, ruleOnePlan, ruleOnePlanPerGroup, ruleTopOfGroup,
	ruleApplicationWindow, ruleNotOpenYet, rulePlanMaximum, ruleNothingPlanned, ruleRealistic, ruleDownward, ruleAboveGuarantee,
}

const grantPlace = "hoofdstuk 2, Toekenning"

var (
	lineRequested = schemes.Line{
		Code: "SOZW-PLAN-002", Label: text("Gevraagd voor een activiteit", "Requested for an activity"), Unit: schemes.EUR,
		Source: at(handingIn, "Het plan begroot per activiteit.", "The plan estimates for each activity."), Readings: []string{"OQ-SOZW-12"},
	}
	lineAssessed = schemes.Line{
		Code: "SOZW-PLAN-005", Label: text("Bedrag na beoordeling", "Amount after assessment"), Unit: schemes.EUR,
		Source: at(handingIn, "De projectleider kan verlagen.", "The project leader may lower."),
	}
	lineTotal = schemes.Line{
		Code: "SOZW-GRANT-004", Aspect: "total", Label: text("Totaal van het plan", "Total of the plan"), Unit: schemes.EUR,
		Source: at(grantPlace, "De garantie geldt voor het hele plan.", "The guarantee holds for the whole plan."),
	}
	lineGuarantee = schemes.Line{
		Code: "SOZW-GRANT-004", Aspect: "guarantee", Label: text("Grens van de garantie", "Limit of the guarantee"), Unit: schemes.EUR,
		Source: at(grantPlace, "Het eerste deel wordt volledig toegekend.", "The first part is granted in full."),
	}
	lineGuaranteed = schemes.Line{
		Code: "SOZW-GRANT-004", Label: text("Gegarandeerd deel", "Guaranteed part"), Unit: schemes.EUR,
		Source: at(grantPlace, "Het kleinste van totaal en garantie.", "The smaller of total and guarantee."), Readings: []string{"OQ-SOZW-11"},
	}
)

var planLines = []schemes.Line{lineRequested, lineAssessed, lineTotal, lineGuarantee, lineGuaranteed}
