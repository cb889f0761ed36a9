package sectorplanplus

import (
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

func (v *regulation) judgeParticipation(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	start, end := span(reg, p)
	if p.Start.IsKnown() || p.End.IsKnown() {
		v.judgeDates(r, reg.Activity, start, end)
	}
	v.judgeTargetGroup(r, reg, p)
	v.judgeEmployment(r, reg, p)
	v.judgeDeed(r, reg, p)
	if reg.Activity != activityC {
		schemes.Need(r, p.ContractHours)
		v.judgeYear(r, reg, p)
	} else {
		v.judgeClaim(r, reg)
	}
	v.judgeOthers(r, p)
}

// span returns when a participant starts and ends: its own dates, or those of the
// registration, also where they are open.
func span(reg schemes.Registration, p schemes.Participation) (start, end schemes.Fact[schemes.Date]) {
	start, end = reg.Start, reg.End
	if p.Start.IsKnown() {
		start = p.Start
	}
	if p.End.IsKnown() {
		end = p.End
	}
	return start, end
}

// judgeEmployment requires that a participant is in service, unless an operator switched that off, and reports an
// employment that covers the training only in part, or not at all.
func (v *regulation) judgeEmployment(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	start, end := span(reg, p)
	from, okFrom := start.Get()
	to, okTo := end.Get()
	since, okSince := p.EmployedSince.Get()
	until, okUntil := p.EmployedUntil.Get()
	late := okSince && okTo && since.After(to)
	gone := okUntil && okFrom && until.Before(from)
	absent := ruleNotEmployed // nothing is paid by day
	asked, covered := r.Parameter(inService, v.day(start))
	if covered && asked.Sign() > 0 {
		judgeKind(r, p)
		if reg.Activity == activityC {
			absent = ruleOutOfService
			r.Require(late || !okSince || !okFrom || !since.After(from), ruleJoined, p.EmployedSince)
		}
	}
	r.Require(!late, absent, p.EmployedSince)
	r.Require(!gone, absent, p.EmployedUntil)
	if late || gone || reg.Activity == activityC {
		return
	}
	r.Require(!okSince || !okFrom || !since.After(from), ruleEmployedPartly, p.EmployedSince)
	r.Require(!okUntil || !okTo || !until.Before(to), ruleEmployedPartly, p.EmployedUntil)
}

// judgeKind requires the one kind of employment that a payslip of the organisation proves.
func judgeKind(r *schemes.Review, p schemes.Participation) {
	kind, ok := schemes.Need(r, p.Employment)
	if rule, refused := employments[kind]; ok && refused {
		r.Tell(rule, p.Employment)
	}
}

// yearDays is the number of days that the amounts of a year are meant for.
const yearDays = 365

// judgeYear reports that more than a year counts, where the amounts are for one year.
func (v *regulation) judgeYear(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	r.Require(!v.yearAmounts || v.daysCounted(reg, p) <= yearDays, ruleAboveYear, p)
}

// daysCounted returns the days that count for a participant; none while a date is open.
func (v *regulation) daysCounted(reg schemes.Registration, p schemes.Participation) int {
	start, end := span(reg, p)
	periods := p.Periods
	if len(periods) == 0 {
		periods = []schemes.PeriodFact{{From: start, To: end}}
	}
	var counted []schemes.Period
	for _, part := range periods {
		if part.From.IsKnown() && part.To.IsKnown() && start.IsKnown() && end.IsKnown() {
			first, last := v.counted(reg.Activity, p, schemes.Latest(part.From, start), schemes.Earliest(part.To, end))
			counted = append(counted, schemes.Period{From: first, To: last})
		}
	}
	sum := 0
	for _, part := range schemes.Union(counted...) {
		sum += part.Days()
	}
	return sum
}

// judgeOthers judges the other registrations of the person in this family.
func (v *regulation) judgeOthers(r *schemes.Review, p schemes.Participation) {
	for _, o := range p.Others {
		switch {
		case !o.SameTraining || !strings.HasPrefix(o.Scheme, family+"-"):
		case o.Scheme == v.slug():
			r.Tell(ruleTwice.With("number", o.Number), p)
		case slices.Contains(v.earlier, o.Scheme):
			r.Tell(ruleEarlierVariant.With("number", o.Number), p)
		default:
			r.Tell(ruleLaterVariant.With("number", o.Number), p)
		}
	}
}
