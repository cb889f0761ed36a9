package sozw

import "github.com/penvoerder/penvoerder/schemes"

// line returns a line of the calculation.
func line(code schemes.Code, aspect string, unit schemes.Unit, nl, en, place string, readings ...string) schemes.Line {
	return schemes.Line{Code: code, Aspect: aspect, Unit: unit, Label: text(nl, en), Source: schemes.Citation{Work: programme, Place: place}, Readings: readings}
}

const (
	daysPlace  = "hoofdstuk 5, Activiteit 1"
	hoursPlace = "hoofdstuk 5, Activiteit 2"
	tablePlace = "hoofdstuk 5, tabel Subsidiebedragen"
)

func rateLine(code schemes.Code) schemes.Line {
	return line(code, "day-rate", schemes.EURPerDay, "Subsidie per dag", "Subsidy per day", tablePlace, "OQ-SOZW-01", "OQ-SOZW-16")
}

func maximumLine(code schemes.Code) schemes.Line {
	return line(code, "maximum", schemes.EUR, "Maximum per deelnemer", "Maximum per participant", tablePlace, "OQ-SOZW-14")
}

// Activity 1, by the day.
var (
	lineStart         = line("SOZW-CALC-020", "start", schemes.DateUnit, "Start van de opleiding", "Start of the training", daysPlace)
	lineEnd           = line("SOZW-CALC-020", "end", schemes.DateUnit, "Einde van de opleiding", "End of the training", daysPlace)
	lineEmployedSince = line("SOZW-CALC-020", "employed-since", schemes.DateUnit, "In dienst sinds", "Employed since", daysPlace, "OQ-SOZW-17")
	lineEmployedUntil = line("SOZW-CALC-020", "employed-until", schemes.DateUnit, "In dienst tot en met", "Employed until", daysPlace, "OQ-SOZW-17")
	linePartFrom      = line("SOZW-ELIG-018", "from", schemes.DateUnit, "Begin van een periode", "Begin of a period", activity1Place, "OQ-SOZW-18")
	linePartTo        = line("SOZW-ELIG-018", "to", schemes.DateUnit, "Einde van een periode", "End of a period", activity1Place, "OQ-SOZW-18")
	lineFirstDay      = line("SOZW-CALC-021", "first-day", schemes.DateUnit, "Eerste dag van de subsidieperiode", "First day of the subsidy period", daysPlace)
	lineLastDay       = line("SOZW-CALC-021", "last-day", schemes.DateUnit, "Laatste dag van de subsidieperiode", "Last day of the subsidy period", daysPlace)
	lineFrom          = line("SOZW-CALC-021", "from", schemes.DateUnit, "Geteld vanaf", "Counted from", daysPlace, "OQ-SOZW-04")
	lineTo            = line("SOZW-CALC-021", "to", schemes.DateUnit, "Geteld tot en met", "Counted up to and including", daysPlace, "OQ-SOZW-04")
	lineDays          = line("SOZW-CALC-003", "", schemes.Days, "Getelde dagen", "Days counted", activity1Place, "OQ-SOZW-04")
	lineAgain         = line("SOZW-CALC-003", "again", schemes.Days, "Dagen die al geteld zijn", "Days counted already", activity1Place, "OQ-SOZW-18")
	lineAllDays       = line("SOZW-CALC-003", "all", schemes.Days, "Getelde dagen samen", "Days counted together", activity1Place, "OQ-SOZW-18")
	lineContractHours = line("SOZW-CALC-001", "contract-hours", schemes.Hours, "Contracturen per week bij de start", "Contract hours per week at the start", activity1Place, "OQ-SOZW-16")
	lineBoundary      = line("SOZW-CALC-001", "boundary", schemes.Hours, "Grens voor het hoge dagbedrag", "Boundary for the high day rate", activity1Place, "OQ-SOZW-16")
	lineDue           = line("SOZW-DRV-001", "due", schemes.EUR, "Dagen maal dagbedrag", "Days times day rate", daysPlace, "OQ-SOZW-01")
	lineCapped        = line("SOZW-DRV-001", "capped", schemes.EUR, "Hoogstens het maximum", "At most the maximum", tablePlace, "OQ-SOZW-14")
	linePayByDay      = line("SOZW-DRV-001", "", schemes.EUR, "Subsidie voor de deelnemer", "Subsidy for the participant", daysPlace, "OQ-SOZW-15")
)

// partLines are the lines on which days are counted that are followed in parts.
var partLines = schemes.DayLines{PartFrom: linePartFrom, PartTo: linePartTo, From: lineFrom, To: lineTo, Days: lineDays, Again: lineAgain, All: lineAllDays}

var dayLines = []schemes.Line{
	lineStart, lineEnd, lineEmployedSince, lineEmployedUntil, linePartFrom, linePartTo, lineFirstDay, lineLastDay, lineFrom, lineTo, lineDays, lineAgain, lineAllDays,
	lineContractHours, lineBoundary,
	tariffsOf[activity1A].high.lineRate, tariffsOf[activity1A].low.lineRate, tariffsOf[activity1B].high.lineRate, tariffsOf[activity1B].low.lineRate,
	lineDue,
	tariffsOf[activity1A].high.lineMaximum, tariffsOf[activity1A].low.lineMaximum, tariffsOf[activity1B].high.lineMaximum, tariffsOf[activity1B].low.lineMaximum,
	lineCapped, linePayByDay,
}

// Activity 2, by the contact hour.
var (
	lineHours         = line("SOZW-CALC-031", "", schemes.Hours, "Contacturen", "Contact hours", hoursPlace, "OQ-SOZW-19", "OQ-SOZW-42")
	lineGroup         = line("SOZW-CALC-037", "", schemes.Persons, "Deelnemers in de lesgroep", "Participants in the lesson group", hoursPlace, "OQ-SOZW-22")
	linePreparation   = line("SOZW-CALC-036", "preparation", schemes.Ratio, "Opslag voor- en nawerk", "Surcharge for preparation", hoursPlace)
	lineInternal      = line("SOZW-CALC-034", "", schemes.EURPerHour, "Norm uurtarief interne docent", "Hourly norm of an internal teacher", hoursPlace)
	lineAffiliated    = line("SOZW-CALC-045", "", schemes.EURPerHour, "Norm uurtarief docent van een gelieerd bedrijf (als intern)", "Hourly norm of an affiliated company's teacher (as internal)", hoursPlace)
	lineExternal      = line("SOZW-CALC-035", "", schemes.EURPerHour, "Norm uurtarief externe docent", "Hourly norm of an external teacher", hoursPlace)
	lineWorked        = line("SOZW-CALC-036", "group", schemes.EUR, "Docentkosten van de groep", "Teacher costs of the group", hoursPlace, "OQ-SOZW-23")
	lineTeacher       = line("SOZW-CALC-036", "", schemes.EUR, "Docentkosten per deelnemer", "Teacher costs per participant", hoursPlace, "OQ-SOZW-45")
	lineReduction     = line("SOZW-CALC-038", "reduction", schemes.Ratio, "Afslag op de verleturen", "Reduction of the absence hours", hoursPlace)
	lineNorm          = line("SOZW-CALC-033", "", schemes.EURPerHour, "Norm uurtarief deelnemer", "Hourly norm of a participant", hoursPlace)
	lineAbsence       = line("SOZW-CALC-038", "", schemes.EUR, "Verletkosten", "Absence costs", hoursPlace)
	lineCost          = line("SOZW-CALC-039", "", schemes.EUR, "Subsidiabele kosten", "Eligible costs", hoursPlace)
	lineShare         = line("SOZW-CALC-040", "share", schemes.Ratio, "Gesubsidieerd deel", "Subsidised share", hoursPlace, "OQ-SOZW-40")
	lineHalf          = line("SOZW-CALC-040", "", schemes.EUR, "Deel van de kosten", "Share of the costs", hoursPlace)
	lineCourseMaximum = line("SOZW-CALC-041", "maximum", schemes.EUR, "Maximum per deelnemer", "Maximum per participant", hoursPlace, "OQ-SOZW-14")
	lineCourseCapped  = line("SOZW-CALC-041", "", schemes.EUR, "Hoogstens het maximum", "At most the maximum", hoursPlace, "OQ-SOZW-14")
	linePayByHour     = line("SOZW-DRV-002", "", schemes.EUR, "Subsidie voor de deelnemer", "Subsidy for the participant", hoursPlace, "OQ-SOZW-15")
)

var hourLines = []schemes.Line{
	lineHours, lineGroup, linePreparation, lineInternal, lineAffiliated, lineExternal, lineWorked, lineTeacher, lineReduction, lineNorm, lineAbsence, lineCost,
	lineShare, lineHalf, lineCourseMaximum, lineCourseCapped, linePayByHour,
}
