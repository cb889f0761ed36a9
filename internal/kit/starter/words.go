package starter

import "github.com/penvoerder/penvoerder/schemes"

// amount is what a participation is worth. A rate that changes gets a second value with
// its own first day; a day that no value covers is refused, never guessed. What no text
// states is an Assumption, and is shown as one.
var amount = schemes.Parameter{
	Code: "amount", Title: text("Bedrag per deelnemer", "Amount per participant"), Unit: schemes.EUR,
	Values: []schemes.Value{{
		Text: "500", From: schemes.On(2027, 1, 1), Assumption: true,
		Source: at("artikel 2", "Een vast bedrag.", "A fixed amount."),
	}},
}

// Rules are declared once and emitted by value. A code is never reused and never
// changes its severity: codes.lock holds you to it.
var (
	ruleStart = schemes.Rule{
		Code: "STARTER-DATE-001", Severity: schemes.Blocking,
		Message: text("De opleiding begint van {first} tot en met {last}.", "The training starts between {first} and {last}, both days included."),
		Remedy:  text("Controleer de startdatum.", "Check the start date."),
		Source:  at("artikel 1", "De opleiding begint in 2027.", "The training starts in 2027."),
	}
	ruleEmployed = schemes.Rule{
		Code: "STARTER-ELIG-001", Severity: schemes.Blocking,
		Message: text("De deelnemer is niet in dienst.", "The participant is not employed."),
		Remedy:  text("Alleen wie in dienst is, kan meedoen.", "Only employees can take part."),
		Source:  at("artikel 1", "Deelnemers zijn in dienst.", "Participants are employed."),
	}
)

// Lines name the steps of a calculation, so that everybody can follow each euro.
var lineAmount = schemes.Line{
	Code: "STARTER-CALC-001", Label: text("Subsidie", "Subsidy"), Unit: schemes.EUR,
	Source: at("artikel 2", "Een vast bedrag.", "A fixed amount."),
}
