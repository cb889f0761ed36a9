package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// A regulation is one variant with its own dates and numbers filled in.
type regulation struct {
	variant
	parameters
	terms       map[string]term // by activity
	levels      []level
	application schemes.Window
}

func regulate(row variant) *regulation {
	v := &regulation{variant: row, parameters: parametersOf(row), terms: map[string]term{}, application: applicationOf(row)}
	for _, activity := range activityCodes {
		v.terms[activity] = termOf(row, activity)
	}
	for _, t := range row.tiers {
		v.levels = append(v.levels, levelOf(row, t))
	}
	return v
}

func applicationOf(row variant) schemes.Window {
	return schemes.Window{
		Code: "APPLICATION", Kind: schemes.WindowApplication, Title: text("Activiteitenplan indienen", "Submitting the plan"),
		OpensOn: row.applies.From, ClosesOn: row.applies.To, Assumption: true, GuardedBy: []string{ruleApplication.ID()},
		Source: also("SPP-DEF-002", page("nieuwsberichten over de aanvraagperiode", "Openbare berichten noemen deze dagen.", "Public messages name these days.")),
	}
}

// windowAccounting is not announced in any variant: whether it is open is a parameter, which its rule reads.
var windowAccounting = schemes.Window{
	Code: "ACCOUNTING", Kind: schemes.WindowAccounting, Title: text("Registraties indienen", "Submitting registrations"), GuardedBy: []string{ruleAccountingClosed.ID()},
	Source: also("SPP-FLOW-019", sheet("sheet 31", "Vanaf wanneer registraties kunnen worden ingediend, staat er niet.", "It does not say from when registrations can be submitted.")),
}
