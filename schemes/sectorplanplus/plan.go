package sectorplanplus

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

var fundingLaws = []string{"WLZ", "ZVW", "JEUGDWET", "WMO", "WPG"}

func (v *regulation) judgePlan(r *schemes.Review, p schemes.Plan) {
	employs := p.Facts.Boolean(factEmploysStaff)
	if yes, ok := schemes.Need(r, employs); ok {
		r.Require(yes, ruleWorkOrganisation, employs)
	}
	if laws, ok := schemes.Need(r, p.Organisation.FundingLaws); ok {
		funded := slices.ContainsFunc(laws, func(law string) bool { return slices.Contains(fundingLaws, law) })
		r.Require(funded, ruleFundingLaw, p.Organisation.FundingLaws)
	}
	r.Require(p.OtherPlans.Value() == 0, ruleOnePlan, p.OtherPlans)
	v.judgeSurcharges(r, p.Facts)
	v.judgeMoment(r, p)
	judgeLines(r, p)
}

// judgeMoment reports a plan outside the application period that public pages name: by the day of submission or, for
// a draft, the day of judgement.
func (v *regulation) judgeMoment(r *schemes.Review, p schemes.Plan) {
	day := r.AsOf().Day()
	if submitted, ok := p.SubmittedAt.Get(); ok {
		day = submitted.Day()
	} else {
		r.ChangesAt(v.application.OpensOn.Midnight())
		r.ChangesAt(v.application.ClosesOn.AddDays(1).Midnight())
	}
	told := ruleApplication.With("opens", v.application.OpensOn).With("closes", v.application.ClosesOn)
	r.Require(v.application.ContainsDay(day), told, p.SubmittedAt)
}

func judgeLines(r *schemes.Review, p schemes.Plan) {
	r.Require(len(p.Lines) > 0, ruleNothingPlanned, schemes.Subject)
	for _, l := range p.Lines {
		schemes.Need(r, l.Participants)
		if requested, ok := schemes.Need(r, l.Requested); ok {
			r.Require(l.Assessed.Value() <= requested, ruleDownward, l.Assessed)
		}
	}
}
