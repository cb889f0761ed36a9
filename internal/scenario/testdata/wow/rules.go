package wow2027

import "github.com/penvoerder/penvoerder/schemes"

func judgePlan(r *schemes.Review, p schemes.Plan) {
	r.ChangesAt(windowApply.OpensAt)
	r.ChangesAt(windowApply.ClosesAt)
	if handedIn, ok := p.SubmittedAt.Get(); ok {
		told := ruleApply.With("opens", windowApply.OpensAt.Dutch()).With("closes", windowApply.ClosesAt.Dutch())
		r.Require(windowApply.ContainsMoment(handedIn), told, p.SubmittedAt)
	}
}

func judgeRegistration(r *schemes.Review, reg schemes.Registration) {
	if start, ok := schemes.Need(r, reg.Start); ok {
		r.Require(windowYear.ContainsDay(start), ruleYear, reg.Start)
	}
	purpose, buddy := reg.Facts.Choice(factPurpose), reg.Facts.Boolean(factBuddy)
	if what, ok := schemes.Need(r, purpose); ok && what == "NEW" {
		if has, ok := schemes.Need(r, buddy); ok {
			r.Require(has, ruleBuddy, buddy)
		}
	}
}

func judgeParticipation(r *schemes.Review, _ schemes.Registration, p schemes.Participation) {
	if employment, ok := schemes.Need(r, p.Employment); ok {
		r.Require(employment == "EMPLOYED", ruleEmployed, p.Employment)
	}
	schemes.Need(r, p.ContractHours)
}

func subsidy(s *schemes.Sheet, reg schemes.Registration, p schemes.Participation) {
	start, ok := reg.Start.Get()
	hours, ok2 := p.ContractHours.Get()
	if !ok || !ok2 {
		return
	}
	rate := amount
	if norm := s.Value(s.Parameter(lineAmount, fullTime, start, nil)); hours.Cmp(norm) < 0 {
		rate = amountPartTime
	}
	s.Round(lineAmount, s.Parameter(lineAmount, rate, start, p.ContractHours))
}

func participationDocuments(c *schemes.Checklist, reg schemes.Registration, _ schemes.Participation) {
	c.Ask(proof, func(docs []schemes.Document) {
		end, ok := reg.End.Get()
		for _, d := range docs {
			if issued, stated := d.IssuedOn.Get(); ok && stated {
				c.Require(!issued.Before(end), ruleIssued, d.IssuedOn)
			}
		}
	})
}
