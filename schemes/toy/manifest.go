package toy

import "github.com/penvoerder/penvoerder/schemes"

func manifest() schemes.Manifest {
	return schemes.Manifest{
		Slug: "toy", Family: "toy", Version: "0.1.0", PlanPer: schemes.PerOrganisation,
		Title:     text("Jonglereerlijkheidsregeling (verzonnen)", "Honest Juggling Scheme (made up)"),
		Authority: "Ministerie van Speelgoed",
		Works:     []schemes.Work{{ID: "speelgids", Title: "De Speelgids, verzonnen voor deze code", Dated: schemes.On(2025, 4, 1)}},
		Readings: []schemes.Reading{{
			ID: "OQ-TOY-01", Question: text("Telt een gevallen bal mee?", "Does a dropped ball count?"), Answer: text("Ja, vallen is oefenen.", "Yes, dropping is practice."),
		}},
		Activities: []schemes.Activity{
			{Code: listed, Title: text("Jongleercursus uit de lijst", "Juggling course from the list"), Budget: "JK", TrainingForm: schemes.ListedForm, Routes: []string{"BALLEN", "KEGELS"}, Windows: []string{windowStart.Code}, Maximum: []string{maximum.Code}},
			{Code: course, Title: text("Eigen jongleercursus", "Juggling course of one's own"), Budget: "JK", TrainingForm: schemes.CourseForm, ContentJudge: schemes.RoleAMR, Maximum: []string{maximum.Code}},
		},
		Budgets: []schemes.Budget{{Code: "JK", Title: text("Alle ballen in de lucht", "All balls in the air")}},
		Caps:    []schemes.Cap{capPerson, capEmployer},
		Windows: []schemes.Window{windowApply, windowStart, windowAccount, {
			Code: "ASSESS", Kind: schemes.WindowAssessment, Title: text("Beoordelen", "Assessing"), GuardedBy: []string{schemes.Platform}, Source: at("blz. 2", "Volgt nog.", "To follow."),
		}},
		Deadlines: []schemes.Deadline{{
			Code: "SHOW", Title: text("Slotvoorstelling", "Closing show"), Role: schemes.RoleEmployer, Source: at("blz. 2", "De datum volgt.", "The date follows."),
		}},
		DocumentKinds: []schemes.DocumentKind{
			kind("FOTO", "Foto", schemes.PerParticipation, "MONTH"), kind("FILM", "Film", schemes.PerParticipation, "LEGIBLE"),
			kind("GETUIGE", "Getuigenverklaring", schemes.PerParticipation, "SIGNATURES"), kind("PROGRAMMA", "Programmaboekje", schemes.PerRegistration), kind("ZAALHUUR", "Huurcontract zaal", schemes.PerProject),
		},
		Requirements: []schemes.Requirement{programme, proof, hall},
		Judgements: []schemes.ContentJudgement{{
			Code: "PLEZIER", Title: schemes.Same("Plezier"), Activities: []string{course}, Judge: schemes.RoleAMR, Reasons: []string{"NO_FUN", "OTHER"}, Source: at("blz. 4", "Er wordt gelachen.", "There is laughter."),
		}},
		Trainings: trainings,
		Themes: []schemes.Theme{{
			Code: "BALANS", Title: schemes.Same("Balans"), Goals: []schemes.Choice{{Code: "STAAN", Label: text("Blijven staan", "Staying upright")}}, Source: at("blz. 4", "Een doel kiezen.", "Choose a goal."),
		}},
		TargetGroups:   []schemes.Choice{{Code: "CLOWN", Label: schemes.Same("Clown")}, {Code: "PUBLIEK", Label: text("Publiek", "Audience")}},
		OtherSubsidies: []schemes.OtherSubsidy{{Code: "TAARTFONDS", Title: schemes.Same("Taartfonds"), AllowedWith: []string{listed}, Source: at("blz. 3", "Taart mag bij de lijst.", "Cake is fine with the list.")}},
		ReasonCodes:    []schemes.Choice{{Code: "BLURRED", Label: text("Onscherp", "Out of focus")}, {Code: "NO_FUN", Label: text("Er wordt niet gelachen", "Nobody laughs")}, {Code: "OTHER", Label: text("Anders", "Other")}},
		Facts:          []schemes.FactDefinition{factMotto, factBalls, factHeight, factBirthday, factNose, factTent},
		Parameters:     []schemes.Parameter{dayRate, hourRate, maximum, leastDays, lastDay, certain, personYear, employerYear},
		Rules:          []schemes.Rule{ruleTent, ruleWindow, ruleStart, ruleLate, ruleListed, ruleDays, ruleDaysEdge, ruleAudience, ruleBalls, ruleTogether, ruleMonth},
		Roles:          []schemes.RoleName{{Role: schemes.RoleAMR, Title: text("jongleercommissie", "juggling committee")}},
		Lines: []schemes.Line{
			lineRequested, lineCertain, lineStart, lineEnd, lineDays, lineAgain, lineRate, lineDue, lineHours, lineGroup, lineHourRate, lineShare, lineOwn, lineLeft, lineCap, lineAmount,
		},
	}
}

var trainings = []schemes.ListedTraining{
	{List: "jongleren", Code: "J1", Title: "Drie ballen", Routes: []string{"BALLEN"}, Activity: listed, Source: at("bijlage", "Beginners.", "Beginners.")},
	{List: "jongleren", Code: "J1", Title: "Drie ballen, achterstevoren", Activity: listed, Source: at("bijlage", "Gevorderden.", "Advanced.")},
}

var (
	windowApply = schemes.Window{
		Code: "APPLY", Kind: schemes.WindowApplication, Title: text("Aanvragen", "Applying"),
		OpensAt: schemes.Moment("2025-04-01T09:00:00+02:00"), ClosesAt: schemes.Moment("2025-04-30T17:00:00+02:00"), GuardedBy: []string{ruleWindow.ID()},
		Source: at("blz. 1", "In april.", "In April."),
	}
	windowStart = schemes.Window{
		Code: "START", Kind: schemes.WindowTrainingStart, Title: text("Beginnen", "Starting"),
		OpensOn: schemes.On(2025, 5, 1), ClosesOn: schemes.On(2026, 4, 30), GuardedBy: []string{ruleStart.ID()},
		Source: at("blz. 1", "Binnen een jaar.", "Within a year."),
	}
	windowAccount = schemes.Window{
		Code: "ACCOUNTING", Kind: schemes.WindowAccounting, Title: text("Verantwoorden", "Accounting"),
		ClosesAt: schemes.Moment("2027-03-31T17:00:00+02:00"), GuardedBy: []string{ruleLate.ID()},
		Source: at("blz. 2", "Tot en met maart.", "Until the end of March."),
	}
)

func kind(code, name string, scope schemes.DocumentScope, statements ...string) schemes.DocumentKind {
	return schemes.DocumentKind{Code: code, Title: schemes.Same(name), Explanation: text("Zo duidelijk mogelijk.", "As clear as can be."), Scope: scope, Statements: statements}
}

var (
	programme = schemes.Requirement{
		Code: "PROGRAMMA", Title: schemes.Same("Programmaboekje"), Scope: schemes.PerRegistration, Activities: []string{course}, Necessity: schemes.Required, Judge: schemes.RoleSSC,
		Alternatives: []schemes.DocumentSet{{Kinds: []string{"PROGRAMMA"}}}, Source: at("blz. 5", "Een boekje per cursus.", "A booklet for each course."),
	}
	proof = schemes.Requirement{
		Code: "BEWIJS", Title: text("Bewijs van jongleren", "Proof of juggling"), Scope: schemes.PerParticipation, Necessity: schemes.Conditional,
		Condition: text("niet voor publiek", "not for the audience"), Judge: schemes.RoleSSC, Reasons: []string{"BLURRED", "OTHER"}, Checks: []string{ruleMonth.ID()}, Source: at("blz. 5", "Een film, of een foto met getuige.", "A film, or a photo with a witness."),
		Alternatives: []schemes.DocumentSet{{Kinds: []string{"FILM"}}, {Kinds: []string{"FOTO", "GETUIGE"}, Condition: text("als er niet gefilmd is", "if nothing was filmed")}},
	}
	hall = schemes.Requirement{
		Code: "ZAAL", Title: text("Een zaal", "A hall"), Scope: schemes.PerProject, Necessity: schemes.Required, Judge: schemes.RoleSSC,
		Alternatives: []schemes.DocumentSet{{Kinds: []string{"ZAALHUUR"}}}, Source: at("blz. 5", "Jongleren doe je binnen.", "Juggling is done indoors."),
	}
)
