package sectorplanplus

import (
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

func (v *regulation) judgeRegistration(r *schemes.Review, reg schemes.Registration) {
	schemes.Need(r, reg.Start)
	schemes.Need(r, reg.End)
	v.judgeDates(r, reg.Activity, reg.Start, reg.End)
	v.judgeAccounting(r)
	if reg.Activity == activityC {
		v.judgeCourse(r, reg)
		return
	}
	v.judgeSurcharges(r, reg.Plan)
	judgeListed(r, reg)
}

// judgeSurcharges reports a surcharge without the one below it, for which no amount is known.
func (v *regulation) judgeSurcharges(r *schemes.Review, plan schemes.Extras) {
	for _, l := range v.levels {
		below := true
		for _, need := range l.needs {
			has := plan.Boolean(need)
			r.Require(!has.Value() || below, ruleSurchargeAlone, has)
			below = has.Value()
		}
	}
}

// judgeListed looks a training up in the list. The list is not the regulation's own, so a training that is not on it
// is described, and people decide.
func judgeListed(r *schemes.Review, reg schemes.Registration) {
	t := reg.Training
	described := reg.Facts.Text(factOtherTraining)
	switch {
	case t.List.Value() == listOther:
		if what, ok := schemes.Need(r, described); ok {
			r.Require(strings.TrimSpace(what) == "", ruleNotListed, described)
		}
	case t.Code.Value() == "" && t.Title.Value() == "" && len(t.Modules.Value()) == 0:
		r.Tell(schemes.RuleMissing, t.Title)
	case t.Code.Value() == "" && t.Title.Value() == "": // modules alone
	default:
		judgeEntry(r, reg)
	}
	if route, ok := t.Route.Get(); ok {
		r.Require(slices.Contains(routes[reg.Activity], route), ruleOtherRoute.With("activity", reg.Activity), t.Route)
	}
}

func judgeEntry(r *schemes.Review, reg schemes.Registration) {
	at := schemes.Located(reg.Training.Code)
	if reg.Training.Code.Value() == "" {
		at = reg.Training.Title
	}
	here, elsewhere := isListed(reg.Training, reg.Activity)
	switch {
	case here:
	case elsewhere:
		r.Tell(ruleOtherActivity.With("activity", reg.Activity), at)
	default:
		r.Tell(ruleNotListed, at)
	}
}

var routes = map[string][]string{
	activityA: {"BBL", "DERDE_LEERWEG"},
	activityB: {"DUAAL", "DEELTIJD", "ASSOCIATE_DEGREE"},
}

func (v *regulation) judgeCourse(r *schemes.Review, reg schemes.Registration) {
	t := reg.Training
	schemes.Need(r, t.Title)
	schemes.Need(r, t.Teacher)
	if hours, ok := schemes.Need(r, t.Hours); ok {
		if least, covered := r.Parameter(minimumHours, v.day(reg.Start)); covered {
			r.Require(hours.Cmp(least) >= 0, ruleHours.With("minimum", least).With("hours", hours), t.Hours)
		}
		r.Require(hours.Cmp(manyHours) < 0 || isFilled(reg.Facts.Text(factHoursNote)), ruleHoursNote, reg.Facts.Text(factHoursNote))
	}
	if group, ok := schemes.Need(r, t.GroupSize); ok {
		r.Require(group >= wholeGroup || isFilled(reg.Facts.Text(factGroupNote)), ruleGroupNote, reg.Facts.Text(factGroupNote))
	}
	judgeSize(r, reg.Organisation)
}

// Where the form asks for an explanation.
const wholeGroup = 4

var manyHours = schemes.Whole(100)

// isFilled reports whether something was written.
func isFilled(f schemes.Fact[string]) bool { return strings.TrimSpace(f.Value()) != "" }
