package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// always is when parameters begin to hold: plans and documents precede the first
// variant.
var always = schemes.On(2022, 1, 1)

// parameter returns a parameter of one value that holds always.
func parameter(code string, unit schemes.Unit, value string, isAssumption bool, title schemes.Text, source schemes.Citation) schemes.Parameter {
	return schemes.Parameter{Code: code, Title: title, Unit: unit, Values: []schemes.Value{{Text: value, From: always, Source: source, Assumption: isAssumption}}}
}

// assumed returns a parameter that no seed states.
func assumed(code string, unit schemes.Unit, value string, title schemes.Text, source schemes.Citation) schemes.Parameter {
	return parameter(code, unit, value, true, title, source)
}

// stated returns a parameter that the webinar states.
func stated(code string, unit schemes.Unit, value string, title schemes.Text, source schemes.Citation) schemes.Parameter {
	return parameter(code, unit, value, false, title, source)
}

const sizePlace = "sheet 36, Wat nog belangrijk is"

// asSOZW cites a norm that is taken over from SO-Z&W.
func asSOZW(rule schemes.Code) schemes.Citation {
	return also(rule, cite(programme, "hoofdstuk 5, Activiteit 2", "Overgenomen van SO-Z&W.", "Taken over from SO-Z&W."))
}

// Parameters that all variants share.
var (
	hoursBoundary = assumed("contract-hours-boundary", schemes.Hours, "24",
		text("Contracturen per week vanaf waar het hoge dagbedrag geldt", "Contract hours per week from which the high day rate holds"),
		page("oaz.nl, nieuwe voorwaarden 2024-2025", "Vanaf 24 uur geldt het hoge bedrag.", "From 24 hours on the high amount holds."))

	normParticipant = assumed("hour-norm-participant", schemes.EURPerHour, "27.04",
		text("Norm uurtarief deelnemer", "Hourly norm of a participant"), asSOZW("SOZW-CALC-033"))
	normInternal = assumed("hour-norm-teacher-internal", schemes.EURPerHour, "44.58",
		text("Norm uurtarief interne docent", "Hourly norm of an internal teacher"), asSOZW("SOZW-CALC-034"))
	normExternal = assumed("hour-norm-teacher-external", schemes.EURPerHour, "109",
		text("Norm uurtarief externe docent", "Hourly norm of an external teacher"), asSOZW("SOZW-CALC-035"))
	preparation = assumed("teacher-preparation-factor", schemes.Ratio, "1.25",
		text("Opslag voor voor- en nawerk van de docent", "Surcharge for the teacher's preparation"), asSOZW("SOZW-CALC-036"))
	reduction = assumed("absence-reduction-factor", schemes.Ratio, "0.8",
		text("Afslag op de verleturen", "Reduction of the absence hours"), asSOZW("SOZW-CALC-038"))
	maximumCourse = assumed("maximum-activity-c", schemes.EUR, "2000",
		text("Maximum per deelnemer onder C", "Maximum per participant under C"),
		page("leerpuntkoel.nl (2022-2023) en oaz.nl (2024-2025)", "Twee pagina's noemen dit maximum; voor variant 3 is het overgenomen.", "Two pages name this maximum; for variant 3 it is taken over."))
	minimumHours = assumed("minimum-hours-c", schemes.Hours, "3",
		text("Minste aantal uren onder C", "Minimum of hours under C"),
		page("portal2022.sectorplanplus.nl, 21 juli 2023", "Onder C vallen trainingen van minstens drie uur.", "Under C fall trainings of at least three hours."))

	budgetsShift = assumed("budgets-shift", schemes.Ratio, "0",
		text("Mag wat van een activiteit overblijft naar een andere schuiven? (1 = ja, 0 = nee)", "May what is left of one activity shift to another? (1 = yes, 0 = no)"),
		page("geen pagina noemt het", "Elke activiteit heeft een eigen budget, tot een beheerder anders beslist.", "Each activity has a budget of its own, until an operator decides otherwise."))
	shareLarge = stated("subsidised-share-large", schemes.Ratio, "0.5",
		text("Gesubsidieerd deel voor een grote organisatie", "Subsidised share for a large organisation"),
		also("SPP-PCT-001", sheet(sizePlace, "Wie geen bewijs van omvang levert, geldt als groot: de helft.", "Who proves no size counts as large: half.")))
	shareMedium = stated("subsidised-share-medium", schemes.Ratio, "0.6",
		text("Gesubsidieerd deel voor een middelgrote organisatie", "Subsidised share for a medium-sized organisation"),
		also("SPP-PCT-003", sheet(sizePlace, "Een middelgrote organisatie krijgt meer dan een grote.", "A medium-sized organisation receives more than a large one.")))
	shareSmall = stated("subsidised-share-small", schemes.Ratio, "0.7",
		text("Gesubsidieerd deel voor een kleine organisatie", "Subsidised share for a small organisation"),
		also("SPP-PCT-002", sheet(sizePlace, "Een kleine organisatie krijgt het meeste.", "A small organisation receives most.")))

	inService = assumed("in-service-required", schemes.Ratio, "1",
		text("Moeten deelnemers in dienst zijn? (1 = ja, 0 = nee)", "Must participants be in service? (1 = yes, 0 = no)"),
		also("SPP-ELIG-001", cite(programme, "hoofdstuk 3, Eisen aan het Activiteitenplan",
			"Als bij SO-Z&W. De webinar zegt het niet, maar elk bewijs dat zij vraagt, veronderstelt een loonstrook van de organisatie.", "As for SO-Z&W. The webinar does not say so, but every proof that it asks presumes a payslip of the organisation.")))
	serviceMonths = stated("new-inflow-months", schemes.Months, "24",
		text("Maanden in dienst vanaf waar opscholing geldt", "Months of service from which opscholing holds"),
		also("SPP-ELIG-003", sheet("sheet 16", "De grens tussen nieuwe instroom en opscholing ligt bij twee jaar.", "The border between new inflow and opscholing lies at two years.")))
	amrDays = stated("amr-term", schemes.Days, "21",
		text("Dagen waarin de AMR beslist", "Days in which the AMR decides"),
		also("SPP-FLOW-011", sheet("sheet 24", "De commissie beslist binnen drie weken.", "The committee decides within three weeks.")))
	participantDays = stated("signing-days-participant", schemes.Days, "14",
		text("Dagen waarin deelnemers tekenen", "Days in which participants sign"),
		also("SPP-DOC-PV-04", sheet(statementPlace, "Deelnemers tekenen binnen twee weken na afloop.", "Participants sign within two weeks after the end.")))
	teacherDays = stated("signing-days-teacher", schemes.Days, "28",
		text("Dagen waarin de docent tekent", "Days in which the teacher signs"),
		also("SPP-DOC-PV-05", sheet(statementPlace, "De docent tekent binnen vier weken na afloop.", "The teacher signs within four weeks after the end.")))

	// secondAssessor is off: no source asks a second assessor.
	secondAssessor = schemes.SecondAssessor(always, page("geen pagina noemt het", "Eén beoordelaar is genoeg, tot een beheerder anders beslist.", "One assessor is enough, until an operator decides otherwise."))

	shared = append([]schemes.Parameter{
		hoursBoundary, normParticipant, normInternal, normExternal, preparation, reduction, maximumCourse, minimumHours, budgetsShift,
		shareLarge, shareMedium, shareSmall, inService, serviceMonths, amrDays, participantDays, teacherDays,
	}, secondAssessor...)
)

// parameters are those of one variant.
type parameters struct {
	firstDay, lastDay schemes.Parameter
	accountsYear      schemes.Parameter
	refinementsApply  schemes.Parameter
	accountingOpen    schemes.Parameter
	extractSince      schemes.Parameter
	extractMonths     schemes.Parameter
}

func parametersOf(row variant) parameters {
	source := also(schemes.Code("SPP-DATE-V"+row.number+"-A"), sheet(mistakesPlace, "De sheet noemt deze dag.", "The sheet names this day."))
	return parameters{
		firstDay: stated("subsidy-period-first-day", schemes.DateUnit, row.opens.String(), text("Eerste dag van de subsidieperiode van A en B", "First day of the subsidy period of A and B"), source),
		lastDay:  stated("subsidy-period-last-day", schemes.DateUnit, row.closesLast().String(), text("Laatste dag van de subsidieperiode van A en B", "Last day of the subsidy period of A and B"), source),
		accountsYear: parameter("accounts-year", schemes.Years, row.accounts.year, !row.accounts.isStated,
			text("Jaar van de jaarrekening", "Year of the annual accounts"), accountsSource(row.accounts)),
		refinementsApply: assumed("refined-first-starts-apply", schemes.Ratio, "0",
			text("Gelden de eerste startdagen van openbare pagina's? (1 = ja, 0 = nee)", "Do the first start days of public pages hold? (1 = yes, 0 = no)"),
			page("zie de startdagen zelf", "De webinar gaat voor, tot een beheerder anders beslist.", "The webinar prevails until an operator decides otherwise.")),
		accountingOpen: assumed("accounting-open", schemes.Ratio, row.accounting,
			text("Kunnen opleidingen worden verantwoord? (1 = ja, 0 = nee)", "Can trainings be accounted for? (1 = yes, 0 = no)"),
			also("SPP-FLOW-019", page("geen bron noemt een dag", "Voor variant 4 kon indienen nog niet op de dag van de webinar; de oudere varianten zijn voorbij.", "For variant 4 submission was not possible yet on the day of the webinar; the earlier variants are over."))),
		extractSince: stated("chamber-extract-since", schemes.DateUnit, row.extract.since.String(),
			text("Oudste datum van het KvK-uittreksel", "Oldest date of the chamber extract"), also("SPP-DOC-PRJ-04", sheet(projectPlace, "Een ouder uittreksel wordt niet aanvaard.", "An older extract is not accepted."))),
		extractMonths: assumed("chamber-extract-months", schemes.Months, row.extract.months,
			text("Hoogste leeftijd van het KvK-uittreksel", "Highest age of the chamber extract"), also("SPP-DOC-PRJ-04", page("transvorm.org en oaz.nl (2022-2023)", "Het uittreksel is hoogstens zes maanden oud.", "The extract is at most six months old."))),
	}
}

func accountsSource(a accounts) schemes.Citation {
	if a.isStated {
		return also("SPP-DOC-SIZE-04", sheet(sizePlace, "Bij deze variant hoort de jaarrekening van dit jaar.", "This variant takes the accounts of this year."))
	}
	return also("SPP-DOC-SIZE-04", page("oaz.nl, toekenning en deadlines (voor variant 3 afgeleid)", "Het jaar voor de start van de ronde.", "The year before the round started."))
}

// declared are the parameters of the variant, those left out that its row does not set.
func (v *regulation) declared() []schemes.Parameter {
	out := []schemes.Parameter{v.firstDay, v.lastDay, v.accountingOpen}
	for _, l := range v.levels {
		out = append(out, l.high.rate, l.high.maximum, l.low.rate, l.low.maximum)
	}
	out = append(out, shared...)
	out = append(out, v.accountsYear)
	if !v.extract.since.IsZero() {
		out = append(out, v.extractSince)
	}
	if v.extract.months != "" {
		out = append(out, v.extractMonths)
	}
	if len(v.refinements) > 0 {
		out = append(out, v.refinementsApply)
	}
	for _, activity := range activityCodes {
		if t := v.terms[activity]; len(t.refined.rules) > 0 {
			out = append(out, t.refined.first)
		}
	}
	if v.retention != nil {
		out = append(out, retentionParameters...)
	}
	return out
}
