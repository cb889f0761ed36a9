package sectorplanplus

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

func (v *regulation) participationDocuments(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation) {
	if reg.Activity == activityC {
		v.courseDocuments(c, reg, p)
	} else {
		v.trainingDocuments(c, reg, p)
	}
	v.judgeUnfinished(c, reg, p) // with the proof, which comes last in both
}

// trainingDocuments are those of A and B.
func (v *regulation) trainingDocuments(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation) {
	c.Ask(agreements[reg.Activity], func(docs []schemes.Document) { v.judgeAgreements(c, reg, p, docs) })
	judgeStrays(c, reg, p)
	askPayslip(c, payslipStart, firstMonth(reg, p), ruleStartMonth)
	askPayslip(c, payslipEnd, v.lastMonths(reg, p), ruleEndMonth)
	c.Ask(proofOfPerformance, func(docs []schemes.Document) { v.judgeProof(c, reg, p, docs) })
}

// courseDocuments judges the documents of one participant under C.
func (v *regulation) courseDocuments(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation) {
	askPayslip(c, payslipStart, firstMonth(reg, p), ruleStartMonthC)
	c.Ask(performanceStatement, func(docs []schemes.Document) { v.judgeStatement(c, reg, p, docs) })
	judgeOtherProof(c, reg, p)
}

// firstMonth is the month of the start payslip: that of the start, or of the
// employment where it began later.
func firstMonth(reg schemes.Registration, p schemes.Participation) []schemes.YearMonth {
	start, _ := span(reg, p)
	day, ok := start.Get()
	if !ok {
		return nil
	}
	return []schemes.YearMonth{schemes.Latest(day, p.EmployedSince).YearMonth()}
}

// lastMonths are the months of which the end payslip may be: that of the last day
// that counts, or that in which the diploma was issued.
func (v *regulation) lastMonths(reg schemes.Registration, p schemes.Participation) []schemes.YearMonth {
	start, end := span(reg, p)
	if !start.IsKnown() || !end.IsKnown() {
		return nil
	}
	_, last := v.counted(reg.Activity, p, start.Value(), end.Value())
	out := []schemes.YearMonth{last.YearMonth()}
	for _, d := range serving(reg, p, kindDiploma) {
		if issued, ok := d.IssuedOn.Get(); ok && !issued.Before(start.Value()) {
			out = append(out, issued.YearMonth())
		}
	}
	return out
}

// serving returns the documents of a kind that serve a participant.
func serving(reg schemes.Registration, p schemes.Participation, kind string) []schemes.Document {
	var out []schemes.Document
	for _, d := range reg.Documents {
		if d.Kind == kind && slices.Contains(d.Serves, p.Key) {
			out = append(out, d)
		}
	}
	return out
}

// askPayslip asks for the payslip of one of months; of any month where there are none.
func askPayslip(c *schemes.Checklist, of schemes.Requirement, months []schemes.YearMonth, rule schemes.Rule) {
	c.Ask(of, func(docs []schemes.Document) {
		judgeLegible(c, docs)
		if len(months) == 0 {
			return
		}
		for _, d := range docs {
			if is, stated := schemes.Need(c.Review, d.Month); stated && !slices.Contains(months, is) {
				c.Tell(rule.With("month", months[0]), d.Month)
			}
		}
	})
}

// judgeLegible reports documents that cannot be read. A diploma that cannot be read is refused.
func judgeLegible(c *schemes.Checklist, docs []schemes.Document) {
	for _, d := range docs {
		rule := ruleIllegible
		if d.Kind == kindDiploma {
			rule = ruleIllegibleDiploma
		}
		legible, stated := d.Legible.Get()
		c.Require(legible || !stated, rule, d.Legible)
	}
}

// judgeTraceable requires that an electronic signature can be traced.
func judgeTraceable(c *schemes.Checklist, d schemes.Document) {
	for _, s := range d.Signatures {
		traceable, stated := s.Traceable.Get()
		c.Require(traceable || !stated, ruleTraceable, s.Traceable)
	}
}

// judgeProof holds each proof of performance against when it may be used.
func (v *regulation) judgeProof(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation, docs []schemes.Document) {
	judgeLegible(c, docs)
	_, end := span(reg, p)
	to, ended := end.Get()
	runsOn := ended && to.After(v.terms[reg.Activity].period.ClosesOn)
	stopped := p.StoppedEarly.Value()
	for _, d := range docs {
		switch d.Kind {
		case kindDiploma:
			v.judgeProofDate(c, reg, p, d)
			c.Require(!runsOn, ruleDiplomaTooSoon, d)
			c.Require(!stopped, ruleDiplomaStopped, d)
		case kindParticipation:
			c.Require(!ended || runsOn || stopped, ruleDiplomaExpected, d)
			v.judgeProofDate(c, reg, p, d)
		case kindNextAgreement:
			if contents, ok := schemes.Need(c.Review, d.Contents); ok {
				c.Require(slices.Contains(contents, contentPerYear), rulePerYear, d.Contents)
			}
		}
	}
}

// judgeProofDate compares the date of a proof with the training that it is to prove.
func (v *regulation) judgeProofDate(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation, d schemes.Document) {
	start, end := span(reg, p)
	from, started := start.Get()
	to, ended := end.Get()
	on := d.Dated()
	day, dated := on.Get()
	switch {
	case !dated || !started:
	case day.Before(from):
		c.Tell(proofsBefore[d.Kind].With("first", from), on)
	case ended && d.Kind == kindParticipation:
		_, last := v.counted(reg.Activity, p, from, to)
		c.Require(!day.Before(last), ruleProofEarly.With("last", last), on)
	}
}

// judgeStrays refuses documents that are no learning agreement under this activity.
func judgeStrays(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation) {
	for _, kind := range strayKinds[reg.Activity] {
		c.Stray(ruleOnlyUnderB, serving(reg, p, kind)...)
	}
	c.Stray(ruleEmploymentContract, serving(reg, p, kindEmployment)...)
}

// judgeUnfinished reminds people of a registration that has no proof of performance although the training, or the
// part of it that counts, is over.
func (v *regulation) judgeUnfinished(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation) {
	start, end := span(reg, p)
	if !start.IsKnown() || !end.IsKnown() || slices.ContainsFunc(proofKinds[reg.Activity], func(k string) bool { return len(serving(reg, p, k)) > 0 }) {
		return
	}
	_, last := v.counted(reg.Activity, p, start.Value(), end.Value())
	over := last.AddDays(1).Midnight()
	c.ChangesAt(over)
	c.Require(c.AsOf().Before(over), ruleUnfinished.With("last", last), end)
}
