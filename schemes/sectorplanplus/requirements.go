package sectorplanplus

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

// The kinds of document.
const (
	kindAgreement     = "LEERWERKOVEREENKOMST"
	kindEmployment    = "ARBEIDSOVEREENKOMST"
	kindStudy         = "STUDIEOVEREENKOMST"
	kindEnrolment     = "BEWIJS_VAN_INSCHRIJVING"
	kindPayslipStart  = "LOONSTROOK_START"
	kindPayslipEnd    = "LOONSTROOK_EIND"
	kindDiploma       = "DIPLOMA"
	kindParticipation = "BEWIJS_VAN_DEELNAME"
	kindNextAgreement = "VOLGENDE_LEERWERKOVEREENKOMST"
	kindStatement     = "PRESTATIEVERKLARING"
	kindExtract       = "KVK_UITTREKSEL"
	kindProject       = "PROJECTOVEREENKOMST"
	kindAccounts      = "JAARREKENING"
	kindDirectors     = "DIRECTIEVERKLARING"
)

var (
	// byDayKinds belong to A and B, so that under C they prove nothing.
	byDayKinds = []string{kindAgreement, kindEmployment, kindStudy, kindEnrolment, kindDiploma, kindParticipation, kindNextAgreement}

	proofs     = []string{kindDiploma, kindParticipation, kindNextAgreement}
	proofKinds = map[string][]string{activityA: proofs, activityB: proofs, activityC: {kindStatement}}
)

// Items to tick off on a document.
const (
	contentPerYear   = "PER_YEAR"
	contentProvider  = "PROVIDER"
	contentSignatory = "SIGNATORY"
)

func ticked(code, nl, en string) []schemes.Choice {
	return []schemes.Choice{{Code: code, Label: text(nl, en)}}
}

// kind returns a document kind; a kind with contents asks for them too.
func kind(code, name string, scope schemes.DocumentScope, nl, en string, contents []schemes.Choice, statements ...string) schemes.DocumentKind {
	if len(contents) > 0 {
		statements = append(statements, "CONTENTS")
	}
	return schemes.DocumentKind{
		Code: code, Title: schemes.Same(name), Explanation: text(nl, en), Scope: scope, Contents: contents, Statements: append(statements, "LEGIBLE"),
	}
}

var documentKinds = []schemes.DocumentKind{
	kind(kindAgreement, "Leerwerkovereenkomst (POK of BPV)", schemes.PerParticipation,
		"De praktijkovereenkomst van student, leerbedrijf en school; geen arbeidsovereenkomst.", "The practice agreement of student, employer and school; no employment contract.",
		choicesOf(agreementContents), "PERIOD", "SIGNATURES"),
	kind(kindEmployment, "Arbeidsovereenkomst", schemes.PerParticipation,
		"Wordt niet gevraagd en bewijst niets.", "Is not asked and proves nothing.", nil),
	kind(kindStudy, "Studie- of opleidingsovereenkomst", schemes.PerParticipation,
		"Alleen onder B, samen met een bewijs van inschrijving.", "Under B only, together with a proof of enrolment.", nil),
	kind(kindEnrolment, "Bewijs van inschrijving", schemes.PerParticipation,
		"Van de school; alleen onder B, samen met een studie- of opleidingsovereenkomst.", "Of the school; under B only, together with a study or training agreement.", nil),
	kind(kindPayslipStart, "Loonstrook start", schemes.PerParticipation,
		"Van de maand waarin de opleiding begon, of waarin de deelnemer later in dienst kwam.", "Of the month in which the training started, or in which the participant entered later.", nil, "MONTH"),
	kind(kindPayslipEnd, "Loonstrook eind", schemes.PerParticipation,
		"Van de maand van de laatste scholingsdag of van het diploma, of van de laatste subsidiabele maand.", "Of the month of the last training day or of the diploma, or of the last subsidised month.", nil, "MONTH"),
	kind(kindDiploma, "Diploma", schemes.PerParticipation,
		"Als de opleiding binnen de subsidieperiode is afgerond; goed leesbaar.", "Where the training was completed within the subsidy period; well legible.", nil, "ISSUED_ON"),
	kind(kindParticipation, "Bewijs van deelname", schemes.PerParticipation,
		"Als de opleiding doorloopt na de subsidieperiode of de deelnemer eerder stopt.", "Where the training runs on after the subsidy period or the participant stops early.", nil, "ISSUED_ON", "SIGNATURES"),
	kind(kindNextAgreement, "Leerwerkovereenkomst van het volgende schooljaar", schemes.PerParticipation,
		"Alleen als de school elk jaar een nieuwe overeenkomst afgeeft.", "Only where the school issues a new agreement each year.",
		ticked(contentPerYear, "de school geeft elk schooljaar een overeenkomst af", "the school issues an agreement each school year")),
	kind(kindStatement, "Prestatieverklaring", schemes.PerParticipation,
		"Het formulier dat bij C hoort; één verklaring kan voor een hele groep zijn.", "The form that belongs to C; one statement may serve a whole group.",
		ticked(contentProvider, "de naam van de opleider", "the name of the trainer"), "LETTERHEAD", "SIGNATURES"),
	kind(kindExtract, "KvK-uittreksel", schemes.PerProject,
		"Met de bestuurder die de projectovereenkomst tekent.", "With the director who signs the project agreement.",
		ticked(contentSignatory, "de bestuurder die tekent, staat erop", "it names the director who signs"), "ISSUED_ON"),
	kind(kindProject, "Projectovereenkomst", schemes.PerProject,
		"Te downloaden zodra zij er is.", "To be downloaded as soon as it is there.",
		ticked(contentSignatory, "de naam van de tekenbevoegde bestuurder is ingevuld", "the name of the director who may sign is filled in"), "SIGNATURES"),
	kind(kindAccounts, "Jaarrekening", schemes.PerProject,
		"Niet verplicht; bewijst dat de organisatie klein of middelgroot is.", "Not compulsory; proves that the organisation is small or medium-sized.", nil, "YEAR", "SIZE_CLASS"),
	kind(kindDirectors, "Directieverklaring", schemes.PerProject,
		"In plaats van een jaarrekening, voor een kleine of middelgrote organisatie.", "Instead of annual accounts, for a small or medium-sized organisation.", nil, "SIZE_CLASS", "SIGNATURES"),
}

func choicesOf(contents []content) []schemes.Choice {
	out := make([]schemes.Choice, len(contents))
	for i, c := range contents {
		out[i] = c.Choice
	}
	return out
}

// A requirement is met by any one of sets, judged by SSC.
func requirement(code, name string, scope schemes.DocumentScope, activities []string, source schemes.Citation, checks []schemes.Rule, sets ...schemes.DocumentSet) schemes.Requirement {
	r := schemes.Requirement{
		Code: code, Title: schemes.Same(name), Scope: scope, Activities: activities, Necessity: schemes.Required, Judge: schemes.RoleSSC, Source: source, Alternatives: sets,
	}
	for _, check := range append([]schemes.Rule{ruleIllegible}, checks...) {
		r.Checks = append(r.Checks, check.ID())
	}
	return r
}

func set(kinds ...string) schemes.DocumentSet { return schemes.DocumentSet{Kinds: kinds} }

var (
	agreementChecks = slices.Concat(rulesOf(agreementContents), []schemes.Rule{ruleThreeParties, ruleTraceable, ruleEmploymentContract, ruleDatesDiffer})

	// agreements are the first column of A and B; only B has an alternative.
	agreements = map[string]schemes.Requirement{
		activityA: requirement("LEERWERKOVEREENKOMST", "Leerwerkovereenkomst", schemes.PerParticipation, []string{activityA},
			also("SPP-DOC-MAT-A", sheet(agreementPlace, "A vraagt de praktijkovereenkomst.", "A asks for the practice agreement.")), slices.Concat(agreementChecks, []schemes.Rule{ruleOnlyUnderB}), set(kindAgreement)),
		activityB: requirement("OVEREENKOMST", "Leerwerk- of studieovereenkomst", schemes.PerParticipation, []string{activityB},
			also("SPP-DOC-MAT-B", sheet(agreementPlace, "B vraagt een leerwerkovereenkomst, of een studieovereenkomst met bewijs van inschrijving.", "B asks for a learning agreement, or a study agreement with proof of enrolment.")),
			slices.Concat(agreementChecks, []schemes.Rule{ruleBothParts}), set(kindAgreement), schemes.DocumentSet{
				Kinds: []string{kindStudy, kindEnrolment}, Condition: text("als er geen leerwerkovereenkomst is", "where there is no learning agreement"),
			}),
	}
	payslipStart = requirement("LOONSTROOK_START", "Loonstrook start", schemes.PerParticipation, nil,
		also("SPP-DOC-PAY-01", sheet(payslipPlace, "De loonstrook van de eerste maand.", "The payslip of the first month.")),
		[]schemes.Rule{ruleStartMonth, ruleStartMonthC}, set(kindPayslipStart))
	payslipEnd = requirement("LOONSTROOK_EIND", "Loonstrook eind", schemes.PerParticipation, byDay,
		also("SPP-DOC-PAY-03", sheet(payslipPlace, "De loonstrook van de laatste maand.", "The payslip of the last month.")),
		[]schemes.Rule{ruleEndMonth}, set(kindPayslipEnd))
	proofOfPerformance = requirement("PRESTATIEBEWIJS", "Prestatiebewijs", schemes.PerParticipation, byDay,
		also("SPP-DOC-PRF-01", sheet(proofPlace, "Diploma, bewijs van deelname of de overeenkomst van het volgende jaar.", "Diploma, proof of participation or next year's agreement.")),
		[]schemes.Rule{ruleIllegibleDiploma, proofsBefore[kindDiploma], proofsBefore[kindParticipation], ruleProofEarly, ruleDiplomaTooSoon, ruleDiplomaStopped, ruleDiplomaExpected, rulePerYear, ruleUnfinished},
		set(kindDiploma), set(kindParticipation), set(kindNextAgreement))
	performanceStatement = requirement("PRESTATIEVERKLARING", "Prestatieverklaring", schemes.PerParticipation, []string{activityC},
		also("SPP-DOC-PV-01", sheet(statementPlace, "C vraagt de prestatieverklaring en niets anders.", "C asks for the performance statement and nothing else.")),
		[]schemes.Rule{
			ruleProvider, ruleLetterhead, ruleTraceable, ruleParticipantUnsigned, ruleParticipantEarly, ruleParticipantLate,
			ruleTeacherUnsigned, ruleTeacherEarly, ruleTeacherLate, ruleOtherProof, ruleUnfinished,
		}, set(kindStatement))
	projectAgreement = requirement("PROJECTOVEREENKOMST", "Projectovereenkomst", schemes.PerProject, nil,
		also("SPP-DOC-PRJ-01", sheet(projectPlace, "De organisatie levert de getekende projectovereenkomst.", "The organisation submits the signed project agreement.")),
		[]schemes.Rule{ruleDirectorName, ruleDirectorUnsigned, ruleSignatoryOther, ruleSignatoryInitials}, set(kindProject))
)

func rulesOf(contents []content) []schemes.Rule {
	out := make([]schemes.Rule, len(contents))
	for i, c := range contents {
		out[i] = c.rule
	}
	return out
}
