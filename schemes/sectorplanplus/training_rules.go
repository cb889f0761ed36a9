package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

const (
	trajectPlace   = "sheet 13"
	targetPlace    = "sheet 16"
	statementPlace = "sheet 30, prestatieverklaring"
)

// Rules about a training.
var (
	ruleSurchargeAlone = schemes.Rule{
		Code: "SPP-UI-009", Aspect: "surcharge", Severity: schemes.Warning,
		Message: text("De IOW-opslag bestaat alleen boven op de TAZ-opslag. Het bedrag is zonder de IOW-opslag berekend.", "The IOW surcharge exists only on top of the TAZ surcharge. The amount has been calculated without it."),
		Remedy:  text("Controleer de opslagen van het plan.", "Check the surcharges of the plan."),
		Source:  page(surchargePage, "Er staat geen bedrag met alleen de IOW-opslag.", "No amount with the IOW surcharge alone is given."),
	}
	ruleNotListed = schemes.Rule{
		Code: "SPP-FLOW-001", Severity: schemes.Warning,
		Message:  text("Deze opleiding staat niet op de lijst van SO-Z&W. Naar aanname geldt die lijst ook hier.", "This training is not on the list of SO-Z&W. By assumption that list applies here too."),
		Remedy:   text("Overleg met de projectleider of de opleiding onder deze variant valt.", "Ask the project leader whether the training falls under this variant."),
		Source:   sheet(trajectPlace, "Voor een registratie wordt een traject aangemaakt.", "A trajectory is made before a registration."),
		Readings: []string{"OQ-SPP-18"},
	}
	ruleOtherActivity = schemes.Rule{
		Code: "SPP-FLOW-001", Aspect: "activity", Severity: schemes.Warning,
		Message: text("Deze opleiding staat niet op de lijst van activiteit {activity}, maar op die van een andere activiteit.", "This training is not on the list of activity {activity}, but on that of another activity."),
		Remedy:  text("Registreer mbo onder A en hbo onder B.", "Register mbo under A and hbo under B."),
		Source:  page("portal2022.sectorplanplus.nl, 21 juli 2023", "A is mbo, B is hbo.", "A is mbo, B is hbo."),
	}
	ruleOtherRoute = schemes.Rule{
		Code: "SPP-FLOW-001", Aspect: "route", Severity: schemes.Warning,
		Message: text("Deze leerroute hoort niet bij activiteit {activity}.", "This route does not belong to activity {activity}."),
		Remedy:  text("A is bbl of derde leerweg; B is duaal, deeltijd of associate degree.", "A is bbl or derde leerweg; B is duaal, deeltijd or associate degree."),
		Source:  page("portal2022.sectorplanplus.nl, 21 juli 2023", "De pagina noemt de leerroutes per activiteit.", "The page names the routes of each activity."),
	}
	ruleHours = schemes.Rule{
		Code: "SPP-FLOW-012", Severity: schemes.Blocking,
		Message: text("Een training onder C duurt minstens {minimum} uur. Deze duurt {hours} uur.", "A training under C takes at least {minimum} hours. This one takes {hours} hours."),
		Remedy:  text("Vul het werkelijke aantal uren in. Dagdelen van één training telt u bij elkaar op.", "Enter the actual number of hours. Add up the sessions of one training."),
		Source:  page("portal2022.sectorplanplus.nl, 21 juli 2023", "Onder C vallen trainingen van minstens drie uur.", "Under C fall trainings of at least three hours."),
	}
	ruleHoursNote = schemes.Rule{
		Code: "SPP-FLOW-015", Severity: schemes.Missing,
		Message:  text("Vanaf honderd uur is een toelichting nodig.", "From a hundred hours on an explanation is needed."),
		Remedy:   text("Licht het aantal uren toe.", "Explain the number of hours."),
		Source:   sheet(coursePlace, "Bij veel uren verschijnt een veld voor een toelichting.", "For many hours a field for an explanation appears."),
		Readings: []string{"OQ-SPP-14"},
	}
	ruleGroupNote = schemes.Rule{
		Code: "SPP-FLOW-014", Severity: schemes.Missing,
		Message:  text("Bij een groep van minder dan vier personen is een toelichting nodig.", "A group of fewer than four people needs an explanation."),
		Remedy:   text("Tel de hele groep mee, ook mensen van andere organisaties, en licht toe waarom de groep klein is.", "Count the whole group, including people from other organisations, and explain why it is small."),
		Source:   sheet(coursePlace, "Bij een kleine groep wordt een toelichting gevraagd.", "For a small group an explanation is asked."),
		Readings: []string{"OQ-SPP-14"},
	}
	ruleCountsAsLarge = schemes.Rule{
		Code: "SPP-PCT-001", Severity: schemes.Notice,
		Message:  text("Zonder jaarrekening of directieverklaring geldt de organisatie als groot.", "Without annual accounts or a directors' statement the organisation counts as large."),
		Remedy:   text("Lever bij de projectdocumenten een jaarrekening of directieverklaring aan.", "Add annual accounts or a directors' statement to the project documents."),
		Source:   sheet(sizePlace, "Wie geen bewijs van omvang levert, geldt als groot.", "Who proves no size counts as large."),
		Readings: []string{"OQ-SPP-02", "OQ-SPP-03"},
	}
)

var trainingRules = []schemes.Rule{
	ruleAccountingClosed, ruleCarriedOut, ruleCarriedOutOpen, ruleNotListed, ruleOtherActivity, ruleOtherRoute, ruleHours, ruleHoursNote, ruleGroupNote, ruleCountsAsLarge,
}
