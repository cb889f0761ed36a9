package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// The target groups (doelgroepen).
const (
	groupInflow = "NIEUWE_INSTROOM"
	groupGrowth = "OPSCHOLING"
	groupMentor = "PRAKTIJKOPLEIDER"
)

var targetGroups = []schemes.Choice{
	{Code: groupInflow, Label: schemes.Same("Nieuwe instroom"), Explanation: text("Korter dan twee jaar in dienst bij de start van de opleiding.", "Less than two years in service at the start of the training.")},
	{Code: groupGrowth, Label: schemes.Same("Opscholing"), Explanation: text("Twee jaar of langer in dienst bij de start van de opleiding.", "Two years or more in service at the start of the training.")},
	{Code: groupMentor, Label: schemes.Same("Praktijkopleider"), Explanation: text("Wordt opgeleid tot begeleider of praktijkopleider, hoe lang ook in dienst.", "Is trained as a supervisor or praktijkopleider, however long in service.")},
}

// judgeTargetGroup derives the target group from the date on which the employment began and suggests it. The stated
// choice stays.
func (v *regulation) judgeTargetGroup(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	derived, ok := v.targetGroupOf(r, reg, p)
	if !ok {
		return
	}
	group, stated := p.TargetGroup.Get()
	switch {
	case !stated:
		r.Tell(ruleTargetGroup.Suggest(derived), p.TargetGroup)
	case group != derived:
		r.Tell(groupRules[derived].Suggest(derived), p.TargetGroup)
	}
}

// targetGroupOf returns the target group that the facts lead to, and whether they do.
func (v *regulation) targetGroupOf(r *schemes.Review, reg schemes.Registration, p schemes.Participation) (string, bool) {
	if reg.Facts.Boolean(factMentorTraining).Value() {
		return groupMentor, true
	}
	start, _ := span(reg, p)
	from, started := start.Get()
	since, employed := schemes.Need(r, p.EmployedSince)
	term, covered := r.Parameter(serviceMonths, v.day(start))
	months, whole := term.Int()
	if !started || !employed || !covered || !whole {
		return "", false
	}
	border := since.AddMonths(months)
	r.Require(from != border, ruleExactlyTwoYears, p.EmployedSince)
	if from.Before(border) {
		return groupInflow, true
	}
	return groupGrowth, true
}
