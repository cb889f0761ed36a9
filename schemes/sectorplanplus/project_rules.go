package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

var (
	ruleDirectorName = schemes.Rule{
		Code: "SPP-DOC-PRJ-02", Severity: schemes.Blocking,
		Message: text("De naam van de tekenbevoegde bestuurder is niet ingevuld.", "The name of the director who is authorised to sign is missing."),
		Remedy:  text("Vul de naam in op de projectovereenkomst.", "Fill in the name on the project agreement."),
		Source:  sheet(projectPlace, "De overeenkomst noemt de bestuurder die tekent.", "The agreement names the director who signs."),
	}
	ruleDirectorUnsigned = schemes.Rule{
		Code: "SPP-DOC-PRJ-02", Aspect: "unsigned", Severity: schemes.Blocking,
		Message: text("De bestuurder heeft de projectovereenkomst niet getekend.", "The director has not signed the project agreement."),
		Remedy:  text("Laat de tekenbevoegde bestuurder tekenen.", "Have the authorised director sign it."),
		Source:  sheet(projectPlace, "Een tekenbevoegde bestuurder tekent.", "A director who may sign signs."),
	}
	ruleSignatoryOther = schemes.Rule{
		Code: "SPP-DOC-PRJ-02", Aspect: "other", Severity: schemes.Blocking,
		Message: text("De projectovereenkomst is getekend door iemand anders dan de opgegeven ondertekenaar.", "The project agreement was signed by somebody else than the signatory who is stated."),
		Remedy:  text("Laat de opgegeven ondertekenaar tekenen, of geef de ondertekenaar op die op het KvK-uittreksel staat.", "Have the stated signatory sign, or state the signatory whom the KvK extract names."),
		Source:  sheet(projectPlace, "De bestuurder die is ingevuld, is degene die tekent.", "The director who is filled in is the one who signs."),
	}
	ruleSignatoryInitials = schemes.Rule{
		Code: "SPP-DOC-PRJ-02", Aspect: "initials", Severity: schemes.Notice,
		Message: text("De naam onder de projectovereenkomst past bij de opgegeven ondertekenaar, maar een van beide is alleen met voorletters geschreven.", "The name under the project agreement fits the signatory who is stated, but one of both is written with initials only."),
		Remedy:  text("Schrijf beide namen met de voornaam, zoals op het KvK-uittreksel.", "Write both names with the first name, as on the KvK extract."),
		Source:  sheet(projectPlace, "De bestuurder die is ingevuld, is degene die tekent.", "The director who is filled in is the one who signs."),
	}
	ruleSignatory = schemes.Rule{
		Code: "SPP-DOC-PRJ-03", Severity: schemes.Blocking,
		Message: text("De bestuurder die tekent, staat niet op het KvK-uittreksel.", "The KvK extract does not name the director who signs."),
		Remedy:  text("Lever een uittreksel aan waarop deze bestuurder staat, of laat een bestuurder tekenen die op het uittreksel staat.", "Upload an extract that names this director, or have a director sign whom the extract names."),
		Source:  sheet(projectPlace, "De naam komt terug op het uittreksel.", "The name is found on the extract."),
	}
	ruleExtractDate = schemes.Rule{
		Code: "SPP-DOC-PRJ-04", Severity: schemes.Blocking,
		Message:  text("Het KvK-uittreksel is van vóór {oldest}.", "The KvK extract dates from before {oldest}."),
		Remedy:   text("Vraag een nieuw uittreksel aan.", "Request a new extract."),
		Source:   sheet(projectPlace, "Een ouder uittreksel wordt niet aanvaard.", "An older extract is not accepted."),
		Readings: []string{"OQ-SPP-16"},
	}
	ruleExtractAge = schemes.Rule{
		Code: "SPP-DOC-PRJ-04", Aspect: "age", Severity: schemes.Notice,
		Message:  text("Het KvK-uittreksel is van vóór {oldest}. Volgens openbare pagina's is dat te oud.", "The KvK extract dates from before {oldest}. According to public pages that is too old."),
		Remedy:   text("Vraag een nieuw uittreksel aan, of overleg met de projectleider.", "Request a new extract, or consult the project leader."),
		Source:   page("transvorm.org en oaz.nl (2022-2023)", "Het uittreksel is hoogstens zes maanden oud.", "The extract is at most six months old."),
		Readings: []string{"OQ-SPP-16"},
	}
	ruleExtractUnknown = schemes.Rule{
		Code: "SPP-DOC-PRJ-04", Aspect: "unknown", Severity: schemes.Notice,
		Message:  text("Hoe oud het KvK-uittreksel voor deze variant mag zijn, staat niet in de bronnen van deze regeling.", "The sources of this scheme do not say how old the KvK extract may be for this variant."),
		Source:   sheet(projectPlace, "De sheet noemt alleen een datum voor variant 4.", "The sheet names a date for variant 4 only."),
		Readings: []string{"OQ-SPP-16"},
	}
	ruleAccountsYear = schemes.Rule{
		Code: "SPP-DOC-SIZE-04", Severity: schemes.Blocking,
		Message:  text("Voor deze variant is de jaarrekening van {year} nodig.", "This variant needs the annual accounts of {year}."),
		Remedy:   text("Lever de jaarrekening van {year} aan, of een directieverklaring.", "Upload the annual accounts of {year}, or a directors' statement."),
		Source:   sheet(sizePlace, "De sheet noemt het jaar.", "The sheet names the year."),
		Readings: []string{"OQ-SPP-16"},
	}
	ruleAccountsYearAssumed = schemes.Rule{
		Code: "SPP-DOC-SIZE-04", Aspect: "assumed", Severity: schemes.Notice,
		Message:  text("Voor deze variant is naar aanname de jaarrekening van {year} nodig.", "By assumption this variant needs the annual accounts of {year}."),
		Remedy:   text("Lever de jaarrekening van {year} aan, of overleg met de projectleider.", "Upload the annual accounts of {year}, or consult the project leader."),
		Source:   page("oaz.nl, toekenning en deadlines (voor variant 3 afgeleid)", "Het jaar is niet uit de webinar.", "The year is not the webinar's."),
		Readings: []string{"OQ-SPP-16"},
	}
	ruleDirectorsUnsigned = schemes.Rule{
		Code: "SPP-DOC-SIZE-02", Aspect: "unsigned", Severity: schemes.Blocking,
		Message:  text("De bestuurder heeft de directieverklaring niet getekend.", "The director has not signed the directors' statement."),
		Remedy:   text("Laat de bestuurder tekenen.", "Have the director sign it."),
		Source:   sheet(sizePlace, "De directie verklaart de omvang.", "The directors state the size."),
		Readings: []string{"OQ-SPP-03"},
	}
	ruleDirectorsLarge = schemes.Rule{
		Code: "SPP-DOC-SIZE-02", Severity: schemes.Notice,
		Message:  text("Een directieverklaring is bedoeld voor kleine en middelgrote organisaties.", "A directors' statement is for small and medium-sized organisations."),
		Remedy:   text("Geef op of de organisatie klein of middelgroot is.", "State whether the organisation is small or medium-sized."),
		Source:   sheet(sizePlace, "De verklaring vervangt de jaarrekening van een kleine of middelgrote organisatie.", "The statement replaces the accounts of a small or medium-sized organisation."),
		Readings: []string{"OQ-SPP-03"},
	}
)

// extractRule is the rule about the age of the chamber extract that fits the row.
func (v *regulation) extractRule() schemes.Rule {
	switch {
	case !v.extract.since.IsZero():
		return ruleExtractDate
	case v.extract.months != "":
		return ruleExtractAge
	}
	return ruleExtractUnknown
}

// accountsRule is the rule about the year of the accounts that fits the row.
func (v *regulation) accountsRule() schemes.Rule {
	if v.accounts.isStated {
		return ruleAccountsYear
	}
	return ruleAccountsYearAssumed
}

func (v *regulation) projectRules() []schemes.Rule {
	return []schemes.Rule{ruleDirectorName, ruleDirectorUnsigned, ruleSignatoryOther, ruleSignatoryInitials, ruleSignatory, v.extractRule(), v.accountsRule(), ruleDirectorsUnsigned, ruleDirectorsLarge}
}

func (v *regulation) extractRequirement() schemes.Requirement {
	return requirement("KVK_UITTREKSEL", "KvK-uittreksel", schemes.PerProject, nil,
		also("SPP-DOC-PRJ-03", sheet(projectPlace, "De organisatie levert een uittreksel met de bestuurder die tekent.", "The organisation submits an extract that names the director who signs.")),
		[]schemes.Rule{ruleSignatory, v.extractRule()}, set(kindExtract))
}

func (v *regulation) sizeRequirement() schemes.Requirement {
	r := requirement("OMVANG", "Jaarrekening of directieverklaring", schemes.PerProject, nil,
		also("SPP-DOC-SIZE-01", sheet(sizePlace, "Voor meer dan de helft onder C is een bewijs van omvang nodig.", "More than half under C takes a proof of size.")),
		[]schemes.Rule{v.accountsRule(), ruleDirectorsUnsigned, ruleDirectorsLarge}, set(kindAccounts), set(kindDirectors))
	r.Necessity = schemes.Conditional
	r.Condition = text("voor een kleine of middelgrote organisatie die onder C meer dan de helft van de kosten vergoed wil krijgen", "for a small or medium-sized organisation that wants more than half of its costs under C subsidised")
	return r
}
