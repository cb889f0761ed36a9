package nascholing

import "github.com/penvoerder/penvoerder/schemes"

// ruleTop has one plan per group handed in by who is at its top.
var ruleTop = schemes.Rule{
	Code: "NASCHOLING-PLAN-001", Severity: schemes.Blocking,
	Message: text("De moederorganisatie van de groep dient het plan in.", "The parent organisation of the group submits the plan."),
	Remedy:  text("Laat de moederorganisatie het plan indienen.", "Have the parent organisation submit the plan."),
	Source:  at("artikel 4", "Het plan komt van de moederorganisatie.", "The plan comes from the parent organisation."),
}

func judgePlan(r *schemes.Review, p schemes.Plan) {
	if top, ok := p.Organisation.GroupTop.Get(); ok {
		r.Require(top, ruleTop, p.Organisation.GroupTop)
	}
}
