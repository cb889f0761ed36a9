package toy

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

func judgePlan(r *schemes.Review, p schemes.Plan) {
	if specialist, ok := schemes.Need(r, p.Organisation.MedicalSpecialist); ok {
		r.Require(!specialist, ruleTent, p.Organisation.MedicalSpecialist) // a hospital is the nearest thing to a circus
	}
	closes := windowApply.ClosesAt
	r.ChangesAt(closes) // a draft is judged again when the window closes
	if handedIn, ok := p.SubmittedAt.Get(); ok {
		r.Require(windowApply.ContainsMoment(handedIn), ruleWindow.With("closes", closes.Dutch()), p.SubmittedAt)
	}
}

func certainPart(s *schemes.Sheet, p schemes.Plan) {
	terms := make([]schemes.Term, len(p.Lines))
	for i, l := range p.Lines {
		terms[i] = s.Fact(lineRequested, l.Requested)
	}
	s.Min(lineCertain, s.Add(lineRequested, terms...), s.Parameter(lineCertain, certain, s.AsOf().Day(), nil))
}

func judgeRegistration(r *schemes.Review, reg schemes.Registration) {
	start, ok := schemes.Need(r, reg.Start)
	balls := reg.Facts.Integer(factBalls)
	if n, ok := schemes.Need(r, balls); ok {
		r.Require(n > 1, ruleBalls, balls)
	}
	judgeAccounting(r, reg)
	if reg.Activity == course {
		return
	}
	if ok {
		r.Require(windowStart.ContainsDay(start), ruleStart, reg.Start)
	}
	t := reg.Training
	listed := slices.ContainsFunc(trainings, func(e schemes.ListedTraining) bool {
		return e.List == t.List.Value() && e.Code == t.Code.Value() && e.Title == t.Title.Value()
	})
	r.Require(listed, ruleListed, t.Code)
}

// judgeAccounting asks whether the registration was submitted in time. What was stays so; a draft would be submitted now.
func judgeAccounting(r *schemes.Review, reg schemes.Registration) {
	closes, on := windowAccount.ClosesAt, reg.SubmittedAt.Or(schemes.Known(r.AsOf()))
	r.Require(windowAccount.ContainsMoment(on.Value()), ruleLate.With("closes", closes.Dutch()), reg.SubmittedAt)
	if !reg.SubmittedAt.IsKnown() {
		r.ChangesAt(closes)
	}
}

func judgeParticipation(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	if group, ok := schemes.Need(r, p.TargetGroup); ok {
		r.Require(group != "PUBLIEK", ruleAudience, p.TargetGroup)
	}
	start, end := p.Start.Or(reg.Start), p.End.Or(reg.End)
	if last, ok := end.Get(); ok && reg.Activity == listed && start.IsKnown() {
		least, _ := r.Parameter(leastDays, start)
		days := last.Number().Subtract(start.Value().Number()).Add(schemes.Whole(1))
		r.Require(days.Cmp(least) >= 0, ruleDays.With("least", least.Text()), end)
		r.Require(days.Cmp(least) != 0, ruleDaysEdge, end)
	}
	for _, o := range p.Others {
		if own, ok := r.Compute(func(s *schemes.Sheet) { amount(s, reg, p) }); ok {
			r.Tell(ruleTogether.With("sum", own+o.Amount.Value()), p)
		}
	}
}

// amount pays the listed courses by the day and the others by the hour, each
// participant's share less what the participant pays.
func amount(s *schemes.Sheet, reg schemes.Registration, p schemes.Participation) {
	start, end := p.Start.Or(reg.Start), p.End.Or(reg.End)
	var due schemes.Term
	if reg.Activity == listed {
		last := s.Min(lineEnd, s.Fact(lineEnd, end), s.Parameter(lineEnd, lastDay, start, nil))
		days := s.DaysOf(dayLines, p.Periods, s.Fact(lineStart, start), last)
		due = s.Multiply(lineDue, days, s.Parameter(lineRate, dayRate, start, start))
	} else {
		cost := s.Multiply(lineShare, s.Fact(lineHours, reg.Training.Hours), s.Parameter(lineHourRate, hourRate, start, nil))
		each := s.Divide(lineShare, cost, s.Fact(lineGroup, reg.Training.GroupSize))
		nothing := s.Add(lineLeft) // a sum of no terms
		due = s.Max(lineLeft, s.Subtract(lineLeft, each, s.Fact(lineOwn, p.EmployeeContribution)), nothing)
	}
	s.Round(lineAmount, s.Min(lineCap, due, s.Parameter(lineCap, maximum, start, nil)))
}

func registrationDocuments(c *schemes.Checklist, reg schemes.Registration) {
	if reg.Activity == course {
		c.Ask(programme, nil)
	}
}

func participationDocuments(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation) {
	if p.TargetGroup.Value() == "PUBLIEK" {
		return // not asked is not required
	}
	c.Ask(proof, func(docs []schemes.Document) {
		for _, d := range docs {
			if month, ok := d.Month.Get(); ok && reg.Start.IsKnown() {
				c.Require(month == reg.Start.Value().YearMonth(), ruleMonth, d.Month)
			}
		}
	})
}

func projectDocuments(c *schemes.Checklist, f schemes.ProjectFile) {
	tent, isCircus := f.Facts.Boolean(factTent), f.Organisation.GroupMember.Value()
	if isCircus && tent.Value() {
		return
	}
	c.Ask(hall, nil)
	if isCircus {
		schemes.Need(c.Review, tent) // told in the cell that was asked last
	}
}
