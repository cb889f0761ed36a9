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
	docs := c.Ask(agreements[reg.Activity])
	judgeLegible(c, docs)
	v.judgeAgreements(c, reg, p, docs)
	judgePayslip(c, c.Ask(payslipStart), firstMonth(reg, p), ruleStartMonth)
	judgePayslip(c, c.Ask(payslipEnd), v.lastMonths(reg, p), ruleEndMonth)
	v.judgeProof(c, reg, p, c.Ask(proofOfPerformance))
}

// courseDocuments judges the documents of one participant under C.
func (v *regulation) courseDocuments(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation) {
	judgePayslip(c, c.Ask(payslipStart), firstMonth(reg, p), ruleStartMonthC)
	v.judgeStatement(c, reg, p, c.Ask(performanceStatement))
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
	return []schemes.YearMonth{later(day, p.EmployedSince.Value()).YearMonth()}
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
		if issued, ok := d.IssuedOn.Get(); ok {
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

// judgePayslip requires that one of the payslips is of a month that is asked.
func judgePayslip(c *schemes.Checklist, docs []schemes.Document, months []schemes.YearMonth, rule schemes.Rule) {
	judgeLegible(c, docs)
	fits := func(d schemes.Document) bool { return d.Month.IsKnown() && slices.Contains(months, d.Month.Value()) }
	if len(months) == 0 || slices.ContainsFunc(docs, fits) {
		return
	}
	for _, d := range docs {
		if _, stated := schemes.Need(c.Review, d.Month); stated {
			c.Tell(rule.With("month", months[0]), d.Month)
		}
	}
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
			c.Require(!runsOn, ruleDiplomaTooSoon, d)
			c.Require(!stopped, ruleDiplomaStopped, d)
		case kindParticipation:
			c.Require(!ended || runsOn || stopped, ruleDiplomaExpected, d)
		case kindNextAgreement:
			if contents, ok := schemes.Need(c.Review, d.Contents); ok {
				c.Require(slices.Contains(contents, contentPerYear), rulePerYear, d.Contents)
			}
		}
	}
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
