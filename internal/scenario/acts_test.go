package scenario_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

// acts tries every mutation on Linde's things as everybody. Each try has something in it that cannot be done, such as a
// version that was never there, so that the table can tell who would have been allowed to, and that nothing is stored.
// A mutation that stands in no row of the table fails.
func acts(t *testing.T, w *town) {
	who := w.principals(t)
	c := w.linde.in(t).introspect()
	tries := w.tries(t)
	table := readTable(t, "acts.txt")
	observed := map[string]map[string]string{}
	for _, f := range c.types["Mutation"].Fields {
		input, ok := tries[f.Name]
		if !ok {
			t.Errorf("Mutation.%s is tried by nobody: add it here and to %s", f.Name, table.file)
			continue
		}
		observed[f.Name] = map[string]string{}
		w.rows.in(t).unchanged(f.Name, []string{w.linde.org, w.oost.org}, func() {
			var all []func()
			var one sync.Mutex
			for name, v := range who {
				all = append(all, func() {
					var refusals []string
					happens(t, f.Name+" by "+name, func() bool { // all come at once, and who is told that the server is busy comes again
						_, refusals = v.try(f.Name, input, "")
						return !slices.ContainsFunc(refusals, func(r string) bool { return strings.Contains(r, " BUSY") })
					})
					one.Lock()
					defer one.Unlock()
					observed[f.Name][name] = act(refusals, table.extra[f.Name])
				})
			}
			together(t, all...)
		})
	}
	table.check(t, observed)
	partsOfTheRoles(t, observed)
}

// act tells the refusals of a try in a word: yes where they are those of who may, else the reason.
func act(refusals []string, allowed string) string {
	if len(refusals) == 0 {
		return "DONE"
	}
	code, rest, _ := strings.Cut(strings.TrimPrefix(refusals[0], "! "), " ")
	reason, _, _ := strings.Cut(rest, " ")
	switch {
	case reason == allowed:
		return "yes"
	case code == "NOT_FOUND":
		return "absent"
	case code == "UNAUTHENTICATED":
		return "who?"
	}
	return reason
}

// tries are inputs for every mutation that aim at what is Linde's and cannot be carried out by anybody.
func (w *town) tries(t testing.TB) map[string]object {
	t.Helper()
	const never = 999
	e := w.linde.in(t)
	r := w.rows.in(t)
	one := func(query string, args ...any) string { return r.texts(query+" ORDER BY 1 LIMIT 1", args...)[0] }
	draft := one(`SELECT id FROM registrations WHERE organisation_id = ? AND state = 'DRAFT'`, e.org)
	asked := one(`SELECT id FROM registrations WHERE organisation_id = ? AND state = 'AWAITING_CONTENT'`, e.org)
	waiting := one(`SELECT id FROM registrations WHERE organisation_id = ? AND state = 'SUBMITTED'`, e.org)
	cell := one(`SELECT id FROM cells WHERE registration_id = ?`, waiting)
	document := one(`SELECT id FROM documents WHERE organisation_id = ?`, e.org)
	part := one(`SELECT id FROM participations WHERE registration_id = ?`, draft)
	token := one(`SELECT id FROM partner_tokens WHERE organisation_id = ?`, e.org)
	line := one(`SELECT id FROM plan_lines WHERE plan_id = ?`, e.plan)
	release := one(`SELECT release_id FROM plans WHERE id = ?`, e.plan)
	tie := one(`SELECT id FROM ties WHERE held_id = ?`, e.org)
	employee := one(`SELECT id FROM employees WHERE organisation_id = ?`, e.org)
	proposed := one(`SELECT id FROM appointments`)
	asks := one(`SELECT id FROM admissions WHERE organisation_id = ?`, w.linde.org)
	contact := one(`SELECT id FROM role_assignments WHERE organisation_id = ?`, e.org)
	stale := func(id string, more ...any) object {
		in := object{"id": id, "expectedVersion": never}
		for i := 0; i < len(more); i += 2 {
			in[as[string](more[i])] = more[i+1]
		}
		return in
	}
	return map[string]object{
		"signUp":                {"name": "X", "email": "x", "password": password},
		"confirmEmail":          {"code": "AAAAA"},
		"signIn":                {"email": "x", "password": "niet-dit-wachtwoord"},
		"createCalendarAddress": {"label": ""}, "revokeCalendarAddress": {"id": "cad_01JZZZZZZZZZZZZZZZZZZZZZZZ"},
		"signOut":              {"sessionID": "ses_01JZZZZZZZZZZZZZZZZZZZZZZZ"},
		"requestPasswordReset": {"email": "x"},
		"resetPassword":        {"code": "AAAAA", "password": password},
		"actAs":                {"roleID": "rol_01JZZZZZZZZZZZZZZZZZZZZZZZ"},
		"stateAbsence":         {"absenceEnd": "2020-01-01"},
		"createPartnerToken":   {"label": "x", "scopes": []string{"READ"}, "expiresAt": "2099-01-01T00:00:00Z"},
		"revokePartnerToken":   stale(token),
		"demoAdvanceClock":     {"to": "2025-01-01T00:00:00Z"},

		"proposeAppointment":  {"email": "x", "role": "SSC"},
		"confirmAppointment":  stale(proposed),
		"withdrawAppointment": stale(proposed, "reason", "X"),
		"acceptAppointment":   {"code": "AAAAA"},
		"endRole":             stale(contact, "reason", "X"),

		"inviteContact":     {"organisationID": w.linde.org, "email": "x"},
		"askToJoin":         {"kvkNumber": "00000000"},
		"admitContact":      stale(asks),
		"rejectAdmission":   stale(asks, "reason", "X"),
		"withdrawAdmission": stale(asks),
		"acceptAdmission":   {"code": "AAAAA"},
		"verifyContact":     stale(contact, "how", "CALL"),
		"amendContact":      stale(contact),
		"endContact":        stale(contact, "reason", "X"),

		"createOrganisation": organisation("X", "1", "3511 AB"),
		"amendOrganisation":  stale(e.org, "name", "X"),
		"assignRegion":       {"organisationID": e.org, "expectedVersion": never, "regionID": "rgn_groningen", "reason": "X"},
		"createEmployee":     {"employee": changed(hired("X", "x"), "dateOfBirth", "29-02-2026")},
		"amendEmployee":      stale(employee, "employee", hired("X", "x")),
		"importEmployees":    {"rows": []object{}},

		"stateTie": {
			"holder": object{"registerNumber": e.kvk, "name": "X"}, "held": object{"registerNumber": e.kvk, "name": "X"},
			"kind": "CAPITAL", "share": object{"percent": "60"}, "start": "2020-01-01",
		},
		"confirmTie": stale(tie, "extractOn", "2020-01-01"), "withdrawTie": stale(tie), "endTie": stale(tie, "endsOn", "2020-01-01"),
		"rebutTie": stale(tie, "reason", "X"), "annulTie": stale(tie, "reason", "X"),

		"createPlan": changed(planInput(), "lines.0.activity", "9"),
		"amendPlan":  stale(e.plan, "lines", []object{}),
		"submitPlan": stale(e.plan), "withdrawPlan": stale(e.plan),
		"assessPlan": stale(e.plan, "verdict", "APPROVED", "lines", []object{{"lineID": line, "participants": 0, "amount": "0.00"}}),
		"returnPlan": stale(e.plan, "reason", "X"), "confirmPlan": stale(e.plan),
		"enterGrant": stale(e.plan, "amounts", []object{}),

		"putReleaseInForce": {"releaseID": release, "expectedVersion": never},
		"moveToRelease":     {"planID": e.plan, "releaseID": release, "expectedVersion": never, "reason": "X"},

		"createRegistration": changed(e.course("X"), "start", "29-02-2026"),
		"amendRegistration":  stale(draft), "submitRegistration": stale(draft), "withdrawRegistration": stale(draft),
		"addParticipants":     {"registrationID": draft, "expectedVersion": never, "participants": []object{someone("X", "x")}},
		"amendParticipation":  stale(part, "statement", clean()),
		"removeParticipation": stale(part),
		"importRegistrations": {"planID": e.plan, "rows": []object{}},

		"createUploadTickets": {"forID": draft, "files": []object{{"name": "x.pdf", "size": 0}}},
		"attachDocument":      {"ticketID": "upl_01JZZZZZZZZZZZZZZZZZZZZZZZ", "forID": draft, "expectedVersion": never, "kind": "LOONSTROOK_START"},
		"amendDocument":       stale(document),
		"replaceDocument":     stale(document, "ticketID", "upl_01JZZZZZZZZZZZZZZZZZZZZZZZ"),
		"removeDocument":      stale(document),
		"completeCells":       {"forID": draft, "expectedVersion": never, "column": "LOONSTROOK_START"},
		"amendProjectFile":    {"planID": e.plan, "expectedVersion": never, "signatoryName": "X"},
		"askProjectRepair":    stale(e.plan, "note", "X", "dueOn", "2099-12-31"),

		"askContentJudgement": stale(draft), "withdrawContentRequest": stale(asked),
		"judgeContent": {"registrationID": asked, "expectedVersion": never, "verdict": "APPROVED"},

		"startReview":          {"registrationID": waiting, "expectedVersion": never},
		"claimRegistration":    stale(waiting),
		"releaseRegistration":  stale(waiting),
		"assignRegistration":   stale(waiting, "assessorID", "per_01JZZZZZZZZZZZZZZZZZZZZZZZ", "reason", "X"),
		"confirmApproval":      stale(waiting),
		"returnApproval":       stale(waiting, "reason", "X"),
		"takeOverRegistration": stale(waiting, "reason", "X"),
		"judgeCells":           {"registrationID": waiting, "expectedVersion": never, "cells": []object{{"cellID": cell, "expectedVersion": never, "verdict": "APPROVED"}}},
		"decideRegistration":   {"registrationID": waiting, "expectedVersion": never, "verdict": "APPROVED"},
	}
}
