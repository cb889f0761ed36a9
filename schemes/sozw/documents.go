package sozw

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

func participationDocuments(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation) {
	start, _ := span(reg, p)
	if reg.Activity == activity2 {
		askPayslip(c, payslipStart, firstMonth(start, p), ruleStartMonth2)
		c.Ask(performanceStatement, func(docs []schemes.Document) { judgeStatement(c, reg, p, docs) })
		return
	}
	c.Ask(learningAgreement, func(docs []schemes.Document) { judgeAgreement(c, reg, docs) })
	askPayslip(c, payslipStart, firstMonth(start, p), ruleStartMonth1)
	askPayslip(c, payslipEnd, lastMonth(c.Review, reg, p), ruleEndMonth)
	c.Ask(proofOfPerformance, func(docs []schemes.Document) { judgeProof(c, reg, p, docs) })
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
	day, ok := lastDayCounted(r, reg, p)
	if !ok {
		return schemes.Fact[schemes.YearMonth]{}
	}
	return schemes.Known(day.YearMonth())
}

// lastDayCounted returns the last day of a participation that can count; false while a date is open.
func lastDayCounted(r *schemes.Review, reg schemes.Registration, p schemes.Participation) (schemes.Date, bool) {
	start, end := span(reg, p)
	day, ok := end.Get()
	if !ok || !start.IsKnown() {
		return schemes.Date{}, false
	}
	if last, ok := r.Date(lastDay, start); ok && last.Before(day) {
		day = last
	}
	if until, known := p.EmployedUntil.Get(); known && until.Before(day) {
		day = until
	}
	return day, true
}

// askPayslip asks for the payslip of a month; of any month while that is open.
func askPayslip(c *schemes.Checklist, of schemes.Requirement, month schemes.Fact[schemes.YearMonth], rule schemes.Rule) {
	c.Ask(of, func(docs []schemes.Document) {
		judgeLegible(c, docs)
		want, ok := month.Get()
		if !ok {
			return
		}
		for _, d := range docs {
			if is, stated := schemes.Need(c.Review, d.Month); stated && is != want {
				c.Tell(rule.With("month", want), d.Month)
			}
		}
	})
}

// judgeProof compares the dates of a proof of performance with the training that it is to prove.
func judgeProof(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation, docs []schemes.Document) {
	judgeLegible(c, docs)
	start, _ := span(reg, p)
	first, started := start.Get()
	for _, d := range docs {
		last, ended := lastDayCounted(c.Review, reg, p)
		on := d.Dated()
		day, dated := on.Get()
		switch {
		case !dated:
		case started && day.Before(first):
			c.Tell(ruleProofBefore.With("first", first), on)
		case ended && day.Before(last) && d.Kind == kindParticipation:
			c.Tell(ruleProofEarly.With("last", last), on)
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
	start, to := span(reg, p)
	first, started := start.Get()
	end, ended := to.Get()
	for _, d := range docs {
		letterhead, stated := d.Letterhead.Get()
		c.Require(letterhead || !stated || reg.Training.Teacher.Value() != "EXTERNAL", ruleLetterhead, d.Letterhead)
		judgeTraceable(c, d)
		for _, s := range d.Signatures {
			weeks, ok := signingWeeks[s.Signer]
			signed, dated := s.SignedOn.Get()
			if !dated || (s.Participation != "" && s.Participation != p.Key) {
				continue
			}
			if started && signed.Before(first) {
				c.Tell(ruleStatementBefore.With("first", first), s.SignedOn)
				continue
			}
			if !ok || !ended {
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
	c.Ask(chamberExtract, func(docs []schemes.Document) {
		judgeLegible(c, docs)
		since, ok := c.Date(extractSince, f.AsOf.Day())
		for _, d := range docs {
			if issued, stated := schemes.Need(c.Review, d.IssuedOn); ok && stated {
				c.Require(!issued.Before(since), ruleExtractDate.With("since", since), d.IssuedOn)
			}
		}
	})
	c.Ask(projectAgreement, func(docs []schemes.Document) { judgeLegible(c, docs) })
}
