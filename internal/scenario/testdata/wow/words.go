package wow2027

import "github.com/penvoerder/penvoerder/schemes"

// The amounts, for who works full time or nearly so and for who does not.
var (
	amount         = parameter("amount", schemes.EUR, "1250", "Bedrag per medewerker", "Amount per employee")
	amountPartTime = parameter("amount-part-time", schemes.EUR, "750", "Bedrag per medewerker in deeltijd", "Amount per part-time employee")
	fullTime       = parameter("full-time", schemes.Hours, "24", "Uren per week vanaf waar het hele bedrag geldt", "Hours a week from which the whole amount holds")
)

func parameter(code string, unit schemes.Unit, value, nl, en string) schemes.Parameter {
	return schemes.Parameter{Code: code, Title: text(nl, en), Unit: unit, Values: []schemes.Value{{
		Text: value, From: schemes.On(2027, 1, 1), To: schemes.On(2027, 12, 31),
		Source: at("artikel 5", "Een vast bedrag naar contracturen.", "A fixed amount by contract hours."),
	}}}
}

var (
	ruleApply = schemes.Rule{
		Code: "WOW-DATE-001", Severity: schemes.Blocking, Source: at("artikel 4", "Aanvragen kan tot en met januari.", "Apply before the end of January."),
		Message: text("Aanvragen kan van {opens} tot en met {closes}.", "Apply from {opens} to {closes}."),
	}
	ruleYear = schemes.Rule{
		Code: "WOW-DATE-002", Severity: schemes.Blocking, Source: at("artikel 1", "De opleiding begint in 2027.", "The training starts in 2027."),
		Message: text("De opleiding begint niet in 2027.", "The training does not start in 2027."),
	}
	ruleEmployed = schemes.Rule{
		Code: "WOW-ELIG-001", Severity: schemes.Blocking,
		Message: text("De deelnemer is niet in dienst.", "The participant is not employed."),
		Source:  at("artikel 1", "Deelnemers zijn in dienst.", "Participants are employed."),
	}
	ruleBuddy = schemes.Rule{
		Code: "WOW-ELIG-002", Severity: schemes.Blocking,
		Message: text("Wie een nieuwe taak leert, heeft een maatje.", "Who learns a new task has a buddy."),
		Source:  factBuddy.Source,
	}
	ruleIssued = schemes.Rule{
		Code: "WOW-DOC-001", Severity: schemes.Blocking,
		Message: text("De leerverklaring is van voor het einde van de opleiding.", "The learning statement is from before the end of the training."),
		Source:  at("artikel 3", "De verklaring dekt de hele opleiding.", "The statement covers the whole training."),
	}
)

var lineAmount = schemes.Line{
	Code: "WOW-CALC-001", Label: text("Subsidie", "Subsidy"), Unit: schemes.EUR,
	Source: at("artikel 5", "Een vast bedrag naar contracturen.", "A fixed amount by contract hours."),
}
