package sozw

import "github.com/penvoerder/penvoerder/schemes"

// Rules about what has to have happened before it is accounted for.
var (
	ruleCarriedOut = schemes.Rule{
		Code: "SOZW-GRANT-007", Severity: schemes.Notice, Holds: schemes.HeldActs,
		Message: text("Verantwoorden kan vanaf {first}: dan is de laatste dag die meetelt voorbij. Tot die dag is het bedrag een verwachting.", "Accounting is possible from {first}, when the last day that counts is over. Until then the amount is a forecast."),
		Remedy:  text("Dien de registratie in vanaf die dag. Stopt de deelnemer eerder, pas dan de einddatum aan.", "Submit the registration from that day. If the participant stops earlier, correct the end date."),
		Source:  at(grantPlace, "De opleidingen zijn uitgevoerd voordat ze worden verantwoord.", "The trainings have been carried out before they are accounted for."),
	}
	ruleCarriedOutOpen = schemes.Rule{
		Code: "SOZW-GRANT-007", Aspect: "no-end", Severity: schemes.Notice, Holds: schemes.HeldActs,
		Message: text("Zonder einddatum is niet te zeggen vanaf welke dag u kunt verantwoorden.", "Without an end date no day can be named from which you can account."),
		Remedy:  text("Vul de einddatum in.", "Fill in the end date."),
		Source:  at(grantPlace, "De opleidingen zijn uitgevoerd voordat ze worden verantwoord.", "The trainings have been carried out before they are accounted for."),
	}
)

// judgeDeed lets submission and approval wait until the last day that counts of a participation is over: what is
// forecast is shown, what is accounted for has happened. Without an end no day can be said; where no day counts there is
// nothing to wait for.
func judgeDeed(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	_, end := span(reg, p)
	if !end.IsKnown() {
		r.Hold(ruleCarriedOutOpen, end)
		return
	}
	last, counts := end.Value(), true
	if reg.Activity != activity2 {
		last, counts = lastCounted(reg, p)
	}
	if counts {
		r.HoldUntil(last.AddDays(1), ruleCarriedOut, end)
	}
}

// lastCounted returns the last day on which the training, or a module of it, runs while the participant is employed and
// the scheme subsidises; false where no day counts.
func lastCounted(reg schemes.Registration, p schemes.Participation) (last schemes.Date, counts bool) {
	start, end := span(reg, p)
	return schemes.LastDay(schemes.Period{
		From: schemes.Latest(windowPeriod.OpensOn, start, p.EmployedSince), To: schemes.Earliest(windowPeriod.ClosesOn, end, p.EmployedUntil),
	}, p.Periods...)
}
