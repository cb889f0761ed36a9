package starter

import "github.com/penvoerder/penvoerder/schemes"

// judgeRegistration says what holds for all who take part.
func judgeRegistration(r *schemes.Review, reg schemes.Registration) {
	if start, ok := schemes.Need(r, reg.Start); ok { // missing is told, never taken for zero
		r.Require(windowStart.ContainsDay(start), ruleStart.With("first", windowStart.OpensOn).With("last", windowStart.ClosesOn), reg.Start)
	}
}

// judgeParticipation says what holds for one of them.
func judgeParticipation(r *schemes.Review, _ schemes.Registration, p schemes.Participation) {
	if employment, ok := schemes.Need(r, p.Employment); ok {
		r.Require(employment == "EMPLOYED", ruleEmployed, p.Employment)
	}
}

// subsidy is what one participation is worth. The steps of the sheet are the
// explanation; the last one is the amount, rounded once.
func subsidy(s *schemes.Sheet, reg schemes.Registration, _ schemes.Participation) {
	if start, ok := reg.Start.Get(); ok {
		s.Round(lineAmount, s.Parameter(lineAmount, amount, start, reg.Start))
	}
}

// participationDocuments says what must be handed in for one participation. What is not
// asked is not required.
func participationDocuments(c *schemes.Checklist, _ schemes.Registration, _ schemes.Participation) {
	c.Ask(proof, nil)
}
