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
	on := schemes.Day(start)
	from := []schemes.Term{s.Fact(lineStart, start)}
	to := []schemes.Term{s.Fact(lineEnd, end)}
	from = append(from, s.Parameter(lineFirstDay, firstDay, on, nil))
	to = append(to, s.Parameter(lineLastDay, lastDay, on, nil))
	if p.EmployedSince.IsKnown() {
		from = append(from, s.Fact(lineEmployedSince, p.EmployedSince))
	}
	if p.EmployedUntil.IsKnown() {
		to = append(to, s.Fact(lineEmployedUntil, p.EmployedUntil))
	}
	days := s.DaysOf(partLines, p.Periods, s.Max(lineFrom, from...), s.Min(lineTo, to...))
	row := tariffsOf[reg.Activity].low
	hours := s.Fact(lineContractHours, p.ContractHours)
	boundary := s.Parameter(lineBoundary, hoursBoundary, on, nil)
	if s.Value(hours).Cmp(s.Value(boundary)) >= 0 {
		row = tariffsOf[reg.Activity].high
	}
	due := s.Multiply(lineDue, days, s.Parameter(row.lineRate, row.rate, on, p.ContractHours))
	s.Round(linePayByDay, s.Min(lineCapped, due, s.Parameter(row.lineMaximum, row.maximum, on, p.ContractHours)))
}

// payByHour pays half of the norm costs of the hours: the teacher's, shared by the
// group, and the participant's absence.
func payByHour(s *schemes.Sheet, reg schemes.Registration) {
	t, on := reg.Training, schemes.Day(reg.Start)
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
