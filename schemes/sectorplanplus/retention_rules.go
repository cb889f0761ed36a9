package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// asked returns the rule that something of the report is missing.
func asked(code schemes.Code, aspect, nl, en string, source schemes.Citation, readings ...string) schemes.Rule {
	return schemes.Rule{Code: code, Aspect: aspect, Severity: schemes.Missing, Message: text(nl, en), Remedy: text("Vul het aan.", "Complete it."), Source: source, Readings: readings}
}

var (
	ruleT4 = schemes.Rule{
		Code: "BEH-CONT-01", Severity: schemes.Notice,
		Message:  text("De bron noemt T4. Dat daarmee variant 4 is bedoeld, is een aanname.", "The source mentions T4. That this means variant 4 is an assumption."),
		Source:   cite(behoud, sharingPlace, "Het gaat om de aanpak binnen de looptijd van T4.", "It is about the approach within the term of T4."),
		Readings: []string{"OQ-BEH-02"},
	}
	ruleNotApplied = schemes.Rule{
		Code: "BEH-GEN-01", Severity: schemes.Blocking,
		Message:  text("In dit plan is geen subsidie voor behoud aangevraagd. Een verslag is niet nodig.", "This plan did not apply for retention. No report is needed."),
		Source:   cite(behoud, "Uitgangspunt behoud", "Wie op behoud aanvroeg, deelt zijn aanpak.", "Who applied for retention shares its approach."),
		Readings: []string{"OQ-BEH-08"},
	}
	ruleOnce = schemes.Rule{
		Code: "BEH-LVL-01", Severity: schemes.Notice,
		Message:  text("De organisatie heeft haar aanpak al gedeeld. In principe is één keer genoeg.", "The organisation has already shared its approach. In principle once is enough."),
		Source:   cite(behoud, levelPlace, "In beginsel wordt één keer gedeeld.", "Sharing is done once in principle."),
		Readings: []string{"OQ-BEH-06"},
	}
	ruleReached = asked("BEH-CONT-02", "", "Het aantal bereikte mensen ontbreekt.", "The number of people reached is missing.",
		cite(behoud, sharingPlace, "Het verslag noemt dit aantal.", "The report states this number."), "OQ-BEH-07")
	ruleKept = asked("BEH-CONT-03", "", "De schatting van het aantal behouden mensen ontbreekt.", "The estimate of the people kept is missing.",
		cite(behoud, sharingPlace, "Het verslag schat dit aantal.", "The report estimates this number."), "OQ-BEH-07")
	ruleMoreKept = schemes.Rule{
		Code: "BEH-CONT-03", Aspect: "more", Severity: schemes.Notice,
		Message:  text("Er zijn meer mensen behouden dan er zijn bereikt. Controleer beide aantallen.", "More people were retained than were reached. Check both numbers."),
		Source:   cite(behoud, sharingPlace, "Wie behouden blijft, is ook bereikt.", "Who is kept was reached as well."),
		Readings: []string{"OQ-BEH-07"},
	}
	ruleMethod = asked("BEH-METHOD-00", "", "Kies hoe u uw aanpak deelt.", "Choose how you share your approach.",
		cite(behoud, menuPlace, "Er wordt gekozen uit een menukaart.", "One chooses from a menu."), "OQ-BEH-04")
	ruleConsulted = asked("BEH-METHOD-00", "consultation", "Een andere manier van delen kan alleen in overleg met de projectleider; de dag van het overleg ontbreekt.", "Another way of sharing takes consultation with the project leader; its day is missing.",
		cite(behoud, menuPlace, "Een andere manier kan in overleg.", "Another way is possible in consultation."), "OQ-BEH-04")
	ruleLink = asked("BEH-METHOD-01", "", "De link ontbreekt.", "The link is missing.",
		cite(behoud, menuPlace, "Een link naar een eigen website of dashboard.", "A link to an own website or dashboard."), "OQ-BEH-05")
	ruleFiveQuestions = schemes.Rule{
		Code: "BEH-METHOD-03", Severity: schemes.Notice,
		Message:  text("Voor een presentatie noemt de bron vier vragen. Beantwoord hier alle vijf de vragen.", "For a presentation the source mentions four questions. Answer all five here."),
		Source:   cite(behoud, menuPlace, "Een presentatie behandelt de vragen.", "A presentation treats the questions."),
		Readings: []string{"OQ-BEH-01"},
	}
	rulePages = asked("BEH-METHOD-04", "", "Het aantal bladzijden ontbreekt.", "The number of pages is missing.",
		cite(behoud, menuPlace, "Een publicatie telt een tot drie bladzijden.", "A publication has one to three pages."))
	ruleQuestionnaire = schemes.Rule{
		Code: "BEH-METHOD-00B", Severity: schemes.Blocking,
		Message:  text("De vragenlijst is alleen voor organisaties die hoogstens {maximum} aanvroegen.", "The questionnaire is only for organisations that applied for {maximum} or less."),
		Remedy:   text("Kies een andere manier van delen.", "Choose another way of sharing."),
		Source:   also("BEH-METHOD-05", cite(behoud, menuPlace, "De vragenlijst is er voor kleine aanvragen.", "The questionnaire is for small applications.")),
		Readings: []string{"OQ-BEH-03", "OQ-SPP-20"},
	}
	ruleHomeRegion = schemes.Rule{
		Code: "BEH-LVL-02", Severity: schemes.Warning,
		Message:  text("U deelt uw aanpak niet in de regio van uw KvK-adres.", "You do not share your approach in the region of your KvK address."),
		Remedy:   text("Deel in die regio, of geef op dat de aanpak bij een andere regio hoort.", "Share in that region, or state that the approach belongs to another region."),
		Source:   cite(behoud, levelPlace, "Wie in meer regio's werkt, deelt in beginsel in die van het KvK-adres.", "Who works in several regions shares in that of the KvK address in principle."),
		Readings: []string{"OQ-BEH-06"},
	}
	ruleRegionReason = asked("BEH-LVL-03", "reason", "Licht toe waarom de aanpak bij deze regio hoort.", "Explain why the approach belongs to this region.",
		cite(behoud, levelPlace, "Een aanpak voor één regio wordt bij voorkeur daar gedeeld.", "An approach for one region is preferably shared there."), "OQ-BEH-06")
	ruleRegionSpecific = schemes.Rule{
		Code: "BEH-LVL-03", Severity: schemes.Notice,
		Message:  text("U deelt uw aanpak in een andere regio dan die van uw KvK-adres.", "You share your approach in another region than that of your KvK address."),
		Source:   cite(behoud, levelPlace, "Een aanpak voor één regio wordt bij voorkeur daar gedeeld.", "An approach for one region is preferably shared there."),
		Readings: []string{"OQ-BEH-06"},
	}
	ruleRetentionCap = schemes.Rule{
		Code: "BEH-GEN-01", Aspect: "cap", Severity: schemes.Warning,
		Message: text("Meer dan {maximum}% van de gerealiseerde subsidie was voor behoud.", "More than {maximum}% of the realised subsidy was for retention."),
		Source:  page("sectorplanplus.nl en utrechtzorg.net (2017-2022)", "In 2017-2022 gold een grens.", "In 2017-2022 there was a limit."),
	}
)

// retentionRules are the rules of a variant with a retention report.
func retentionRules() []schemes.Rule {
	out := []schemes.Rule{
		ruleT4, ruleNotApplied, ruleOnce, ruleReached, ruleKept, ruleMoreKept, ruleMethod, ruleConsulted, ruleLink, ruleFiveQuestions,
		rulePages, ruleQuestionnaire, ruleHomeRegion, ruleRegionReason, ruleRegionSpecific, ruleRetentionCap,
	}
	for _, q := range questions {
		out = append(out, q.rule)
	}
	return out
}
