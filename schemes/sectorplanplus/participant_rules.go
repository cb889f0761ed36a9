package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// group returns the rule that the date of entry leads to another target group.
func group(code schemes.Code, nl, en string, source schemes.Citation) schemes.Rule {
	return schemes.Rule{
		Code: code, Severity: schemes.Warning,
		Message:  text("De gegevens wijzen op de doelgroep "+nl+".", "The facts point to the target group "+en+"."),
		Remedy:   text("Neem het voorstel over, of laat de keuze staan als u die kunt toelichten.", "Accept the suggestion, or keep your choice if you can explain it."),
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

// employed returns the rule against one kind of employment.
func employed(aspect, nl, en string) schemes.Rule {
	return schemes.Rule{
		Code: "SPP-ELIG-001", Aspect: aspect, Severity: schemes.Blocking,
		Message:  text(nl+" kan niet deelnemen. Deelnemers zijn in dienst van de organisatie.", en+" cannot take part: participants are employed by the organisation."),
		Remedy:   text("Is de deelnemer toch in loondienst, verbeter dan het soort dienstverband. Haal de deelnemer anders uit de registratie.", "If the participant is an employee after all, correct the kind of employment. Otherwise take the participant out of the registration."),
		Source:   sheet(payslipPlace, "Elke deelnemer toont loonstroken van de organisatie, die werknemers in dienst heeft.", "Every participant shows payslips of the organisation, which employs staff."),
		Readings: []string{"OQ-SPP-23"},
	}
}

// employments are those rules by kind of employment.
var employments = map[string]schemes.Rule{
	"INTERN":        employed("intern", "Een stagiair", "A trainee"),
	"SECONDED":      employed("seconded", "Een gedetacheerde", "A seconded worker"),
	"AGENCY_WORKER": employed("agency-worker", "Een uitzendkracht", "A temporary agency worker"),
	"SELF_EMPLOYED": employed("self-employed", "Een zzp'er", "A self-employed person"),
	"OTHER":         employed("other", "Iemand die niet in loondienst is", "A person who is not an employee"),
}

// Rules about a participant.
var (
	ruleTargetGroup = schemes.Rule{
		Code: "SPP-FLOW-005", Severity: schemes.Missing,
		Message:  text("De doelgroep is nog niet gekozen.", "The target group has not been chosen."),
		Remedy:   text("Kies een van de drie doelgroepen; het voorstel volgt uit de datum in dienst.", "Choose one of the three target groups. The suggestion follows from the date on which the employment began."),
		Source:   sheet(targetPlace, "Er wordt uit drie doelgroepen gekozen.", "One of three target groups is chosen."),
		Readings: []string{"OQ-SPP-08"},
	}
	ruleExactlyTwoYears = schemes.Rule{
		Code: "SPP-ELIG-006", Severity: schemes.Notice,
		Message:  text("De deelnemer is bij de start precies twee jaar in dienst. Dat geldt hier als opscholing; een openbare pagina noemt twee jaar nog nieuwe instroom.", "The participant has been employed for exactly two years at the start. Here that counts as opscholing; a public page still calls it new inflow."),
		Source:   sheet("sheet 28", "De datum in dienst bepaalt de doelgroep.", "The date of entry decides the target group."),
		Readings: []string{"OQ-SPP-08"},
	}
	ruleNotEmployed = schemes.Rule{
		Code: "SPP-DOC-PAY-02", Aspect: "not-employed", Severity: schemes.Warning,
		Message:  text("De deelnemer is tijdens de opleiding niet in dienst, dus er kan geen loonstrook zijn.", "The participant is not employed during the training, so there can be no payslip."),
		Remedy:   text("Controleer de datums van het dienstverband.", "Check the dates of the employment."),
		Source:   sheet(payslipPlace, "Een loonstrook hoort bij de eerste maand in dienst.", "A payslip belongs to the first month of employment."),
		Readings: []string{"OQ-SOZW-17"},
	}
	ruleOutOfService = schemes.Rule{
		Code: "SPP-DOC-PAY-02", Aspect: "out-of-service", Severity: schemes.Blocking,
		Message:  text("De deelnemer was tijdens de training niet in dienst.", "The participant was not employed during the training."),
		Remedy:   text("Controleer de datums van het dienstverband, of haal de deelnemer uit de registratie.", "Check the dates of the employment, or take the participant out of the registration."),
		Source:   sheet("sheet 28", "Ook bij C hoort een loonstrook, en telt de datum in dienst.", "C has a payslip too, and the date of entry counts."),
		Readings: []string{"OQ-SPP-23"},
	}
	ruleJoined = schemes.Rule{
		Code: "SPP-DOC-PAY-02", Aspect: "joined", Severity: schemes.Notice,
		Message:  text("De deelnemer kwam na de start van de training in dienst.", "The participant entered employment after the training started."),
		Remedy:   text("Controleer de datum in dienst.", "Check the date on which the employment began."),
		Source:   sheet("sheet 28", "Ook bij C hoort een loonstrook, en telt de datum in dienst.", "C has a payslip too, and the date of entry counts."),
		Readings: []string{"OQ-SPP-23"},
	}
	ruleEmployedPartly = schemes.Rule{
		Code: "SPP-DOC-PAY-02", Severity: schemes.Notice,
		Message:  text("Alleen dagen waarop de deelnemer in dienst is, tellen mee.", "Only days on which the participant is employed count."),
		Source:   sheet(payslipPlace, "Wie later in dienst komt, levert de loonstrook van die maand.", "Someone who starts later needs the payslip of that month."),
		Readings: []string{"OQ-SOZW-17"},
	}
	ruleAboveYear = schemes.Rule{
		Code: "SPP-UI-009", Aspect: "above-a-year", Severity: schemes.Notice,
		Message:  text("Er telt meer dan een jaar mee. De bedragen gelden per jaar; of de rest wordt betaald, staat niet in de bronnen van deze regeling.", "More than a year counts. The amounts are for one year; the sources of this scheme do not say whether the rest is paid."),
		Remedy:   text("Overleg met de projectleider.", "Consult the project leader."),
		Source:   page("knmt.nl, leerpuntkoel.nl en oaz.nl", "De bedragen gelden voor een jaar.", "The amounts hold for a year."),
		Readings: []string{"OQ-SPP-01"},
	}
	ruleTwice = schemes.Rule{
		Code: "SPP-ERR-05", Severity: schemes.Blocking,
		Message:  text("Deze deelnemer is voor deze opleiding al geregistreerd onder {number}.", "This participant is already registered for this training under {number}."),
		Remedy:   text("Trek een van de twee registraties in, of haal de deelnemer uit een van de twee.", "Withdraw one of the two registrations, or remove the participant from one of them."),
		Source:   sheet(mistakesPlace, "Leerlingen dubbel invoeren is een veelgemaakte fout.", "Entering pupils twice is a common mistake."),
		Readings: []string{"OQ-SPP-07"},
	}
	ruleEarlierVariant = schemes.Rule{
		Code: "SPP-ELIG-007", Severity: schemes.Blocking,
		Message:  text("Deze deelnemer is voor deze opleiding al in een eerdere variant geregistreerd, onder {number}.", "This participant is already registered for this training in an earlier variant, under {number}."),
		Remedy:   text("Verantwoord de opleiding onder die registratie.", "Account for the training under that registration."),
		Source:   sheet("sheet 36, Wat nog belangrijk is", "Wie in een eerdere variant is opgevoerd, kan niet opnieuw voor dezelfde opleiding.", "Who was entered in an earlier variant cannot be entered again for the same training."),
		Readings: []string{"OQ-SPP-07"},
	}
	ruleLaterVariant = schemes.Rule{
		Code: "SPP-ELIG-007", Aspect: "later", Severity: schemes.Notice,
		Message:  text("Deze deelnemer is voor deze opleiding ook in een latere variant geregistreerd, onder {number}. Daar telt de deelname niet mee.", "This participant is also registered for this training in a later variant, under {number}. It does not count there."),
		Source:   sheet("sheet 36, Wat nog belangrijk is", "De eerste registratie gaat voor.", "The first registration prevails."),
		Readings: []string{"OQ-SPP-07"},
	}
)

var participantRules = []schemes.Rule{
	ruleTargetGroup, groupRules[groupInflow], groupRules[groupGrowth], groupRules[groupMentor], ruleExactlyTwoYears,
	employments["INTERN"], employments["SECONDED"], employments["AGENCY_WORKER"], employments["SELF_EMPLOYED"], employments["OTHER"],
	ruleNotEmployed, ruleOutOfService, ruleJoined, ruleEmployedPartly, ruleTwice,
}
