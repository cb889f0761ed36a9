package sozw

import (
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

func judgeParticipation(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	start, end := span(reg, p)
	if p.Start.IsKnown() || p.End.IsKnown() {
		judgeDates(r, reg.Activity, start, end)
	}
	judgeDeed(r, reg, p)
	judgeEmployment(r, reg, p)
	judgeCosts(r, reg, p)
	judgeStacking(r, reg, p)
	if reg.Activity != activity2 {
		judgeContract(r, start, p)
		judgeGaps(r, p)
	}
	judgeOthers(r, reg, p)
}

// span returns when a participant starts and ends: its own dates, or those of the
// registration.
func span(reg schemes.Registration, p schemes.Participation) (start, end schemes.Fact[schemes.Date]) {
	return p.Start.Or(reg.Start), p.End.Or(reg.End)
}

var employments = map[string]schemes.Rule{
	"INTERN": ruleIntern, "SECONDED": ruleSeconded, "AGENCY_WORKER": ruleAgency, "SELF_EMPLOYED": ruleSelfEmployed, "OTHER": ruleEmploymentUnclear,
}

func judgeEmployment(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	if kind, ok := schemes.Need(r, p.Employment); ok {
		if rule, told := employments[kind]; told {
			r.Tell(rule, p.Employment)
		}
	}
	if own := p.Facts.Boolean(factEmployerQualifies); own.IsKnown() {
		r.Require(own.Value(), ruleEmployerQualifies, own)
	}
	start, end := span(reg, p)
	if reg.Activity == activity2 && !end.IsKnown() {
		end = start
	}
	since, until := p.EmployedSince, p.EmployedUntil
	late := since.IsKnown() && end.IsKnown() && since.Value().After(end.Value())
	early := until.IsKnown() && start.IsKnown() && until.Value().Before(start.Value())
	r.Require(!late, ruleNotEmployed, since)
	r.Require(!early, ruleNotEmployed, until)
	if late || early || reg.Activity == activity2 {
		return
	}
	if since.IsKnown() && start.IsKnown() {
		r.Require(!since.Value().After(start.Value()), ruleEmployedPartly, since)
	}
	if until.IsKnown() && end.IsKnown() {
		r.Require(!until.Value().Before(end.Value()), ruleEmployedPartly, until)
	}
}

func judgeCosts(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	if has, ok := schemes.Need(r, p.RepaymentArrangement); ok {
		rule := ruleRepayment
		if reg.Activity == activity2 {
			rule = ruleRepayment2
		}
		r.Require(!has, rule, p.RepaymentArrangement)
	}
	if paid, ok := schemes.Need(r, p.EmployeeContribution); ok {
		r.Require(paid <= 0, ruleEmployeePays.With("amount", paid), p.EmployeeContribution)
	}
}

func judgeStacking(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	named, _ := schemes.Need(r, p.OtherSubsidies)
	for _, code := range named {
		i := slices.IndexFunc(otherSubsidies, func(o schemes.OtherSubsidy) bool { return o.Code == code })
		allowed := i >= 0 && slices.Contains(otherSubsidies[i].AllowedWith, reg.Activity)
		switch {
		case allowed && code == subsidyWOW:
			r.Tell(ruleStackWOW, p.OtherSubsidies)
		case allowed:
		case code == subsidyMDIEU:
			r.Tell(ruleStackMDIEU, p.OtherSubsidies)
		case code == subsidySLIM:
			r.Tell(ruleStackSLIM, p.OtherSubsidies)
		default:
			r.Tell(ruleStackOther.With("subsidy", subsidyName(i, code)).With("activity", reg.Activity), p.OtherSubsidies)
		}
	}
}

// subsidyName is the title of the i-th other subsidy, or the code of one that the manifest does not have.
func subsidyName(i int, code string) schemes.Text {
	if i < 0 {
		return schemes.Same(code)
	}
	return otherSubsidies[i].Title
}

// judgeContract needs the contract hours at the start, which decide the rate for the whole period, and reports that
// they crossed the boundary later.
func judgeContract(r *schemes.Review, start schemes.Fact[schemes.Date], p schemes.Participation) {
	first, ok := schemes.Need(r, p.ContractHours)
	last := p.Facts.Decimal(factHoursAtEnd)
	if !ok || !last.IsKnown() || !windowStart1.ContainsDay(start.Value()) {
		return
	}
	if boundary, ok := r.Parameter(hoursBoundary, start); ok {
		crossed := (first.Cmp(boundary) >= 0) != (last.Value().Cmp(boundary) >= 0)
		r.Require(!crossed, ruleContractChanged.With("boundary", boundary), last)
	}
}

// judgeGaps reports days between two periods, which do not count, and days that two periods have, which count once.
func judgeGaps(r *schemes.Review, p schemes.Participation) {
	periods := slices.DeleteFunc(slices.Clone(p.Periods), func(f schemes.PeriodFact) bool { return !f.From.IsKnown() || !f.To.IsKnown() })
	slices.SortStableFunc(periods, func(a, b schemes.PeriodFact) int { return a.From.Value().Compare(b.From.Value()) })
	var reached schemes.Date
	for i, f := range periods {
		from := f.From.Value()
		if i > 0 {
			r.Require(!from.After(reached.AddDays(1)), ruleGap, f.From)
			r.Require(from.After(reached), ruleOverlap, f.From)
		}
		if f.To.Value().After(reached) {
			reached = f.To.Value()
		}
	}
}

// judgeOthers judges the other registrations of the person.
func judgeOthers(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	sum := schemes.Whole(0)
	for _, o := range p.Others {
		switch {
		case o.Scheme != slug:
			if o.SameTraining && reg.Activity != activity2 && strings.HasPrefix(o.Scheme, "sectorplanplus") {
				r.Tell(ruleFromSectorplan.With("number", o.Number), p)
			}
		case o.Activity == reg.Activity:
			sum = sum.Add(o.Amount.Value().Number())
			r.Require(!o.SameTraining, ruleTwice.With("number", o.Number), p)
		default:
			both := o.Activity == activity2 || reg.Activity == activity2
			r.Require(!o.SameTraining || !both, ruleBothActivities.With("activity", o.Activity).With("number", o.Number), p)
		}
	}
	if sum.Sign() > 0 {
		judgeSum(r, reg, p, sum)
	}
}

// judgeSum reports that all amounts of one person under one activity together pass the maximum of one participant.
func judgeSum(r *schemes.Review, reg schemes.Registration, p schemes.Participation, others schemes.Number) {
	own, ok := r.Compute(func(s *schemes.Sheet) { subsidy(s, reg, p) })
	if !ok {
		return
	}
	start, _ := span(reg, p)
	most := maximumCourse
	if reg.Activity != activity2 {
		boundary, covered := r.Parameter(hoursBoundary, start)
		most = maximumLow
		if covered && p.ContractHours.Value().Cmp(boundary) >= 0 {
			most = maximumHigh
		}
	}
	limit, covered := r.Parameter(most, start)
	if sum := others.Add(own.Number()); covered && sum.Cmp(limit) > 0 {
		r.Tell(ruleParticipantMaximum.With("sum", schemes.Cents(sum)).With("maximum", schemes.Cents(limit)), p)
	}
}
