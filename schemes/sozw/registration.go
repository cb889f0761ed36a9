package sozw

import (
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

func judgeRegistration(r *schemes.Review, reg schemes.Registration) {
	r.HoldUntil(windowAccounting.OpensOn, ruleAccountingOpens, schemes.Subject)
	pays := reg.Facts.Boolean(factOtherPartyPays)
	r.Require(!pays.Value(), ruleOtherPartyPays, pays)
	schemes.Need(r, reg.Start)
	if reg.Activity != activity2 { // the hours pay for themselves; without an end no day is named to account for them
		schemes.Need(r, reg.End)
	}
	judgeDates(r, reg.Activity, reg.Start, reg.End)
	if reg.Activity == activity2 {
		judgeCourse(r, reg)
		return
	}
	judgeListed(r, reg)
	judgeRoute(r, reg)
}

// judgeDates judges when a training starts and how long it takes: the dates that
// all share, or those of one participant where they differ.
func judgeDates(r *schemes.Review, activity string, start, end schemes.Fact[schemes.Date]) {
	window, rule, runsOn := windowStart1, ruleStart1, ruleRunsOn1
	if activity == activity2 {
		window, rule, runsOn = windowStart2, ruleStart2, ruleRunsOn2
	}
	from, okFrom := start.Get()
	to, okTo := end.Get()
	if okFrom && !window.ContainsDay(from) {
		r.Tell(rule.With("first", window.OpensOn).With("last", window.ClosesOn), start)
	}
	if !okFrom || !okTo {
		return
	}
	if activity != activity2 {
		earliest := from.AddMonths(1)
		r.Require(!to.Before(earliest), ruleOneMonth.With("earliest", earliest), end)
		r.Require(to != earliest.AddDays(-1), ruleOneMonthEdge, end)
	}
	r.Require(!to.After(windowPeriod.ClosesOn), runsOn.With("last", windowPeriod.ClosesOn), end)
}

// entries returns the entries of appendix 2 that a registration can mean under its activity, and whether it matches
// an entry of another activity.
func entries(reg schemes.Registration) (found []schemes.ListedTraining, elsewhere bool) {
	t := reg.Training
	code, title, list := t.Code.Value(), t.Title.Value(), t.List.Value()
	if code == "n.v.t." { // appendix 2 prints this where there is no code
		code = ""
	}
	if code == "" && title == "" {
		return nil, false
	}
	for i := range trainings {
		e := &trainings[i]
		if (code != "" && e.Code != code) || (title != "" && e.Title != title) || (list != "" && e.List != list) {
			continue
		}
		if e.Activity == reg.Activity {
			found = append(found, *e)
		} else {
			elsewhere = true
		}
	}
	return found, elsewhere
}

// judgeListed looks a training up in appendix 2: by list, code and title, or, where
// it is done in modules, by its modules.
func judgeListed(r *schemes.Review, reg schemes.Registration) {
	t := reg.Training
	modules := t.Modules.Value()
	stated := t.Code.Value() != "" || t.Title.Value() != ""
	if !stated && len(modules) == 0 {
		r.Tell(schemes.RuleMissing, t.Code) // also where it is stated as nothing
		return
	}
	if stated {
		where := schemes.Located(t.Code)
		if t.Code.Value() == "" {
			where = t.Title
		}
		found, elsewhere := entries(reg)
		switch {
		case len(found) > 0:
		case elsewhere:
			r.Tell(ruleOtherLevel.With("activity", reg.Activity), where)
		default:
			r.Tell(ruleListed, where)
		}
	}
	judgeModules(r, reg, modules)
}

func judgeModules(r *schemes.Review, reg schemes.Registration, modules []string) {
	var dossiers []string
	for _, code := range modules {
		i := slices.IndexFunc(trainings, func(e schemes.ListedTraining) bool {
			return e.Module && e.Code == code && e.Activity == reg.Activity
		})
		if i < 0 {
			r.Tell(ruleListed, reg.Training.Modules)
			return
		}
		if !slices.Contains(dossiers, trainings[i].Dossier) {
			dossiers = append(dossiers, trainings[i].Dossier)
		}
	}
	r.Require(len(dossiers) <= 1, ruleOneDossier, reg.Training.Modules)
}

// judgeRoute compares the chosen route with the route printed with the training.
func judgeRoute(r *schemes.Review, reg schemes.Registration) {
	route := reg.Training.Route
	found, _ := entries(reg)
	inList := func(list string) bool {
		return slices.ContainsFunc(found, func(e schemes.ListedTraining) bool { return e.List == list })
	}
	if !inList(listAD) && !route.IsKnown() {
		schemes.Need(r, route)
		return
	}
	if route.IsKnown() && !slices.Contains(activityOf(reg).Routes, route.Value()) {
		r.Tell(ruleOtherLevel.With("activity", reg.Activity), route)
		return
	}
	switch {
	case inList(listMbo):
		judgePrinted(r, route, found)
	case inList(listHbo) && !inList(listAD):
		r.Require(route.Value() != "ASSOCIATE_DEGREE", ruleRouteHbo, route)
	}
	if practice := reg.Facts.Boolean(factPracticeComponent); route.Value() == "DEELTIJD" {
		if has, ok := schemes.Need(r, practice); ok {
			r.Require(has, rulePractice, practice)
		}
	}
}

func activityOf(reg schemes.Registration) schemes.Activity {
	i := slices.IndexFunc(activities, func(a schemes.Activity) bool { return a.Code == reg.Activity })
	return activities[i]
}

func judgePrinted(r *schemes.Review, route schemes.Fact[string], found []schemes.ListedTraining) {
	var printed []string
	for _, e := range found {
		printed = append(printed, e.Routes...)
	}
	if len(printed) == 0 {
		r.Tell(ruleRouteOpen, route)
		return
	}
	slices.Sort(printed)
	printed = slices.Compact(printed)
	r.Require(slices.Contains(printed, route.Value()), ruleRouteMbo.With("routes", routeNames(printed)), route)
}

// routeNames writes the codes of the routes of mbo as appendix 2 prints them.
func routeNames(codes []string) string {
	return strings.ReplaceAll(strings.Join(codes, ", "), "DERDE_LEERWEG", "derde leerweg")
}

func judgeCourse(r *schemes.Review, reg schemes.Registration) {
	t := reg.Training
	start := reg.Start.Value()
	if hours, ok := schemes.Need(r, t.Hours); ok && windowStart2.ContainsDay(start) {
		if least, ok := r.Parameter(minimumHours, reg.Start); ok && hours.Cmp(least) < 0 {
			r.Tell(ruleHours.With("minimum", least).With("hours", hours), t.Hours)
		}
	}
	schemes.Need(r, t.GroupSize)
	schemes.Need(r, t.Teacher)
	if form, ok := schemes.Need(r, t.Form); ok {
		r.Require(form != "E_LEARNING", ruleELearning, t.Form)
		r.Require(form != "BLENDED", ruleBlended, t.Form)
	}
	several := reg.Facts.Boolean(factSeveralTeachers)
	r.Require(!several.Value(), ruleSeveralTeachers, several)
	judgeGoal(r, t)
}

// judgeGoal requires a goal of the chosen theme. Whether the training fits it is
// judged by people.
func judgeGoal(r *schemes.Review, t schemes.Training) {
	code, okTheme := schemes.Need(r, t.Theme)
	goal, okGoal := schemes.Need(r, t.Goal)
	if !okTheme || !okGoal {
		return
	}
	fits := slices.ContainsFunc(themes, func(th schemes.Theme) bool {
		return th.Code == code && slices.ContainsFunc(th.Goals, func(g schemes.Choice) bool { return g.Code == goal })
	})
	r.Require(fits, ruleGoal, t.Goal)
}
