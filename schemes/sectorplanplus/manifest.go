package sectorplanplus

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

var activityCodes = []string{activityA, activityB, activityC}

func (v *regulation) manifest() schemes.Manifest {
	return schemes.Manifest{
		Slug:          v.slug(),
		Family:        family,
		Variant:       v.number,
		Version:       "1.2.0",
		Title:         text("SectorplanPlus, variant "+v.number+" ("+v.years.NL+")", "SectorplanPlus, variant "+v.number+" ("+v.years.EN+")"),
		Authority:     "Ministerie van Volksgezondheid, Welzijn en Sport",
		PlanPer:       schemes.PerRegion,
		Works:         works,
		Readings:      v.readings(),
		Activities:    v.activities(),
		Budgets:       budgets,
		Windows:       v.windows(),
		Deadlines:     v.deadlines(),
		DocumentKinds: documentKinds,
		Requirements: []schemes.Requirement{
			agreements[activityA], agreements[activityB], payslipStart, payslipEnd, proofOfPerformance, performanceStatement,
			projectAgreement, v.extractRequirement(), v.sizeRequirement(),
		},
		Judgements:   []schemes.ContentJudgement{judgedSince},
		Trainings:    trainings,
		TargetGroups: targetGroups,
		ReasonCodes:  reasonCodes,
		Facts:        v.facts(),
		Parameters:   v.declared(),
		Rules:        v.rules(),
		Lines:        v.lines(),
		Retention:    v.retention,
	}
}

var works = []schemes.Work{
	{ID: webinar, Title: "Webinar SectorplanPlus, 19 november 2024", Dated: schemes.On(2024, 11, 19), Digest: "39b5e7dbbf116a59128d9c1f149272ecb2d773166b2d8bc6264763ae517d507a"},
	{ID: behoud, Title: "Uitgangspunt behoud (delen van de aanpak, T4)", Digest: "1363bfa2699851ea6a40ae3024a16b0d54200a01afd9a178eebc893d163473d9"},
	{ID: programme, Title: "Programma van Eisen en Aanvraagprocedure Strategisch Opleiden in Zorg & Welzijn (alleen waar het SectorplanPlus noemt of als aanname)", Digest: "f037c367e6511667a54095b4b24ce7a5503bfd2cc63dd15b99abc13cb9c959b3"},
	{ID: public, Title: "Openbare pagina's over SectorplanPlus 2022-2025 (alleen als aanname)"},
}

func (v *regulation) activities() []schemes.Activity {
	var byDayMaximum []string
	for _, l := range v.levels {
		byDayMaximum = append(byDayMaximum, l.high.maximum.Code, l.low.maximum.Code)
	}
	windows := func(activity string) []string {
		return []string{v.terms[activity].start.Code, v.terms[activity].period.Code}
	}
	return []schemes.Activity{
		{
			Code: activityA, Title: text("Beroepsopleiding mbo: bbl of derde leerweg", "Vocational training mbo: bbl or derde leerweg"), Budget: activityA,
			TrainingForm: schemes.ListedForm, Routes: routes[activityA], Windows: windows(activityA), Maximum: byDayMaximum,
		},
		{
			Code: activityB, Title: text("Beroepsopleiding hbo: duaal, deeltijd of associate degree", "Vocational training hbo: duaal, deeltijd or associate degree"), Budget: activityB,
			TrainingForm: schemes.ListedForm, Routes: routes[activityB], Windows: windows(activityB), Maximum: byDayMaximum,
		},
		{
			Code: activityC, Title: text("Training en ontwikkeling", "Training and development"), Budget: activityC,
			TrainingForm: schemes.CourseForm, Windows: windows(activityC), Maximum: []string{maximumCourse.Code},
			ContentJudge: schemes.RoleAMR, ContentTerm: amrDays.Code,
		},
	}
}

// budgets are one for each activity. Whether they pay for each other is a parameter, an
// assumption.
var budgets = []schemes.Budget{
	{Code: activityA, Title: text("Activiteit A", "Activity A"), Shift: budgetsShift.Code},
	{Code: activityB, Title: text("Activiteit B", "Activity B"), Shift: budgetsShift.Code},
	{Code: activityC, Title: text("Activiteit C", "Activity C"), Shift: budgetsShift.Code},
}

func (v *regulation) windows() []schemes.Window {
	out := []schemes.Window{v.application}
	for _, activity := range activityCodes {
		out = append(out, v.terms[activity].start, v.terms[activity].period)
	}
	return append(out, windowAccounting)
}

// deadlines have no moment: no source that is at hand gives one, so nothing is blocked.
func (v *regulation) deadlines() []schemes.Deadline {
	out := []schemes.Deadline{
		unannounced("PROJECT-DOCUMENTS", "Projectdocumenten", "Project documents", also("SPP-DOC-PRJ-01", sheet(projectPlace, "De overeenkomst wordt aangeleverd zodra zij er is.", "The agreement is submitted as soon as it is there."))),
		unannounced("ACCOUNTING-CLOSE", "Laatste dag om te verantwoorden", "Last day to account", also("SPP-DATE-V4-0", sheet(sizePlace, "De termijnen staan op de website van SectorplanPlus.", "The terms are on the website of SectorplanPlus."))),
	}
	if v.retention != nil {
		out = append(out, unannounced("RETENTION-REPORT", "Aanpak van behoud delen", "Sharing the approach to retention", also("BEH-GEN-02", cite(behoud, "Uitgangspunt behoud", "De bron noemt geen termijn.", "The source names no term."))))
	}
	return out
}

func unannounced(code, nl, en string, source schemes.Citation) schemes.Deadline {
	return schemes.Deadline{Code: code, Title: text(nl, en), Role: schemes.RoleEmployer, Source: source}
}

// rules are the rules of the variant: those that all share, and those that its row
// gives cause for.
func (v *regulation) rules() []schemes.Rule {
	out := slices.Concat(planRules, v.dateRules(), trainingRules, participantRules, v.otherRules(), documentRules, v.projectRules())
	if v.retention != nil {
		out = append(out, retentionRules()...)
	}
	return out
}

func (v *regulation) dateRules() []schemes.Rule {
	var out []schemes.Rule
	for _, activity := range activityCodes {
		t := v.terms[activity]
		out = append(out, t.early, t.late, t.end)
		out = append(out, t.refined.rules...)
	}
	return out
}

// otherRules are the rules that not every row gives cause for.
func (v *regulation) otherRules() []schemes.Rule {
	var out []schemes.Rule
	if len(v.levels) > 1 {
		out = append(out, ruleSurchargeAlone)
	}
	if v.yearAmounts {
		out = append(out, ruleAboveYear)
	}
	if len(v.earlier) > 0 {
		out = append(out, ruleEarlierVariant)
	}
	if len(v.earlier) < len(variants)-1 {
		out = append(out, ruleLaterVariant)
	}
	return out
}
