package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// line returns a line that cites the webinar.
func line(code schemes.Code, aspect string, unit schemes.Unit, nl, en, place string, readings ...string) schemes.Line {
	return schemes.Line{Code: code, Aspect: aspect, Unit: unit, Label: text(nl, en), Source: schemes.Citation{Work: webinar, Place: place}, Readings: readings}
}

const (
	datesPlace    = "sheet 36, Wat nog belangrijk is"
	payslipPlace  = "sheet 21, loonstroken"
	amountPlace   = "sheet 23"
	coursePlace   = "sheet 25"
	courseAmounts = "sheet 31"
)

// A and B, by the day. The lines that carry the dates of the variant belong to its
// terms.
var (
	lineStart         = line("SPP-FLOW-020", "start", schemes.DateUnit, "Start van de opleiding", "Start of the training", datesPlace)
	lineEnd           = line("SPP-FLOW-020", "end", schemes.DateUnit, "Einde van de opleiding", "End of the training", datesPlace)
	linePartFrom      = line("SPP-FLOW-020", "from", schemes.DateUnit, "Begin van een periode", "Begin of a period", datesPlace)
	linePartTo        = line("SPP-FLOW-020", "to", schemes.DateUnit, "Einde van een periode", "End of a period", datesPlace)
	lineEmployedSince = line("SPP-DOC-PAY-02", "employed-since", schemes.DateUnit, "In dienst sinds", "Employed since", payslipPlace, "OQ-SOZW-17")
	lineEmployedUntil = line("SPP-DOC-PAY-02", "employed-until", schemes.DateUnit, "In dienst tot en met", "Employed until", payslipPlace, "OQ-SOZW-17")
	lineAgain         = line("SPP-UI-009", "days-again", schemes.Days, "Dagen die al geteld zijn", "Days counted already", amountPlace, "OQ-SOZW-04")
	lineAllDays       = line("SPP-UI-009", "days", schemes.Days, "Getelde dagen samen", "Days counted together", amountPlace, "OQ-SOZW-04")
	lineContractHours = line("SPP-UI-009", "contract-hours", schemes.Hours, "Contracturen per week bij de start", "Contract hours per week at the start", amountPlace, "OQ-SPP-01", "OQ-SOZW-16")
	lineBoundary      = line("SPP-UI-009", "boundary", schemes.Hours, "Grens voor het hoge dagbedrag", "Boundary for the high day rate", amountPlace, "OQ-SPP-01", "OQ-SOZW-16")
	lineRate          = line("SPP-UI-009", "day-rate", schemes.EURPerDay, "Subsidie per dag", "Subsidy per day", amountPlace, "OQ-SPP-01")
	lineDue           = line("SPP-UI-009", "due", schemes.EUR, "Dagen maal dagbedrag", "Days times day rate", amountPlace, "OQ-SPP-01")
	lineMaximum       = line("SPP-UI-009", "maximum", schemes.EUR, "Maximum per deelnemer", "Maximum per participant", amountPlace, "OQ-SPP-01")
	lineCapped        = line("SPP-UI-009", "capped", schemes.EUR, "Hoogstens het maximum", "At most the maximum", amountPlace, "OQ-SPP-01")
	lineByDay         = line("SPP-UI-009", "", schemes.EUR, "Subsidie voor de deelnemer", "Subsidy for the participant", amountPlace, "OQ-SPP-19", "OQ-SOZW-15")
)

// C, by the hour.
var (
	lineHours         = line("SPP-FLOW-012", "", schemes.Hours, "Werkelijk aantal uren", "Real number of hours", coursePlace)
	lineGroup         = line("SPP-FLOW-013", "", schemes.Persons, "Deelnemers in de hele groep", "Participants in the whole group", coursePlace)
	linePreparation   = line("SPP-UI-012", "preparation", schemes.Ratio, "Opslag voor- en nawerk", "Surcharge for preparation", courseAmounts, "OQ-SPP-01")
	lineInternal      = line("SPP-UI-012", "teacher-internal", schemes.EURPerHour, "Norm uurtarief interne docent", "Hourly norm of an internal teacher", courseAmounts, "OQ-SPP-01")
	lineExternal      = line("SPP-UI-012", "teacher-external", schemes.EURPerHour, "Norm uurtarief externe docent", "Hourly norm of an external teacher", courseAmounts, "OQ-SPP-01")
	lineWorked        = line("SPP-UI-012", "group-teacher", schemes.EUR, "Docentkosten van de groep", "Teacher costs of the group", courseAmounts, "OQ-SPP-01")
	lineTeacher       = line("SPP-UI-012", "teacher", schemes.EUR, "Docentkosten per deelnemer", "Teacher costs per participant", courseAmounts, "OQ-SPP-01")
	lineReduction     = line("SPP-UI-012", "reduction", schemes.Ratio, "Afslag op de verleturen", "Reduction of the absence hours", courseAmounts, "OQ-SPP-01")
	lineNorm          = line("SPP-UI-012", "norm", schemes.EURPerHour, "Norm uurtarief deelnemer", "Hourly norm of a participant", courseAmounts, "OQ-SPP-01")
	lineAbsence       = line("SPP-UI-012", "absence", schemes.EUR, "Verletkosten", "Absence costs", courseAmounts, "OQ-SPP-01")
	lineCost          = line("SPP-UI-012", "cost", schemes.EUR, "Kosten per deelnemer", "Costs per participant", courseAmounts, "OQ-SPP-01")
	lineShareSmall    = line("SPP-PCT-002", "", schemes.Ratio, "Deel voor een kleine organisatie", "Share for a small organisation", sizePlace, "OQ-SPP-02", "OQ-SPP-20")
	lineShareMedium   = line("SPP-PCT-003", "", schemes.Ratio, "Deel voor een middelgrote organisatie", "Share for a medium-sized organisation", sizePlace, "OQ-SPP-02")
	lineShareLarge    = line("SPP-PCT-001", "", schemes.Ratio, "Deel voor een grote organisatie", "Share for a large organisation", sizePlace, "OQ-SPP-03")
	linePart          = line("SPP-PCT-000", "", schemes.EUR, "Gesubsidieerd deel van de kosten", "Subsidised part of the costs", sizePlace)
	lineCourseMaximum = line("SPP-UI-012", "maximum", schemes.EUR, "Maximum per deelnemer", "Maximum per participant", courseAmounts, "OQ-SPP-01")
	lineCourseCapped  = line("SPP-UI-012", "capped", schemes.EUR, "Hoogstens het maximum", "At most the maximum", courseAmounts, "OQ-SPP-01")
	lineByHour        = line("SPP-UI-012", "", schemes.EUR, "Subsidie voor de deelnemer", "Subsidy for the participant", courseAmounts, "OQ-SOZW-15")
)

// lines are the lines of the variant, in the order of the calculation.
func (v *regulation) lines() []schemes.Line {
	out := []schemes.Line{lineStart, lineEnd, lineEmployedSince, lineEmployedUntil, linePartFrom, linePartTo}
	for _, activity := range byDay {
		t := v.terms[activity]
		out = append(out, t.lineFirstDay, t.lineLastDay, t.lineFrom, t.lineTo, t.lineDays)
	}
	return append(out,
		lineAgain, lineAllDays, lineContractHours, lineBoundary, lineRate, lineDue, lineMaximum, lineCapped, lineByDay,
		lineHours, lineGroup, linePreparation, lineInternal, lineExternal, lineWorked, lineTeacher, lineReduction, lineNorm, lineAbsence, lineCost,
		lineShareSmall, lineShareMedium, lineShareLarge, linePart, lineCourseMaximum, lineCourseCapped, lineByHour,
	)
}
