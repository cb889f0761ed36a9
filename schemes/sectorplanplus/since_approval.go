package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// judgedSince is the cell in which SSC judges what the AMR has not seen: the real hours or group, where only they made an
// explanation necessary. Any other change of them costs nobody a judgement.
var judgedSince = schemes.ContentJudgement{
	Code: "UREN_GROEP", Title: text("Uren en groepsgrootte", "Hours and group size"), Activities: []string{activityC}, Judge: schemes.RoleSSC,
	Condition: text("als de training pas na het oordeel van de AMR honderd uur of meer duurt, of de groep pas daarna kleiner is dan vier",
		"if only after the judgement of the AMR the training takes a hundred hours or more, or its group is smaller than four"),
	Source: also("SPP-FLOW-012", sheet(coursePlace, "Het werkelijke aantal uren kan afwijken van wat eerder is ingevuld.", "The actual number of hours may differ from what was entered before.")),
}

// registrationDocuments asks that judgement where the training now is what it was not when it was approved.
func registrationDocuments(c *schemes.Checklist, reg schemes.Registration) {
	hours, group := reg.Training.Hours, reg.Training.GroupSize
	before, groupBefore := reg.Approved.Hours, reg.Approved.GroupSize
	isLong := hours.IsKnown() && before.IsKnown() && before.Value().Cmp(manyHours) < 0 && hours.Value().Cmp(manyHours) >= 0
	isSmall := group.IsKnown() && groupBefore.IsKnown() && groupBefore.Value() >= wholeGroup && group.Value() < wholeGroup
	if reg.Activity != activityC || !isLong && !isSmall {
		return
	}
	c.AskJudgement(judgedSince)
	c.Require(!isLong, ruleHoursSince.With("approved", before.Value()).With("hours", hours.Value()), hours)
	c.Require(!isSmall, ruleGroupSince.With("approved", groupBefore.Value()).With("group", group.Value()), group)
}
