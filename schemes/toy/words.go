package toy

import "github.com/penvoerder/penvoerder/schemes"

// Parameters. The day rate changes halfway; the hour rate is an assumption.
var (
	dayRate = schemes.Parameter{Code: "day-rate", Title: text("Dagbedrag", "Day rate"), Unit: schemes.EURPerDay, Values: []schemes.Value{
		{Text: "2.50", From: schemes.On(2025, 5, 1), To: schemes.On(2025, 12, 31), Source: at("blz. 3", "In het eerste jaar.", "In the first year.")},
		{Text: "3", From: schemes.On(2026, 1, 1), To: schemes.On(2026, 4, 30), Source: at("blz. 3", "Ballen worden duurder.", "Balls become dearer.")},
	}}
	hourRate = one("hour-rate", schemes.EURPerHour, "10", "Uurbedrag van de jongleerleraar", "Hourly rate of the juggling teacher")
	maximum  = one("maximum", schemes.EUR, "100", "Maximum per deelnemer", "Maximum per participant")

	leastDays    = one("least-days", schemes.Days, "7", "Minste aantal dagen", "Minimum of days")
	lastDay      = one("last-day", schemes.DateUnit, "2026-04-30", "Laatste dag", "Last day")
	personYear   = one("person-year", schemes.EUR, "150", "Jaarplafond per jongleur", "Yearly cap per juggler")
	employerYear = one("employer-year", schemes.EUR, "5000", "Jaarplafond per organisatie", "Yearly cap per organisation")
	certain      = one("certain-part", schemes.EUR, "50", "Zeker deel van elk plan", "Certain part of each plan")
)

func one(code string, unit schemes.Unit, value, nl, en string) schemes.Parameter {
	return schemes.Parameter{Code: code, Title: text(nl, en), Unit: unit, Values: []schemes.Value{
		{Text: value, From: schemes.On(2025, 1, 1), Source: at("blz. 3", "Verzonnen.", "Made up."), Assumption: code == "hour-rate"},
	}}
}

// Caps that registrations share, in the order in which they were first submitted. Nothing in rules.go speaks of them.
var (
	capPerson   = yearly("TOY-CAP-001", schemes.PerPerson, personYear)
	capEmployer = yearly("TOY-CAP-002", schemes.PerEmployer, employerYear)
)

func yearly(code schemes.Code, per schemes.CapHolder, limit schemes.Parameter) schemes.Cap {
	return schemes.Cap{
		Code: code, Title: limit.Title, Per: per, Each: schemes.EachYear, Limit: limit.Code, Source: at("blz. 3", "Samen niet meer.", "No more together."),
	}
}

// Extra facts, one of each type.
var (
	factMotto    = fact("motto", schemes.AboutPlan, schemes.TextFact, schemes.Optional, "Wat is het motto?", "What is the motto?")
	factBalls    = fact("balls", schemes.AboutRegistration, schemes.IntegerFact, schemes.Required, "Met hoeveel ballen?", "With how many balls?")
	factHeight   = fact("height", schemes.AboutRegistration, schemes.DecimalFact, schemes.Optional, "Hoe hoog, in meters?", "How high, in metres?")
	factBirthday = fact("birthday", schemes.AboutParticipation, schemes.DateFact, schemes.Optional, "Wanneer bent u jarig?", "When is your birthday?")
	factNose     = fact("nose", schemes.AboutParticipation, schemes.ChoiceFact, schemes.Optional, "Welke neus?", "Which nose?")
	factTent     = fact("tent", schemes.AboutProjectFile, schemes.BooleanFact, schemes.Conditional, "Is het een tent?", "Is it a tent?")
)

func fact(key string, about schemes.FactSubject, kind schemes.FactType, need schemes.Necessity, nl, en string) schemes.FactDefinition {
	d := schemes.FactDefinition{Key: key, Subject: about, Type: kind, Necessity: need, Label: text(nl, en), Source: at("blz. 6", "Het wordt gevraagd.", "It is asked.")}
	switch kind {
	case schemes.TextFact:
		d.Maximum = "80"
	case schemes.IntegerFact:
		d.Minimum, d.Maximum = "1", "11"
	case schemes.ChoiceFact:
		d.Personal = true
		d.Choices = []schemes.Choice{{Code: "ROOD", Label: text("Rood", "Red")}, {Code: "EIGEN", Label: text("Eigen", "One's own")}}
	case schemes.BooleanFact:
		d.Condition = text("als de organisatie bij een circus hoort", "if the organisation belongs to a circus")
		d.When = []schemes.Condition{{Fact: "/organisation/groupMember", Is: schemes.Equals, Value: "true"}}
	}
	return d
}

func rule(code schemes.Code, aspect string, s schemes.Severity, nl, en string, readings ...string) schemes.Rule {
	return schemes.Rule{Code: code, Aspect: aspect, Severity: s, Message: text(nl, en), Source: at("blz. 2", nl, en), Readings: readings}
}

// Rules of every severity; a rule with an aspect says another thing about its code.
var (
	ruleTent     = rule("TOY-ELIG-001", "", schemes.Blocking, "Een circus mag niet meedoen.", "A circus cannot take part.")
	ruleWindow   = rule("TOY-DATE-001", "", schemes.Blocking, "Aanvragen kan tot en met {closes}.", "Applications close at {closes}.")
	ruleStart    = rule("TOY-DATE-002", "", schemes.Blocking, "De cursus begint te vroeg of te laat.", "The course starts too early or too late.")
	ruleLate     = rule("TOY-DATE-003", "", schemes.Blocking, "Verantwoorden kan tot en met {closes}.", "Accounting closes at {closes}.")
	ruleListed   = rule("TOY-DATA-001", "", schemes.Blocking, "Deze cursus staat niet in de lijst.", "This course is not in the list.")
	ruleDays     = rule("TOY-ELIG-002", "", schemes.Blocking, "Oefen minstens {least} dagen.", "Practise {least} days at least.", "OQ-TOY-01")
	ruleDaysEdge = rule("TOY-ELIG-002", "edge", schemes.Notice, "Precies genoeg dagen.", "Just enough days.", "OQ-TOY-01")
	ruleAudience = rule("TOY-ELIG-003", "", schemes.Notice, "Publiek kijkt alleen.", "The audience only watches.")
	ruleBalls    = rule("TOY-ELIG-004", "", schemes.Warning, "Met één bal is het gooien.", "With one ball it is throwing.")
	ruleTogether = rule("TOY-CALC-002", "", schemes.Notice, "Samen komt dit op {sum}.", "Together this comes to {sum}.")
	ruleMonth    = rule("TOY-DOC-001", "", schemes.Blocking, "De foto is niet van de maand van de start.", "The photo is not of the month of the start.")
)

func line(code schemes.Code, aspect string, unit schemes.Unit, nl, en string) schemes.Line {
	return schemes.Line{Code: code, Aspect: aspect, Unit: unit, Label: text(nl, en), Source: at("blz. 3", nl, en)}
}

var (
	lineRequested = line("TOY-PLAN-001", "", schemes.EUR, "Gevraagd", "Requested")
	lineCertain   = line("TOY-PLAN-002", "", schemes.EUR, "Zeker deel", "Certain part")
	lineStart     = line("TOY-CALC-001", "start", schemes.DateUnit, "Begin", "Start")
	lineEnd       = line("TOY-CALC-001", "end", schemes.DateUnit, "Einde", "End")
	lineDays      = line("TOY-CALC-001", "days", schemes.Days, "Dagen", "Days")
	lineAgain     = line("TOY-CALC-001", "again", schemes.Days, "Dagen die al geteld zijn", "Days counted already")
	lineRate      = line("TOY-CALC-001", "rate", schemes.EURPerDay, "Dagbedrag", "Day rate")
	lineDue       = line("TOY-CALC-001", "due", schemes.EUR, "Dagen maal bedrag", "Days times rate")
	lineHours     = line("TOY-CALC-003", "hours", schemes.Hours, "Uren", "Hours")
	lineGroup     = line("TOY-CALC-003", "group", schemes.Persons, "Groep", "Group")
	lineHourRate  = line("TOY-CALC-003", "rate", schemes.EURPerHour, "Uurbedrag", "Hourly rate")
	lineShare     = line("TOY-CALC-003", "share", schemes.EUR, "Deel per deelnemer", "Share of each participant")
	lineOwn       = line("TOY-CALC-003", "own", schemes.EUR, "Eigen bijdrage", "Own contribution")
	lineLeft      = line("TOY-CALC-003", "left", schemes.EUR, "Wat overblijft", "What is left")
	lineCap       = line("TOY-CALC-004", "", schemes.EUR, "Maximum", "Maximum")
	lineAmount    = line("TOY-CALC-005", "", schemes.EUR, "Subsidie", "Subsidy")
)

// dayLines are the lines on which days are counted that are followed in parts.
var dayLines = schemes.DayLines{PartFrom: lineStart, PartTo: lineEnd, From: lineStart, To: lineEnd, Days: lineDays, Again: lineAgain, All: lineDays}
