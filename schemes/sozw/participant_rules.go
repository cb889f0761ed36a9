package sozw

import "github.com/penvoerder/penvoerder/schemes"

const (
	costPlace     = "hoofdstuk 5, Subsidiabele kosten"
	stackingPlace = "hoofdstuk 1, stapeling"
)

// employed returns the rule against one kind of employment.
func employed(code schemes.Code, nl, en string) schemes.Rule {
	return schemes.Rule{
		Code: code, Severity: schemes.Blocking,
		Message: text("Een "+nl+" kan niet deelnemen. De subsidie is alleen voor medewerkers in loondienst.", "A "+en+" cannot take part: the subsidy is for employees only."),
		Remedy:  text("Is de deelnemer toch in loondienst, verbeter dan het soort dienstverband. Haal de deelnemer anders uit de registratie.", "If the participant is an employee after all, correct the kind of employment. Otherwise take the participant out of the registration."),
		Source:  at(planPlace, "Alleen medewerkers in loondienst.", "Employees only."),
	}
}

// stacked returns the rule against one kind of other subsidy.
func stacked(code schemes.Code, nl, en string) schemes.Rule {
	return schemes.Rule{
		Code: code, Severity: schemes.Blocking,
		Message:  text(nl, en),
		Remedy:   text("Verbeter het gegeven als de andere subsidie niet voor deze opleiding is, of haal de deelnemer uit de registratie.", "Correct the fact if the other subsidy is not for this training, or take the participant out of the registration."),
		Source:   at(stackingPlace, "Stapelen met andere scholingssubsidies mag niet, drie uitgezonderd bij activiteit 1.", "No stacking with other training subsidies, three excepted for activity 1."),
		Readings: []string{"OQ-SOZW-34"},
	}
}

// Rules about a participant.
var (
	ruleIntern       = employed("SOZW-ELIG-008", "stagiair", "trainee")
	ruleSeconded     = employed("SOZW-ELIG-009", "gedetacheerde", "seconded worker")
	ruleAgency       = employed("SOZW-ELIG-010", "uitzendkracht", "temporary agency worker")
	ruleSelfEmployed = employed("SOZW-ELIG-011", "zzp'er", "self-employed person")

	ruleNotEmployed = schemes.Rule{
		Code: "SOZW-ELIG-007", Severity: schemes.Blocking,
		Message:  text("De deelnemer is tijdens de opleiding niet in dienst.", "The participant is not employed during the training."),
		Remedy:   text("Controleer de datums van het dienstverband, of haal de deelnemer uit de registratie.", "Check the dates of the employment, or take the participant out of the registration."),
		Source:   at(planPlace, "Alleen medewerkers in loondienst.", "Employees only."),
		Readings: []string{"OQ-SOZW-17"},
	}
	ruleEmploymentUnclear = schemes.Rule{
		Code: "SOZW-ELIG-007", Aspect: "other", Severity: schemes.Warning,
		Message:  text("Uit de loonstrook van de startmaand moet blijken dat de deelnemer in loondienst is.", "The payslip of the start month must show that the participant is employed."),
		Source:   at(planPlace, "Alleen medewerkers in loondienst.", "Employees only."),
		Readings: []string{"OQ-SOZW-43"},
	}
	ruleEmployerQualifies = schemes.Rule{
		Code: "SOZW-ELIG-007", Aspect: "group", Severity: schemes.Blocking,
		Message:  text("De eigen werkgever van de deelnemer voldoet niet aan de eisen die voor de aanvrager gelden.", "The participant's own employer does not meet the requirements for applicants."),
		Remedy:   text("Verbeter het gegeven als de eigen werkgever aan de eisen voldoet, of haal de deelnemer uit de registratie.", "Correct the fact if the participant's own employer meets the demands, or take the participant out of the registration."),
		Source:   at(planPlace, "Alleen medewerkers van organisaties die aan de eisen voldoen.", "Employees of organisations that meet the demands only."),
		Readings: []string{"OQ-SOZW-36"},
	}
	ruleEmployedPartly = schemes.Rule{
		Code: "SOZW-CALC-020", Severity: schemes.Notice,
		Message:  text("Alleen dagen waarop de deelnemer in dienst is, tellen mee.", "Only days on which the participant is employed count."),
		Source:   at("hoofdstuk 5, Activiteit 1", "De dagen waarop de opleiding wordt gevolgd, beslissen.", "The days on which the training is followed decide."),
		Readings: []string{"OQ-SOZW-17"},
	}
	ruleGap = schemes.Rule{
		Code: "SOZW-ELIG-018", Aspect: "gap", Severity: schemes.Notice,
		Message:  text("Tussen de perioden zitten dagen zonder opleiding. Die tellen niet mee.", "There are days without training between the periods. They do not count."),
		Source:   at(activity1Place, "Een opleiding in modules geldt als één opleiding.", "A training in modules counts as one training."),
		Readings: []string{"OQ-SOZW-18"},
	}
	ruleOverlap = schemes.Rule{
		Code: "SOZW-ELIG-018", Aspect: "overlap", Severity: schemes.Notice,
		Message:  text("Deze periode overlapt met een andere. Elke dag telt één keer.", "This period overlaps another one. Each day counts once."),
		Source:   at(activity1Place, "Een opleiding in modules geldt als één opleiding.", "A training in modules counts as one training."),
		Readings: []string{"OQ-SOZW-18"},
	}
	ruleTwice = schemes.Rule{
		Code: "SOZW-ELIG-018", Aspect: "twice", Severity: schemes.Warning,
		Message:  text("Deze opleiding is voor deze deelnemer ook geregistreerd onder {number}.", "This training is also registered for this participant under {number}."),
		Remedy:   text("Neem de perioden op in één registratie.", "Put the periods together in one registration."),
		Source:   at(activity1Place, "Een opleiding in modules geldt als één opleiding.", "A training in modules counts as one training."),
		Readings: []string{"OQ-SOZW-18"},
	}
	ruleBothActivities = schemes.Rule{
		Code: "SOZW-DATA-013", Severity: schemes.Notice,
		Message:  text("Deze opleiding is voor deze deelnemer ook geregistreerd onder activiteit {activity} ({number}).", "This training is also registered for this participant under activity {activity} ({number})."),
		Source:   at("bijlage 2, Associate Degree en post-HBO", "Eén opleiding komt bij beide activiteiten voor.", "One training occurs with both activities."),
		Readings: []string{"OQ-SOZW-41"},
	}
	ruleFromSectorplan = schemes.Rule{
		Code: "SOZW-DRV-005", Severity: schemes.Warning,
		Message: text("Deze opleiding is ook geregistreerd bij SectorplanPlus ({number}). Een opleiding die daar begon, kan niet overgaan naar deze regeling.", "This training is also registered under SectorplanPlus ({number}). A training that started there cannot move to this scheme."),
		Source:  at(activity1Place, "Wat voor 2026 begon, komt niet in aanmerking.", "What started before 2026 does not qualify."),
	}
	ruleRepayment = schemes.Rule{
		Code: "SOZW-ELIG-019", Severity: schemes.Blocking,
		Message: text("Met de deelnemer is een terugbetalingsregeling afgesproken.", "A repayment arrangement has been agreed with the participant."),
		Remedy:  text("Zie af van de terugbetalingsregeling; zolang die geldt, is er geen subsidie.", "Waive the repayment arrangement; while it holds there is no subsidy."),
		Source:  at(activity1Place, "Wie de opleiding niet afmaakt, hoeft niets terug te betalen.", "Who does not complete the training repays nothing."),
	}
	ruleRepayment2 = schemes.Rule{
		Code: "SOZW-ELIG-019", Aspect: "activity-2", Severity: schemes.Notice,
		Message:  text("De regeling verbiedt een terugbetalingsregeling alleen bij activiteit 1. Overleg met de projectleider.", "The scheme forbids a repayment arrangement for activity 1 only. Consult the project leader."),
		Source:   at(activity1Place, "Het verbod staat bij activiteit 1.", "The prohibition stands with activity 1."),
		Readings: []string{"OQ-SOZW-35"},
	}
	ruleEmployeePays = schemes.Rule{
		Code: "SOZW-COST-002", Severity: schemes.Blocking,
		Message: text("De deelnemer betaalt {amount} mee aan de opleiding. Dan is geen subsidie mogelijk.", "The participant pays {amount} towards the training. In that case no subsidy is possible."),
		Remedy:  text("Verbeter het bedrag als de deelnemer niets betaalt, of haal de deelnemer uit de registratie.", "Correct the amount if the participant pays nothing, or take the participant out of the registration."),
		Source:  at(costPlace, "De werknemer betaalt niets van de opleiding.", "The employee pays nothing of the training."),
	}
	ruleStackMDIEU = stacked("SOZW-STACK-005", "Combineren met de subsidie MDIEU mag niet.", "Combining with the MDIEU subsidy is not allowed.")
	ruleStackSLIM  = stacked("SOZW-STACK-006", "Combineren met de subsidie SLIM mag niet.", "Combining with the SLIM subsidy is not allowed.")
	ruleStackOther = stacked("SOZW-STACK-004", "Bij activiteit {activity} mag u deze subsidie niet combineren met een andere: {subsidy}.", "Under activity {activity} this subsidy cannot be combined with another one: {subsidy}.")
	ruleStackWOW   = schemes.Rule{
		Code: "SOZW-STACK-003", Severity: schemes.Notice,
		Message:  text("De subsidie WOW is aangekondigd en wordt vanaf 2026 verwacht.", "The WOW subsidy has been announced and is expected from 2026."),
		Source:   at(stackingPlace, "Combineren mag zodra de regeling bestaat.", "Combining is allowed once the regulation exists."),
		Readings: []string{"OQ-SOZW-34"},
	}
	ruleContractChanged = schemes.Rule{
		Code: "SOZW-CALC-011", Aspect: "changed", Severity: schemes.Notice,
		Message:  text("De contracturen gingen over de grens van {boundary} uur per week. Het aantal bij de start blijft gelden.", "The contract hours crossed the boundary of {boundary} hours a week. The number at the start still applies."),
		Source:   at("hoofdstuk 5, tabel Subsidiebedragen", "Het bedrag hangt af van de contracturen.", "The amount depends on the contract hours."),
		Readings: []string{"OQ-SOZW-16"},
	}
	ruleParticipantMaximum = schemes.Rule{
		Code: "SOZW-CALC-041", Aspect: "participant-maximum", Severity: schemes.Notice,
		Message:  text("Alle opleidingen van deze deelnemer samen komen op {sum}. Dat is meer dan het maximum van {maximum}; dat maximum geldt hier per opleiding.", "All trainings of this participant together come to {sum}. That is more than the maximum of {maximum}, which applies to each training here."),
		Source:   at("hoofdstuk 5, tabel Subsidiebedragen", "Er geldt een maximum per deelnemer.", "There is a maximum per participant."),
		Readings: []string{"OQ-SOZW-14"},
	}
)

var participantRules = []schemes.Rule{
	ruleCarriedOut, ruleCarriedOutOpen,
	ruleIntern, ruleSeconded, ruleAgency, ruleSelfEmployed, ruleNotEmployed, ruleEmploymentUnclear, ruleEmployerQualifies, ruleEmployedPartly, ruleGap, ruleOverlap, ruleTwice,
	ruleBothActivities, ruleFromSectorplan, ruleRepayment, ruleRepayment2, ruleEmployeePays, ruleStackMDIEU, ruleStackSLIM, ruleStackOther, ruleStackWOW,
	ruleContractChanged, ruleParticipantMaximum,
}
