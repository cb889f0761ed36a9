package sozw

import "github.com/penvoerder/penvoerder/schemes"

const accountingPlace = "hoofdstuk 6"

// month returns the rule that a payslip is of the right month.
func month(code schemes.Code, nl, en string, readings ...string) schemes.Rule {
	return schemes.Rule{
		Code: code, Severity: schemes.Blocking, Readings: readings,
		Message: text("De loonstrook is niet van {month}.", "The payslip is not for {month}."),
		Remedy:  text("Lever de loonstrook van {month} aan.", "Upload the payslip for {month}."),
		Source:  at(accountingPlace, nl, en),
	}
}

// advice returns a notice that is known from SectorplanPlus only: for this scheme it
// demands nothing.
func advice(aspect string, source schemes.Citation, nl, en string) schemes.Rule {
	return schemes.Rule{
		Code: "SOZW-DOC-014", Aspect: aspect, Severity: schemes.Notice, Readings: []string{"OQ-SOZW-31"}, Source: source,
		Message: text("Advies, zoals bij SectorplanPlus: "+nl, "Advice, as under SectorplanPlus: "+en),
	}
}

const (
	agreementSheet = "sheet 20"
	statementSheet = "sheet 30"
)

var (
	ruleStartMonth1 = month("SOZW-DOC-008", "Activiteit 1 vraagt de loonstrook van de startmaand.", "Activity 1 asks for the payslip of the start month.", "OQ-SOZW-17")
	ruleStartMonth2 = month("SOZW-DOC-009", "Activiteit 2 vraagt de loonstrook van de startmaand.", "Activity 2 asks for the payslip of the start month.")
	ruleEndMonth    = month("SOZW-DOC-010", "Activiteit 1 vraagt de loonstrook van de eindmaand.", "Activity 1 asks for the payslip of the end month.", "OQ-SOZW-32")
	ruleExtractDate = schemes.Rule{
		Code: "SOZW-DOC-003", Severity: schemes.Blocking,
		Message: text("Het KvK-uittreksel is van vóór {since}.", "The KvK extract dates from before {since}."),
		Remedy:  text("Vraag een nieuw uittreksel aan.", "Request a new extract."),
		Source:  at(accountingPlace, "Het uittreksel is van 2025 of later.", "The extract dates from 2025 or later."),
	}
	ruleProofBefore = schemes.Rule{
		Code: "SOZW-DOC-012", Aspect: "before-start", Severity: schemes.Blocking,
		Message: text("Het bewijs is van vóór {first}, de start van de opleiding. Het kan niet van deze opleiding zijn.", "The proof dates from before {first}, the start of the training. It cannot be about this training."),
		Remedy:  text("Controleer de datum, of lever het bewijs van deze opleiding aan.", "Check the date, or upload the proof of this training."),
		Source:  at(accountingPlace, "Het bewijs is er van de opleiding die is gevolgd.", "The proof is about the training that was followed."),
	}
	ruleProofEarly = schemes.Rule{
		Code: "SOZW-DOC-012", Aspect: "before-end", Severity: schemes.Notice,
		Message:  text("Het deelnamebewijs is van vóór {last}, de laatste dag die meetelt. Deelname na de datum van het bewijs blijkt er niet uit.", "The proof of participation dates from before {last}, the last day that counts. It does not show participation after its own date."),
		Remedy:   text("Controleer de datum, of lever een later bewijs aan.", "Check the date, or upload a later proof."),
		Source:   at(accountingPlace, "Wanneer het bewijs moet zijn opgemaakt, staat er niet.", "It does not say when the proof must have been drawn up."),
		Readings: []string{"OQ-SOZW-31"},
	}
	ruleStatementBefore = schemes.Rule{
		Code: "SOZW-DOC-013", Aspect: "before-start", Severity: schemes.Blocking,
		Message: text("De verklaring is getekend vóór {first}, de start van de opleiding. Wat toen nog moest beginnen, kan zij niet verklaren.", "The statement was signed before {first}, the start of the training. It cannot state what had yet to begin."),
		Remedy:  text("Controleer de datum, of laat de verklaring na afloop tekenen.", "Check the date, or have the statement signed after the end."),
		Source:  at(accountingPlace, "De verklaring gaat over een activiteit die is gevolgd.", "The statement is about an activity that was followed."),
	}
	ruleNoAgreement = schemes.Rule{
		Code: "SOZW-DOC-006", Aspect: "alternative", Severity: schemes.Notice,
		Message:  text("Bij deze opleiding bestaat vaak geen leerwerkovereenkomst. Een studieovereenkomst met bewijs van inschrijving telt pas na akkoord van de projectleider.", "This training often has no learning agreement. A study agreement with proof of enrolment counts only after the project leader agrees."),
		Source:   sheet("SPP-DOC-POK-09", agreementSheet, "Bij SectorplanPlus kon een studieovereenkomst met bewijs van inschrijving.", "SectorplanPlus took a study agreement with proof of enrolment."),
		Readings: []string{"OQ-SOZW-30"},
	}
	ruleLegible = advice("legible", also("SOZW-DOC-014", accountingPlace, "De checklist per document is niet openbaar.", "The checklist for each document is not public."),
		"het document is goed leesbaar.", "the document is easy to read.")
	ruleContents = advice("contents", sheet("SPP-DOC-POK-03", agreementSheet, "De overeenkomst noemt opleiding, crebo, data, omvang en partijen.", "The agreement states training, crebo, dates, size and parties."),
		"op de overeenkomst staat: {content}.", "the agreement states: {content}.")
	ruleThreeParties = advice("three-parties", sheet("SPP-DOC-POK-07", agreementSheet, "Drie partijen tekenen.", "Three parties sign."),
		"student, leerbedrijf en school tekenen alle drie; de handtekening van {signer} ontbreekt.", "student, employer and school all sign; the signature of {signer} is missing.")
	ruleTraceable = advice("traceable", sheet("SPP-DOC-POK-08", agreementSheet, "Elektronische handtekeningen zijn te herleiden.", "Electronic signatures can be traced."),
		"een elektronische handtekening is te herleiden tot de ondertekenaar.", "an electronic signature can be traced to the person who signed.")
	ruleLetterhead = advice("letterhead", sheet("SPP-DOC-PV-02", statementSheet, "Briefpapier, logo of stempel van de opleider.", "Letterhead, logo or stamp of the trainer."),
		"de verklaring van een externe opleider heeft een briefhoofd, logo of stempel.", "the statement of an external trainer has a letterhead, logo or stamp.")
	ruleSigningTerm = advice("signing-term", sheet("SPP-DOC-PV-04", statementSheet, "Deelnemers tekenen binnen twee weken, de docent binnen vier.", "Participants sign within two weeks, the teacher within four."),
		"{signer} tekent in de periode van {first} tot en met {last}.", "{signer} signs between {first} and {last}, both days included.")
)

var documentRules = []schemes.Rule{
	ruleStartMonth1, ruleStartMonth2, ruleEndMonth, ruleExtractDate, ruleProofBefore, ruleProofEarly, ruleStatementBefore, ruleNoAgreement,
	ruleLegible, ruleContents, ruleThreeParties, ruleTraceable, ruleLetterhead, ruleSigningTerm,
}
