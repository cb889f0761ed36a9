package sozw

import "github.com/penvoerder/penvoerder/schemes"

func manifest() schemes.Manifest {
	return schemes.Manifest{
		Slug:           slug,
		Family:         "sozw",
		Version:        "1.1.0",
		Title:          text("Strategisch Opleiden in Zorg & Welzijn 2026", "Strategic Training in Care & Welfare 2026 (SO-Z&W)"),
		Authority:      "Ministerie van Volksgezondheid, Welzijn en Sport",
		PlanPer:        schemes.PerGroup,
		Works:          works,
		Readings:       readings,
		Activities:     activities,
		Budgets:        budgets,
		Guarantee:      guarantee.Code,
		Windows:        []schemes.Window{windowApplication, windowAssessment, windowStart1, windowStart2, windowPeriod, windowAccounting},
		Deadlines:      deadlines,
		DocumentKinds:  documentKinds,
		Requirements:   []schemes.Requirement{learningAgreement, payslipStart, payslipEnd, proofOfPerformance, performanceStatement, chamberExtract, projectAgreement},
		Judgements:     judgements,
		Trainings:      trainings,
		Themes:         themes,
		OtherSubsidies: otherSubsidies,
		ReasonCodes:    reasonCodes,
		Facts: []schemes.FactDefinition{
			factEmploysStaff, factHospitalInGroup, factPracticeComponent, factOtherPartyPays, factSeveralTeachers, factEmployerQualifies, factHoursAtEnd,
		},
		Parameters: parameters,
		Rules:      join(planRules, trainingRules, participantRules, documentRules),
		Lines:      join(planLines, dayLines, hourLines),
	}
}

func join[T any](parts ...[]T) []T {
	var out []T
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

var works = []schemes.Work{
	{ID: programme, Title: "Programma van Eisen en Aanvraagprocedure Strategisch Opleiden in Zorg & Welzijn", Digest: "f037c367e6511667a54095b4b24ce7a5503bfd2cc63dd15b99abc13cb9c959b3"},
	{ID: webinar, Title: "Webinar SectorplanPlus, 19 november 2024 (alleen als advies)", Dated: schemes.On(2024, 11, 19), Digest: "39b5e7dbbf116a59128d9c1f149272ecb2d773166b2d8bc6264763ae517d507a"},
}

var activities = []schemes.Activity{
	{
		Code: activity1A, Title: text("Instroom en doorstroom: mbo BBL of derde leerweg", "Inflow and through-flow: mbo BBL or derde leerweg"), Budget: "1",
		TrainingForm: schemes.ListedForm, Routes: []string{"BBL", "DERDE_LEERWEG"}, Windows: []string{windowStart1.Code, windowPeriod.Code},
		Maximum: []string{maximumHigh.Code, maximumLow.Code},
	},
	{
		Code: activity1B, Title: text("Instroom en doorstroom: hbo duaal, deeltijd of Associate Degree", "Inflow and through-flow: hbo duaal, deeltijd or Associate Degree"), Budget: "1",
		TrainingForm: schemes.ListedForm, Routes: []string{"DUAAL", "DEELTIJD", "ASSOCIATE_DEGREE"}, Windows: []string{windowStart1.Code, windowPeriod.Code},
		Maximum: []string{maximumHigh.Code, maximumLow.Code},
	},
	{
		Code: activity2, Title: text("Strategische bij- en nascholing", "Strategic further training"), Budget: "2",
		TrainingForm: schemes.CourseForm, Windows: []string{windowStart2.Code}, Maximum: []string{maximumCourse.Code},
	},
}

var budgets = []schemes.Budget{
	{Code: "1", Title: text("Activiteit 1 (1A en 1B samen)", "Activity 1 (1A and 1B together)")},
	{Code: "2", Title: text("Activiteit 2", "Activity 2")},
}

var (
	windowApplication = schemes.Window{
		Code: "APPLICATION", Kind: schemes.WindowApplication, Title: text("Activiteitenplan indienen", "Submitting the plan"),
		OpensAt: schemes.Moment("2025-11-24T09:00:00+01:00"), ClosesAt: schemes.Moment("2025-12-19T18:00:00+01:00"),
		GuardedBy: []string{ruleApplicationWindow.ID()},
		Source:    also("SOZW-DATE-008", "hoofdstuk 2, Het indienen van het Activiteitenplan", "Plannen worden tussen deze twee tijdstippen ingediend.", "Plans are submitted between these two moments."),
	}
	windowAssessment = schemes.Window{
		Code: "ASSESSMENT", Kind: schemes.WindowAssessment, Title: text("Beoordeling door de projectleider", "Assessment by the project leader"),
		OpensOn: schemes.On(2025, 12, 22), ClosesOn: schemes.On(2026, 2, 13),
		GuardedBy: []string{schemes.Platform},
		Source:    also("SOZW-DATE-009", "hoofdstuk 2, Het indienen van het Activiteitenplan", "De regionale projectleider beoordeelt in deze weken.", "The regional project leader assesses in these weeks."),
	}
	windowStart1 = schemes.Window{
		Code: "START-1", Kind: schemes.WindowTrainingStart, Title: text("Start van een opleiding onder activiteit 1", "Start of a training under activity 1"),
		OpensOn: schemes.On(2026, 1, 1), ClosesOn: schemes.On(2026, 11, 30),
		GuardedBy: []string{ruleStart1.ID()},
		Source:    also("SOZW-DATE-011", "hoofdstuk 4, Activiteit 1", "De opleiding begint in 2026 en voor 1 december.", "The training starts in 2026 and before 1 December."),
	}
	windowStart2 = schemes.Window{
		Code: "START-2", Kind: schemes.WindowTrainingStart, Title: text("Start van een activiteit onder activiteit 2", "Start of an activity under activity 2"),
		OpensOn: schemes.On(2026, 1, 1), ClosesOn: schemes.On(2026, 12, 31),
		GuardedBy: []string{ruleStart2.ID()},
		Source:    also("SOZW-DATE-013", "hoofdstuk 4, Activiteit 2", "De activiteit begint in 2026.", "The activity starts in 2026."),
	}
	windowPeriod = schemes.Window{
		Code: "PERIOD", Kind: schemes.WindowSubsidyPeriod, Title: text("Subsidieperiode", "Subsidy period"),
		OpensOn: schemes.On(2026, 1, 1), ClosesOn: schemes.On(2026, 12, 31),
		GuardedBy: []string{ruleStart1.ID(), ruleRunsOn1.ID()},
		Source:    also("SOZW-DATE-001", "hoofdstuk 1", "Alleen in deze periode is subsidie mogelijk.", "Subsidy is possible in this period only."),
	}
	windowAccounting = schemes.Window{
		Code: "ACCOUNTING", Kind: schemes.WindowAccounting, Title: text("Opleidingen verantwoorden", "Accounting for trainings"),
		OpensOn:   schemes.On(2026, 1, 5),
		GuardedBy: []string{ruleAccountingOpens.ID()},
		Source:    also("SOZW-DATE-006", "hoofdstuk 2, Planning", "Verantwoorden kan op zijn vroegst vanaf deze dag; een einddatum is niet bekend.", "Accounting starts on this day at the earliest; no last day is known."),
	}
)

var deadlines = []schemes.Deadline{
	{
		Code: "CONSOLIDATION", Title: text("Plannen samengevoegd bij VWS", "Plans consolidated and delivered to VWS"), Role: schemes.RoleRegioPlus, At: schemes.Moment("2026-02-20T23:59:59+01:00"),
		Source: also("SOZW-DATE-005", "hoofdstuk 2, Planning", "RegioPlus levert de plannen op deze dag aan.", "RegioPlus delivers the plans on this day."),
	},
	{
		Code: "GRANT", Title: text("Streefdatum toekenning", "Aim for the grant"), Role: schemes.RoleVWS, At: schemes.Moment("2026-03-31T23:59:59+02:00"),
		Source: also("SOZW-GRANT-002", "hoofdstuk 2, Toekenning", "Het ministerie streeft naar toekenning in het eerste kwartaal; het is geen harde termijn.", "The ministry aims at the first quarter; it is no hard term."),
	},
	{
		Code: "PROJECT-DOCUMENTS", Title: text("KvK-uittreksel en projectovereenkomst", "KvK extract and project agreement"), Role: schemes.RoleEmployer,
		Source: also("SOZW-DOC-002", "hoofdstuk 6", "Het moment volgt later.", "The moment follows later."),
	},
	{
		Code: "ACCOUNTING-CLOSE", Title: text("Laatste dag om te verantwoorden", "Last day to account"), Role: schemes.RoleEmployer,
		Source: also("SOZW-DATE-010", "hoofdstuk 2, Toekenning", "Verdere termijnen worden later bekendgemaakt.", "Further terms are announced later."),
	},
}

// other returns an other subsidy; it may be combined with the activities named.
func other(code, name string, rule schemes.Code, nl, en string, activities ...string) schemes.OtherSubsidy {
	return schemes.OtherSubsidy{Code: code, Title: schemes.Same(name), AllowedWith: activities, Source: also(rule, "hoofdstuk 1, stapeling", nl, en)}
}

const (
	subsidyMDIEU = "MDIEU"
	subsidySLIM  = "SLIM"
	subsidyWOW   = "WOW"
)

var otherSubsidies = []schemes.OtherSubsidy{
	other("STAGEFONDS_ZORG", "Stagefonds Zorg", "SOZW-STACK-001", "Mag samen met activiteit 1.", "Allowed with activity 1.", activity1A, activity1B),
	other("PRAKTIJKLEREN", "Praktijkleren", "SOZW-STACK-002", "Mag samen met activiteit 1.", "Allowed with activity 1.", activity1A, activity1B),
	other(subsidyWOW, "Werkgeverskosten Opleidingen Wijkverpleging (WOW)", "SOZW-STACK-003", "Mag samen met activiteit 1 zodra de regeling bestaat.", "Allowed with activity 1 once it exists.", activity1A, activity1B),
	other(subsidyMDIEU, "MDIEU", "SOZW-STACK-005", "Mag niet.", "Not allowed."),
	other(subsidySLIM, "SLIM", "SOZW-STACK-006", "Mag niet.", "Not allowed."),
	other("OTHER", "Andere scholingssubsidie", "SOZW-STACK-004", "Geen enkele andere scholingssubsidie mag.", "No other training subsidy is allowed."),
}
