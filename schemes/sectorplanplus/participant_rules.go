package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// group returns the rule that the date of entry leads to another target group.
func group(code schemes.Code, nl, en string, source schemes.Citation) schemes.Rule {
	return schemes.Rule{
		Code: code, Severity: schemes.Warning,
		Message:  text("De gegevens wijzen op de doelgroep "+nl+".", "The facts point to the target group "+en+"."),
		Remedy:   text("Neem het voorstel over, of laat de keuze staan als u die kunt toelichten.", "Take the suggestion over, or keep the choice if you can explain it."),
		Source:   source,
		Readings: []string{"OQ-SPP-08"},
	}
}

// groupRules are those rules by target group.
var groupRules = map[string]schemes.Rule{
	groupInflow: group("SPP-ELIG-003", "nieuwe instroom", "new inflow", sheet(targetPlace, "Korter dan twee jaar in dienst.", "Less than two years in service.")),
	groupGrowth: group("SPP-ELIG-004", "opscholing", "opscholing", sheet(targetPlace, "Langer dan twee jaar in dienst.", "More than two years in service.")),
	groupMentor: group("SPP-ELIG-005", "praktijkopleider", "praktijkopleider", sheet(targetPlace, "Wordt opgeleid tot begeleider of praktijkopleider.", "Is trained as a supervisor or praktijkopleider.")),
}

// What is judged of a participant.
var (
	ruleTargetGroup = schemes.Rule{
		Code: "SPP-FLOW-005", Severity: schemes.Missing,
		Message:  text("De doelgroep is nog niet gekozen.", "The target group has not been chosen."),
		Remedy:   text("Kies een van de drie doelgroepen; het voorstel volgt uit de datum in dienst.", "Choose one of the three target groups; the suggestion follows from the date of entry."),
		Source:   sheet(targetPlace, "Er wordt uit drie doelgroepen gekozen.", "One of three target groups is chosen."),
		Readings: []string{"OQ-SPP-08"},
	}
	ruleExactlyTwoYears = schemes.Rule{
		Code: "SPP-ELIG-006", Severity: schemes.Notice,
		Message:  text("De deelnemer is bij de start precies twee jaar in dienst. Wij lezen dat als opscholing; een openbare pagina noemt twee jaar nog nieuwe instroom.", "The participant has been in service for exactly two years at the start. We read that as opscholing; a public page still calls two years new inflow."),
		Source:   sheet("sheet 28", "De datum in dienst bepaalt de doelgroep.", "The date of entry decides the target group."),
		Readings: []string{"OQ-SPP-08"},
	}
	ruleNotEmployed = schemes.Rule{
		Code: "SPP-DOC-PAY-02", Aspect: "not-employed", Severity: schemes.Warning,
		Message:  text("De deelnemer is tijdens de opleiding niet in dienst; er kan geen loonstrook zijn.", "The participant is not employed during the training; there can be no payslip."),
		Remedy:   text("Controleer de datums van het dienstverband.", "Check the dates of the employment."),
		Source:   sheet(payslipPlace, "Een loonstrook hoort bij de eerste maand in dienst.", "A payslip belongs to the first month of employment."),
		Readings: []string{"OQ-SOZW-17"},
	}
	ruleEmployedPartly = schemes.Rule{
		Code: "SPP-DOC-PAY-02", Severity: schemes.Notice,
		Message:  text("Alleen dagen waarop de deelnemer in dienst is, tellen mee.", "Only days on which the participant is employed count."),
		Source:   sheet(payslipPlace, "Wie later in dienst komt, levert de loonstrook van die maand.", "Who enters later hands in the payslip of that month."),
		Readings: []string{"OQ-SOZW-17"},
	}
	ruleAboveYear = schemes.Rule{
		Code: "SPP-UI-009", Aspect: "above-a-year", Severity: schemes.Notice,
		Message:  text("Er telt meer dan een jaar. De bedragen gelden per jaar; of het meerdere wordt betaald, staat in geen bron die wij hebben.", "More than a year counts. The amounts hold for a year; no source that we have says whether the rest is paid."),
		Remedy:   text("Overleg met de projectleider.", "Consult the project leader."),
		Source:   page("knmt.nl, leerpuntkoel.nl en oaz.nl", "De bedragen gelden voor een jaar.", "The amounts hold for a year."),
		Readings: []string{"OQ-SPP-01"},
	}
	ruleTwice = schemes.Rule{
		Code: "SPP-ERR-05", Severity: schemes.Blocking,
		Message:  text("Deze deelnemer is voor deze opleiding al geregistreerd onder {number}.", "This participant is registered for this training under {number} already."),
		Remedy:   text("Trek een van beide registraties in, of haal de deelnemer uit een van beide.", "Withdraw one of the two registrations, or take the participant out of one."),
		Source:   sheet(mistakesPlace, "Leerlingen dubbel invoeren is een veelgemaakte fout.", "Entering pupils twice is a common mistake."),
		Readings: []string{"OQ-SPP-07"},
	}
	ruleEarlierVariant = schemes.Rule{
		Code: "SPP-ELIG-007", Severity: schemes.Blocking,
		Message:  text("Deze deelnemer is voor deze opleiding al in een eerdere variant geregistreerd, onder {number}.", "This participant is registered for this training in an earlier variant already, under {number}."),
		Remedy:   text("Verantwoord de opleiding onder die registratie.", "Account for the training under that registration."),
		Source:   sheet("sheet 36, Wat nog belangrijk is", "Wie in een eerdere variant is opgevoerd, kan niet opnieuw voor dezelfde opleiding.", "Who was entered in an earlier variant cannot be entered again for the same training."),
		Readings: []string{"OQ-SPP-07"},
	}
	ruleLaterVariant = schemes.Rule{
		Code: "SPP-ELIG-007", Aspect: "later", Severity: schemes.Notice,
		Message:  text("Deze deelnemer is voor deze opleiding ook in een latere variant geregistreerd, onder {number}; daar telt hij niet mee.", "This participant is registered for this training in a later variant too, under {number}; it does not count there."),
		Source:   sheet("sheet 36, Wat nog belangrijk is", "De eerste registratie gaat voor.", "The first registration prevails."),
		Readings: []string{"OQ-SPP-07"},
	}
)

var participantRules = []schemes.Rule{
	ruleTargetGroup, groupRules[groupInflow], groupRules[groupGrowth], groupRules[groupMentor], ruleExactlyTwoYears,
	ruleNotEmployed, ruleEmployedPartly, ruleTwice,
}
