package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

const mistakesPlace = "sheet 37, veel gemaakte fouten"

// A term is when a training under one activity may start, and until when it counts.
type term struct {
	start, period    schemes.Window
	early, late, end schemes.Rule
	refined          refined

	lineFirstDay, lineLastDay, lineFrom, lineTo, lineDays schemes.Line
}

// refined is a first start day that public pages name; nothing where there is none.
type refined struct {
	rules []schemes.Rule // one, or none
	first schemes.Parameter
}

// termOf returns the term of an activity, under the rulebook's id of that activity
// in that variant.
func termOf(row variant, activity string) term {
	code := schemes.Code("SPP-DATE-V" + row.number + "-" + activity)
	t := term{
		start:  windowOf(row, activity, "START", schemes.WindowTrainingStart, text("Start van een opleiding onder "+activity, "Start of a training under "+activity)),
		period: windowOf(row, activity, "PERIOD", schemes.WindowSubsidyPeriod, text("Subsidieperiode van "+activity, "Subsidy period of "+activity)),
		early: schemes.Rule{
			Code: "SPP-ERR-01", Aspect: activity, Severity: schemes.Blocking,
			Message:  text("De opleiding begint te vroeg. Onder {activity} tellen opleidingen mee die op of na {first} beginnen.", "The training starts too early. Under {activity} trainings count that start on or after {first}."),
			Remedy:   text("Controleer de startdatum. Een opleiding die eerder begon, hoort bij een eerdere variant.", "Check the start date. A training that started earlier belongs to an earlier variant."),
			Source:   also(code, sheet(mistakesPlace, "Een startdatum voor de eerste dag van de variant is een veelgemaakte fout.", "A start date before the first day of the variant is a common mistake.")),
			Readings: []string{"OQ-SPP-06"},
		},
		late: schemes.Rule{
			Code: code, Severity: schemes.Blocking,
			Message:  text("De opleiding begint na {last}, de laatste dag van deze variant.", "The training starts after {last}, the last day of this variant."),
			Remedy:   text("Registreer de opleiding onder de variant waarin zij begint.", "Register the training under the variant in which it starts."),
			Source:   sheet(mistakesPlace, "Elke variant heeft een eerste startdag en een einddatum.", "Each variant has a first start day and an end date."),
			Readings: []string{"OQ-SPP-04", "OQ-SPP-06"},
		},
		end: endRules[activity](code),

		lineFirstDay: line(code, "first-day", schemes.DateUnit, "Eerste dag van de variant", "First day of the variant", mistakesPlace),
		lineLastDay:  line(code, "last-day", schemes.DateUnit, "Laatste dag van de variant", "Last day of the variant", mistakesPlace),
		lineFrom:     line(code, "from", schemes.DateUnit, "Geteld vanaf", "Counted from", mistakesPlace, "OQ-SPP-04"),
		lineTo:       line(code, "to", schemes.DateUnit, "Geteld tot en met", "Counted up to and including", mistakesPlace, "OQ-SPP-04"),
		lineDays:     line(code, "", schemes.Days, "Getelde dagen", "Days counted", mistakesPlace, "OQ-SPP-04", "OQ-SOZW-04"),
	}
	t.start.GuardedBy = []string{t.early.ID(), t.late.ID()}
	t.period.GuardedBy = []string{t.early.ID(), t.end.ID()}
	if r, ok := row.refinements[activity]; ok {
		t.refined = refinedOf(code, activity, r)
	}
	return t
}

func windowOf(row variant, activity, name string, kind schemes.WindowKind, title schemes.Text) schemes.Window {
	return schemes.Window{
		Code: name + "-" + activity, Kind: kind, Title: title, OpensOn: row.opens, ClosesOn: row.closes[activity],
		Source: also(schemes.Code("SPP-DATE-V"+row.number+"-"+activity), sheet(mistakesPlace, "De sheet noemt beide dagen.", "The sheet names both days.")),
	}
}

// endRules return the rule for an end after the last day: under A and B the training
// may run on, under C it may not.
var endRules = map[string]func(schemes.Code) schemes.Rule{activityA: runsOn, activityB: runsOn, activityC: endsLate}

func runsOn(code schemes.Code) schemes.Rule {
	return schemes.Rule{
		Code: code, Aspect: "runs-on", Severity: schemes.Notice,
		Message:  text("De opleiding mag doorlopen. Dagen na {last} tellen niet mee.", "The training may continue. Days after {last} do not count."),
		Source:   sheet("sheet 14 en 22", "Loopt de opleiding door, dan sluit een bewijs van deelname de subsidiabele periode af.", "Where the training runs on, a proof of participation closes the subsidised period."),
		Readings: []string{"OQ-SPP-04"},
	}
}

func endsLate(code schemes.Code) schemes.Rule {
	return schemes.Rule{
		Code: code, Aspect: "end", Severity: schemes.Blocking,
		Message:  text("Een training onder C moet uiterlijk op {last} zijn afgelopen.", "A training under C must have ended by {last}."),
		Remedy:   text("Controleer de einddatum. Een training die later eindigt, past niet bij deze variant.", "Check the end date. A training that ends later does not fit this variant."),
		Source:   sheet(mistakesPlace, "De variant heeft een einddatum voor activiteit C.", "The variant has an end date for activity C."),
		Readings: []string{"OQ-SPP-04"},
	}
}

func refinedOf(code schemes.Code, activity string, r refinement) refined {
	source := page(r.page, "Een openbare pagina noemt een andere eerste startdag.", "A public page names another first start day.")
	return refined{
		first: parameter("refined-first-start-"+activity, schemes.DateUnit, r.first.String(), true,
			text("Eerste startdag van "+activity+" volgens openbare pagina's", "First start day of "+activity+" by public pages"), also(code, source)),
		rules: []schemes.Rule{{
			Code: code, Aspect: "refined", Severity: schemes.Notice,
			Message:  text("Het webinar noemt {first} als eerste startdag, een openbare pagina {refined}. Het webinar geldt, tenzij de beheerder iets anders instelt. Dagen voor {first} tellen niet mee.", "The webinar names {first} as the first start day, a public page {refined}. The webinar applies unless the operator sets something else. Days before {first} do not count."),
			Remedy:   text("Overleg met de projectleider.", "Consult the project leader."),
			Source:   source,
			Readings: []string{"OQ-SPP-04"},
		}},
	}
}

// judgeDates judges when a training starts and ends: the dates that all share, or
// those of one participant where they differ.
func (v *regulation) judgeDates(r *schemes.Review, activity string, start, end schemes.Fact[schemes.Date]) {
	t := v.terms[activity]
	if from, ok := start.Get(); ok {
		first := v.firstStart(r, t, from, start)
		r.Require(!from.Before(first), t.early.With("activity", activity).With("first", first), start)
		r.Require(!from.After(t.start.ClosesOn), t.late.With("last", t.start.ClosesOn), start)
	}
	if to, ok := end.Get(); ok {
		r.Require(!to.After(t.period.ClosesOn), t.end.With("last", t.period.ClosesOn), end)
	}
}

// firstStart returns the first start day: the webinar's, or that of the public pages where an operator has switched
// to it. It reports a notice when a start lies between the two.
func (v *regulation) firstStart(r *schemes.Review, t term, from schemes.Date, at schemes.Located) schemes.Date {
	first := t.start.OpensOn
	for _, rule := range t.refined.rules {
		named, ok := r.Date(t.refined.first, schemes.Latest(from, v.opens))
		applies, covered := r.Parameter(v.refinementsApply, schemes.Latest(from, v.opens))
		if !ok || !covered {
			return first
		}
		earliest, latest := first, named
		if named.Before(first) {
			earliest, latest = named, first
		}
		r.Require(from.Before(earliest) || !from.Before(latest), rule.With("first", first).With("refined", named), at)
		if applies.Sign() > 0 {
			first = named
		}
	}
	return first
}

// counted returns the days of a period that count: those within the subsidised
// period and the employment. It is empty where the second lies before the first.
func (v *regulation) counted(activity string, p schemes.Participation, from, to schemes.Date) (first, last schemes.Date) {
	t := v.terms[activity]
	return schemes.Latest(from, t.period.OpensOn, p.EmployedSince), schemes.Earliest(to, t.period.ClosesOn, p.EmployedUntil)
}
