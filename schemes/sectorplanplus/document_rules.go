package sectorplanplus

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

const (
	agreementPlace = "sheet 20, leerwerkovereenkomst"
	proofPlace     = "sheet 22, prestatiebewijs bij A en B"
)

// month returns the rule that a payslip is of the right month.
func month(aspect string, severity schemes.Severity, source schemes.Citation, readings ...string) schemes.Rule {
	return schemes.Rule{
		Code: "SPP-ERR-07", Aspect: aspect, Severity: severity, Readings: readings, Source: source,
		Message: text("De loonstrook is niet van {month}.", "The payslip is not for {month}."),
		Remedy:  text("Lever de loonstrook van {month} aan.", "Upload the payslip for {month}."),
	}
}

// signed returns a rule about a signature on the performance statement.
func signed(code schemes.Code, aspect, nl, en, remedyNL, remedyEN string) schemes.Rule {
	return schemes.Rule{
		Code: code, Aspect: aspect, Severity: schemes.Blocking, Readings: []string{"OQ-SPP-10"},
		Message: text(nl, en), Remedy: text(remedyNL, remedyEN),
		Source: also("SPP-ERR-09", sheet(statementPlace, "Deelnemers tekenen binnen twee weken na afloop, de docent binnen vier; eerder is te vroeg.", "Participants sign within two weeks after the end, the teacher within four; before is too early.")),
	}
}

const (
	anewNL = "Laat de verklaring opnieuw opmaken en tekenen. Lukt dat niet, overleg dan met de projectleider."
	anewEN = "Have the statement drawn up and signed again. If that is not possible, consult the project leader."
)

// beforeStart returns the rule that a proof cannot be older than the training that it proves.
func beforeStart(code schemes.Code, nl, en string) schemes.Rule {
	return schemes.Rule{
		Code: code, Aspect: "before-start", Severity: schemes.Blocking,
		Message: text(nl+" is van vóór {first}, de start van de opleiding, en kan dus niet van deze opleiding zijn.", en+" dates from before {first}, the start of the training, so it cannot be about this training."),
		Remedy:  text("Controleer de datum, of lever het bewijs van deze opleiding aan.", "Check the date, or upload the proof of this training."),
		Source:  sheet(proofPlace, "Het bewijs is van de studie die is afgerond of gevolgd.", "The proof is about the study that was completed or followed."),
	}
}

// proofsBefore are those rules by kind of document.
var proofsBefore = map[string]schemes.Rule{
	kindDiploma:       beforeStart("SPP-DOC-PRF-01", "Het diploma", "The diploma"),
	kindParticipation: beforeStart("SPP-DOC-PRF-02", "Het bewijs van deelname", "The proof of participation"),
}

// Rules about the documents of A and B.
var (
	ruleThreeParties = schemes.Rule{
		Code: "SPP-DOC-POK-07", Severity: schemes.Blocking,
		Message: text("Op de leerwerkovereenkomst ontbreekt de handtekening van {signer}.", "The signature of {signer} is missing from the learning agreement."),
		Remedy:  text("Laat student, leerbedrijf en school alle drie tekenen.", "Have student, employer and school all sign."),
		Source:  sheet(agreementPlace, "Drie partijen tekenen.", "Three parties sign."),
	}
	ruleTraceable = schemes.Rule{
		Code: "SPP-DOC-POK-08", Severity: schemes.Blocking,
		Message: text("Een elektronische handtekening is niet te herleiden tot de ondertekenaar.", "An electronic signature cannot be traced to the person who signed."),
		Remedy:  text("Voeg het bewijs van ondertekening toe, of laat opnieuw tekenen.", "Add the proof of signing, or have the document signed again."),
		Source:  sheet(agreementPlace, "Elektronisch tekenen mag als het te herleiden is.", "Signing electronically is allowed where it can be traced."),
	}
	ruleBothParts = schemes.Rule{
		Code: "SPP-DOC-POK-10", Severity: schemes.Blocking,
		Message: text("Een studieovereenkomst en een bewijs van inschrijving tellen alleen samen.", "A study agreement and a proof of enrolment only count together."),
		Remedy:  text("Lever ook het andere document aan.", "Upload the other document too."),
		Source:  also("SPP-DOC-POK-09", sheet(agreementPlace, "Onder B is er vaak geen leerwerkovereenkomst; dan zijn er twee documenten nodig.", "Under B there often is no learning agreement; then two documents are needed.")),
	}
	ruleOnlyUnderB = schemes.Rule{
		Code: "SPP-DOC-POK-09", Severity: schemes.Notice,
		Message:  text("Een studieovereenkomst met bewijs van inschrijving telt alleen onder B.", "A study agreement with proof of enrolment only counts under B."),
		Remedy:   text("Lever onder A de leerwerkovereenkomst aan.", "Under A, upload the learning agreement."),
		Source:   sheet(agreementPlace, "De sheet noemt dit alternatief voor B.", "The sheet names this alternative for B."),
		Readings: []string{"OQ-SPP-21"},
	}
	ruleEmploymentContract = schemes.Rule{
		Code: "SPP-ERR-02", Severity: schemes.Blocking,
		Message: text("Dit lijkt een arbeidsovereenkomst. Nodig is de leerwerkovereenkomst.", "This seems to be an employment contract. The learning agreement is needed."),
		Remedy:  text("Lever de praktijkovereenkomst (POK of BPV) van de school aan.", "Upload the school's practice agreement (POK or BPV)."),
		Source:  also("SPP-DOC-POK-01", sheet(mistakesPlace, "Een arbeidsovereenkomst aanleveren is een veelgemaakte fout.", "Uploading an employment contract is a common mistake.")),
	}
	ruleDatesDiffer = schemes.Rule{
		Code: "SPP-FLOW-020", Severity: schemes.Blocking,
		Message:  text("De datum op de overeenkomst is een andere dan die in de registratie.", "The date on the agreement differs from the one in the registration."),
		Remedy:   text("Pas de registratie aan als de datum tijdens de opleiding is veranderd.", "Adjust the registration if the date changed during the training."),
		Source:   also("SPP-FLOW-002", sheet("sheet 14 en 36", "Verandert een datum, dan verandert de registratie mee; de einddatum van de variant mag ook.", "Where a date changes the registration follows; the end date of the variant is allowed too.")),
		Readings: []string{"OQ-SPP-05"},
	}
	ruleStartMonth  = month("start", schemes.Blocking, also("SPP-DOC-PAY-01", sheet(payslipPlace, "De startmaand, of de eerste maand in dienst.", "The start month, or the first month of employment.")), "OQ-SPP-21")
	ruleEndMonth    = month("end", schemes.Blocking, also("SPP-DOC-PAY-06", sheet(payslipPlace, "De ingevoerde einddatum past bij de maand van de loonstrook.", "The end date entered fits the month of the payslip.")), "OQ-SPP-05", "OQ-SPP-21")
	ruleStartMonthC = month("course", schemes.Notice, also("SPP-DOC-PAY-07", sheet("sheet 28", "Bij C wordt één loonstrook getoond.", "For C one payslip is shown.")), "OQ-SPP-09")

	ruleIllegibleDiploma = schemes.Rule{
		Code: "SPP-ERR-03", Severity: schemes.Blocking,
		Message: text("Het diploma is slecht of niet leesbaar.", "The diploma is hard or impossible to read."),
		Remedy:  text("Maak een nieuwe scan en vervang het bestand.", "Make a new scan and replace the file."),
		Source:  sheet(mistakesPlace, "Een slecht leesbaar diploma is een veelgemaakte fout.", "A badly legible diploma is a common mistake."),
	}
	ruleIllegible = schemes.Rule{
		Code: "SPP-ERR-03", Aspect: "document", Severity: schemes.Notice,
		Message: text("Het document is slecht of niet leesbaar.", "The document is hard or impossible to read."),
		Remedy:  text("Maak een nieuwe scan en vervang het bestand.", "Make a new scan and replace the file."),
		Source:  sheet(mistakesPlace, "De sheet noemt het diploma; voor andere documenten is het advies.", "The sheet names the diploma; for other documents it is advice."),
	}
	ruleDiplomaTooSoon = schemes.Rule{
		Code: "SPP-DOC-PRF-01", Severity: schemes.Blocking,
		Message: text("De opleiding loopt door na de subsidieperiode. Dan kan er nog geen diploma zijn.", "The training continues after the subsidy period, so there can be no diploma yet."),
		Remedy:  text("Gebruik een bewijs van deelname, of pas de einddatum aan.", "Use a proof of participation, or adjust the end date."),
		Source:  also("SPP-DOC-PRF-04", sheet(proofPlace, "Een diploma is er als de studie binnen de periode is afgerond; anders sluit een bewijs van deelname die af.", "There is a diploma where the study was completed within the period; else a proof of participation closes it.")),
	}
	ruleDiplomaStopped = schemes.Rule{
		Code: "SPP-DOC-PRF-05", Severity: schemes.Notice,
		Message: text("De deelnemer stopte eerder. Daarbij hoort een bewijs van deelname.", "The participant stopped early. That calls for a proof of participation."),
		Remedy:  text("Gebruik een bewijs van deelname, of verbeter de opgave.", "Use a proof of participation, or correct what you stated."),
		Source:  sheet(proofPlace, "Wie eerder stopt, levert een bewijs van deelname.", "A participant who stops early needs a proof of participation."),
	}
	ruleDiplomaExpected = schemes.Rule{
		Code: "SPP-DOC-PRF-02", Severity: schemes.Notice,
		Message:  text("De opleiding eindigt binnen de subsidieperiode. Dan is een diploma het gebruikelijke bewijs.", "The training ends within the subsidy period: a diploma is the usual proof."),
		Source:   sheet(proofPlace, "Het bewijs van deelname is voor wie doorloopt of eerder stopt.", "The proof of participation is for who runs on or stops early."),
		Readings: []string{"OQ-SPP-19"},
	}
	ruleProofEarly = schemes.Rule{
		Code: "SPP-DOC-PRF-02", Aspect: "before-end", Severity: schemes.Notice,
		Message:  text("Het bewijs van deelname is van vóór {last}, de laatste dag die meetelt. Deelname na de datum van het bewijs blijkt er niet uit.", "The proof of participation dates from before {last}, the last day that counts. It does not show participation after its own date."),
		Remedy:   text("Controleer de datum, of lever een later bewijs aan.", "Check the date, or upload a later proof."),
		Source:   sheet(proofPlace, "Het bewijs van deelname is er als de subsidiabele periode is afgerond of de deelnemer is gestopt.", "The proof of participation is there once the subsidised period is over or the participant has stopped."),
		Readings: []string{"OQ-SPP-19"},
	}
	rulePerYear = schemes.Rule{
		Code: "SPP-DOC-PRF-03", Severity: schemes.Blocking,
		Message: text("De overeenkomst van het volgende schooljaar telt alleen als de school er elk jaar een afgeeft.", "The agreement for the next school year only counts if the school issues one every year."),
		Remedy:  text("Gebruik een diploma of een bewijs van deelname.", "Use a diploma or a proof of participation."),
		Source:  sheet(proofPlace, "Alleen bij een overeenkomst per schooljaar.", "Only with an agreement for each school year."),
	}
	ruleUnfinished = schemes.Rule{
		Code: "SPP-ERR-06", Severity: schemes.Notice,
		Message:  text("De periode die meetelt, is afgelopen op {last}. Deze registratie is nog niet afgerond.", "The period that counts ended on {last}. This registration has not been completed."),
		Remedy:   text("Lever het bewijs aan en dien de registratie in.", "Upload the proof and submit the registration."),
		Source:   sheet(mistakesPlace, "Niet afronden omdat dat nog niet zou hoeven, is een veelgemaakte fout.", "Not completing because it seems not needed yet is a common mistake."),
		Readings: []string{"OQ-SPP-22"},
	}
)

// Rules about the performance statement of C.
var (
	ruleProvider = schemes.Rule{
		Code: "SPP-DOC-PV-03", Severity: schemes.Blocking,
		Message: text("De naam van de opleider is niet ingevuld.", "The name of the trainer is missing."),
		Remedy:  text("Vul de naam van de opleider in.", "Fill in the name of the trainer."),
		Source:  sheet(statementPlace, "De verklaring noemt de opleider.", "The statement names the trainer."),
	}
	ruleLetterhead = schemes.Rule{
		Code: "SPP-DOC-PV-02", Severity: schemes.Blocking,
		Message: text("De verklaring van een externe opleider heeft geen briefhoofd, logo of stempel.", "The statement of an external trainer has no letterhead, logo or stamp."),
		Remedy:  text("Laat de opleider het formulier op briefpapier afdrukken of stempelen.", "Have the trainer print the form on letterhead, or stamp it."),
		Source:  sheet(statementPlace, "Bij een externe training staat het formulier op briefpapier of draagt het logo of stempel.", "For external training the form is on letterhead or carries logo or stamp."),
	}
	ruleOtherProof = schemes.Rule{
		Code: "SPP-ERR-08", Severity: schemes.Blocking,
		Message: text("Onder C telt alleen de prestatieverklaring. Dit document telt hier niet als bewijs.", "Under C only the performance statement counts. This document is no proof here."),
		Remedy:  text("Lever de ingevulde en getekende prestatieverklaring aan.", "Upload the completed and signed performance statement."),
		Source:  also("SPP-DOC-PV-01", sheet(mistakesPlace, "Een ander document bij C is een veelgemaakte fout.", "Another document under C is a common mistake.")),
	}
	ruleParticipantUnsigned = signed("SPP-DOC-PV-04", "unsigned", "De handtekening van de deelnemer ontbreekt.", "The participant's signature is missing.",
		"Laat de deelnemer tekenen.", "Have the participant sign.")
	ruleParticipantEarly = signed("SPP-DOC-PV-04", "early", "De deelnemer tekende te vroeg: tekenen kan van {first} tot en met {last}.", "The participant signed too early: signing is possible from {first} until {last}.", anewNL, anewEN)
	ruleParticipantLate  = signed("SPP-DOC-PV-04", "late", "De deelnemer tekende te laat: tekenen kan van {first} tot en met {last}.", "The participant signed too late: signing is possible from {first} until {last}.", anewNL, anewEN)
	ruleTeacherUnsigned  = signed("SPP-DOC-PV-05", "unsigned", "De handtekening van de docent ontbreekt.", "The teacher's signature is missing.",
		"Laat de docent tekenen.", "Have the teacher sign.")
	ruleTeacherEarly = signed("SPP-DOC-PV-05", "early", "De docent tekende te vroeg: tekenen kan van {first} tot en met {last}.", "The teacher signed too early: signing is possible from {first} until {last}.", anewNL, anewEN)
	ruleTeacherLate  = signed("SPP-DOC-PV-05", "late", "De docent tekende te laat: tekenen kan van {first} tot en met {last}.", "The teacher signed too late: signing is possible from {first} until {last}.", anewNL, anewEN)
)

// documentRules are the rules about documents of participants.
var documentRules = slices.Concat(rulesOf(agreementContents), []schemes.Rule{
	ruleThreeParties, ruleTraceable, ruleBothParts, ruleOnlyUnderB, ruleEmploymentContract, ruleDatesDiffer, ruleStartMonth, ruleEndMonth, ruleStartMonthC,
	ruleIllegibleDiploma, ruleIllegible, proofsBefore[kindDiploma], proofsBefore[kindParticipation], ruleProofEarly,
	ruleDiplomaTooSoon, ruleDiplomaStopped, ruleDiplomaExpected, rulePerYear, ruleUnfinished,
	ruleProvider, ruleLetterhead, ruleOtherProof,
	ruleParticipantUnsigned, ruleParticipantEarly, ruleParticipantLate, ruleTeacherUnsigned, ruleTeacherEarly, ruleTeacherLate,
})
