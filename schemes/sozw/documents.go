package sozw

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

func participationDocuments(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation) {
	start, _ := span(reg, p)
	if reg.Activity == activity2 {
		judgePayslip(c, c.Ask(payslipStart), firstMonth(start, p), ruleStartMonth2)
		judgeStatement(c, reg, p, c.Ask(performanceStatement))
		return
	}
	judgeAgreement(c, reg, c.Ask(learningAgreement))
	judgePayslip(c, c.Ask(payslipStart), firstMonth(start, p), ruleStartMonth1)
	judgePayslip(c, c.Ask(payslipEnd), lastMonth(c.Review, reg, p), ruleEndMonth)
	judgeLegible(c, c.Ask(proofOfPerformance))
}

// firstMonth is the month of the start payslip: that of the start, or of the
// employment where it began later.
func firstMonth(start schemes.Fact[schemes.Date], p schemes.Participation) schemes.Fact[schemes.YearMonth] {
	day, ok := start.Get()
	if !ok {
		return schemes.Fact[schemes.YearMonth]{}
	}
	if since, known := p.EmployedSince.Get(); known && since.After(day) {
		day = since
	}
	return schemes.Known(day.YearMonth())
}

// lastMonth is the month of the end payslip: that of the last day that can count.
func lastMonth(r *schemes.Review, reg schemes.Registration, p schemes.Participation) schemes.Fact[schemes.YearMonth] {
	start, end := span(reg, p)
	day, ok := end.Get()
	if !ok || !start.IsKnown() {
		return schemes.Fact[schemes.YearMonth]{}
	}
	if last, ok := r.Date(lastDay, start.Value()); ok && last.Before(day) {
		day = last
	}
	if until, known := p.EmployedUntil.Get(); known && until.Before(day) {
		day = until
	}
	return schemes.Known(day.YearMonth())
}

// judgePayslip requires that one of the payslips is of the month that is asked.
func judgePayslip(c *schemes.Checklist, docs []schemes.Document, month schemes.Fact[schemes.YearMonth], rule schemes.Rule) {
	judgeLegible(c, docs)
	want, ok := month.Get()
	if !ok || slices.ContainsFunc(docs, func(d schemes.Document) bool { return d.Month.IsKnown() && d.Month.Value() == want }) {
		return
	}
	for _, d := range docs {
		if _, stated := schemes.Need(c.Review, d.Month); stated {
			c.Tell(rule.With("month", want), d.Month)
		}
	}
}

func judgeLegible(c *schemes.Checklist, docs []schemes.Document) {
	for _, d := range docs {
		legible, stated := d.Legible.Get()
		c.Require(legible || !stated, ruleLegible, d.Legible)
	}
}

// judgeAgreement gives the advice that is known from SectorplanPlus; the demands of
// this scheme's own checklist are not public.
func judgeAgreement(c *schemes.Checklist, reg schemes.Registration, docs []schemes.Document) {
	judgeLegible(c, docs)
	if found, _ := entries(reg); len(docs) == 0 && slices.ContainsFunc(found, func(e schemes.ListedTraining) bool { return e.List == listAD }) {
		c.Tell(ruleNoAgreement, schemes.Subject)
	}
	for _, d := range docs {
		if contents, ok := d.Contents.Get(); ok {
			for _, want := range agreementContents {
				c.Require(slices.Contains(contents, want.Code), ruleContents.With("content", want.Label), d.Contents)
			}
		}
		for _, signer := range []string{"PARTICIPANT", "EMPLOYER", "INSTITUTE"} {
			signed := slices.ContainsFunc(d.Signatures, func(s schemes.Signature) bool { return s.Signer == signer })
			c.Require(signed || len(d.Signatures) == 0, ruleThreeParties.With("signer", schemes.SignerName(signer)), d)
		}
		judgeTraceable(c, d)
	}
}

func judgeTraceable(c *schemes.Checklist, d schemes.Document) {
	for _, s := range d.Signatures {
		traceable, stated := s.Traceable.Get()
		c.Require(traceable || !stated, ruleTraceable, s.Traceable)
	}
}

func judgeStatement(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation, docs []schemes.Document) {
	judgeLegible(c, docs)
	end, ended := p.End.Or(reg.End).Get()
	for _, d := range docs {
		letterhead, stated := d.Letterhead.Get()
		c.Require(letterhead || !stated || reg.Training.Teacher.Value() != "EXTERNAL", ruleLetterhead, d.Letterhead)
		judgeTraceable(c, d)
		for _, s := range d.Signatures {
			weeks, ok := signingWeeks[s.Signer]
			signed, dated := s.SignedOn.Get()
			if !ok || !ended || !dated || (s.Participation != "" && s.Participation != p.Key) {
				continue
			}
			term := schemes.Period{From: end, To: end.AddDays(7 * weeks)}
			c.Require(term.Contains(signed), ruleSigningTerm.With("signer", schemes.SignerName(s.Signer)).With("first", term.From).With("last", term.To), s.SignedOn)
		}
	}
}

// signingWeeks are the weeks after the end in which SectorplanPlus wanted a signature.
var signingWeeks = map[string]int{"PARTICIPANT": 2, "TEACHER": 4}

func projectDocuments(c *schemes.Checklist, f schemes.ProjectFile) {
	docs := c.Ask(chamberExtract)
	judgeLegible(c, docs)
	since, ok := c.Date(extractSince, f.AsOf.Day())
	fresh := func(d schemes.Document) bool {
		return d.IssuedOn.IsKnown() && !d.IssuedOn.Value().Before(since)
	}
	if ok && !slices.ContainsFunc(docs, fresh) {
		for _, d := range docs {
			if _, stated := schemes.Need(c.Review, d.IssuedOn); stated {
				c.Tell(ruleExtractDate.With("since", since), d.IssuedOn)
			}
		}
	}
	judgeLegible(c, c.Ask(projectAgreement))
}
