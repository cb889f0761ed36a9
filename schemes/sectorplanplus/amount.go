package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// A level is a tier with its parameters.
type level struct {
	needs     []schemes.FactDefinition
	high, low tariff
}

// A tariff is a rate and the most that it can lead to.
type tariff struct{ rate, maximum schemes.Parameter }

func levelOf(row variant, t tier) level {
	suffix := ""
	if t.aspect != "" {
		suffix = "-" + t.aspect
	}
	of := func(hours string, nl, en string, p printed) tariff {
		return tariff{
			rate: row.within(assumed("day-rate-"+hours+suffix, schemes.EURPerDay, p.rate, text("Dagbedrag "+nl, "Day rate "+en),
				page(t.page, "Het jaarbedrag van "+p.year+" euro gedeeld door 365, afgekapt op centen.", "The year amount of "+p.year+" euros divided by 365, cut off to cents."))),
			maximum: row.within(assumed("maximum-"+hours+suffix, schemes.EUR, p.maximum, text("Maximum per deelnemer "+nl, "Maximum per participant "+en),
				page(t.page, "Het meeste voor één deelnemer over de hele periode.", "The most for one participant over the whole period."))),
		}
	}
	return level{
		needs: t.needs,
		high:  of("24-hours-or-more", "bij 24 contracturen of meer", "for 24 contract hours or more", t.high),
		low:   of("below-24-hours", "onder 24 contracturen", "below 24 contract hours", t.low),
	}
}

// within returns p as it holds in the subsidy period of the variant only.
func (v variant) within(p schemes.Parameter) schemes.Parameter {
	p.Values[0].From, p.Values[0].To = v.opens, v.closesLast()
	return p
}

// day is the day on which parameters are looked up: the start of the training, or the
// first day of the variant where it starts before.
func (v variant) day(start schemes.Fact[schemes.Date]) schemes.Date {
	return schemes.Latest(start, v.opens)
}

// levelFor is the last level whose surcharges the plan has, and the fact that says so.
func (v *regulation) levelFor(plan schemes.Extras) (found level, because schemes.Located) {
	for _, l := range v.levels {
		has := true
		for _, need := range l.needs {
			has = has && plan.Boolean(need).Value()
		}
		if !has {
			continue
		}
		found, because = l, nil
		for _, need := range l.needs {
			because = plan.Boolean(need)
		}
	}
	return found, because
}

// subsidy computes the amount of one participation.
func (v *regulation) subsidy(s *schemes.Sheet, reg schemes.Registration, p schemes.Participation) {
	if reg.Activity == activityC {
		v.payByHour(s, reg)
		return
	}
	v.payByDay(s, reg, p)
}

// payByDay multiplies the days followed by the day rate. Each day counts once, on
// which the training runs, in the subsidised period, while the participant is employed.
func (v *regulation) payByDay(s *schemes.Sheet, reg schemes.Registration, p schemes.Participation) {
	t := v.terms[reg.Activity]
	start, end := span(reg, p)
	from := []schemes.Term{s.Fact(lineStart, start), s.Parameter(t.lineFirstDay, v.firstDay, v.opens, nil)}
	to := []schemes.Term{s.Fact(lineEnd, end), s.Parameter(t.lineLastDay, v.lastDay, v.opens, nil)}
	if p.EmployedSince.IsKnown() {
		from = append(from, s.Fact(lineEmployedSince, p.EmployedSince))
	}
	if p.EmployedUntil.IsKnown() {
		to = append(to, s.Fact(lineEmployedUntil, p.EmployedUntil))
	}
	days := s.DaysOf(t.partLines(), p.Periods, s.Max(t.lineFrom, from...), s.Min(t.lineTo, to...))
	on := v.day(start)
	rate, because := v.tariffFor(s, reg, p, on)
	due := s.Multiply(lineDue, days, s.Parameter(lineRate, rate.rate, on, because))
	s.Round(lineByDay, s.Min(lineCapped, due, s.Parameter(lineMaximum, rate.maximum, on, because)))
}

// tariffFor is the tariff of the plan's level for the contract hours, and the fact
// that decided: a surcharge of the plan, else the hours.
func (v *regulation) tariffFor(s *schemes.Sheet, reg schemes.Registration, p schemes.Participation, on schemes.Date) (tariff, schemes.Located) {
	hours := s.Fact(lineContractHours, p.ContractHours)
	boundary := s.Parameter(lineBoundary, hoursBoundary, on, nil)
	l, because := v.levelFor(reg.Plan)
	if because == nil {
		because = p.ContractHours
	}
	if s.Value(hours).Cmp(s.Value(boundary)) >= 0 {
		return l.high, because
	}
	return l.low, because
}

// partLines are the lines on which days are counted that are followed in parts.
func (t term) partLines() schemes.DayLines {
	return schemes.DayLines{PartFrom: linePartFrom, PartTo: linePartTo, From: t.lineFrom, To: t.lineTo, Days: t.lineDays, Again: lineAgain, All: lineAllDays}
}

// payByHour pays the organisation's share of the norm costs of the hours: the
// teacher's, shared by the group, and the participant's absence.
func (v *regulation) payByHour(s *schemes.Sheet, reg schemes.Registration) {
	t, on := reg.Training, v.day(reg.Start)
	hours := s.Fact(lineHours, t.Hours)
	norm := normInternal // a sister company's teacher costs as an own one
	lineTeacherNorm := lineInternal
	if t.Teacher.Value() == "EXTERNAL" {
		norm, lineTeacherNorm = normExternal, lineExternal
	}
	rate := s.Parameter(lineTeacherNorm, norm, on, t.Teacher)
	worked := s.Multiply(lineWorked, hours, s.Parameter(linePreparation, preparation, on, nil), rate)
	teacher := s.Divide(lineTeacher, worked, s.Fact(lineGroup, t.GroupSize))
	absence := s.Multiply(lineAbsence, hours, s.Parameter(lineReduction, reduction, on, nil), s.Parameter(lineNorm, normParticipant, on, nil))
	size := sizeOf(reg.Organisation)
	part := s.Multiply(linePart, s.Add(lineCost, teacher, absence), s.Parameter(size.line, size.share, on, reg.Organisation.SizeEvidence))
	s.Round(lineByHour, s.Min(lineCourseCapped, part, s.Parameter(lineCourseMaximum, maximumCourse, on, nil)))
}
