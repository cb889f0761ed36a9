package sozw

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

var fundingLaws = []string{"WLZ", "ZVW", "JEUGDWET", "WMO", "WPG"}

func judgePlan(r *schemes.Review, p schemes.Plan) {
	judgeApplicant(r, p)
	judgeGroup(r, p)
	judgeMoment(r, p)
	judgeLines(r, p)
}

func judgeApplicant(r *schemes.Review, p schemes.Plan) {
	o := p.Organisation
	employs := p.Facts.Boolean(factEmploysStaff)
	if yes, ok := schemes.Need(r, employs); ok {
		r.Require(yes, ruleWorkOrganisation, employs)
	}
	if laws, ok := schemes.Need(r, o.FundingLaws); ok {
		direct := slices.ContainsFunc(laws, func(law string) bool { return slices.Contains(fundingLaws, law) })
		r.Require(direct, ruleFundingLaw, o.FundingLaws)
	}
	if is, ok := schemes.Need(r, o.MedicalSpecialist); ok {
		r.Require(!is, ruleMedicalSpecialist, o.MedicalSpecialist)
	}
	if only, ok := schemes.Need(r, o.SubcontractorOnly); ok {
		r.Require(!only, ruleSubcontractor, o.SubcontractorOnly)
	}
}

func judgeGroup(r *schemes.Review, p schemes.Plan) {
	member, _ := schemes.Need(r, p.Organisation.GroupMember)
	one := ruleOnePlan
	if member {
		one = ruleOnePlanPerGroup
		if top, ok := schemes.Need(r, p.Organisation.GroupTop); ok {
			r.Require(top, ruleTopOfGroup, p.Organisation.GroupTop)
		}
		hospital := p.Facts.Boolean(factHospitalInGroup)
		if has, ok := schemes.Need(r, hospital); ok {
			r.Require(!has, ruleHospitalInGroup, hospital)
		}
	}
	r.Require(p.OtherPlans.Value() == 0, one, p.OtherPlans)
}

// judgeMoment compares a plan with the application window: by the moment of submission or, for a draft, the moment of
// judgement. A draft may be early, never late.
func judgeMoment(r *schemes.Review, p schemes.Plan) {
	opens, closes := windowApplication.OpensAt, windowApplication.ClosesAt
	name := func(rule schemes.Rule) schemes.Rule {
		return rule.With("opens", opens).With("closes", closes)
	}
	if submitted, ok := p.SubmittedAt.Get(); ok {
		r.Require(windowApplication.ContainsMoment(submitted), name(ruleApplicationWindow), p.SubmittedAt)
		return
	}
	r.ChangesAt(opens)
	r.ChangesAt(schemes.At(closes.Time().Add(second)))
	r.Require(!r.AsOf().Before(opens), name(ruleNotOpenYet), p.SubmittedAt)
	r.Require(!r.AsOf().After(closes), name(ruleApplicationWindow), p.SubmittedAt)
}

// second is the smallest step of an instant, in the nanoseconds of a duration.
const second = 1_000_000_000

func judgeLines(r *schemes.Review, p schemes.Plan) {
	r.Require(len(p.Lines) > 0, ruleNothingPlanned, schemes.Subject)
	day := r.AsOf().Day()
	total, due := schemes.Whole(0), schemes.Whole(0)
	for _, l := range p.Lines {
		schemes.Need(r, l.Participants)
		if requested, ok := schemes.Need(r, l.Requested); ok {
			total = total.Add(requested.Number())
			due = due.Add(l.Assessed.Or(l.Requested).Value().Number())
			r.Require(l.Assessed.Value() <= requested, ruleDownward, l.Assessed)
			judgeEstimate(r, l)
		}
	}
	if most, ok := r.Parameter(planMaximum, day); ok && total.Cmp(most) > 0 {
		r.Tell(rulePlanMaximum.With("requested", schemes.Cents(total)).With("maximum", schemes.Cents(most)), schemes.Subject)
	}
	if certain, ok := r.Parameter(guarantee, day); ok && due.Cmp(certain) > 0 {
		r.Tell(ruleAboveGuarantee.With("amount", schemes.Cents(due.Subtract(certain))), schemes.Subject)
	}
}

// judgeEstimate looks whether the participants of a line could ever cost so much.
func judgeEstimate(r *schemes.Review, l schemes.PlanLine) {
	most := maximumHigh
	if l.Activity == activity2 {
		most = maximumCourse
	}
	participants, ok := l.Participants.Get()
	each, covered := r.Parameter(most, year2026.From)
	if limit := each.Multiply(schemes.Whole(participants)); ok && covered && l.Requested.Value().Number().Cmp(limit) > 0 {
		r.Tell(ruleRealistic.With("participants", participants).With("activity", l.Activity).With("maximum", schemes.Cents(limit)), l.Requested)
	}
}

// guaranteedPart computes the part of a plan that is certain before anything is divided.
func guaranteedPart(s *schemes.Sheet, p schemes.Plan) {
	lines := make([]schemes.Term, len(p.Lines))
	for i, l := range p.Lines {
		lines[i] = s.Fact(lineRequested, l.Requested)
		if l.Assessed.IsKnown() {
			lines[i] = s.Fact(lineAssessed, l.Assessed)
		}
	}
	total := s.Add(lineTotal, lines...)
	limit := s.Parameter(lineGuarantee, guarantee, s.AsOf().Day(), nil)
	s.Min(lineGuaranteed, total, limit)
}
