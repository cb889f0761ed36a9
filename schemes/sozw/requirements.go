package sozw

import "github.com/penvoerder/penvoerder/schemes"

// kindParticipation is the proof of participation: the one proof whose own date limits what it proves.
const kindParticipation = "DEELNAMEBEWIJS"

var agreementContents = []schemes.Choice{
	{Code: "TRAINING", Label: text("de opleiding", "the training")},
	{Code: "CREBO", Label: text("het crebonummer", "the crebo number")},
	{Code: "DATES", Label: text("begin- en einddatum", "start and end date")},
	{Code: "SIZE", Label: text("de omvang van de praktijkvorming", "the size of the practical training")},
	{Code: "PARTIES", Label: text("student, leerbedrijf en school", "student, employer and school")},
}

// kind returns a document kind that always asks whether the document is legible.
func kind(code, name string, scope schemes.DocumentScope, nl, en string, statements ...string) schemes.DocumentKind {
	return schemes.DocumentKind{Code: code, Title: schemes.Same(name), Explanation: text(nl, en), Scope: scope, Statements: append(statements, "LEGIBLE")}
}

var documentKinds = []schemes.DocumentKind{
	{
		Code: "LEERWERKOVEREENKOMST", Title: schemes.Same("Leerwerkovereenkomst"), Scope: schemes.PerParticipation,
		Explanation: text("De praktijkovereenkomst (POK of BPV). Bij hbo deeltijd toont zij het praktijkdeel.", "The practice agreement (POK or BPV). For hbo deeltijd it shows the practice component."),
		Statements:  []string{"CONTENTS", "SIGNATURES", "LEGIBLE"}, Contents: agreementContents,
	},
	kind("LOONSTROOK_START", "Loonstrook startmaand", schemes.PerParticipation, "De loonstrook van de maand waarin de opleiding begint.", "The payslip of the month in which the training starts.", "MONTH"),
	kind("LOONSTROOK_EIND", "Loonstrook eindmaand", schemes.PerParticipation, "De loonstrook van de maand waarin de opleiding eindigt, op zijn laatst december 2026.", "The payslip of the month in which the training ends, December 2026 at the latest.", "MONTH"),
	kind("DIPLOMA", "Diploma", schemes.PerParticipation, "Het diploma van de school.", "The school's diploma.", "ISSUED_ON"),
	kind(kindParticipation, "Deelnamebewijs", schemes.PerParticipation, "Het formulier van SO-Z&W.", "The form of SO-Z&W.", "ISSUED_ON", "SIGNATURES"),
	kind("PRESTATIEVERKLARING", "Prestatieverklaring", schemes.PerParticipation, "Het formulier van SO-Z&W; één verklaring kan voor een hele groep zijn.", "The form of SO-Z&W; one statement may serve a whole group.", "LETTERHEAD", "SIGNATURES"),
	kind("KVK_UITTREKSEL", "KvK-uittreksel", schemes.PerProject, "Gemaakt op of na 1 januari 2025.", "Made on or after 1 January 2025.", "ISSUED_ON"),
	kind("PROJECTOVEREENKOMST", "Projectovereenkomst", schemes.PerProject, "Het formulier van SO-Z&W.", "The form of SO-Z&W.", "SIGNATURES"),
}

// requirement returns a requirement that is always asked for its activities, judged
// by SSC, and met by any one of kinds.
func requirement(code, name string, scope schemes.DocumentScope, activities []string, source schemes.Citation, checks []schemes.Rule, kinds ...string) schemes.Requirement {
	r := schemes.Requirement{
		Code: code, Title: schemes.Same(name), Scope: scope, Activities: activities, Necessity: schemes.Required, Judge: schemes.RoleSSC, Source: source,
	}
	for _, k := range kinds {
		r.Alternatives = append(r.Alternatives, schemes.DocumentSet{Kinds: []string{k}})
	}
	for _, check := range append([]schemes.Rule{ruleLegible}, checks...) {
		r.Checks = append(r.Checks, check.ID())
	}
	return r
}

var (
	byDay    = []string{activity1A, activity1B}
	byCourse = []string{activity2}

	learningAgreement = requirement("LEERWERKOVEREENKOMST", "Leerwerkovereenkomst", schemes.PerParticipation, byDay,
		also("SOZW-DOC-006", accountingPlace, "Activiteit 1 vraagt de leerwerkovereenkomst.", "Activity 1 asks for the learning agreement."),
		[]schemes.Rule{ruleNoAgreement, ruleContents, ruleThreeParties, ruleTraceable}, "LEERWERKOVEREENKOMST")
	payslipStart = requirement("LOONSTROOK_START", "Loonstrook startmaand", schemes.PerParticipation, nil,
		also("SOZW-DOC-008", accountingPlace, "Beide activiteiten vragen de loonstrook van de startmaand.", "Both activities ask for the payslip of the start month."),
		[]schemes.Rule{ruleStartMonth1, ruleStartMonth2}, "LOONSTROOK_START")
	payslipEnd = requirement("LOONSTROOK_EIND", "Loonstrook eindmaand", schemes.PerParticipation, byDay,
		also("SOZW-DOC-010", accountingPlace, "Activiteit 1 vraagt de loonstrook van de eindmaand.", "Activity 1 asks for the payslip of the end month."),
		[]schemes.Rule{ruleEndMonth}, "LOONSTROOK_EIND")
	proofOfPerformance = requirement("PRESTATIEBEWIJS", "Prestatiebewijs", schemes.PerParticipation, byDay,
		also("SOZW-DOC-012", accountingPlace, "Een diploma of een deelnamebewijs.", "A diploma or a proof of participation."),
		[]schemes.Rule{ruleProofBefore, ruleProofEarly}, "DIPLOMA", kindParticipation)
	performanceStatement = requirement("PRESTATIEVERKLARING", "Prestatieverklaring", schemes.PerParticipation, byCourse,
		also("SOZW-DOC-013", accountingPlace, "Activiteit 2 vraagt een prestatieverklaring.", "Activity 2 asks for a performance statement."),
		[]schemes.Rule{ruleStatementBefore, ruleLetterhead, ruleTraceable, ruleSigningTerm}, "PRESTATIEVERKLARING")
	chamberExtract = requirement("KVK_UITTREKSEL", "KvK-uittreksel", schemes.PerProject, nil,
		also("SOZW-DOC-002", accountingPlace, "De organisatie levert een KvK-uittreksel.", "The organisation submits a KvK extract."),
		[]schemes.Rule{ruleExtractDate}, "KVK_UITTREKSEL")
	projectAgreement = requirement("PROJECTOVEREENKOMST", "Projectovereenkomst", schemes.PerProject, nil,
		also("SOZW-DOC-004", accountingPlace, "De organisatie tekent de projectovereenkomst.", "The organisation signs the project agreement."),
		nil, "PROJECTOVEREENKOMST")
)
