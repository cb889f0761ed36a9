package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

const sharingPlace = "Wat moet worden gedeeld?"

// A question of the report, with the rule that asks for its answer.
type question struct {
	fact schemes.FactDefinition
	rule schemes.Rule
}

var questions = []question{
	questionOf("approach", "BEH-Q-01", "Wat doet u om uw mensen te houden, en binnen welke programma's?", "What do you do to keep your people, and within which programmes?"),
	questionOf("activities", "BEH-Q-02", "Wat is daaruit ontstaan aan projecten of activiteiten?", "Which projects or activities grew out of it?"),
	questionOf("results", "BEH-Q-03", "Wat leverde het op, ook op langere termijn, en wat heeft u ervan geleerd?", "What did it yield, also in the longer term, and what did you learn from it?"),
	questionOf("policy", "BEH-Q-04", "Welke plaats heeft het in uw beleid om mensen inzetbaar te houden en vertrek te beperken?", "Which place has it in your policy to keep people employable and limit departures?"),
	questionOf("lessons", "BEH-Q-05", "Waar hebben andere organisaties in uw regio iets aan?", "What of it is of use to other organisations in your region?"),
}

func questionOf(key string, rule schemes.Code, nl, en string) question {
	source := cite(behoud, sharingPlace, "Het verslag beantwoordt vijf vragen.", "The report answers five questions.")
	fact := reportFact(key, schemes.TextFact, schemes.Required, text(nl, en), also(rule, source))
	fact.Maximum = "10000"
	return question{
		fact: fact,
		rule: schemes.Rule{
			Code: rule, Severity: schemes.Missing,
			Message: text("Deze vraag is nog niet beantwoord.", "This question has not been answered."),
			Remedy:  text("Beantwoord de vraag, bij elke manier van delen.", "Answer the question, whatever the way of sharing."),
			Source:  source, Readings: []string{"OQ-BEH-01"},
		},
	}
}

// reportFact returns a fact about the report.
func reportFact(key string, is schemes.FactType, necessity schemes.Necessity, label schemes.Text, source schemes.Citation) schemes.FactDefinition {
	return schemes.FactDefinition{Key: key, Subject: schemes.AboutRetentionReport, Type: is, Necessity: necessity, Label: label, Source: source}
}

// whenMethod returns f as it is asked with one way of sharing.
func whenMethod(f schemes.FactDefinition, method, nl, en string) schemes.FactDefinition {
	f.Necessity, f.Condition = schemes.Conditional, text(nl, en)
	f.When = []schemes.Condition{{Fact: "/facts/" + factMethod.Key, Is: schemes.Equals, Value: method}}
	return f
}

// bounded returns f with bounds, both included.
func bounded(f schemes.FactDefinition, least, most string) schemes.FactDefinition {
	f.Minimum, f.Maximum = least, most
	return f
}

const (
	menuPlace  = "Menukaart"
	levelPlace = "Niveau van delen"
)

var (
	factRetentionApplied = schemes.FactDefinition{
		Key: "appliedForRetention", Subject: schemes.AboutPlan, Type: schemes.BooleanFact, Necessity: schemes.Optional,
		Label:  text("Is op behoud van personeel aangevraagd?", "Was retention of staff applied for?"),
		Help:   text("Dan deelt u later uw aanpak. Dat dit voor deze variant geldt, is een aanname.", "Then you share your approach later. That this holds for this variant is an assumption."),
		Source: also("BEH-GEN-01", cite(behoud, "Uitgangspunt behoud", "Opleidingen voor behoud kunnen subsidie krijgen.", "Trainings for retention can be subsidised.")),
	}
	factReached = bounded(reportFact("reached", schemes.IntegerFact, schemes.Required,
		text("Hoeveel mensen bereikt de aanpak (bedoeld of werkelijk)?", "How many people does the approach reach (meant or real)?"),
		also("BEH-CONT-02", cite(behoud, sharingPlace, "Het verslag noemt het aantal mensen dat wordt bereikt.", "The report states the number of people reached."))), "0", "1000000")
	factKept = bounded(reportFact("kept", schemes.IntegerFact, schemes.Required,
		text("Hoeveel mensen blijven naar schatting mede hierdoor behouden of inzetbaar?", "How many people are, by estimate, partly kept or employable because of it?"),
		also("BEH-CONT-03", cite(behoud, sharingPlace, "Het verslag schat hoeveel mensen behouden blijven.", "The report estimates how many people are kept."))), "0", "1000000")
	factMethod = withChoices(reportFact("method", schemes.ChoiceFact, schemes.Required,
		text("Hoe deelt u uw aanpak?", "How do you share your approach?"),
		also("BEH-METHOD-00", cite(behoud, menuPlace, "Er is een menukaart; een andere manier kan in overleg.", "There is a menu; another way is possible in consultation."))),
		schemes.Choice{Code: methodSite, Label: text("1. Link naar website of dashboard", "1. Link to a website or dashboard")},
		schemes.Choice{Code: methodFilm, Label: text("2. Film", "2. Film")},
		schemes.Choice{Code: methodPresentation, Label: text("3. Presentatie", "3. Presentation"), Explanation: text("Ook dan vijf vragen.", "Five questions here as well.")},
		schemes.Choice{Code: methodPublication, Label: text("4. Publicatie", "4. Publication"), Explanation: text("Een tot drie bladzijden A4.", "One to three pages A4.")},
		schemes.Choice{Code: methodQuestionnaire, Label: text("5. Digitale vragenlijst", "5. Digital questionnaire"), Explanation: text("Alleen voor een kleine aanvraag.", "For a small application only.")},
		schemes.Choice{Code: methodOther, Label: text("Anders, in overleg met de projectleider", "Otherwise, in consultation with the project leader")})
	factLink = bounded(whenMethod(reportFact("link", schemes.TextFact, schemes.Conditional,
		text("Waar staat het?", "Where is it?"),
		also("BEH-METHOD-01", cite(behoud, menuPlace, "Een link naar een eigen website of dashboard.", "A link to an own website or dashboard."))),
		methodSite, "bij een website of dashboard", "for a website or dashboard"), "", "500")
	factPages = bounded(whenMethod(reportFact("pages", schemes.IntegerFact, schemes.Conditional,
		text("Hoeveel bladzijden A4 telt de publicatie?", "How many pages A4 has the publication?"),
		also("BEH-METHOD-04", cite(behoud, menuPlace, "Een publicatie telt een tot drie bladzijden.", "A publication has one to three pages."))),
		methodPublication, "bij een publicatie", "for a publication"), "1", "3")
	factConsulted = whenMethod(reportFact("consultedOn", schemes.DateFact, schemes.Conditional,
		text("Wanneer is met de projectleider overlegd?", "When was the project leader consulted?"),
		also("BEH-METHOD-00", cite(behoud, menuPlace, "Een andere manier kan in overleg met de projectleider.", "Another way is possible in consultation with the project leader."))),
		methodOther, "bij een andere manier van delen", "for another way of sharing")
	factRegionSpecific = reportFact("regionSpecific", schemes.BooleanFact, schemes.Optional,
		text("Is de aanpak voor één bepaalde regio?", "Is the approach for one particular region?"),
		also("BEH-LVL-03", cite(behoud, levelPlace, "Een aanpak voor één regio wordt bij voorkeur daar gedeeld.", "An approach for one region is preferably shared there.")))
	factRegionReason = onlyRegional(reportFact("regionReason", schemes.TextFact, schemes.Conditional,
		text("Waarom hoort de aanpak bij deze regio?", "Why does the approach belong to this region?"),
		also("BEH-LVL-03", cite(behoud, levelPlace, "Een aanpak voor één regio wordt bij voorkeur daar gedeeld.", "An approach for one region is preferably shared there."))))
	factRetentionPart = bounded(reportFact("retentionPart", schemes.DecimalFact, schemes.Optional,
		text("Welk deel van de gerealiseerde subsidie was voor behoud (0 tot 1)?", "Which part of the realised subsidy was for retention (0 to 1)?"),
		also("BEH-GEN-01", page("sectorplanplus.nl en utrechtzorg.net (2017-2022)", "In een eerdere regeling gold een grens.", "An earlier scheme had a limit."))), "0", "1")
)

// retentionFacts are the facts of a variant with a retention report.
var retentionFacts = []schemes.FactDefinition{
	factRetentionApplied, questions[0].fact, questions[1].fact, questions[2].fact, questions[3].fact, questions[4].fact,
	factReached, factKept, factMethod, factLink, factPages, factConsulted, factRegionSpecific, factRegionReason, factRetentionPart,
}

func withChoices(f schemes.FactDefinition, choices ...schemes.Choice) schemes.FactDefinition {
	f.Choices = choices
	return f
}

// onlyRegional returns f as it is asked of an approach for one region.
func onlyRegional(f schemes.FactDefinition) schemes.FactDefinition {
	f.Condition, f.Maximum = text("bij een aanpak voor één regio", "for an approach for one region"), "2000"
	f.When = []schemes.Condition{{Fact: "/facts/" + factRegionSpecific.Key, Is: schemes.Equals, Value: "true"}}
	return f
}

var (
	questionnaireMaximum = stated("retention-questionnaire-maximum", schemes.EUR, "15000",
		text("Hoogste aanvraag waarbij de vragenlijst mag", "Largest application with which the questionnaire is allowed"),
		also("BEH-METHOD-00B", cite(behoud, menuPlace, "Boven dit bedrag kan de vragenlijst niet.", "Above this amount the questionnaire is not possible.")))
	retentionCap = assumed("retention-cap", schemes.Ratio, "1",
		text("Hoogste deel van de gerealiseerde subsidie dat voor behoud mag zijn (1 = geen grens)", "Largest part of the realised subsidy that may be for retention (1 = no limit)"),
		also("BEH-GEN-01", page("sectorplanplus.nl en utrechtzorg.net (2017-2022)", "In 2017-2022 was het hoogstens de helft; hier staat de grens uit.", "In 2017-2022 it was half at most; the limit is off here.")))

	retentionParameters = []schemes.Parameter{questionnaireMaximum, retentionCap}
)
