package sozw

import "github.com/penvoerder/penvoerder/schemes"

var (
	year2026 = schemes.Period{From: schemes.On(2026, 1, 1), To: schemes.On(2026, 12, 31)}
	always   = schemes.Period{From: schemes.On(2025, 1, 1)} // plans and documents precede the subsidy period
)

// parameter returns a parameter with the one value that the programme prints.
func parameter(code string, unit schemes.Unit, value string, holds schemes.Period, title schemes.Text, source schemes.Citation) schemes.Parameter {
	return schemes.Parameter{Code: code, Title: title, Unit: unit, Values: []schemes.Value{{Text: value, From: holds.From, To: holds.To, Source: source}}}
}

func table(rule schemes.Code, nl, en string) schemes.Citation {
	return also(rule, "hoofdstuk 5, tabel Subsidiebedragen", nl, en)
}

func norm(rule schemes.Code, nl, en string) schemes.Citation {
	return also(rule, "hoofdstuk 5, Activiteit 2", nl, en)
}

var (
	rateHigh = parameter("day-rate-24-hours-or-more", schemes.EURPerDay, "9.04", year2026,
		text("Dagbedrag bij 24 contracturen of meer", "Day rate for 24 contract hours or more"), table("SOZW-CALC-011", "Vast bedrag per dag.", "A fixed amount per day."))
	rateLow = parameter("day-rate-below-24-hours", schemes.EURPerDay, "7.39", year2026,
		text("Dagbedrag onder 24 contracturen", "Day rate below 24 contract hours"), table("SOZW-CALC-012", "Vast bedrag per dag.", "A fixed amount per day."))
	maximumHigh = parameter("maximum-24-hours-or-more", schemes.EUR, "3300", year2026,
		text("Maximum per deelnemer bij 24 contracturen of meer", "Maximum per participant for 24 contract hours or more"), table("SOZW-CALC-011", "Het meeste voor één deelnemer.", "The most for one participant."))
	maximumLow = parameter("maximum-below-24-hours", schemes.EUR, "2700", year2026,
		text("Maximum per deelnemer onder 24 contracturen", "Maximum per participant below 24 contract hours"), table("SOZW-CALC-012", "Het meeste voor één deelnemer.", "The most for one participant."))
	hoursBoundary = parameter("contract-hours-boundary", schemes.Hours, "24", year2026,
		text("Contracturen per week vanaf waar het hoge dagbedrag geldt", "Contract hours per week from which the high day rate holds"), table("SOZW-CALC-001", "Vanaf dit aantal geldt het hoge bedrag.", "From this number on the high amount holds."))
	firstDay = parameter("subsidy-period-first-day", schemes.DateUnit, "2026-01-01", always,
		text("Eerste dag van de subsidieperiode", "First day of the subsidy period"), also("SOZW-DATE-001", "hoofdstuk 1", "Dagen ervoor tellen niet.", "Days before do not count."))
	lastDay = parameter("subsidy-period-last-day", schemes.DateUnit, "2026-12-31", always,
		text("Laatste dag van de subsidieperiode", "Last day of the subsidy period"), also("SOZW-DATE-001", "hoofdstuk 1", "Dagen erna tellen niet.", "Days after do not count."))

	normParticipant = parameter("hour-norm-participant", schemes.EURPerHour, "27.04", year2026,
		text("Norm uurtarief deelnemer", "Hourly norm of a participant"), norm("SOZW-CALC-033", "Vast uurtarief.", "A fixed hourly rate."))
	normInternal = parameter("hour-norm-teacher-internal", schemes.EURPerHour, "44.58", year2026,
		text("Norm uurtarief interne docent", "Hourly norm of an internal teacher"), norm("SOZW-CALC-034", "Vast uurtarief.", "A fixed hourly rate."))
	normExternal = parameter("hour-norm-teacher-external", schemes.EURPerHour, "109", year2026,
		text("Norm uurtarief externe docent", "Hourly norm of an external teacher"), norm("SOZW-CALC-035", "Vast uurtarief.", "A fixed hourly rate."))
	preparation = parameter("teacher-preparation-factor", schemes.Ratio, "1.25", year2026,
		text("Opslag voor voor- en nawerk van de docent", "Surcharge for the teacher's preparation"), norm("SOZW-CALC-036", "De docenturen tellen met deze factor.", "Teacher hours count with this factor."))
	reduction = parameter("absence-reduction-factor", schemes.Ratio, "0.8", year2026,
		text("Afslag op de verleturen", "Reduction of the absence hours"), norm("SOZW-CALC-038", "De verleturen tellen met deze factor.", "Absence hours count with this factor."))
	share = parameter("subsidised-share", schemes.Ratio, "0.5", year2026,
		text("Gesubsidieerd deel van de kosten", "Subsidised share of the costs"), norm("SOZW-CALC-040", "De helft van de kosten, ongeacht de omvang van de organisatie.", "Half of the costs, whatever the size of the organisation."))
	maximumCourse = parameter("maximum-activity-2", schemes.EUR, "2200", year2026,
		text("Maximum per deelnemer onder activiteit 2", "Maximum per participant under activity 2"), norm("SOZW-CALC-041", "Het meeste voor één deelnemer.", "The most for one participant."))
	minimumHours = parameter("minimum-contact-hours", schemes.Hours, "3", year2026,
		text("Minste aantal contacturen", "Minimum of contact hours"), also("SOZW-ELIG-025", "hoofdstuk 4, Activiteit 2", "Korter komt niet in aanmerking.", "Shorter does not qualify."))

	planMaximum = parameter("plan-maximum", schemes.EUR, "3000000", always,
		text("Maximum per Activiteitenplan", "Maximum per plan"), also("SOZW-FAQ-003", "hoofdstuk 7", "Meer kan niet worden aangevraagd.", "No more can be requested."))
	guarantee = parameter("guaranteed-part", schemes.EUR, "15000", always,
		text("Volledig toegekend deel van elk plan", "Part of each plan that is granted in full"), also("SOZW-GRANT-004", "hoofdstuk 2, Toekenning", "Tot dit bedrag wordt elk plan geheel toegekend.", "Up to this amount each plan is granted in full."))
	extractSince = parameter("chamber-extract-since", schemes.DateUnit, "2025-01-01", always,
		text("Oudste datum van het KvK-uittreksel", "Oldest date of the chamber extract"), also("SOZW-DOC-003", "hoofdstuk 6", "Een ouder uittreksel wordt niet aanvaard.", "An older extract is not accepted."))
)

// secondAssessor is off: no chapter of the programme asks a second assessor.
var secondAssessor = schemes.SecondAssessor(always.From, at("geen hoofdstuk noemt het", "Eén beoordelaar is genoeg, tot een beheerder anders beslist.", "One assessor is enough, until an operator decides otherwise."))

var parameters = append([]schemes.Parameter{
	rateHigh, rateLow, maximumHigh, maximumLow, hoursBoundary, firstDay, lastDay,
	normParticipant, normInternal, normExternal, preparation, reduction, share, maximumCourse, minimumHours,
	planMaximum, guarantee, extractSince,
}, secondAssessor...)
