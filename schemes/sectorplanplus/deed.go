package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

const accountingPlace = "sheet 31"

// Rules about what has to have happened before it is accounted for.
var (
	ruleAccountingClosed = schemes.Rule{
		Code: "SPP-FLOW-019", Severity: schemes.Notice, Holds: schemes.HeldActs,
		Message:  text("Verantwoorden kan onder deze variant nog niet. Vanaf welke dag het kan, is nog niet bekendgemaakt.", "Accounting is not possible yet under this variant. The day from which it is has not been announced."),
		Source:   sheet(accountingPlace, "Voor deze variant kon indienen nog niet.", "For this variant submission was not possible yet."),
		Readings: []string{"OQ-SPP-11"},
	}
	ruleCarriedOut = schemes.Rule{
		Code: "SPP-DOC-PRF-02", Aspect: "carried-out", Severity: schemes.Notice, Holds: schemes.HeldActs,
		Message: text("Verantwoorden kan vanaf {first}: dan is de laatste dag die meetelt voorbij. Tot die dag is het bedrag een verwachting.", "Accounting is possible from {first}, when the last day that counts is over. Until then the amount is a forecast."),
		Remedy:  text("Dien de registratie in vanaf die dag. Stopt de deelnemer eerder, pas dan de einddatum aan.", "Submit the registration from that day. If the participant stops earlier, correct the end date."),
		Source:  sheet(proofPlace, "Het bewijs gaat over een periode die is afgerond.", "The proof is about a period that is over."),
	}
	ruleCarriedOutOpen = schemes.Rule{
		Code: "SPP-DOC-PRF-02", Aspect: "no-end", Severity: schemes.Notice, Holds: schemes.HeldActs,
		Message: text("Zonder einddatum is niet te zeggen vanaf welke dag u kunt verantwoorden.", "Without an end date no day can be named from which you can account."),
		Remedy:  text("Vul de einddatum in.", "Fill in the end date."),
		Source:  sheet(proofPlace, "Het bewijs gaat over een periode die is afgerond.", "The proof is about a period that is over."),
	}
)

// judgeAccounting lets submission and approval wait while the variant cannot be accounted for.
func (v *regulation) judgeAccounting(r *schemes.Review) {
	if open, ok := r.Parameter(v.accountingOpen, r.AsOf().Day()); ok && open.Sign() == 0 {
		r.Hold(ruleAccountingClosed, schemes.Subject)
	}
}

// judgeDeed lets submission and approval wait until the last day that counts of a participation is over. Without an end
// no day can be said; where no day counts there is nothing to wait for.
func (v *regulation) judgeDeed(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	_, end := span(reg, p)
	if !end.IsKnown() {
		r.Hold(ruleCarriedOutOpen, end)
		return
	}
	last, counts := end.Value(), true
	if reg.Activity != activityC {
		last, counts = v.lastCounted(reg, p)
	}
	if counts {
		r.HoldUntil(last.AddDays(1), ruleCarriedOut, end)
	}
}

// lastCounted returns the last day on which the training, or a module of it, runs while the participant is employed and
// the variant subsidises; false where no day counts.
func (v *regulation) lastCounted(reg schemes.Registration, p schemes.Participation) (last schemes.Date, counts bool) {
	start, end := span(reg, p)
	first, until := v.counted(reg.Activity, p, start.Value(), end.Value())
	return schemes.LastDay(schemes.Period{From: first, To: until}, p.Periods...)
}
