package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

const (
	applicantPlace = "sheet 5, Wat is SectorplanPlus?"
	surchargePage  = "oaz.nl, de TAZ- en IOW-opslag"
)

var (
	ruleWorkOrganisation = schemes.Rule{
		Code: "SPP-ELIG-001", Severity: schemes.Blocking,
		Message: text("Alleen een arbeidsorganisatie met werknemers in dienst kan aanvragen.", "Only an organisation that carries out economic activities and employs staff can apply."),
		Source:  sheet(applicantPlace, "De aanvrager verricht economische activiteiten en heeft werknemers in dienst.", "The applicant carries out economic activities and employs staff."),
	}
	ruleFundingLaw = schemes.Rule{
		Code: "SPP-ELIG-002", Severity: schemes.Blocking,
		Message: text("De organisatie wordt niet bekostigd uit de Wlz, Zvw, Jeugdwet, Wmo of Wpg.", "The organisation is not funded under the Wlz, Zvw, Jeugdwet, Wmo or Wpg."),
		Remedy:  text("Geef op uit welke wet de organisatie geheel of deels wordt bekostigd.", "State the law under which the organisation is funded, in full or in part."),
		Source:  sheet(applicantPlace, "De aanvrager wordt geheel of deels uit één van vijf wetten bekostigd.", "The applicant is wholly or partly funded under one of five laws."),
	}
	ruleOnePlan = schemes.Rule{
		Code: "SOZW-DIFF-001", Severity: schemes.Blocking,
		Message: text("De organisatie heeft in deze arbeidsmarktregio al een plan voor deze variant.", "The organisation already has a plan for this variant in this labour-market region."),
		Remedy:  text("Wijzig het bestaande plan, of kies een andere regio waarin de organisatie werkt.", "Amend the existing plan, or choose another region in which the organisation works."),
		Source:  cite(programme, "bijlage 4, verschil 1", "Bij SectorplanPlus was er één plan per arbeidsmarktregio.", "Under SectorplanPlus there was one plan for each labour-market region."),
	}
	ruleApplication = schemes.Rule{
		Code: "SPP-DEF-002", Severity: schemes.Warning,
		Message: text("Volgens openbare berichten liep de aanvraagperiode van {opens} tot en met {closes}. Dit plan valt daarbuiten.", "According to public notices the application period ran from {opens} until {closes}. This plan falls outside it."),
		Remedy:  text("Vraag de projectleider of het plan nog kan worden ingediend.", "Ask the project leader whether the plan can still be submitted."),
		Source:  page("nieuwsberichten over de aanvraagperiode", "De webinar noemt geen aanvraagperiode.", "The webinar names no application period."),
	}
	ruleNothingPlanned = schemes.Rule{
		Code: "SPP-FLOW-001", Aspect: "plan", Severity: schemes.Missing,
		Message: text("In het plan staat nog geen activiteit.", "The plan has no activity yet."),
		Remedy:  text("Geef per activiteit op hoeveel deelnemers u wilt opleiden.", "State for each activity how many participants you want to train."),
		Source:  sheet("sheet 12 en 13", "Registraties horen bij een aanvraag.", "Registrations belong to an application."),
	}
	ruleDownward = schemes.Rule{
		Code: "SPP-ROLE-009", Severity: schemes.Blocking,
		Message: text("De projectleider kan het aangevraagde bedrag verlagen, niet verhogen.", "The project leader can lower the amount applied for, not raise it."),
		Remedy:  text("Stel het bedrag vast op ten hoogste wat is gevraagd.", "Set the amount to no more than was requested."),
		Source:  sheet("sheet 6, partijen en termen", "De regionale projectleider is het eerste aanspreekpunt.", "The regional project leader is the first contact."),
	}
)

var planRules = []schemes.Rule{ruleWorkOrganisation, ruleFundingLaw, ruleOnePlan, ruleApplication, ruleNothingPlanned, ruleDownward}
