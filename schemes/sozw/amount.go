package sozw

import "github.com/penvoerder/penvoerder/schemes"

// subsidy computes the amount of one participation.
func subsidy(s *schemes.Sheet, reg schemes.Registration, p schemes.Participation) {
	if reg.Activity == activity2 {
		payByHour(s, reg)
		return
	}
	payByDay(s, reg, p)
}

// A tariff is a row of the table of amounts.
type tariff struct {
	rate, maximum         schemes.Parameter
	lineRate, lineMaximum schemes.Line
}

type tariffs struct{ high, low tariff }

var tariffsOf = map[string]tariffs{
	activity1A: {
		high: tariff{rateHigh, maximumHigh, rateLine("SOZW-CALC-011"), maximumLine("SOZW-CALC-011")},
		low:  tariff{rateLow, maximumLow, rateLine("SOZW-CALC-012"), maximumLine("SOZW-CALC-012")},
	},
	activity1B: {
		high: tariff{rateHigh, maximumHigh, rateLine("SOZW-CALC-013"), maximumLine("SOZW-CALC-013")},
		low:  tariff{rateLow, maximumLow, rateLine("SOZW-CALC-014"), maximumLine("SOZW-CALC-014")},
	},
}

// payByDay multiplies the days followed by the day rate. Each day counts once, on
// which the training runs, in the subsidy period, while the participant is employed.
func payByDay(s *schemes.Sheet, reg schemes.Registration, p schemes.Participation) {
	start, end := span(reg, p)
	from := []schemes.Term{s.Fact(lineStart, start)}
	to := []schemes.Term{s.Fact(lineEnd, end)}
	from = append(from, s.Parameter(lineFirstDay, firstDay, start.Value(), nil))
	to = append(to, s.Parameter(lineLastDay, lastDay, start.Value(), nil))
	if p.EmployedSince.IsKnown() {
		from = append(from, s.Fact(lineEmployedSince, p.EmployedSince))
	}
	if p.EmployedUntil.IsKnown() {
		to = append(to, s.Fact(lineEmployedUntil, p.EmployedUntil))
	}
	first, last := s.Max(lineFrom, from...), s.Min(lineTo, to...)
	var days schemes.Term
	if len(p.Periods) == 0 {
		days = s.Days(lineDays, first, last)
	} else {
		days = daysInParts(s, p.Periods, first, last)
	}
	row := tariffsOf[reg.Activity].low
	hours := s.Fact(lineContractHours, p.ContractHours)
	boundary := s.Parameter(lineBoundary, hoursBoundary, start.Value(), nil)
	if s.Value(hours).Cmp(s.Value(boundary)) >= 0 {
		row = tariffsOf[reg.Activity].high
	}
	due := s.Multiply(lineDue, days, s.Parameter(row.lineRate, row.rate, start.Value(), p.ContractHours))
	s.Round(linePayByDay, s.Min(lineCapped, due, s.Parameter(row.lineMaximum, row.maximum, start.Value(), p.ContractHours)))
}

// daysInParts adds up the days of periods that do not overlap.
func daysInParts(s *schemes.Sheet, periods []schemes.PeriodFact, first, last schemes.Term) schemes.Term {
	parts := make([]schemes.Term, len(periods))
	for i, part := range periods {
		from := s.Max(lineFrom, s.Fact(linePartFrom, part.From), first)
		to := s.Min(lineTo, s.Fact(linePartTo, part.To), last)
		parts[i] = s.Days(lineDays, from, to)
	}
	return s.Add(lineAllDays, parts...)
}

// payByHour pays half of the norm costs of the hours: the teacher's, shared by the
// group, and the participant's absence.
func payByHour(s *schemes.Sheet, reg schemes.Registration) {
	t, on := reg.Training, reg.Start.Value()
	hours := s.Fact(lineHours, t.Hours)
	var rate schemes.Term
	switch t.Teacher.Value() {
	case "EXTERNAL":
		rate = s.Parameter(lineExternal, normExternal, on, t.Teacher)
	case "AFFILIATED": // a sister company's teacher costs as an own one
		rate = s.Parameter(lineAffiliated, normInternal, on, t.Teacher)
	default:
		rate = s.Parameter(lineInternal, normInternal, on, t.Teacher)
	}
	worked := s.Multiply(lineWorked, hours, s.Parameter(linePreparation, preparation, on, nil), rate)
	teacher := s.Divide(lineTeacher, worked, s.Fact(lineGroup, t.GroupSize))
	absence := s.Multiply(lineAbsence, hours, s.Parameter(lineReduction, reduction, on, nil), s.Parameter(lineNorm, normParticipant, on, nil))
	half := s.Multiply(lineHalf, s.Add(lineCost, teacher, absence), s.Parameter(lineShare, share, on, nil))
	s.Round(linePayByHour, s.Min(lineCourseCapped, half, s.Parameter(lineCourseMaximum, maximumCourse, on, nil)))
}
